import { describe, expect, test } from '@jest/globals';
import type { LintReport } from '../../src/core/manifest.ts';
import { defineForesight, defineRule, lintingRule, type Rule } from '../../src/core/rule.ts';
import { rules } from '../../src/rules/index.ts';
import { documentRules } from '../../src/rules/document/index.ts';
import { lintTexts, placesOf } from '../support/lint-input.ts';

const evidence = [{ source: 'spec', ref: 'x', text: 'y' }] as const;

/** Finds every container image. */
const images = defineRule({
  id: 'image-tag-moves',
  title: 'An image',
  topic: 'configuration',
  severity: 'warning',
  verdict: 'degraded',
  stage: 'running',
  needs: ['spec'],
  *check({ spec }) {
    for (const container of spec.containers) {
      yield {
        container,
        path: `${container.path}.image`,
        title: `image of ${container.name}`,
        explanation: 'It is one.',
        evidence,
        remedies: [],
      };
    }
  },
});

const list: readonly Rule[] = [images, ...documentRules];

const pod = (name: string, comment = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: a\n      image: x${comment}\n    - name: b\n      image: w\n`;

const lint = (text: string, options = {}): LintReport =>
  lintTexts({ 'a.yaml': text }, { rules: list, ...options }).report;

describe('lintInput', () => {
  test('says where, of what and what for', () => {
    expect(lint(pod('web')).findings[0]).toEqual({
      rule: 'image-tag-moves',
      severity: 'warning',
      stage: 'running',
      file: 'a.yaml',
      line: 8,
      column: 14,
      endLine: 8,
      endColumn: 15,
      object: 'Pod/web',
      container: 'a',
      path: 'spec.containers[0].image',
      title: 'image of a',
      explanation: 'It is one.',
      fix: null,
      fingerprint: 'a.yaml -/Pod/web image-tag-moves spec.containers[a].image',
    });
  });

  test('sorts by place, and says nothing twice', () => {
    const both = {
      ...images,
      check: (facts: Parameters<Rule['check']>[0]) => [...images.check(facts), ...images.check(facts)].reverse(),
    };
    const report = lint(pod('web'), { rules: [both, ...documentRules] });
    expect(placesOf(report)).toEqual(['image-tag-moves@8:14', 'image-tag-moves@10:14']);
  });

  test('goes through Lists, and counts what it does not look at', () => {
    const text = `apiVersion: v1\nkind: List\nitems:\n- ${pod('web').replace(/\n(?=.)/g, '\n  ')}- {apiVersion: v1, kind: ConfigMap, metadata: {name: c}}\n`;
    const report = lint(`${text}---\na: 1\n`);
    expect(report.findings.map(({ path, line }) => `${path} ${line}`)).toEqual([
      'spec.containers[0].image 11',
      'spec.containers[1].image 13',
    ]);
    expect(report.counts).toMatchObject({ documents: 2, withPods: 1, others: 1 });
    expect(report.files).toMatchObject([{ file: 'a.yaml', documents: 2, skipped: [{ document: 1 }] }]);
  });

  test('one bad document does not silence the others', () => {
    const report = lint(`a: [\n---\n${pod('web')}`);
    expect(report.findings.map(({ rule }) => rule)).toEqual(['yaml-error', 'image-tag-moves', 'image-tag-moves']);
    expect(report.findings[0]).toMatchObject({ object: null, stage: 'rejected' });
  });

  test('fields of a wrong type do not reach the rules', () => {
    const report = lint(pod('web').replace('image: x', 'image: [x]'));
    expect(report.failedRules).toEqual([]);
    expect(report.findings.map(({ rule }) => rule)).toContain('wrong-type');
    const broken = lint('apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: {a: b}\n');
    expect(broken.findings.map(({ rule }) => rule)).toEqual(['wrong-type']);
  });

  test('a rule that throws is named, and the rest holds', () => {
    const broken: Rule = {
      ...images,
      id: 'env-order',
      check: () => {
        throw new Error('no');
      },
    };
    const report = lint(`${pod('web')}---\n${pod('other')}`, { rules: [broken, images] });
    expect(report.failedRules).toEqual([{ rule: 'env-order', error: 'no' }]);
    expect(report.findings).toHaveLength(4);
  });
});

describe('the choice of rules', () => {
  const choose = (choice: object, of: readonly Rule[] = list): string[] =>
    placesOf(lint(pod('web'), { rules: of, choice }));

  test('--only, --ignore, and what is off by default', () => {
    const off: Rule = { ...images, offByDefault: true };
    expect(choose({ only: new Set(['yaml-error']) })).toEqual([]);
    expect(choose({ ignored: new Set(['image-tag-moves']) })).toEqual([]);
    expect(choose({}, [off])).toEqual([]);
    expect(choose({ enabled: new Set(['image-tag-moves']) }, [off])).toHaveLength(2);
    expect(choose({ only: new Set(['image-tag-moves']) }, [off])).toHaveLength(2);
  });

  test('--severity', () => {
    const report = lint(pod('web'), { choice: { severities: new Map([['image-tag-moves', 'critical']]) } });
    expect(report.findings.map(({ severity }) => severity)).toEqual(['critical', 'critical']);
  });

  test('a rule about live pods lints with its foresight only', () => {
    const of = {
      id: 'oom-killed',
      title: 'x',
      topic: 'crash',
      severity: 'critical',
      verdict: 'failing',
    } as const;
    const live = defineRule({
      ...of,
      needs: ['status'],
      foresee: defineForesight({
        of,
        stage: 'pending',
        severity: 'error',
        needs: ['spec'],
        check: images.check as never,
      }),
      check: () => [],
    });
    expect(lintingRule({ ...live, foresee: undefined } as never)).toBeUndefined();
    expect(lint(pod('web'), { rules: [live] }).findings[0]).toMatchObject({
      rule: 'oom-killed',
      severity: 'error',
      stage: 'pending',
    });
  });
});

describe('ignores', () => {
  const silent = (text: string): LintReport => lint(text);

  test.each([
    ['at the end of the line', pod('web', ' # podlife-ignore: image-tag-moves -- known'), 1],
    [
      'above the line',
      pod('web').replace('      image: x', '      # podlife-ignore: image-tag-moves\n      image: x'),
      1,
    ],
    ['above the item', pod('web').replace('    - name: a', '    # podlife-ignore: image-tag-moves\n    - name: a'), 1],
    ['above the list', pod('web').replace('  containers:', '  # podlife-ignore: image-tag-moves\n  containers:'), 2],
    ['above the document', `# podlife-ignore: image-tag-moves\n${pod('web')}`, 2],
    [
      'by annotation',
      pod('web').replace('  name: web', '  name: web\n  annotations:\n    podlife.dev/ignore: image-tag-moves'),
      2,
    ],
    [
      'by annotation of the template',
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata:\n      labels: {a: b}\n      annotations: {podlife.dev/ignore: "image-tag-moves -- known"}\n    spec:\n      containers: [{name: a, image: x}]\n`,
      1,
    ],
  ])('%s', (_where, text, count) => {
    const report = silent(text);
    expect(report.counts.ignored).toBe(count);
    expect(report.findings.filter(({ rule }) => rule === 'ignore-without-effect')).toEqual([]);
  });

  test('another rule is not ignored, and an ignore without effect is told', () => {
    const report = silent(pod('web', ' # podlife-ignore: unknown-field'));
    expect(report.findings.map(({ rule, line }) => `${rule} ${line}`)).toEqual([
      'image-tag-moves 8',
      'ignore-without-effect 8',
      'image-tag-moves 10',
    ]);
    expect(report.findings[1]).toMatchObject({ severity: 'advice', stage: 'advice' });
  });

  test('a rule that does not exist is told with what may be meant', () => {
    const [, finding] = silent(pod('web', ' # podlife-ignore: image-tag-move')).findings;
    expect(finding).toMatchObject({
      rule: 'ignore-without-effect',
      explanation: expect.stringContaining('image-tag-moves') as unknown,
    });
  });

  test('rules that did not run, or that depend on the rest of the input, are not judged', () => {
    const text = pod('web', ' # podlife-ignore: unknown-field, configmap-missing');
    const report = lintTexts(
      { 'a.yaml': text },
      { choice: { only: new Set(['image-tag-moves', 'ignore-without-effect', 'configmap-missing']) } },
    ).report;
    expect(report.findings.filter(({ rule }) => rule === 'ignore-without-effect')).toEqual([]);
  });
});

describe('fingerprints', () => {
  test('stay when lines move and containers are added', () => {
    const before = lint(pod('web')).findings.map(({ fingerprint }) => fingerprint);
    const moved = `# a\n# b\n${pod('web').replace('    - name: a', '    - {name: first, image: z}\n    - name: a')}`;
    const after = lint(moved).findings.map(({ fingerprint }) => fingerprint);
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after).toHaveLength(3);
  });
});

