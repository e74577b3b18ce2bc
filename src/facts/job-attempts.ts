import type { OwnerFacts, PodStatusFacts } from '../core/evidence.ts';
import type { Pod, Workload } from '../core/kubernetes.ts';
import { valueOf } from '../core/lookup.ts';
import { deathOf } from './death.ts';
import { disruptionOf } from './disruption.ts';
import { conditionOf, podStatusOf } from './pod-status.ts';
import { ranFor } from './recovery.ts';
import { ofKind, workloadCondition } from './rollout.ts';
import { secondsBetween } from './time.ts';

/** What became of the work of a pod of a Job that failed. */
export interface Retry {
  /** The Job is done all the same. */
  readonly jobComplete: boolean;
  /** The newer pod that does or did the work; missing where only the Job tells. */
  readonly pod?: string;
  readonly state: 'succeeded' | 'running';
}

const indexAnnotation = 'batch.kubernetes.io/job-completion-index';

/**
 * Whether the Job got over the failure of this pod: it completed, or a newer pod for the same work (the same index, for an indexed Job) succeeded, or
 * runs clearly longer than this one did. undefined where nothing says so, and for pods of other owners.
 */
export function retriedWell(status: PodStatusFacts, owner: OwnerFacts | undefined, now: number): Retry | undefined {
  const job = owner ? ofKind(owner, 'Job') : undefined;
  if (!owner || !job || status.phase !== 'Failed') return undefined;
  const newer = newerAttempts(status, valueOf(owner.pods) ?? []);
  const done = newer.find(({ phase }) => phase === 'Succeeded');
  const jobComplete = isComplete(job);
  if (jobComplete || done) return { jobComplete, state: 'succeeded', ...(done ? { pod: done.name } : {}) };
  const running = newer.find((one) => outlives(one, status, now));
  return running ? { jobComplete: false, state: 'running', pod: running.name } : undefined;
}

/** All its work is done; its last pods may still be ending. */
export function isComplete(job: Workload): boolean {
  return ['Complete', 'SuccessCriteriaMet'].some((type) => workloadCondition(job, type)?.status === 'True');
}

/** Whether the Job goes on without a pod that was taken away: it is complete, or a newer pod for the same work is ready or has succeeded. */
export function wentOn(status: PodStatusFacts, job: Workload, pods: readonly Pod[]): boolean {
  return isComplete(job) || newerAttempts(status, pods).some((pod) => pod.phase === 'Succeeded' || isReady(pod));
}

/**
 * Whether a failed pod of a Job is history among the others: one for the same work succeeded or runs clearly longer than it did; where the pod was taken away for
 * nothing that it did itself, one that is ready is enough.
 */
export function isSuperseded(status: PodStatusFacts, pods: readonly Pod[], now: number): boolean {
  if (status.phase !== 'Failed') return false;
  const disruption = disruptionOf(status, undefined);
  const takenAway = disruption !== undefined && disruption.kind !== 'local-storage';
  return newerAttempts(status, pods).some(
    (newer) => newer.phase === 'Succeeded' || outlives(newer, status, now) || (takenAway && isReady(newer)),
  );
}

function isReady(status: PodStatusFacts): boolean {
  return !status.deletion && conditionOf(status, 'Ready')?.status === 'True';
}

/** The pods that were made for the same work (the same index, for an indexed Job) after this one. */
function newerAttempts(status: PodStatusFacts, pods: readonly Pod[]): PodStatusFacts[] {
  const index = status.pod.metadata?.annotations?.[indexAnnotation];
  const uid = status.pod.metadata?.ownerReferences?.[0]?.uid;
  const isNewer = ({ metadata = {} }: Pod): boolean =>
    metadata.name !== status.name &&
    metadata.ownerReferences?.[0]?.uid === uid &&
    metadata.annotations?.[indexAnnotation] === index &&
    Date.parse(metadata.creationTimestamp ?? '') >= (status.created ?? 0);
  return pods.filter(isNewer).map(podStatusOf);
}

/** The newer pod runs, nothing of it is dying, and it has run longer than the failed one. */
function outlives(newer: PodStatusFacts, failed: PodStatusFacts, now: number): boolean {
  if (newer.phase !== 'Running' || newer.deletion) return false;
  if (newer.containers.some((container) => deathOf(container, newer, undefined, now)?.current)) return false;
  const starts = newer.containers.flatMap(({ kind, running }) => (kind === 'app' ? [running?.startedAt ?? now] : []));
  const before = failed.containers.map(({ terminated }) => (terminated ? (ranFor(terminated) ?? 0) : 0));
  return secondsBetween(Math.max(...starts), now) >= Math.max(20, 1.5 * Math.max(...before));
}
