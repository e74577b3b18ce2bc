import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import type { Evidence, EvidenceKey } from '../../src/core/evidence.ts';
import type { Observation, Severity } from '../../src/core/finding.ts';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import type { BundleFacts, Edit, LintStage } from '../../src/core/manifest.ts';
import type { Facts, Rule, Subject } from '../../src/core/rule.ts';
import { withDefaults } from '../../src/facts/defaults.ts';
import { withoutNulls } from '../../src/facts/schema/nulls.ts';
import { podSpecFacts, templateOf, templatePathOf } from '../../src/facts/workload.ts';
import { freeze } from './freeze.ts';

/** YAML documents of one input: the first that holds a pod spec is linted, all together are the bundle. */
export interface LintGiven {
  readonly name: string;
  readonly yaml: string;
  /** Lints this object (`Deployment/web`) rather than the first with a pod spec. */
  readonly subject?: string;
  /** Kinds of which the bundle holds all there are (`--cluster`). */
  readonly complete?: readonly string[];
  /** Number of nodes that the cluster has (`--nodes`). */
  readonly nodes?: number;
}

export interface LintFiring extends LintGiven {
  /** The observations in their order. */
  readonly expect: readonly {
    readonly path: string;
    readonly container?: string;
    readonly severity?: Severity;
    readonly stage?: LintStage;
    readonly detail?: string;
    /** Strings that title, explanation, evidence and remedies together contain. */
    readonly says?: readonly string[];
    /** Strings that they do not. */
    readonly saysNot?: readonly string[];
    /** The edits of its fix; null where there must be none. */
    readonly fix?: readonly Edit[] | null;
  }[];
}

/**
 * Tests one rule over manifests: cases in which it fires and cases in which it keeps silent, at least one of each. Beside what a case expects
 * it holds every observation to what all must keep: texts are sentences, evidence is given, the path exists or its parent does, commands have no
 * placeholders, input is not changed, a second run gives the same.
 */
export function testLint(rule: Rule, cases: { fires: readonly LintFiring[]; silent: readonly LintGiven[] }): void {
  describe(`${rule.id} (lint)`, () => {
    test('has a stage, and firing and silent cases with names of their own', () => {
      const names = [...cases.fires, ...cases.silent].map(({ name }) => name);
      expect(rule.stage).toBeDefined();
      expect(cases.fires.length).toBeGreaterThan(0);
      expect(cases.silent.length).toBeGreaterThan(0);
      expect(new Set(names).size).toBe(names.length);
    });

    test.each(cases.fires.map((one) => [one.name, one] as const))('fires: %s', (_name, one) => {
      const { observations, object } = lint(rule, one);
      expect(observations.map(({ path }) => path)).toEqual(one.expect.map(({ path }) => path));
      observations.forEach((observation, index) => {
        wellFormed(observation, object);
        matches(rule, observation, one.expect[index]);
      });
    });

    test.each(cases.silent.map((one) => [one.name, one] as const))('silent: %s', (_name, one) => {
      expect(lint(rule, one).observations.map(({ title, explanation }) => title ?? explanation)).toEqual([]);
    });
  });
}

/** Runs one rule over the documents; also for tests that look at observations themselves. */
export function lint(rule: Rule, given: LintGiven): { observations: Observation[]; object: KubeObject } {
  const objects = parseAllDocuments(given.yaml)
    .map((document): unknown => {
      expect(document.errors).toEqual([]);
      return document.toJS();
    })
    .filter(isObject)
    .map((object) => withDefaults(withoutNulls(object)));
  freeze(objects);
  const object = objects.find((one) => (given.subject ? nameOf(one) === given.subject : podPathOf(one) !== undefined));
  if (!object) throw new Error(`${given.name}: no ${given.subject ?? 'object with a pod spec'}`);
  const bundle = {
    complete: new Set(given.complete ?? []),
    ...(given.nodes === undefined ? {} : { nodes: given.nodes }),
  };
  const facts = factsFor(rule, object, { objects, ...bundle });
  if (!facts) return { observations: [], object };
  const observations = [...rule.check(facts)];
  expect([...rule.check(facts)]).toEqual(observations);
  return { observations, object };
}

