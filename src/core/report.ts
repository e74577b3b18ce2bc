import type { Confidence, ContainerKind, EvidenceItem, Patch, Severity, Verdict } from './finding.ts';
import type { Gap, Target } from './evidence.ts';

export const schemaVersion = 'podlife/v1';

export interface ReportedPod {
  readonly namespace: string;
  readonly name: string;
  readonly phase: string;
  /** The STATUS column of `kubectl get pods`. */
  readonly status: string;
  /** The READY column. */
  readonly ready: string;
  readonly restarts: number;
  readonly node: string | null;
  readonly qosClass: string | null;
  /** `Deployment/web`, or null for a bare pod. */
  readonly owner: string | null;
  /** Seconds since its creation; null where the object has no creation time. */
  readonly age: number | null;
}

export interface ReportedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly container: string | null;
  readonly containerKind: ContainerKind | null;
  readonly detail: string | null;
  readonly title: string;
  readonly explanation: string;
  readonly evidence: readonly EvidenceItem[];
  readonly causedBy: number | null;
}

export interface ReportedRemedy {
  readonly rank: number;
  /** Index of the finding that it mends. */
  readonly finding: number;
  readonly action: string;
  readonly why: string;
  readonly command: readonly string[] | null;
  readonly patch: Patch | null;
  readonly changesCluster: boolean;
  readonly risk: string;
}

export type StageState = 'done' | 'active' | 'failed' | 'waiting' | 'skipped';

/** One step of the pod's life. */
export interface Stage {
  /** accepted, scheduled, sandbox, `pull NAME`, `init NAME`, `sidecar NAME`, started, ready, terminating, ended. */
  readonly stage: string;
  readonly state: StageState;
  /** RFC 3339: when it was reached. */
  readonly at: string | null;
  /** Seconds that it took. */
  readonly took: number | null;
  /** What it waits for, or what is worth knowing of it. */
  readonly note: string | null;
}

export interface ReportedCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string | null;
  readonly message: string | null;
  readonly since: string | null;
  /** Whether this value is as it should be: polarity differs by type. null where it says nothing. */
  readonly good: boolean | null;
  /** What the condition means, one clause. */
  readonly meaning: string;
}

export interface ReportedContainer {
  readonly name: string;
  readonly kind: ContainerKind;
  readonly image: string | null;
  /** `running`, `waiting: ImagePullBackOff`, `terminated: Error (1)` … */
  readonly state: string;
  readonly since: string | null;
  readonly ready: boolean;
  readonly restarts: number;
  /** How the instance before this one ended, in words; null where there was none. */
  readonly lastEnd: string | null;
  /** RFC 3339: when the kubelet starts it next; null where it is not waiting for that. */
  readonly nextStart: string | null;
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
}

export interface ReportedProbe {
  readonly container: string;
  readonly probe: 'startup' | 'liveness' | 'readiness';
  /** `http :8080/healthz` */
  readonly check: string;
  /** `every 10 s, 1 s time-out, 3 tries` */
  readonly timing: string;
  /** What its failing leads to and when: `kills 25 s after start (5 + 2 × 10)`. */
  readonly effect: string;
  /** Seconds after the start of the container at which failing has its effect, at the earliest. */
  readonly effectAfter: number;
  /** `passing`, `failing`, `errors`, `not yet`, `ended`, `unknown` */
  readonly state: string;
  /** The newest thing the kubelet said of it. */
  readonly lastMessage: string | null;
}

export interface ReportedQos {
  readonly class: string;
  readonly reason: string;
  /** When it is evicted and killed in relation to others. */
  readonly meaning: string;
  /** oom_score_adj by container; empty where the node's memory is not known. */
  readonly oomScoreAdj: Readonly<Record<string, number>>;
}

export interface ReportedEvent {
  readonly time: string;
  readonly reason: string;
  readonly type: string;
  readonly count: number;
  readonly container: string | null;
  readonly message: string;
}

/** The answer of `explain` for one target. This is the JSON that scripts read; fields are added, never renamed or removed. */
export interface PodReport {
  readonly schemaVersion: typeof schemaVersion;
  readonly kind: 'PodReport';
  readonly asOf: string;
  readonly target: Target;
  readonly pod: ReportedPod | null;
  readonly verdict: Verdict;
  readonly summary: string;
  readonly findings: readonly ReportedFinding[];
  readonly remediation: readonly ReportedRemedy[];
  readonly lifecycle: readonly Stage[];
  readonly conditions: readonly ReportedCondition[];
  readonly containers: readonly ReportedContainer[];
  readonly probes: readonly ReportedProbe[];
  readonly qos: ReportedQos | null;
  readonly events: readonly ReportedEvent[];
  readonly couldNotCheck: readonly Gap[];
  /** Rules that failed on this input: a defect of podlife; the rest of the report holds. */
  readonly failedRules: readonly { readonly rule: string; readonly error: string }[];
}

export interface PodReportList {
  readonly schemaVersion: typeof schemaVersion;
  readonly kind: 'PodReportList';
  readonly items: readonly PodReport[];
}
