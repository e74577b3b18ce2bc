import type { Gap, Target } from './evidence.ts';
import type { Patch } from './finding.ts';

/** One operation of a JSON patch, on an object that is named as kubectl takes it. */
export interface FitPatch extends Omit<Patch, 'value'> {
  readonly op: 'add' | 'replace' | 'remove';
  readonly value?: unknown;
}

/** What lets the pod in on a node. */
export interface FitChange {
  readonly action: string;
  readonly why: string;
  /** Whose change it is; `mixed` where it is several objects'. */
  readonly side: 'pod' | 'node' | 'other-pods' | 'storage' | 'mixed';
  /** Smaller is a smaller change. */
  readonly size: number;
  /** The one command that makes it; null where none does, or several are needed. */
  readonly command: readonly string[] | null;
  /** All commands, in the order in which they are to be run. Empty where a part of it is not done with a command. */
  readonly commands: readonly (readonly string[])[];
  /** The one operation that makes it, on the object that its owner keeps; null where it is none or several. */
  readonly patch: FitPatch | null;
  readonly patches: readonly FitPatch[];
  readonly risk: string;
}

export interface FitRefusal {
  readonly plugin: string;
  readonly reasons: readonly string[];
  readonly details: readonly string[];
}

export interface ReportedFitNode {
  readonly name: string;
  readonly fits: boolean;
  /** The filter of the scheduler that refuses first; null where it fits. */
  readonly plugin: string | null;
  /** The scheduler's own words. */
  readonly reasons: readonly string[];
  /** The same with names and numbers. */
  readonly details: readonly string[];
  /** Evicting pods of lower priority would let the pod in. */
  readonly preemptionMayHelp: boolean;
  /** Everything that refuses, the first included; only with `--all-reasons`. */
  readonly refusals?: readonly FitRefusal[];
  /** The smallest changes that let the pod in here, smallest first. */
  readonly changes: readonly FitChange[];
}

export interface FitReport {
  readonly schemaVersion: 'podlife/v1';
  readonly kind: 'FitReport';
  readonly asOf: string;
  readonly target: Target;
  readonly pod: {
    readonly namespace: string;
    readonly name: string;
    /** `Deployment/web`, or null for a bare pod. */
    readonly owner: string | null;
    /** The node that it is on already. */
    readonly node: string | null;
    readonly priority: number;
    /** What the scheduler charges for it, by resource: `{"cpu": "2"}`. */
    readonly requests: Readonly<Record<string, string>>;
    /** There is no such pod yet: it is what a template or a manifest would make. */
    readonly supposed: boolean;
  };
  readonly schedulable: boolean;
  readonly summary: string;
  /** The text of the PodScheduled condition; empty where the pod can be scheduled or gets no condition. */
  readonly message: string;
  /** What the condition of the pod says, where that is something else; null else. */
  readonly said: string | null;
  /** Why the scheduler does not even look at the pod. */
  readonly held: { readonly plugin: string; readonly reason: string } | null;
  readonly nodes: readonly ReportedFitNode[];
  /** The smallest change that lets the pod in anywhere, and the nodes that then take it; null where it needs none or none helps. */
  readonly smallestChange: (FitChange & { readonly nodes: readonly string[] }) | null;
  /** What the scheduler would evict to let the pod in; null where that does not help. */
  readonly preemption: {
    readonly node: string;
    readonly victims: readonly string[];
    readonly violatedBudgets: number;
  } | null;
  readonly couldNotCheck: readonly Gap[];
}
