import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { Ajv, type AnySchema } from 'ajv';
import { parse } from 'yaml';
import { lintRenderers, type LintFormat } from '../../../src/render/lint/index.ts';
import type { LintReport } from '../../../src/core/manifest.ts';
import { expectGolden } from '../../support/golden.ts';
import { aFinding, aLintContext, emptyReport, sampleReport } from '../../support/lint-report.ts';
import { lintTexts } from '../../support/lint-input.ts';
import { parseXml } from '../../support/xml.ts';

const root = join(import.meta.dirname, '../../..');
const formats = Object.keys(lintRenderers) as LintFormat[];

async function rendered(format: LintFormat, report: LintReport = sampleReport, more = {}): Promise<string> {
  return (await lintRenderers[format]())(report, aLintContext(more));
}

function validator(schema: unknown): (value: unknown) => unknown[] {
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(
    schema as AnySchema,
  );
  return (value) => {
    validate(value);
    return validate.errors ?? [];
  };
}

/** The official schema is one of draft 04, which differs for what it uses in the name of its id only. */
const {
  $schema: _draft,
  id: _id,
  ...sarifSchema
} = JSON.parse(
  gunzipSync(readFileSync(join(root, 'test/fixtures/sarif-schema-2.1.0.json.gz'))).toString('utf8'),
) as Record<string, unknown>;
const sarifErrors = validator(sarifSchema);
const reportErrors = validator(JSON.parse(readFileSync(join(root, 'src/render/schema/lint-report.json'), 'utf8')));

describe.each(formats)('%s', (format) => {
  test('is what was kept', async () => {
    expectGolden(`lint/sample.${format}.txt`, await rendered(format));
    expectGolden(`lint/empty.${format}.txt`, await rendered(format, emptyReport));
  });

  test('prints no control characters, and the same bytes each time', async () => {
    const text = await rendered(format);

    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    expect(await rendered(format)).toBe(text);
  });
});

describe('table', () => {
  test('with colour', async () => {
    expectGolden('lint/sample.color.txt', await rendered('table', sampleReport, { color: true }));
  });

  test.each([40, 60, 96, 140])('fits %i columns', async (width) => {
    const lines = (await rendered('table', sampleReport, { width })).split('\n');
    expect(lines.filter((line) => [...line].length > width && !line.startsWith('deploy'))).toEqual([]);
  });

  test('points at what is meant, also behind wide characters and in long lines', async () => {
    const excerpt = (line: string, column: number, endColumn: number): Promise<string> =>
      rendered('table', { ...sampleReport, findings: [aFinding({ column, endColumn })] }, { excerpt: () => line });
    const lines = (await excerpt('名前: web', 5, 8)).split('\n');
    const source = lines.findIndex((line) => line.includes('名前: web'));
    // Each of the two takes two columns.
    expect(lines[source + 1]?.indexOf('^^^')).toBe((lines[source]?.indexOf('web') ?? 0) + 2);
    const long = (await excerpt(`${'x'.repeat(300)} here`, 302, 306)).split('\n');
    expect(long.some((line) => line.includes('… ') || line.includes('x here'))).toBe(true);
    expect(Math.max(...long.map((line) => line.length))).toBeLessThanOrEqual(96);
  });
});

describe('json and yaml', () => {
  test('are the report, and keep to its schema', async () => {
    const report: unknown = JSON.parse(await rendered('json'));
    expect(report).toEqual(sampleReport);
    expect(reportErrors(report)).toEqual([]);
    expect(parse(await rendered('yaml'))).toEqual(sampleReport);
  });

  test('the schema takes what lint really says', () => {
    const text =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, image: x, livnessProbe: {}}]\n---\na: [\n';
    const { report } = lintTexts({ 'a.yaml': text });
    expect(report.findings.length).toBeGreaterThan(1);
    expect(reportErrors(JSON.parse(JSON.stringify(report)))).toEqual([]);
  });
});

interface Sarif {
  runs: {
    tool: { driver: { rules: { id: string; help: { markdown?: string } }[] } };
    results: Record<string, unknown>[];
  }[];
}

