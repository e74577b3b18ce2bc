import { describe, expect, test } from '@jest/globals';
import type { Observation } from '../../src/core/finding.ts';
import type { DocumentProblem, Edit, LintStage } from '../../src/core/manifest.ts';
import type { Facts, Rule } from '../../src/core/rule.ts';
import type { EvidenceKey } from '../../src/core/evidence.ts';
import { fieldProblems } from '../../src/facts/schema/field-problems.ts';
import { validateObject, validatePodOfTemplate } from '../../src/facts/validation/index.ts';
import { podSpecFacts, templateAt } from '../../src/facts/workload.ts';
import { parseDocuments, type ManifestObject } from '../../src/manifests/document.ts';

export interface DocumentGiven {
  readonly name: string;
  readonly yaml: string;
  /** Of Kubernetes; the newest when missing. */
  readonly version?: string;
}

export interface DocumentFiring extends DocumentGiven {
  /** What the rule says, in the order of the text. */
  readonly expect: readonly {
    readonly path?: string;
    /** `LINE:COLUMN` */
    readonly at?: string;
    readonly stage?: LintStage;
    readonly container?: string;
    /** Strings that title and explanation together contain. */
    readonly says?: readonly string[];
    /** The edits of its fix; null where there must be none. */
    readonly fix?: readonly Edit[] | null;
  }[];
}

/** Tests a rule that reports what decoding or validation found: from the text of manifests to its observations, with their places. */
export function testDocument(
  rule: Rule,
  cases: { fires: readonly DocumentFiring[]; silent: readonly DocumentGiven[] },
): void {
  describe(`${rule.id} (document)`, () => {
    test('has firing and silent cases with names of their own', () => {
      const names = [...cases.fires, ...cases.silent].map(({ name }) => name);
      expect(cases.fires.length).toBeGreaterThan(0);
      expect(cases.silent.length).toBeGreaterThan(0);
      expect(new Set(names).size).toBe(names.length);
    });

    test.each(cases.fires.map((one) => [one.name, one] as const))('fires: %s', (_name, one) => {
      const said = observed(rule, one);
      expect(said).toHaveLength(one.expect.length);
      said.forEach(({ observation, at }, index) => {
        wellFormed(observation);
        const wanted = one.expect[index] ?? {};
        if (wanted.path !== undefined) expect(observation.path).toBe(wanted.path);
        if (wanted.at !== undefined) expect(at).toBe(wanted.at);
        if (wanted.stage !== undefined) expect(observation.stage).toBe(wanted.stage);
        if (wanted.container !== undefined) expect(observation.container?.name).toBe(wanted.container);
        for (const part of wanted.says ?? [])
          expect(`${observation.title ?? ''}. ${observation.explanation}`).toContain(part);
        if (wanted.fix !== undefined) expect(observation.fix?.edits ?? null).toEqual(wanted.fix);
      });
    });

    test.each(cases.silent.map((one) => [one.name, one] as const))('silent: %s', (_name, one) => {
      expect(observed(rule, one).map(({ observation }) => observation.title)).toEqual([]);
    });
  });
}

interface Said {
  readonly observation: Observation;
  readonly at: string;
}

/** What a rule says of a text: of its documents as such, then of their objects. */
export function observed(rule: Rule, { yaml, version }: DocumentGiven): Said[] {
  return parseDocuments(yaml, 'test.yaml').flatMap(({ problems, objects }) => [
    ...say(rule, problems, undefined),
    ...objects.flatMap((one) => say(rule, problemsOf(one, version), one)),
  ]);
}

function problemsOf({ object, textAt }: ManifestObject, version: string | undefined): DocumentProblem[] {
  const decoding = fieldProblems(object, version, textAt);
  return decoding.length > 0
    ? decoding
    : [...validateObject(object, version), ...validatePodOfTemplate(object, version)];
}

function say(rule: Rule, problems: readonly DocumentProblem[], one: ManifestObject | undefined): Said[] {
  const spec =
    one?.templatePath === undefined
      ? {}
      : { spec: podSpecFacts(templateAt(one.object, one.templatePath), one.templatePath) };
  const facts = { now: 0, document: { problems }, ...spec } as unknown as Facts<EvidenceKey>;
  return [...rule.check(facts)].map((observation) => {
    const range = observation.range ?? one?.locate(observation.path ?? '', observation.atKey);
    return { observation, at: range ? `${range.line}:${range.column}` : '' };
  });
}

function wellFormed({ title, explanation, evidence }: Observation): void {
  expect(title).toBeDefined();
  expect(title).not.toMatch(/[.\n]$/);
  expect(explanation).toMatch(/[.)]$/);
  expect(`${title ?? ''} ${explanation}`).not.toMatch(/undefined|NaN|\[object/);
  expect(evidence.length).toBeGreaterThan(0);
}
