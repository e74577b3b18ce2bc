import { describe, expect, test } from '@jest/globals';
import { evaluate, noEvidence, type EvidenceSet } from '../../src/core/evaluate.ts';
import type { Observation } from '../../src/core/finding.ts';
import { found } from '../../src/core/lookup.ts';
import { defineRule, type Role, type Rule, type Subject } from '../../src/core/rule.ts';

const subject: Subject = {
  target: { kind: 'Pod', namespace: 'shop', name: 'web-1' },
  namespace: 'shop',
  pod: 'web-1',
  workload: { kind: 'Pod', name: 'web-1' },
  templatePath: 'spec',
};

const withServices: EvidenceSet = { ...noEvidence, services: found([]) };

function rule(id: string, options: Partial<Observation> & { role?: Role; topic?: Rule['topic'] } = {}): Rule {
  const { role, topic, ...observation } = options;
  return defineRule({
    id,
    title: id,
    topic: topic ?? 'crash',
    severity: 'error',
    verdict: 'failing',
    ...(role ? { role } : {}),
    needs: ['services'],
    *check() {
      yield { explanation: 'x', evidence: [], remedies: [], ...observation };
    },
  });
}

const ids = (rules: readonly Rule[]): string[] =>
  evaluate(rules, withServices, subject, 0).findings.map((one) => one.rule);

describe('which rules run', () => {
  test('a rule whose evidence nobody asked for does not apply', () => {
    expect(evaluate([rule('a')], noEvidence, subject, 0)).toEqual({ findings: [], notChecked: [], failures: [] });
  });

  test('a rule whose evidence was refused is listed as not checked', () => {
    const refused: EvidenceSet = { ...noEvidence, services: { state: 'refused', why: 'forbidden' } };
    const { notChecked, findings } = evaluate([rule('a')], refused, subject, 0);
    expect(findings).toEqual([]);
    expect(notChecked).toEqual([{ rule: 'a', because: 'services: forbidden' }]);
  });

  test('a rule sees what it declared and nothing else', () => {
    let seen: string[] = [];
    const curious = defineRule({
      ...rule('a'),
      needs: ['services'],
      mayUse: ['logs'],
      *check(facts) {
        seen = Object.keys(facts).sort();
      },
    });
    evaluate([curious], { ...withServices, events: found([]) }, subject, 0);
    expect(seen).toEqual(['now', 'services', 'subject']);
  });

  test('a rule that throws is named and does not stop the others', () => {
    const broken: Rule = {
      ...rule('broken'),
      check() {
        throw new Error('no such field');
      },
    };
    const { findings, failures } = evaluate([broken, rule('b')], withServices, subject, 0);
    expect(findings.map((one) => one.rule)).toEqual(['b']);
    expect(failures).toEqual([{ rule: 'broken', error: 'no such field' }]);
  });

  test('summaries run only when nothing is wrong', () => {
    const healthy = rule('healthy', { role: 'summary', severity: 'info' });
    expect(ids([healthy, rule('a')])).toEqual(['a']);
    expect(ids([healthy, rule('a', { severity: 'info' })])).toContain('healthy');
  });
});

describe('ranking', () => {
  test('by severity, confidence, weight, then the order of a life', () => {
    expect(
      ids([
        rule('late', { topic: 'outcome' }),
        rule('early', { topic: 'owner' }),
        rule('heavy', { weight: 1, topic: 'outcome' }),
        rule('unsure', { confidence: 'possible', topic: 'owner' }),
        rule('worst', { severity: 'critical', confidence: 'likely', topic: 'outcome' }),
      ]),
    ).toEqual(['worst', 'heavy', 'early', 'late', 'unsure']);
  });

  test('init containers before sidecars before the app, then by name', () => {
    const on = (name: string, kind: 'app' | 'init' | 'sidecar'): Rule =>
      rule(`r-${name}`, { container: { name, kind } });
    expect(ids([on('b', 'app'), on('a', 'app'), on('s', 'sidecar'), on('i', 'init')])).toEqual([
      'r-i',
      'r-s',
      'r-a',
      'r-b',
    ]);
  });

  test('a consequence stands below the cause and names it', () => {
    const consequence = rule('after', { role: 'consequence', severity: 'critical' });
    const { findings } = evaluate([consequence, rule('cause', { severity: 'warning' })], withServices, subject, 0);
    expect(findings.map(({ rule: id, causedBy }) => [id, causedBy])).toEqual([
      ['cause', null],
      ['after', 0],
    ]);
  });

  test('without a cause a consequence is one itself', () => {
    const { findings } = evaluate(
      [rule('after', { role: 'consequence' }), rule('note', { severity: 'info' })],
      withServices,
      subject,
      0,
    );
    expect(findings.map(({ rule: id, causedBy }) => [id, causedBy])).toEqual([
      ['after', null],
      ['note', null],
    ]);
  });

  test('information stands below consequences', () => {
    expect(ids([rule('note', { severity: 'info' }), rule('after', { role: 'consequence' }), rule('cause')])).toEqual([
      'cause',
      'after',
      'note',
    ]);
  });

  test('the order of the rules does not matter', () => {
    const rules = [rule('a'), rule('b'), rule('c', { severity: 'warning' }), rule('d', { role: 'consequence' })];
    expect(ids([...rules].reverse())).toEqual(ids(rules));
  });
});
