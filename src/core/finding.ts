import type { Fix, LintStage, Range } from './manifest.ts';

/** How bad a finding is. `advice` and `info` are never causes. */
export type Severity = 'critical' | 'error' | 'warning' | 'info' | 'advice';

export const severities: readonly Severity[] = ['critical', 'error', 'warning', 'info', 'advice'];

/** True for a finding that names something wrong, false for information and advice. */
export function isCause(severity: Severity): boolean {
  return severity === 'critical' || severity === 'error' || severity === 'warning';
}

export type Confidence = 'certain' | 'likely' | 'possible';

export type ContainerKind = 'app' | 'init' | 'sidecar' | 'ephemeral';

/** Where a piece of evidence was read. */
export type EvidenceSource =
  'event' | 'status' | 'spec' | 'node' | 'owner' | 'log' | 'claim' | 'service' | 'reference' | 'namespace';

/** One thing that was seen and that a finding rests on. */
export interface EvidenceItem {
  readonly source: EvidenceSource;
  /** A field path (`status.containerStatuses[web].lastState`) or the reason of an event. */
  readonly ref: string;
  readonly text: string;
  /** RFC 3339, where the evidence has a time. */
  readonly time?: string;
}

/** A change to one object, as a JSON patch would make it. */
export interface Patch {
  /** `Deployment/web` */
  readonly target: string;
  /** A JSON pointer: `/spec/template/spec/containers/0/livenessProbe/httpGet/port`. */
  readonly path: string;
  readonly value: unknown;
}

/** One thing that a person can do about a finding. */
export interface Remedy {
  /** An imperative sentence without a full stop: `Point the liveness probe at port 80`. */
  readonly action: string;
  /** Why that helps, one clause. */
  readonly why: string;
  /** argv that runs as printed: real names, no placeholders. Missing where no command does it. */
  readonly command?: readonly string[];
  readonly patch?: Patch;
  readonly changesCluster: boolean;
  /** What it costs: `restarts the pods of Deployment/web`; `none` for looking. */
  readonly risk: string;
}

/** What names a container: enough for a finding to point at it. */
export interface ContainerName {
  readonly name: string;
  readonly kind: ContainerKind;
}

/**
 * What a rule says. It knows neither its id nor its rank; the engine adds those. Severity, confidence and title
 * default to those of the rule.
 */
export interface Observation {
  /** The container that it is about; missing where it concerns the pod as a whole. */
  readonly container?: ContainerName;
  /** Which kind of the rule's matter it is: `wrong-port`, `timeout` … */
  readonly detail?: string;
  /** One line for people, with the real names in it; may stand as the headline. */
  readonly title?: string;
  /** Two or three sentences for people: what happens, why, and the arithmetic where there is any. */
  readonly explanation: string;
  readonly evidence: readonly EvidenceItem[];
  /** The safest that works first. */
  readonly remedies: readonly Remedy[];
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  readonly verdict?: Verdict;
  /** In a manifest: the field that it is about, as a path from the root of the object. */
  readonly path?: string;
  /** In a manifest: it is the key of that field rather than its value. */
  readonly atKey?: boolean;
  /** In a manifest: where its place is known better than by a path. */
  readonly range?: Range;
  readonly stage?: LintStage;
  readonly fix?: Fix;
  /** Orders findings of one severity: higher first, 0 when missing. */
  readonly weight?: number;
}

/** What a report says of the pod in one word. */
export type Verdict =
  'failing' | 'degraded' | 'pending' | 'starting' | 'terminating' | 'completed' | 'healthy' | 'unknown';

/** An observation with everything the engine knows about it. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly verdict: Verdict;
  readonly container: string | null;
  readonly containerKind: ContainerKind | null;
  readonly detail: string | null;
  readonly title: string;
  readonly explanation: string;
  readonly evidence: readonly EvidenceItem[];
  readonly remedies: readonly Remedy[];
  /** Index of the finding that this one follows from. */
  readonly causedBy: number | null;
}
