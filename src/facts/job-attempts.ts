import type { OwnerFacts, PodStatusFacts } from '../core/evidence.ts';
import type { Pod } from '../core/kubernetes.ts';
import { valueOf } from '../core/lookup.ts';
import { deathOf } from './death.ts';
import { podStatusOf } from './pod-status.ts';
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
  const index = status.pod.metadata?.annotations?.[indexAnnotation];
  const newer = (valueOf(owner.pods) ?? []).filter((pod) => isNewerAttempt(pod, status, index)).map(podStatusOf);
  const done = newer.find(({ phase }) => phase === 'Succeeded');
  const jobComplete = ['Complete', 'SuccessCriteriaMet'].some(
    (type) => workloadCondition(job, type)?.status === 'True',
  );
  if (jobComplete || done) return { jobComplete, state: 'succeeded', ...(done ? { pod: done.name } : {}) };
  const running = newer.find((one) => outlives(one, status, now));
  return running ? { jobComplete: false, state: 'running', pod: running.name } : undefined;
}

function isNewerAttempt(pod: Pod, status: PodStatusFacts, index: string | undefined): boolean {
  const { metadata = {} } = pod;
  const uid = status.pod.metadata?.ownerReferences?.[0]?.uid;
  return (
    metadata.name !== status.name &&
    metadata.ownerReferences?.[0]?.uid === uid &&
    metadata.annotations?.[indexAnnotation] === index &&
    Date.parse(metadata.creationTimestamp ?? '') >= (status.created ?? 0)
  );
}

/** The newer pod runs, nothing of it is dying, and it has run longer than the failed one. */
function outlives(newer: PodStatusFacts, failed: PodStatusFacts, now: number): boolean {
  if (newer.phase !== 'Running' || newer.deletion) return false;
  if (newer.containers.some((container) => deathOf(container, newer, undefined, now)?.current)) return false;
  const starts = newer.containers.flatMap(({ kind, running }) => (kind === 'app' ? [running?.startedAt ?? now] : []));
  const before = failed.containers.map(({ terminated }) => (terminated ? (ranFor(terminated) ?? 0) : 0));
  return secondsBetween(Math.max(...starts), now) >= Math.max(20, 1.5 * Math.max(...before));
}
