import type { ContainerKind, Observation, Severity, Verdict } from './finding.ts';
import type { LintStage } from './manifest.ts';
import type { Evidence, EvidenceKey, Target } from './evidence.ts';

/**
 * The sections of the two catalogues: causes in the order of a pod's life, then what manifests are linted for. Folder of a rule = its topic.
 */
export const topics = [
  'owner',
  'scheduling',
  'preparation',
  'image',
  'start',
  'crash',
  'readiness',
  'node',
  'termination',
  'outcome',
  'document',
  'probes',
  'shutdown',
  'rollout',
  'init',
  'resources',
  'configuration',
  'placement',
] as const;

export type Topic = (typeof topics)[number];

/**
 * `cause`: names something by itself. `consequence`: follows from a cause where one is found, and is one itself where none is.
 * `summary`: says what is so when no rule found anything wrong.
 */
export type Role = 'cause' | 'consequence' | 'summary';

/** Whom the findings of a run are about: names for commands, known whatever evidence is missing. */
export interface Subject {
  readonly target: Target;
  readonly namespace: string;
  /** Name of the pod; missing where the target has none. */
  readonly pod?: string;
  /** What the user owns and would change: the Deployment rather than its ReplicaSet or pod; the pod itself if it is bare. */
  readonly workload: { readonly kind: string; readonly name: string };
  /** Path of the pod spec in the workload: `spec`, `spec.template.spec` or `spec.jobTemplate.spec.template.spec`. */
  readonly templatePath: string;
}

export interface RuleMeta {
  /** An id of the catalogue; also the name of its file, page and test. */
  readonly id: string;
  /** What it means, without names: `Container ran out of memory`. */
  readonly title: string;
  readonly topic: Topic;
  readonly severity: Severity;
  /** What the pod is while this is its first finding. */
  readonly verdict: Verdict;
  /** `cause` when missing. */
  readonly role?: Role;
  /** When its matter bites: set for a rule that lints manifests. Such a rule runs on live pods as advice, unless it needs more than a spec. */
  readonly stage?: LintStage;
  /** A rule that is off unless it is asked for. */
  readonly offByDefault?: boolean;
}

/** What a rule is given: the evidence it needs, and what it may use as far as there is some. */
export type Facts<N extends EvidenceKey, M extends EvidenceKey = never> = {
  readonly now: number;
  readonly subject: Subject;
} & Pick<Evidence, N> &
  Partial<Pick<Evidence, M>>;

/** The half of a rule that foresees in a manifest what its other half finds on a live pod. */
export interface Foresight {
  /** What both halves are; the live one repeats it. */
  readonly of: RuleMeta;
  readonly stage: LintStage;
  /** How bad it is where the manifest alone speaks; that of the rule when missing. */
  readonly severity?: Severity;
  readonly needs: readonly EvidenceKey[];
  readonly mayUse?: readonly EvidenceKey[];
  check(facts: Facts<EvidenceKey>): Iterable<Observation>;
}

export interface Rule extends RuleMeta {
  readonly needs: readonly EvidenceKey[];
  readonly mayUse?: readonly EvidenceKey[];
  /** Set for a rule about live pods whose cause can be seen in manifests already. */
  readonly foresee?: Foresight;
  check(facts: Facts<EvidenceKey>): Iterable<Observation>;
}

export interface RuleDefinition<N extends EvidenceKey, M extends EvidenceKey> extends RuleMeta {
  /** Without these the rule does not run, and is said not to have been checked. */
  readonly needs: readonly N[];
  /** These sharpen the answer. */
  readonly mayUse?: readonly M[];
  readonly foresee?: Foresight;
  check(facts: Facts<N, M>): Iterable<Observation>;
}

export interface ForesightDefinition<N extends EvidenceKey, M extends EvidenceKey> {
  readonly of: RuleMeta;
  readonly stage: LintStage;
  readonly severity?: Severity;
  readonly needs: readonly N[];
  readonly mayUse?: readonly M[];
  check(facts: Facts<N, M>): Iterable<Observation>;
}

/** Makes a rule. Its `check` sees exactly the evidence that it declares; reading anything else does not compile. */
export function defineRule<const N extends EvidenceKey, const M extends EvidenceKey = never>(
  rule: RuleDefinition<N, M>,
): Rule {
  return rule;
}

/** Makes the half of a rule that lints manifests; it sees exactly the evidence that it declares. */
export function defineForesight<const N extends EvidenceKey, const M extends EvidenceKey = never>(
  foresight: ForesightDefinition<N, M>,
): Foresight {
  return foresight;
}

/** A rule as it lints manifests: itself where it has a stage, with its foresight where it has one; undefined where it is about live pods only. */
export function lintingRule(rule: Rule): Rule | undefined {
  if (rule.stage !== undefined) return rule;
  return rule.foresee && foreseeingRule(rule.foresee);
}

/** A foresight as a rule by itself: all that linting needs of its rule. */
export function foreseeingRule({ of, ...foresight }: Foresight): Rule {
  return { ...of, ...foresight };
}

/** Sidecars are containers that stay; regular init containers are steps on the way. */
export function staysRunning(kind: ContainerKind): boolean {
  return kind === 'app' || kind === 'sidecar';
}