/** What lint would give the rule; undefined where it needs what a manifest does not have. */
function factsFor(rule: Rule, object: KubeObject, bundle: BundleFacts): Facts<EvidenceKey> | undefined {
  const kind = object.kind ?? '';
  const name = object.metadata?.name ?? '';
  const namespace = object.metadata?.namespace ?? 'default';
  const templatePath = podPathOf(object);
  const template = kind === 'Pod' ? { metadata: object.metadata, spec: object.spec } : templateOf(object);
  const evidence: Partial<Evidence> = {
    workload: { object, kind, name, namespace },
    bundle,
    document: { problems: [] },
    ...(templatePath === undefined ? {} : { spec: podSpecFacts((template ?? {}) as never, templatePath) }),
  };
  const subject: Subject = {
    target: { kind, namespace, name },
    namespace,
    workload: { kind, name },
    templatePath: templatePath ?? templatePathOf(kind),
  };
  if (!rule.needs.every((key) => evidence[key] !== undefined)) return undefined;
  const given: Partial<Record<EvidenceKey, unknown>> = {};
  for (const key of [...rule.needs, ...(rule.mayUse ?? [])]) if (evidence[key]) given[key] = evidence[key];
  return { now: 0, subject, ...given } as Facts<EvidenceKey>;
}

function podPathOf(object: KubeObject): string | undefined {
  const path = templatePathOf(object.kind ?? '');
  const spec = path.split('.').reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), object);
  return isObject(spec) && Array.isArray(spec['containers']) ? path : undefined;
}

function isObject(value: unknown): value is KubeObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind ?? ''}/${metadata?.name ?? ''}`;
}

function matches(rule: Rule, observation: Observation, expected: LintFiring['expect'][number] | undefined): void {
  const { title = rule.title, explanation, evidence, remedies } = observation;
  const text = JSON.stringify([title, explanation, evidence, remedies]);
  if (expected?.container !== undefined) expect(observation.container?.name).toBe(expected.container);
  if (expected?.severity) expect(observation.severity ?? rule.severity).toBe(expected.severity);
  if (expected?.stage) expect(observation.stage ?? rule.stage).toBe(expected.stage);
  if (expected?.detail) expect(observation.detail).toBe(expected.detail);
  for (const part of expected?.says ?? []) expect(text).toContain(JSON.stringify(part).slice(1, -1));
  for (const part of expected?.saysNot ?? []) expect(text).not.toContain(JSON.stringify(part).slice(1, -1));
  if (expected?.fix !== undefined) expect(observation.fix?.edits ?? null).toEqual(expected.fix);
}

function wellFormed({ title, explanation, evidence, remedies, path, fix }: Observation, object: KubeObject): void {
  if (title !== undefined) expect(title).not.toMatch(/[.\n]$/);
  expect(explanation).toMatch(/[.)]$/);
  for (const text of [title ?? '', explanation, fix?.description ?? '']) {
    expect(text).not.toMatch(/undefined|NaN|\[object|Invalid Date|null s\b/);
  }
  expect(evidence.length).toBeGreaterThan(0);
  expect(path).toBeDefined();
  expect(parentExists(object, path ?? '')).toBe(true);
  for (const edit of fix?.edits ?? []) expect(parentExists(object, edit.path)).toBe(true);
  for (const { action, why, command } of remedies) {
    expect(action).toMatch(/^[A-Z`]/);
    expect(action).not.toMatch(/\.$/);
    expect(`${action} ${why} ${command?.join(' ') ?? ''}`).not.toMatch(/undefined|NaN|<[a-z-]+>/);
  }
}

/** Whether everything but the last step of a field path (`spec.containers[0].livenessProbe`) is there. */
function parentExists(object: KubeObject, path: string): boolean {
  const steps = [...path.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, key]) => quoted ?? index ?? key ?? '',
  );
  let value: unknown = object;
  for (const step of steps.slice(0, -1)) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }
  return steps.length > 0 && typeof value === 'object' && value !== null;
}