describe('frames', () => {
  const excerpt = (text: string, line: number): string | undefined =>
    lintTexts({ 'a.yaml': text }).files[0]?.linted.excerpts.get(line);

  test('show no secret', () => {
    const text = pod('web').replace(
      '      image: x',
      '      image: x\n      env: [{name: DB_PASSWORD, value: hunter2}, {name: A, value: $(B)}]\n      args: [--password=hunter2, --token, abc]',
    );
    const { report, files } = lintTexts({ 'a.yaml': text });
    const frames = [...(files[0]?.linted.excerpts.values() ?? [])];
    expect(report.findings.map(({ rule }) => rule)).toContain('secret-in-plain');
    expect(frames.join('\n')).not.toContain('hunter2');
    expect(JSON.stringify(report)).not.toContain('hunter2');
  });

  test('of a Secret show keys only', () => {
    const text = 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  color: blue\n  color: blue\n';
    expect(excerpt(text, 6)).toBe('  color: •••');
  });

  test('cut what is too long', () => {
    expect(excerpt(pod('web').replace('image: x', `image: "${'x'.repeat(2000)} "`), 8)?.length).toBeLessThan(500);
  });
});

test('every rule of the second catalogue lints', () => {
  expect(rules.filter((rule) => lintingRule(rule)).length).toBeGreaterThan(75);
});
