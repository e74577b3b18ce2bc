import type { EventFacts, PodStatusFacts } from '../core/evidence.ts';
import type { Condition } from '../core/kubernetes.ts';
import { newest } from './events.ts';
import { evictionOf, type Eviction } from './eviction.ts';
import { conditionOf, isFinished } from './pod-status.ts';
import { parseTime } from './time.ts';

/** Who takes a pod away, beside a plain deletion. */
export type DisruptionKind =
  | 'node-pressure'
  | 'local-storage'
  | 'taint'
  | 'api'
  | 'preempted'
  | 'preempted-by-kubelet'
  | 'node-shutdown'
  | 'node-gone';

/** That a pod was or is being taken away. */
export interface Disruption {
  readonly kind: DisruptionKind;
  /** The words of who did it. */
  readonly message: string;
  /** Milliseconds; missing where nothing tells. */
  readonly at?: number;
  readonly condition?: Condition;
  readonly event?: EventFacts;
  /** For `node-pressure` and `local-storage`: what the kubelet counted. */
  readonly eviction?: Eviction;
}

const byCondition: Readonly<Record<string, DisruptionKind>> = {
  PreemptionByScheduler: 'preempted',
  PreemptionByKubeScheduler: 'preempted',
  DeletionByTaintManager: 'taint',
  DeletionByDeviceTaintManager: 'taint',
  EvictionByEvictionAPI: 'api',
  DeletionByPodGC: 'node-gone',
};

const shutdownText = /node is shutting(?: down)?|imminent node shutdown/i;
const shutdownReasons = new Set(['Terminated', 'Shutdown', 'NodeShutdown']);

/**
 * Why the pod was or is being taken away: from its status, its DisruptionTarget condition, or events where those are all that is left. A
 * condition of a pod that neither ended nor is being deleted is old (the disruption controller resets it) and counts for nothing.
 */
export function disruptionOf(
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
): Disruption | undefined {
  const condition = conditionOf(status, 'DisruptionTarget');
  const target = condition?.status === 'True' ? condition : undefined;
  const ended = isFinished(status) || status.deletion !== undefined;
  return (
    byKubelet(status, ended ? target : undefined, events) ??
    (ended && target ? byTarget(target, events) : undefined) ??
    (ended ? byEvent(events, status) : undefined)
  );
}

/** Evictions, shutdown and preemption by the kubelet: the pod ends as Failed with a reason. */
function byKubelet(
  status: PodStatusFacts,
  target: Condition | undefined,
  events: readonly EventFacts[] | undefined,
): Disruption | undefined {
  const { phase, reason } = status;
  const event = newest(events, 'Evicted');
  const evicted = phase === 'Failed' ? reason === 'Evicted' : phase !== 'Succeeded' && event !== undefined;
  const said = target?.reason === 'TerminationByKubelet' ? (target.message ?? '') : '';
  const message = (phase === 'Failed' && status.message) || said || (evicted ? (event?.message ?? '') : '');
  const common = { message: message.trim(), ...when(target, evicted ? event : undefined) };
  if (shutdownText.test(message) || (phase === 'Failed' && shutdownReasons.has(reason))) {
    return { kind: 'node-shutdown', ...common };
  }
  if (reason === 'Preempting' || /preempted .*critical pod/i.test(message)) {
    const preempting = newest(events, 'Preempting');
    return { kind: 'preempted-by-kubelet', ...common, ...(preempting ? { event: preempting } : {}) };
  }
  const eviction = evictionOf(message);
  if (!evicted && !eviction) return undefined;
  const local = eviction !== undefined && eviction.kind !== 'pressure' && eviction.kind !== 'refused';
  return { kind: local ? 'local-storage' : 'node-pressure', ...common, ...(eviction ? { eviction } : {}) };
}

function byTarget(target: Condition, events: readonly EventFacts[] | undefined): Disruption | undefined {
  const kind = byCondition[target.reason ?? ''];
  if (!kind) return undefined;
  const event =
    kind === 'preempted' ? newest(events, 'Preempted') : kind === 'taint' ? markedByTaint(events) : undefined;
  return { kind, message: target.message ?? '', ...when(target, event) };
}

/** Before 1.26, or where the condition was lost, only events tell. */
function byEvent(events: readonly EventFacts[] | undefined, status: PodStatusFacts): Disruption | undefined {
  const preempted = newest(events, 'Preempted');
  if (preempted) return { kind: 'preempted', message: preempted.message, ...when(undefined, preempted) };
  const marked = markedByTaint(events);
  if (marked && status.deletion) return { kind: 'taint', message: marked.message, ...when(undefined, marked) };
  return undefined;
}

/** The taint manager's last word, unless it took it back. */
function markedByTaint(events: readonly EventFacts[] | undefined): EventFacts | undefined {
  const event = newest(events, 'TaintManagerEviction');
  return event && /Marking for deletion/i.test(event.message) ? event : undefined;
}

function when(
  condition: Condition | undefined,
  event: EventFacts | undefined,
): Pick<Disruption, 'at' | 'condition' | 'event'> {
  const at = parseTime(condition?.lastTransitionTime) ?? event?.last;
  return {
    ...(at === undefined ? {} : { at }),
    ...(condition ? { condition } : {}),
    ...(event ? { event } : {}),
  };
}
