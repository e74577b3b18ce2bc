import type { OwnerFacts, PodStatusFacts } from '../core/evidence.ts';
import type { Workload } from '../core/kubernetes.ts';
import { valueOf } from '../core/lookup.ts';
import { nameOf } from './metadata.ts';
import { conditionOf, isFinished, isScheduled, podStatusOf } from './pod-status.ts';
import { parseTime, secondsBetween } from './time.ts';

/** A pod of a StatefulSet by its number. */
export interface OrdinalPod {
  readonly ordinal: number;
  readonly status: PodStatusFacts;
  /** Running and Ready, and nobody deletes it: what the controller calls healthy. */
  readonly healthy: boolean;
  /** Label controller-revision-hash: the template that it was made from. */
  readonly revision?: string;
}

/** Why a StatefulSet does not get further. */
export interface BlockedSet {
  readonly set: Workload;
  readonly blocker: OrdinalPod;
  /** Names of pods that do not exist because of it, lowest first. */
  readonly missing: readonly string[];
  /** Names of living pods that still have an older template and wait for it, highest first. */
  readonly waiting: readonly string[];
  /**
   * The blocker itself was made from another template than the newest, and the controller replaces it only when it is ready. With OrderedReady nothing but its deletion helps.
   */
  readonly outOfDate: boolean;
}

/**
 * What holds up a StatefulSet (pkg/controller/statefulset/stateful_set_control.go). OrderedReady creates pod n + 1 only when pod n is ready, and updates from the highest
 * ordinal down only while all are healthy. Parallel creates all at once but updates one by one as well. Where the pods could not be listed
 * only `explained` itself is looked at. undefined where every pod is healthy.
 */
export function blockedSet(set: Workload, owner: OwnerFacts, explained?: PodStatusFacts): BlockedSet | undefined {
  const list = valueOf(owner.pods)?.map(podStatusOf);
  const pods = ordinalPods(set, list ?? (explained ? [explained] : []));
  const ordered = set.spec?.podManagementPolicy !== 'Parallel';
  const first = set.spec?.ordinals?.start ?? 0;
  const update = set.status?.updateRevision;
  const sick = pods.filter(({ healthy }) => !healthy);
  const blocker = ordered ? sick[0] : sick.at(-1);
  if (!blocker) return undefined;
  const wanted = Array.from({ length: set.spec?.replicas ?? 1 }, (_, index) => first + index);
  const name = (ordinal: number): string => `${nameOf(set)}-${ordinal}`;
  const partition = set.spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  const stale = ({ revision, ordinal }: OrdinalPod): boolean =>
    update !== undefined && revision !== undefined && revision !== update && ordinal >= partition;
  const there = new Set(pods.map(({ ordinal }) => ordinal));
  return {
    set,
    blocker,
    missing:
      ordered && list ? wanted.filter((ordinal) => ordinal > blocker.ordinal && !there.has(ordinal)).map(name) : [],
    waiting: pods
      .filter((pod) => pod !== blocker && stale(pod))
      .map(({ ordinal }) => name(ordinal))
      .reverse(),
    outOfDate: stale(blocker) && (ordered || set.spec?.updateStrategy?.type === 'OnDelete'),
  };
}

function ordinalPods(set: Workload, pods: readonly PodStatusFacts[]): OrdinalPod[] {
  const prefix = `${nameOf(set)}-`;
  return pods
    .filter(({ name }) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((status) => {
      const revision = status.pod.metadata?.labels?.['controller-revision-hash'];
      const ready = status.phase === 'Running' && conditionOf(status, 'Ready')?.status === 'True';
      return {
        ordinal: Number(status.name.slice(prefix.length)),
        status,
        healthy: ready && !status.deletion,
        ...(revision ? { revision } : {}),
      };
    })
    .sort((a, b) => a.ordinal - b.ordinal);
}

/** Waiting reasons of a start that goes as it should. */
const patient = new Set(['', 'ContainerCreating', 'PodInitializing']);
/** A pod that runs so long without getting ready is not just starting, seconds. */
const patience = 300;
const grace = 30;

/** Whether a pod that is not ready is in trouble rather than on its way: it waits with an error, died, finds no node, has been unready for long,
 * or outlives its deletion. */
export function isInTrouble(status: PodStatusFacts, now: number): boolean {
  if (isFinished(status)) return true;
  // One that is being replaced has its grace period, and a little for the kubelet to tell.
  if (status.deletion) return secondsBetween(status.deletion.deadline, now) > grace;
  if (!isScheduled(status)) return conditionOf(status, 'PodScheduled')?.status === 'False';
  const since = parseTime(conditionOf(status, 'Ready')?.lastTransitionTime) ?? status.created;
  return (
    (since !== undefined && secondsBetween(since, now) > patience) ||
    status.containers.some(
      ({ waiting, terminated, restarts }) =>
        (waiting !== undefined && !patient.has(waiting.reason)) || (terminated?.exitCode ?? 0) !== 0 || restarts > 0,
    )
  );
}
