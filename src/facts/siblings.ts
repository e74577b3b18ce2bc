import type { OwnerFacts, PodStatusFacts } from '../core/evidence.ts';
import { valueOf } from '../core/lookup.ts';
import { deathOf } from './death.ts';
import { conditionOf, podStatusOf } from './pod-status.ts';

/** How the other pods of the owner fare with the container that dies here. */
export interface Siblings {
  /** Every pod of this version that dies is on this node, and those on other nodes are fine. */
  readonly onlyOnNode?: {
    readonly node: string;
    readonly dying: number;
    readonly fine: number;
    readonly fineNodes: readonly string[];
  };
  /** Pods of another version that are ready while every one of this version dies. */
  readonly fineOfOtherVersion: number;
}

/** The version of a pod by the label that its controller puts on it. */
function versionOf({ pod }: PodStatusFacts): string | undefined {
  const labels = pod.metadata?.labels ?? {};
  return labels['pod-template-hash'] ?? labels['controller-revision-hash'];
}

/** Compares the pod with the other living pods of its owner, this one included. Nothing is said where they could not be listed. */
export function siblingsOf(
  container: string,
  status: PodStatusFacts,
  owner: OwnerFacts | undefined,
  now: number,
): Siblings {
  const pods = (valueOf(owner?.pods) ?? []).map(podStatusOf).filter(({ deletion }) => !deletion);
  const same = pods.filter((pod) => versionOf(pod) === versionOf(status));
  const isDying = (pod: PodStatusFacts): boolean =>
    pod.name === status.name ||
    pod.containers.some((one) => one.name === container && deathOf(one, pod, undefined, now)?.current === true);
  const isFine = (pod: PodStatusFacts): boolean => conditionOf(pod, 'Ready')?.status === 'True' && !isDying(pod);
  const dying = same.filter(isDying);
  const fine = same.filter(isFine);
  const fineNodes = [...new Set(fine.flatMap(({ nodeName }) => (nodeName ? [nodeName] : [])))].sort();
  const node = status.nodeName;
  const apart = node !== undefined && dying.every((pod) => pod.nodeName === node) && !fineNodes.includes(node);
  const others = pods.filter((pod) => versionOf(pod) !== versionOf(status) && isFine(pod));
  return {
    ...(apart && fineNodes.length > 0
      ? { onlyOnNode: { node, dying: dying.length, fine: fine.length, fineNodes } }
      : {}),
    fineOfOtherVersion: fine.length === 0 ? others.length : 0,
  };
}
