import { isCause, type Finding } from './finding.ts';
import type { Evidence, EvidenceKey } from './evidence.ts';
import { unasked, type Lookup } from './lookup.ts';
import { rank, type Made } from './rank.ts';
import type { Facts, Rule, Subject } from './rule.ts';

/** Every piece of evidence with what became of it. */
export type EvidenceSet = { readonly [K in EvidenceKey]: Lookup<Evidence[K]> };

/** None that was asked for: what a caller has is spread over it. */
export const noEvidence: EvidenceSet = {
  spec: unasked,
  status: unasked,
  events: unasked,
  logs: unasked,
  node: unasked,
  owner: unasked,
  references: unasked,
  storage: unasked,
  services: unasked,
  cluster: unasked,
  limits: unasked,
  workload: unasked,
  bundle: unasked,
  document: unasked,
};

export interface Evaluation {
  readonly findings: readonly Finding[];
  /** Rules whose evidence was asked for and refused. */
  readonly notChecked: readonly { readonly rule: string; readonly because: string }[];
  /** Rules that threw: a defect, named so that nobody takes their silence for health. */
  readonly failures: readonly { readonly rule: string; readonly error: string }[];
}

/** What the rules said, unranked. */
export interface Observed extends Omit<Evaluation, 'findings'> {
  readonly made: readonly Made[];
}

/**
 * Runs the rules over the evidence. A rule whose needed evidence does not exist or was not asked for does not apply;
 * one whose evidence was refused is listed as not checked. Summaries run only when no rule found anything wrong.
 */
export function observe(rules: readonly Rule[], evidence: EvidenceSet, subject: Subject, now: number): Observed {
  const made: Made[] = [];
  const notChecked: { rule: string; because: string }[] = [];
  const failures: { rule: string; error: string }[] = [];
  const factsOf = factsGiver(evidence, subject, now);

  const run = (rule: Rule): void => {
    const refusal = refusedNeed(rule, evidence);
    if (refusal !== undefined) {
      notChecked.push({ rule: rule.id, because: refusal });
      return;
    }
    if (!rule.needs.every((key) => evidence[key].state === 'found')) return;
    try {
      for (const observation of rule.check(factsOf(rule))) made.push({ rule, observation });
    } catch (error) {
      failures.push({ rule: rule.id, error: error instanceof Error ? error.message : String(error) });
    }
  };

  for (const rule of rules) if (rule.role !== 'summary') run(rule);
  const quiet = !made.some(({ rule, observation }) => isCause(observation.severity ?? rule.severity));
  if (quiet) for (const rule of rules) if (rule.role === 'summary') run(rule);
  return { made, notChecked, failures };
}

/** The same, with the findings ranked: the root cause first. */
export function evaluate(rules: readonly Rule[], evidence: EvidenceSet, subject: Subject, now: number): Evaluation {
  const { made, ...rest } = observe(rules, evidence, subject, now);
  return { findings: rank(made), ...rest };
}

function refusedNeed(rule: Rule, evidence: EvidenceSet): string | undefined {
  for (const key of rule.needs) {
    const lookup = evidence[key];
    if (lookup.state === 'refused') return `${key}: ${lookup.why}`;
  }
  return undefined;
}

/** Gives a rule the evidence that it declares and nothing else; rules that declare the same are given the same. */
function factsGiver(evidence: EvidenceSet, subject: Subject, now: number): (rule: Rule) => Facts<EvidenceKey> {
  const made = new Map<string, Facts<EvidenceKey>>();
  return ({ needs, mayUse = [] }) => {
    const declared = `${needs.join()} ${mayUse.join()}`;
    const known = made.get(declared);
    if (known) return known;
    const given: Record<string, unknown> = { now, subject };
    for (const key of [...needs, ...mayUse]) {
      const lookup = evidence[key];
      if (lookup.state === 'found') given[key] = lookup.value;
    }
    // The one cast of the engine: `given` holds exactly the keys that defineRule's types let these rules read.
    const facts = given as Facts<EvidenceKey>;
    made.set(declared, facts);
    return facts;
  };
}