describe('what was not looked at', () => {
  const skipped = (...whys: string[]) => whys.map((why, document) => ({ document, why }));
  const report: LintReport = {
    ...sampleReport,
    findings: [aFinding({ severity: 'warning' })],
    files: [
      { file: 'a.yaml', documents: 2, linted: 0, skipped: skipped('List is empty', 'List is empty') },
      { file: 'b.yaml', documents: 7, linted: 0, skipped: skipped('1', '2', '3', '4', '5', '6', '7') },
    ],
    couldNotCheck: [{ what: 'nodes', why: 'failed' }],
  };

  test('is told by reason, the most frequent first', async () => {
    const text = await rendered('table', report, { width: 140 });
    expect(text).toMatch(/2 documents: List is empty\n.*b\.yaml \(document 1\): 1/);
    expect(text).toContain('2 documents for other reasons; -o json lists them');
    expect(text).toContain('nodes: failed');
  });

  test('a report without errors is painted as a warning', async () => {
    const text = await rendered('table', report, { color: true });
    expect(text).toMatch(/\u001b\[33m1 problem/);
  });
});

describe('findings that others than files brought', () => {
  test('are a suite of their own in JUnit', async () => {
    const text = await rendered('junit', { ...emptyReport, findings: [aFinding({ file: 'cluster' })] });
    expect(text).toMatch(/<testsuite name="cluster" tests="1" failures="1"/);
  });

  test('in Markdown stand by severity, then by line', async () => {
    const findings = [9, 3].map((line) => aFinding({ line, title: `at ${line}` }));
    const text = await rendered('markdown', { ...sampleReport, findings });
    expect(text.indexOf('at 3')).toBeLessThan(text.indexOf('at 9'));
  });

  test('a title that begins the explanation is not said twice', async () => {
    const findings = [aFinding({ title: 'It is wrong', explanation: 'It is wrong because of that.' })];
    expect(await rendered('github', { ...sampleReport, findings })).toContain('It is wrong because of that.');
    expect(await rendered('github', { ...sampleReport, findings })).not.toContain('It is wrong. It is wrong');
  });
});

describe('sarif', () => {
  test('says which rule failed and what was not seen', async () => {
    const log = JSON.parse(
      await rendered('sarif', {
        ...sampleReport,
        findings: [aFinding({ rule: 'of-a-plugin' })],
        failedRules: [{ rule: 'bare-pod', error: 'boom' }],
      }),
    ) as { runs: Record<string, unknown>[] };
    expect(sarifErrors(log)).toEqual([]);
    expect(log.runs[0]).toMatchObject({
      invocations: [
        {
          executionSuccessful: false,
          toolExecutionNotifications: [
            { level: 'error', message: { text: 'rule bare-pod failed: boom' } },
            { level: 'warning', message: { text: 'secrets of namespace shop could not be checked: forbidden' } },
          ],
        },
      ],
    });
  });

  test('is valid, with rules, regions, fixes and fingerprints', async () => {
    const log = JSON.parse(await rendered('sarif')) as Sarif;
    expect(sarifErrors(log)).toEqual([]);
    const [run] = log.runs;
    expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(
      [...new Set(sampleReport.findings.map(({ rule }) => rule))].sort(),
    );
    expect(run?.results[0]).toMatchObject({
      ruleId: 'probe-port-unknown',
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'deploy/frontend.yaml' },
            region: {
              startLine: 41,
              startColumn: 17,
              endLine: 41,
              endColumn: 21,
              snippet: { text: '          port: 8080' },
            },
          },
        },
      ],
      partialFingerprints: { 'podlife/v1': expect.any(String) as unknown },
      fixes: [{ artifactChanges: [{ replacements: [{ insertedContent: { text: 'http' } }] }] }],
    });
    for (const result of run?.results ?? []) {
      expect(run?.tool.driver.rules[result['ruleIndex'] as number]?.id).toBe(result['ruleId']);
    }
  });

  test('is valid where nothing was found', async () => {
    expect(sarifErrors(JSON.parse(await rendered('sarif', emptyReport)))).toEqual([]);
  });

  test('names files as URIs', async () => {
    expect(await rendered('sarif')).toContain('"uri": "deploy/a%2Cb%3A%20100%25.yaml"');
    const absolute = { ...sampleReport, findings: [aFinding({ file: '/etc/x y.yaml' })] };
    expect(await rendered('sarif', absolute)).toContain('"uri": "file:///etc/x%20y.yaml"');
  });
});

describe('junit', () => {
  test('is XML with a suite for every file and the counts that it says', async () => {
    const suites = parseXml(await rendered('junit'));
    expect(suites.name).toBe('testsuites');
    expect(suites.children.map(({ attributes }) => attributes['name'])).toEqual(
      sampleReport.files.map(({ file }) => file),
    );
    for (const suite of suites.children) {
      const failed = suite.children.filter(({ children }) => children.some(({ name }) => name === 'failure'));
      expect(suite.attributes['failures']).toBe(String(failed.length));
      expect(suite.attributes['tests']).toBe(String(suite.children.length));
    }
    expect(suites.attributes).toMatchObject({ tests: '6', failures: '4' });
    const [clean] = suites.children.filter(({ attributes }) => attributes['name'] === 'deploy/clean.yaml');
    expect(clean?.children).toHaveLength(1);
  });

  test('holds the texts as they are', async () => {
    const text = await rendered('junit');
    expect(parseXml(text).children[1]?.children[0]?.children[0]?.text).toContain(
      'no field "livnessProbe" & the API server',
    );
  });
});

describe('github', () => {
  /** What the runner makes of a line (actions/runner, ActionCommand.cs). */
  function command(line: string): { name: string; properties: Record<string, string>; message: string } {
    const [, name = '', list = '', message = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
    const plain = (text: string): string =>
      text.replace(/%0D/g, '\r').replace(/%0A/g, '\n').replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%25/g, '%');
    const properties = list.split(',').map((pair) => pair.split('=') as [string, string]);
    return {
      name,
      properties: Object.fromEntries(properties.map(([key, value]) => [key, plain(value)])),
      message: plain(message),
    };
  }

  test('is one command a finding that the runner reads back', async () => {
    const lines = (await rendered('github')).trimEnd().split('\n');
    const commands = lines.map(command);
    expect(commands.map(({ name }) => name)).toEqual(['error', 'warning', 'error', 'error', 'notice']);
    expect(commands.map(({ properties }) => properties['file'])).toEqual(sampleReport.findings.map(({ file }) => file));
    expect(commands[0]?.properties).toMatchObject({
      line: '41',
      col: '17',
      endLine: '41',
      endColumn: '21',
      title: 'probe-port-unknown (Deployment/frontend)',
    });
    expect(commands[2]?.properties['col']).toBeUndefined();
    expect(commands[2]?.message).toContain('|\u0020refuses it.\nIt says `so`.');
  });
});

describe('markdown', () => {
  test('escapes what would be markup', async () => {
    const text = await rendered('markdown');
    expect(text).not.toContain('<script>');
    for (const line of text.split('\n').filter((one) => one.startsWith('|'))) {
      expect(line.replace(/\\\|/g, '').match(/\|/g)).toHaveLength(5);
    }
  });
});
