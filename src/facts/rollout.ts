import type { OwnerFacts } from '../core/evidence.ts';
import type { Condition, Workload } from '../core/kubernetes.ts';
import { valueOf } from '../core/lookup.ts';
import type { Subject } from '../core/rule.ts';
import { parseTime } from './time.ts';

/** How far an owner has got, in numbers of pods. What its status does not say counts as 0. */
export interface Progress {
  /** Pods that it asks for. */
  readonly desired: number;
  /** Pods that exist, of every version. */
  readonly existing: number;
  /** Pods of the newest template. */
  readonly updated: number;
  readonly ready: number;
  /** Ready for minReadySeconds. */
  readonly available: number;
}

/** The numbers of a workload of any kind, from its spec and status. */
export function progressOf(workload: Workload): Progress {
  const { spec = {}, status = {} } = workload;
  if (workload.kind === 'DaemonSet') {
    return {
      desired: status.desiredNumberScheduled ?? 0,
      existing: status.currentNumberScheduled ?? 0,
      updated: 0,
      ready: status.numberReady ?? 0,
      available: status.numberAvailable ?? 0,
    };
  }
  if (workload.kind === 'Job' || workload.kind === 'CronJob') {
    const active = Array.isArray(status.active) ? status.active.length : (status.active ?? 0);
    const open = Math.max(0, (spec.completions ?? Infinity) - (status.succeeded ?? 0));
    const desired = workload.kind === 'Job' ? Math.min(spec.parallelism ?? 1, open) : 1;
    return { desired, existing: active, updated: active, ready: active, available: active };
  }
  return {
    desired: spec.replicas ?? 1,
    existing: status.replicas ?? 0,
    updated: status.updatedReplicas ?? 0,
    ready: status.readyReplicas ?? 0,
    available: status.availableReplicas ?? 0,
  };
}

/** The owner that is explained: the target itself, or for a pod the top of its chain. undefined where it could not be read. */
export function ownerOf(owner: OwnerFacts, { target }: Subject): Workload | undefined {
  const link = owner.chain.find(({ kind, name }) => kind === target.kind && name === target.name) ?? owner.chain.at(-1);
  return valueOf(link?.object);
}

/** The first object of a kind in the chain of owners, where it could be read. */
export function ofKind(owner: OwnerFacts, kind: string): Workload | undefined {
  return valueOf(owner.chain.find((link) => link.kind === kind)?.object);
}

export function workloadCondition(workload: Workload | undefined, type: string): Condition | undefined {
  return workload?.status?.conditions?.find((condition) => condition.type === type);
}

/** A Job that is complete or has failed: it makes no more pods. */
export function hasEnded(job: Workload): boolean {
  return ['Complete', 'Failed'].some((type) => workloadCondition(job, type)?.status === 'True');
}

/** The controller has not yet acted on the newest spec: what the status says is about an older one. */
export function isOutdated(workload: Workload): boolean {
  return (workload.status?.observedGeneration ?? Infinity) < (workload.metadata?.generation ?? 0);
}

const revision = 'deployment.kubernetes.io/revision';

/**
 * The ReplicaSet of a Deployment's current template (util.FindNewReplicaSet, told here by the revision that both carry, else by the
 * newest one): after a roll-back it is not the one made last.
 */
export function newReplicaSet(deployment: Workload, replicaSets: readonly Workload[]): Workload | undefined {
  const current = deployment.metadata?.annotations?.[revision];
  const same = replicaSets.find(
    ({ metadata }) => current !== undefined && metadata?.annotations?.[revision] === current,
  );
  return same ?? replicaSets[0];
}

/** A Deployment whose rollout passed its deadline. Times in milliseconds, spans in seconds. */
export interface StuckRollout {
  readonly condition: Condition;
  readonly deadlineSeconds: number;
  /** When the controller gave up waiting. */
  readonly since?: number;
  /** The ReplicaSet that its message names. */
  readonly replicaSet?: string;
}

/**
 * Condition Progressing=False with reason ProgressDeadlineExceeded (pkg/controller/deployment/progress.go): no pod of the new ReplicaSet got
 * ready for progressDeadlineSeconds (600 when missing). undefined while it progresses, is done, or has not seen the newest spec.
 */
export function stuckRollout(deployment: Workload): StuckRollout | undefined {
  const condition = workloadCondition(deployment, 'Progressing');
  if (condition?.status !== 'False' || condition.reason !== 'ProgressDeadlineExceeded') return undefined;
  if (isOutdated(deployment)) return undefined;
  const since = parseTime(condition.lastTransitionTime);
  const replicaSet = /"([^"]+)"/.exec(condition.message ?? '')?.[1];
  return {
    condition,
    deadlineSeconds: deployment.spec?.progressDeadlineSeconds ?? 600,
    ...(since === undefined ? {} : { since }),
    ...(replicaSet ? { replicaSet } : {}),
  };
}
