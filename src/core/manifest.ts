import type { Gap } from './evidence.ts';
import type { Severity } from './finding.ts';
import type { KubeObject } from './kubernetes.ts';

/**
 * When a mistake in a manifest would bite: the API server refuses it, it takes the workload and refuses its pods, the pod stays pending,
 * does not start, suffers while it runs, when it stops, when it is rolled out; or it is advice.
 */
export const stages = [
  'rejected',
  'pods-rejected',
  'pending',
  'start',
  'running',
  'shutdown',
  'rollout',
  'advice',
] as const;

export type LintStage = (typeof stages)[number];

/** A piece of a text. Lines and columns count from 1, columns in UTF-16 units; the end is behind the last character. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/**
 * A change that `--fix` may make without guessing, said by field path. `rename-key`: the key at `path` gets the name `value`; `set`: the scalar at
 * `path` becomes `value`; `remove`: the field at `path` goes away; `insert`: the mapping at `path` gets the field `key: value`.
 */
export type Edit =
  | { readonly kind: 'rename-key'; readonly path: string; readonly value: string }
  | { readonly kind: 'set'; readonly path: string; readonly value: string | number | boolean }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'insert'; readonly path: string; readonly key: string; readonly value: unknown };

/** What a fix does in words, and its edits, which hold only together. */
export interface Fix {
  readonly description: string;
  readonly edits: readonly Edit[];
}

/** Something wrong with a document as such: with its YAML, its fields or what the API server's validation says of it. */
export interface DocumentProblem {
  /** Id of the rule that reports it: `yaml-error`, `unknown-field`, `invalid-value`, `probe-invalid` … */
  readonly rule: string;
  readonly stage: 'rejected' | 'pods-rejected' | 'advice';
  /** Field path as the API server writes it: `spec.template.spec.containers[0].ports[0].name`; empty for the whole document. */
  readonly path: string;
  /** Where it stands, if `path` (the API server's words) names less or something else; keys of maps quoted: `limits["cpu"]`. */
  readonly place?: string;
  /** Where a text says more than the path can: an error of the YAML itself, the second of two equal keys. */
  readonly range?: Range;
  /** Points at the key of the path rather than at its value. */
  readonly atKey?: boolean;
  readonly title: string;
  readonly explanation: string;
  readonly fix?: Fix;
}

/** The object that a manifest declares, with the API server's defaults applied. */
export interface WorkloadFacts {
  readonly object: KubeObject;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** All objects of the input (and, with `--cluster`, of the namespace), so that references can be resolved. */
export interface BundleFacts {
  readonly objects: readonly KubeObject[];
  /** Kinds of which the bundle holds all there are (`--cluster`): only of those may something be said to be missing. */
  readonly complete: ReadonlySet<string>;
  /** Nodes that the cluster has (`--nodes`, or counted with `--cluster`); missing where nobody said. */
  readonly nodes?: number;
  /** Workloads that are in the cluster already, as `Deployment/shop/web`; missing where nobody asked. */
  readonly deployed?: ReadonlySet<string>;
}

export interface DocumentFacts {
  readonly problems: readonly DocumentProblem[];
}

/** A finding of `lint`, as its JSON prints it. */
export interface LintFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly stage: LintStage;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** `Deployment/web`, null where the document could not be read that far. */
  readonly object: string | null;
  readonly container: string | null;
  readonly path: string;
  readonly title: string;
  readonly explanation: string;
  readonly fix: { readonly description: string; readonly edits: readonly Edit[] } | null;
  /** Stays the same where only lines move: file, object, rule, and the path by names instead of positions. */
  readonly fingerprint: string;
}

export interface LintedFile {
  readonly file: string;
  readonly documents: number;
  readonly linted: number;
  readonly skipped: readonly { readonly document: number; readonly why: string }[];
}

/** The answer of `lint`. Fields are added, never renamed or removed. */
export interface LintReport {
  readonly schemaVersion: 'podlife/v1';
  readonly kind: 'LintReport';
  /** By file and place. */
  readonly findings: readonly LintFinding[];
  readonly files: readonly LintedFile[];
  readonly counts: LintCounts;
  /** What `--cluster` asked for and did not get. */
  readonly couldNotCheck: readonly Gap[];
  /** Rules that failed on this input: a defect of podlife; the rest of the report holds. */
  readonly failedRules: readonly { readonly rule: string; readonly error: string }[];
}

export interface LintCounts {
  readonly documents: number;
  /** Objects that hold pods, and those of other kinds. */
  readonly withPods: number;
  readonly others: number;
  /** Findings that a comment or an annotation silences, and those that the baseline knows. */
  readonly ignored: number;
  readonly inBaseline: number;
  /** Findings that `--fix` can mend. */
  readonly fixable: number;
}
