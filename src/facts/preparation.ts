import type { ContainerFacts, EventFacts, PodStatusFacts } from '../core/evidence.ts';
import { newest, withReason } from './events.ts';
import { conditionOf, isFinished, isScheduled } from './pod-status.ts';
import { parseTime } from './time.ts';

/** Waiting reasons of a container whose turn has not come: they say nothing of what it waits for. */
const unspoken = new Set(['', 'ContainerCreating', 'PodInitializing']);

/** Events that the kubelet writes about a container once volumes, sandbox and network are there. */
const afterSandbox = [
  'Pulling',
  'Pulled',
  'Created',
  'Started',
  'Failed',
  'BackOff',
  'InspectFailed',
  'ErrImageNeverPull',
];

/** Bound to a node, not ended, and nobody asked for its deletion: the kubelet has to prepare it. */
export function isToBePrepared(status: PodStatusFacts): boolean {
  return isScheduled(status) && !isFinished(status) && !status.deletion;
}

/** The container waits, and its status does not say for what (ContainerCreating, PodInitializing or nothing). */
export function waitsUnspoken(container: ContainerFacts): boolean {
  return container.waiting !== undefined && unspoken.has(container.waiting.reason);
}

/**
 * The newest time (milliseconds) at which the pod's volumes and sandbox were certainly there: a container ran or was worked on, or the condition
 * PodReadyToStartContainers turned True. undefined where nothing shows that they ever were. The kubelet mounts all volumes before
 * it makes the sandbox, and makes the sandbox before it looks at any container (pkg/kubelet/kubelet.go, SyncPod).
 */
export function lastPrepared(status: PodStatusFacts, events: readonly EventFacts[] | undefined): number | undefined {
  const condition = conditionOf(status, 'PodReadyToStartContainers');
  const times = [
    condition?.status === 'True' ? (parseTime(condition.lastTransitionTime) ?? status.started ?? 0) : undefined,
    ...status.containers.flatMap(({ running, terminated, last }) => [
      running ? (running.startedAt ?? 0) : undefined,
      terminated?.startedAt,
      last?.startedAt,
    ]),
    ...withReason(events, ...afterSandbox)
      .filter(({ container }) => container !== undefined)
      .map(({ last }) => last),
  ].filter((time) => time !== undefined);
  return times.length > 0 ? Math.max(...times) : undefined;
}

/** Whether volumes and sandbox are there now, as far as the status tells. */
export function isPrepared(status: PodStatusFacts): boolean {
  if (conditionOf(status, 'PodReadyToStartContainers')?.status === 'True') return true;
  return status.containers.some(({ waiting, running }) => running || (waiting && !unspoken.has(waiting.reason)));
}

/**
 * Events of the reasons that still stand: the pod waits for what they say, since nothing shows that the kubelet got further
 * after them. Oldest first.
 */
export function standingEvents(
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
  ...reasons: string[]
): EventFacts[] {
  if (!isToBePrepared(status) || isPreparedSince(status, events, reasons)) return [];
  const prepared = lastPrepared(status, events) ?? -Infinity;
  return withReason(events, ...reasons).filter(({ last }) => last > prepared);
}

/** A sandbox that died has to be made again: containers that ran before, or still wait with an old reason, do not count then. */
function isPreparedSince(
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
  reasons: readonly string[],
): boolean {
  if (conditionOf(status, 'PodReadyToStartContainers')?.status === 'True') return true;
  if (status.containers.some(({ running }) => running)) return true;
  const failed = newest(events, ...reasons);
  const prepared = lastPrepared(status, events);
  return isPrepared(status) && (failed === undefined || (prepared !== undefined && failed.last <= prepared));
}

/** Seconds since the kubelet took the pod on, else since it was created; 0 where neither is known. */
export function waitingSeconds(status: PodStatusFacts, now: number): number {
  const since = status.started ?? status.created;
  return since === undefined ? 0 : Math.max(0, (now - since) / 1000);
}
