import type { ContainerFacts, EventFacts, PodStatusFacts } from '../core/evidence.ts';
import type { KubeNode } from '../core/kubernetes.ts';
import type { Lookup } from '../core/lookup.ts';
import { lostNode, type LostNode } from './node-health.ts';
import { isFinished } from './pod-status.ts';
import { secondsBetween } from './time.ts';

/** What a deleted pod waits for; each stage belongs to one rule. */
export type DeletionStage =
  /** Its node does not confirm that it has ended. */
  | { readonly stage: 'node-lost'; readonly lost: LostNode }
  /** Nothing of it runs any more; the object is kept by finalizers. */
  | { readonly stage: 'finalizers'; readonly finalizers: readonly string[]; readonly ended: number }
  /** Its containers are being stopped, within the grace period and the little that the kubelet takes after it. */
  | { readonly stage: 'stopping'; readonly running: readonly ContainerFacts[] }
  /** The grace period is well over and the kubelet has not finished. */
  | { readonly stage: 'overdue'; readonly running: readonly ContainerFacts[]; readonly seconds: number };

/** The kubelet needs up to 2 s to kill after the grace period, and some to clean up and report: seconds. */
export const killingTakes = 10;

/** Stage of a pod that somebody deleted; undefined for one that nobody did. */
export function deletionStage(
  status: PodStatusFacts,
  node: Lookup<KubeNode> | undefined,
  events: readonly EventFacts[] | undefined,
  now: number,
): DeletionStage | undefined {
  const { deletion } = status;
  if (!deletion) return undefined;
  const finalizers = status.pod.metadata?.finalizers ?? [];
  const overdue = secondsBetween(deletion.deadline, now);
  const running = status.containers.filter((container) => container.running !== undefined);
  // Before the kubelet took it on nothing had started; such a pod goes at once.
  const nothingRuns =
    isFinished(status) || status.nodeName === undefined || (running.length === 0 && deletion.graceSeconds === 0);
  if (nothingRuns && finalizers.length > 0)
    return { stage: 'finalizers', finalizers, ended: endOf(status, deletion.deadline) };
  const lost = nothingRuns ? undefined : lostNode(status, node, events);
  const proven = lost && (lost.how === 'gone' || lost.how === 'silent' || lost.how === 'marked');
  if (lost && (proven || (lost.how === 'not-ready' && overdue > killingTakes))) return { stage: 'node-lost', lost };
  return overdue > killingTakes ? { stage: 'overdue', running, seconds: overdue } : { stage: 'stopping', running };
}

/** When its last container ended; where none is known to have, when it was to be gone. */
function endOf(status: PodStatusFacts, deadline: number): number {
  const times = status.containers.flatMap(({ terminated }) =>
    terminated?.finishedAt === undefined ? [] : [terminated.finishedAt],
  );
  return times.length > 0 ? Math.max(...times) : deadline;
}
