import type { EventFacts, PodStatusFacts } from '../core/evidence.ts';
import type { Condition, KubeNode, Taint } from '../core/kubernetes.ts';
import { valueOf, type Lookup } from '../core/lookup.ts';
import { newest } from './events.ts';
import { conditionOf, isFinished } from './pod-status.ts';
import { parseTime } from './time.ts';
import { tolerates } from './tolerations.ts';

/**
 * `gone`: no such node. `silent`: its kubelet reports nothing any more (Ready is Unknown). `not-ready`: it reports that it cannot run
 * pods. `ready`, and `unseen` where nobody could be asked.
 */
export type NodeState = 'gone' | 'silent' | 'not-ready' | 'ready' | 'unseen';

/** How the node of a pod is. */
export interface NodeHealth {
  readonly state: NodeState;
  /** The Ready condition, where the node has one. */
  readonly ready?: Condition;
  /** Since when it is so, milliseconds. */
  readonly since?: number;
  readonly taints: readonly Taint[];
}

const unreachable = 'node.kubernetes.io/unreachable';
const notReady = 'node.kubernetes.io/not-ready';

/** Reads the state of a node from its Ready condition and the taints that the node controller derives from it. */
export function nodeHealth(lookup: Lookup<KubeNode> | undefined): NodeHealth {
  if (lookup?.state === 'absent') return { state: 'gone', taints: [] };
  const node = valueOf(lookup);
  if (!node) return { state: 'unseen', taints: [] };
  const taints = node.spec?.taints ?? [];
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
  const since =
    parseTime(ready?.lastTransitionTime) ?? parseTime(taints.find(({ key }) => key === unreachable)?.timeAdded);
  const state = stateOf(ready, taints);
  return { state, taints, ...(ready ? { ready } : {}), ...(since === undefined ? {} : { since }) };
}

function stateOf(ready: Condition | undefined, taints: readonly Taint[]): NodeState {
  if (ready?.status === 'True') return 'ready';
  if (ready?.status === 'Unknown') return 'silent';
  if (ready?.status === 'False') return 'not-ready';
  if (taints.some(({ key }) => key === unreachable)) return 'silent';
  return taints.some(({ key }) => key === notReady) ? 'not-ready' : 'ready';
}

/** What the kubelet of a node says when the container runtime has no network. */
const noNetwork =
  /NetworkPluginNotReady|NetworkReady=false|cni plugin not initialized|cni config uninitialized|network plugin is not ready/i;

export function isNetworkMessage(message: string | undefined): boolean {
  return noNetwork.test(message ?? '');
}

/**
 * The mark that the node controller leaves on the pods of a node that is not Ready: it sets their Ready to False and touches nothing else, so all
 * containers are still called ready (pkg/controller/util/node/controller_utils.go, MarkPodsNotReady).
 */
export function isMarkedNotReady(status: PodStatusFacts): boolean {
  const ready = conditionOf(status, 'Ready');
  if (ready?.status !== 'False' || conditionOf(status, 'ContainersReady')?.status !== 'True') return false;
  const gates = status.pod.spec?.readinessGates ?? [];
  return gates.every(({ conditionType }) => conditionOf(status, conditionType)?.status === 'True');
}

/** How long the pod stays bound to a node with one of these NoExecute taints, seconds: the least of what it tolerates; undefined for ever. */
export function tolerationSecondsFor(status: PodStatusFacts, taint: Taint): number | undefined {
  const fitting = (status.pod.spec?.tolerations ?? []).filter((toleration) => tolerates(toleration, taint));
  if (fitting.length === 0) return 0;
  const limits = fitting.flatMap(({ tolerationSeconds }) =>
    tolerationSeconds === undefined ? [] : [tolerationSeconds],
  );
  return limits.length > 0 ? Math.max(0, Math.min(...limits)) : undefined;
}

/** The pod's node does not vouch for it any more. */
export interface LostNode {
  /** As `NodeState`; `marked` where only the pod itself tells, `back` where the node is Ready again and the pod does not show it yet. */
  readonly how: 'gone' | 'silent' | 'not-ready' | 'marked' | 'back';
  readonly health: NodeHealth;
  /** Since when, milliseconds. */
  readonly since?: number;
  readonly certain: boolean;
}

/**
 * Whether what the API server shows of a pod is old because its node is gone, silent or not Ready. undefined for a pod without a node, for
 * one that ended, for one that no kubelet ever accepted on a node that does not exist, and for one whose node only lacks a network that the pod still waits for.
 */
export function lostNode(
  status: PodStatusFacts,
  lookup: Lookup<KubeNode> | undefined,
  events: readonly EventFacts[] | undefined,
): LostNode | undefined {
  if (status.nodeName === undefined) return undefined;
  const health = nodeHealth(lookup);
  if (isFinished(status)) {
    const collected = conditionOf(status, 'DisruptionTarget')?.reason === 'DeletionByPodGC';
    return collected ? { how: 'gone', health, certain: true } : undefined;
  }
  const since = health.since;
  const lost = { health, certain: true, ...(since === undefined ? {} : { since }) };
  switch (health.state) {
    case 'gone':
      return status.phase === 'Pending' && status.started === undefined ? undefined : { ...lost, how: 'gone' };
    case 'silent':
      return { ...lost, how: 'silent' };
    case 'not-ready':
      return waitsForNetwork(status, health) ? undefined : { ...lost, how: 'not-ready' };
    case 'ready':
      return isMarkedNotReady(status) || status.phase === 'Unknown' ? { ...lost, how: 'back' } : undefined;
    default:
      return markedAlone(status, events, health);
  }
}

function waitsForNetwork(status: PodStatusFacts, { ready }: NodeHealth): boolean {
  if (status.pod.spec?.hostNetwork || !isNetworkMessage(ready?.message)) return false;
  return status.containers.every(({ running, terminated, last }) => !running && !terminated && !last);
}

/** Nobody could be asked for the node: the pod's own marks. */
function markedAlone(
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
  health: NodeHealth,
): LostNode | undefined {
  const event = newest(events, 'NodeNotReady');
  const at = parseTime(conditionOf(status, 'Ready')?.lastTransitionTime) ?? event?.last;
  const lost = { how: 'marked', health, ...(at === undefined ? {} : { since: at }) } as const;
  if (status.phase === 'Unknown' || status.reason === 'NodeLost') return { ...lost, certain: true };
  return isMarkedNotReady(status) ? { ...lost, certain: event !== undefined } : undefined;
}

/** When the taint of a lost node has the pod deleted, milliseconds; undefined where it is tolerated for ever or the node has no such taint. */
export function taintEvictionAt(status: PodStatusFacts, { taints }: NodeHealth): number | undefined {
  const times = taints.flatMap((taint) => {
    if (taint.effect !== 'NoExecute' || (taint.key !== unreachable && taint.key !== notReady)) return [];
    const added = parseTime(taint.timeAdded);
    const seconds = tolerationSecondsFor(status, taint);
    return added === undefined || seconds === undefined ? [] : [added + seconds * 1000];
  });
  return times.length > 0 ? Math.min(...times) : undefined;
}
