import type { Deletion, PodStatusFacts } from '../core/evidence.ts';
import type { Condition, ObjectMeta, Pod, PodSpec } from '../core/kubernetes.ts';
import { containersOf, joinStatuses } from './containers.ts';
import { parseTime } from './time.ts';

/** What a live pod's object says, with its containers joined. Missing fields become empty or undefined, never an error. */
export function podStatusOf(pod: Pod): PodStatusFacts {
  const status = pod.status ?? {};
  const metadata = pod.metadata ?? {};
  const created = parseTime(metadata.creationTimestamp);
  const started = parseTime(status.startTime);
  const deletion = deletionOf(metadata);
  return {
    pod,
    name: metadata.name ?? '',
    namespace: metadata.namespace ?? 'default',
    uid: metadata.uid ?? '',
    phase: status.phase ?? 'Pending',
    reason: status.reason ?? '',
    message: status.message ?? '',
    ...(created !== undefined ? { created } : {}),
    ...(started !== undefined ? { started } : {}),
    ...(pod.spec?.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    ...(deletion ? { deletion } : {}),
    containers: joinStatuses(containersOf(pod.spec ?? {}, 'spec'), status),
    conditions: status.conditions ?? [],
  };
}

/** `deletionTimestamp` is the deadline (request + grace), not the time of the request (rest/delete.go, BeforeDelete). */
function deletionOf(metadata: ObjectMeta): Deletion | undefined {
  const deadline = parseTime(metadata.deletionTimestamp);
  if (deadline === undefined) return undefined;
  const graceSeconds = metadata.deletionGracePeriodSeconds ?? 0;
  return { deadline, requested: deadline - graceSeconds * 1000, graceSeconds };
}

/** The condition of a type; undefined where the pod has none. */
export function conditionOf(status: PodStatusFacts, type: string): Condition | undefined {
  return status.conditions.find((condition) => condition.type === type);
}

/** Bound to a node, by the scheduler or by hand. */
export function isScheduled(status: PodStatusFacts): boolean {
  return status.nodeName !== undefined;
}

/** Phase Succeeded or Failed: nothing of it will run again. */
export function isFinished(status: PodStatusFacts): boolean {
  return status.phase === 'Succeeded' || status.phase === 'Failed';
}

/** A mirror of a static pod: the kubelet made it from a file on the node, changes through the API have no effect. */
export function isStatic(pod: Pod): boolean {
  return pod.metadata?.annotations?.['kubernetes.io/config.mirror'] !== undefined;
}

/** The spec of the pod; empty where it has none, as only files can say. */
export function podSpecOf({ pod }: PodStatusFacts): PodSpec {
  return pod.spec ?? {};
}
