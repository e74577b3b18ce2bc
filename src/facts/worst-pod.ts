import type { ContainerFacts, PodStatusFacts } from '../core/evidence.ts';
import type { Pod, Workload } from '../core/kubernetes.ts';
import { staysRunning } from '../core/rule.ts';
import { shouldRestart } from './containers.ts';
import { isSuperseded } from './job-attempts.ts';
import { conditionOf, isFinished, isScheduled, podStatusOf } from './pod-status.ts';
import { desiredReplicas } from './workload.ts';

/** Waiting reasons that are part of a normal start. */
const patient = new Set(['', 'ContainerCreating', 'PodInitializing']);

/**
 * How much a pod is in trouble by its status alone: 0 fine … 9 broken. It only decides which pod of an owner is looked at.
 */
export function troubleOf(status: PodStatusFacts): number {
  if (status.phase === 'Succeeded') return 0;
  if (status.phase === 'Failed') return 6;
  if (status.deletion) return 2;
  const waiting = status.containers.some((container) => container.waiting && !patient.has(container.waiting.reason));
  if (waiting) return 9;
  const died = status.containers.some(
    (container) => container.terminated && (container.terminated.exitCode !== 0 || restartsAfter(container, status)),
  );
  if (died) return 8;
  if (!isScheduled(status)) return conditionOf(status, 'PodScheduled')?.status === 'False' ? 7 : 4;
  const ready = conditionOf(status, 'Ready')?.status === 'True';
  const restarted = status.containers.some(({ restarts }) => restarts > 0);
  if (restarted) return ready ? 3 : 8;
  if (ready) return 1;
  return status.phase === 'Running' ? 5 : 4;
}

/** It was meant to go on: what ends with 0 under Never or OnFailure has done its work. */
function restartsAfter(container: ContainerFacts, { pod }: PodStatusFacts): boolean {
  return staysRunning(container.kind) && shouldRestart(container, pod.spec ?? {}, 0);
}

/**
 * The pod of an owner that tells most: the worst by its status, among equals that of the newest revision, then the one that restarted
 * most, then by name. Pods that ended and were replaced count only where the owner still lacks pods, failed attempts that a Job got over not at all, and
 * pods that are within their grace period only where there are no others. undefined where there is none.
 */
export function worstPod(
  owner: Workload,
  children: readonly Workload[],
  pods: readonly Pod[],
  now: number,
): Pod | undefined {
  const facts = pods.map(podStatusOf);
  const living = facts.filter((status) => !isFinished(status));
  const replaced = owner.kind !== 'Job' && owner.kind !== 'CronJob' && readyPods(living) >= desiredReplicas(owner);
  const candidates = replaced && living.length > 0 ? staying(living, now) : ofNewestRun(owner, children, facts, now);
  const age = (status: PodStatusFacts): number => revisionIndex(children, status);
  const [worst] = [...candidates].sort(
    (a, b) =>
      troubleOf(b) - troubleOf(a) ||
      age(a) - age(b) ||
      restarts(b) - restarts(a) ||
      (b.created ?? 0) - (a.created ?? 0) ||
      (a.name < b.name ? -1 : 1),
  );
  return worst?.pod;
}

function readyPods(living: readonly PodStatusFacts[]): number {
  return living.filter((status) => !status.deletion && conditionOf(status, 'Ready')?.status === 'True').length;
}

/** Where the owner has all the pods that it wants, one that is being stopped in time is scaled down or replaced, as it should be. */
function staying(living: readonly PodStatusFacts[], now: number): readonly PodStatusFacts[] {
  const rest = living.filter(({ deletion }) => !deletion || deletion.deadline < now);
  return rest.length > 0 ? rest : living;
}

/** A CronJob is judged by its newest Job: an older run that failed is history. So are the failed attempts of a Job that got over them. */
function ofNewestRun(
  owner: Workload,
  children: readonly Workload[],
  facts: readonly PodStatusFacts[],
  now: number,
): readonly PodStatusFacts[] {
  if (owner.kind !== 'CronJob' && owner.kind !== 'Job') return facts;
  const own = owner.kind === 'CronJob' ? facts.filter((status) => revisionIndex(children, status) === 0) : facts;
  const newest = own.length > 0 ? own : facts;
  const job = owner.kind === 'CronJob' ? children[0] : owner;
  const complete = job?.status?.conditions?.some(({ type, status }) => type === 'Complete' && status === 'True');
  const succeeded = complete ? newest.filter(({ phase }) => phase === 'Succeeded') : [];
  if (succeeded.length > 0) return succeeded;
  const pods = newest.map(({ pod }) => pod);
  const open = newest.filter((status) => !isSuperseded(status, pods, now));
  return open.length > 0 ? open : newest;
}

/** Position of the pod's ReplicaSet or Job among the children, newest first. */
function revisionIndex(children: readonly Workload[], status: PodStatusFacts): number {
  const owner = status.pod.metadata?.ownerReferences?.[0];
  const index = children.findIndex((child) => child.metadata?.name === owner?.name);
  return index < 0 ? children.length : index;
}

function restarts(status: PodStatusFacts): number {
  return status.containers.reduce((sum, container) => sum + container.restarts, 0);
}
