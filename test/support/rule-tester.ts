import { describe, expect, test } from '@jest/globals';
import { evaluate } from '../../src/core/evaluate.ts';
import type { Target } from '../../src/core/evidence.ts';
import type { Finding } from '../../src/core/finding.ts';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import type { Rule } from '../../src/core/rule.ts';
import { evidenceOf, subjectOf } from '../../src/facts/evidence.ts';
import { namespace, now } from './builders.ts';
import { recording, snapshotOf, targetOf } from './recordings.ts';

/** What is looked at: objects (with `pod/web-1` as target unless said otherwise), or a recording by its id. */
export interface Given {
  readonly name: string;
  readonly objects?: readonly KubeObject[];
  readonly target?: string;
  readonly recording?: string;
}

export interface Firing extends Given {
  /** Parts of the findings, in their order: texts by what they contain. */
  readonly expect: readonly {
    readonly container?: string | null;
    readonly detail?: string | null;
    readonly severity?: Finding['severity'];
    readonly confidence?: Finding['confidence'];
    /** Strings that title, explanation, evidence and remedies together contain. */
    readonly says?: readonly string[];
    /** Strings that they do not. */
    readonly saysNot?: readonly string[];
    /** A command among the remedies, joined by blanks. */
    readonly command?: string;
  }[];
}

/**
 * Tests one rule on its own: cases in which it fires and cases in which it keeps silent, at least one of each. Beside what a case expects it
 * holds every finding to what all must keep: texts are sentences, evidence is given, commands have no placeholders, input is not changed,
 * a second run gives the same.
 */
export function testRule(rule: Rule, cases: { fires: readonly Firing[]; silent: readonly Given[] }): void {
  describe(rule.id, () => {
    test('has firing and silent cases with names of their own', () => {
      const names = [...cases.fires, ...cases.silent].map(({ name }) => name);
      expect(cases.fires.length).toBeGreaterThan(0);
      expect(cases.silent.length).toBeGreaterThan(0);
      expect(new Set(names).size).toBe(names.length);
    });

    test.each(cases.fires.map((one) => [one.name, one] as const))('fires: %s', async (_name, one) => {
      const findings = await run(rule, one);
      expect(findings.map(({ rule: id }) => id)).toEqual(one.expect.map(() => rule.id));
      findings.forEach((finding, index) => {
        wellFormed(finding);
        const expected = one.expect[index] ?? {};
        const text = JSON.stringify([finding.title, finding.explanation, finding.evidence, finding.remedies]);
        if (expected.container !== undefined) expect(finding.container).toBe(expected.container);
        if (expected.detail !== undefined) expect(finding.detail).toBe(expected.detail);
        if (expected.severity) expect(finding.severity).toBe(expected.severity);
        if (expected.confidence) expect(finding.confidence).toBe(expected.confidence);
        for (const part of expected.says ?? []) expect(text).toContain(JSON.stringify(part).slice(1, -1));
        for (const part of expected.saysNot ?? []) expect(text).not.toContain(JSON.stringify(part).slice(1, -1));
        if (expected.command) {
          expect(finding.remedies.map(({ command }) => command?.join(' '))).toContain(expected.command);
        }
      });
    });

    test.each(cases.silent.map((one) => [one.name, one] as const))('silent: %s', async (_name, one) => {
      expect(await run(rule, one)).toEqual([]);
    });
  });
}

async function run(rule: Rule, given: Given): Promise<readonly Finding[]> {
  const recorded = given.recording === undefined ? undefined : recording(given.recording);
  const objects = recorded?.objects ?? given.objects ?? [];
  const target: Target = recorded
    ? targetOf(given.target ?? recorded.scenario.target, recorded.scenario.namespace)
    : targetOf(given.target ?? 'pod/web-1', namespace);
  freeze(objects);
  const snapshot = await snapshotOf(objects, target, recorded ? undefined : now);
  const evidence = evidenceOf(snapshot);
  const once = evaluate([rule], evidence, subjectOf(snapshot), snapshot.asOf);
  const twice = evaluate([rule], evidence, subjectOf(snapshot), snapshot.asOf);
  expect(twice).toEqual(once);
  expect(once.failures).toEqual([]);
  return once.findings;
}

function wellFormed(finding: Finding): void {
  expect(finding.title).not.toMatch(/[.\n]$/);
  expect(finding.explanation).toMatch(/[.)]$/);
  for (const text of [finding.title, finding.explanation])
    expect(text).not.toMatch(/undefined|NaN|\[object|Invalid Date/);
  expect(finding.evidence.length).toBeGreaterThan(0);
  for (const remedy of finding.remedies) {
    expect(remedy.action).toMatch(/^[A-Z`]/);
    expect(remedy.action).not.toMatch(/\.$/);
    expect(`${remedy.action} ${remedy.why} ${remedy.command?.join(' ') ?? ''}`).not.toMatch(/undefined|NaN|<[a-z-]+>/);
  }
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
}
