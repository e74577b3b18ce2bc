import type { Pod, PodSpec } from '../core/kubernetes.ts';
import type { Unchecked } from './cluster.ts';
import type { FitIndex, NodeRecord } from './node-index.ts';
import { incomingRecord, type PodRecord } from './records.ts';

/**
 * The scheduler's two ways to refuse a node: `Unschedulable` may change when pods leave the node, `UnschedulableAndUnresolvable` not.
 */
export type Code = 'Unschedulable' | 'UnschedulableAndUnresolvable';

export interface Rejection {
  readonly code: Code;
  /** The scheduler's own words. */
  readonly reasons: readonly string[];
  /** The same with names and numbers, for people; may be empty. */
  readonly details: readonly string[];
}

/** The pod to be placed. */
export interface Incoming {
  readonly pod: Pod;
  readonly spec: PodSpec;
  readonly record: PodRecord;
}

/** What a plugin made of the pod and the cluster before it looks at nodes. */
export interface Prepared {
  /** The pod as a whole is refused, whatever the node. */
  readonly reject?: Rejection;
  /** Only these nodes are looked at. */
  readonly only?: ReadonlySet<string>;
  /** Asks one node. Missing where the plugin has nothing to say of this pod. */
  readonly filter?: (node: NodeRecord) => Rejection | undefined;
  readonly unchecked?: readonly Unchecked[];
  /**
   * Whether it changes the answers that a pod leaves its node. Missing where the filter looks at no pods but those of the node that it is
   * asked about.
   */
  readonly dependsOn?: (pod: PodRecord) => boolean;
}

export interface Plugin {
  readonly name: string;
  /** Why the pod does not even enter the scheduler's queue. */
  readonly hold?: (incoming: Incoming, index: FitIndex) => string | undefined;
  readonly prepare: (incoming: Incoming, index: FitIndex) => Prepared;
}

export function incomingOf(pod: Pod): Incoming {
  return { pod, spec: pod.spec ?? {}, record: incomingRecord(pod) };
}

/** Leaving pods may help. */
export function unschedulable(reason: string, ...details: string[]): Rejection {
  return { code: 'Unschedulable', reasons: [reason], details };
}

/** Leaving pods cannot help. */
export function unresolvable(reason: string, ...details: string[]): Rejection {
  return { code: 'UnschedulableAndUnresolvable', reasons: [reason], details };
}
