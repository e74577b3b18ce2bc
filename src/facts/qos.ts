import type { Container, KubeNode, PodSpec } from '../core/kubernetes.ts';
import { amountsOf, podRequests, type Amounts } from './effective-requests.ts';
import { formatQuantity, type Quantity } from './quantity.ts';

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

/** The QoS class that a pod gets, and why. */
export interface Qos {
  readonly class: QosClass;
  /** One clause that names the containers which decide it. */
  readonly reason: string;
}

/** The only resources that count. */
const counted = ['cpu', 'memory'] as const;

/** What a container, or the pod as a whole, asks for and may use: positive amounts of cpu and memory only. */
interface Share {
  readonly name: string;
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/**
 * The QoS class of a pod (pkg/apis/core/v1/helper/qos/qos.go, ComputePodQOS) with the requests that the API server fills in from limits.
 * Init containers and sidecars count, ephemeral containers do not; with pod-level resources (1.34 and later) nothing else counts. A LimitRange may
 * fill in more on creation, so for a live pod `status.qosClass` has the last word.
 */
export function qosOf(spec: PodSpec): Qos {
  const shares = spec.resources ? [podShare(spec)] : counters(spec).map(shareOf);
  if (shares.every(({ requests, limits }) => requests.size === 0 && limits.size === 0)) {
    return { class: 'BestEffort', reason: bestEffortReason(shares) };
  }
  const lacks = shares.flatMap((share) => {
    const lack = lackOf(share);
    return lack ? [`${share.name} ${lack}`] : [];
  });
  if (lacks.length === 0) return { class: 'Guaranteed', reason: guaranteedReason(shares) };
  const more = lacks.length > 2 ? `, and ${lacks.length - 2} more like that` : '';
  return { class: 'Burstable', reason: `${lacks.slice(0, 2).join('; ')}${more}` };
}

function counters(spec: PodSpec): readonly Container[] {
  return [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
}

function shareOf({ name, resources }: Container): Share {
  const limits = positive(amountsOf(resources?.limits));
  const stated = amountsOf(resources?.requests);
  for (const [resource, limit] of limits) if (!stated.has(resource)) stated.set(resource, limit);
  return { name: name ?? '', requests: positive(stated), limits };
}

/** Requests that the pod as a whole lacks come from its containers, else from its limits; without pod-level limits nothing is filled in. */
function podShare(spec: PodSpec): Share {
  const limits = positive(amountsOf(spec.resources?.limits));
  const requests = amountsOf(spec.resources?.requests);
  if (Object.keys(spec.resources?.limits ?? {}).length > 0) {
    const { resources: _podLevel, overhead: _overhead, ...rest } = spec;
    for (const [resource, amount] of [...podRequests(rest), ...limits]) {
      if (!requests.has(resource)) requests.set(resource, amount);
    }
  }
  return { name: 'the pod as a whole', requests: positive(requests), limits };
}

function positive(amounts: Amounts): Map<string, Quantity> {
  return new Map(
    counted.flatMap((resource) => {
      const amount = amounts.get(resource) ?? 0n;
      return amount > 0n ? [[resource, amount] as const] : [];
    }),
  );
}

/** What keeps a container from counting as guaranteed; undefined where nothing does. */
function lackOf({ requests, limits }: Share): string | undefined {
  const unlimited = counted.filter((resource) => !limits.has(resource));
  if (unlimited.length > 0) return `has no ${unlimited.join(' and no ')} limit`;
  const differing = counted.filter((resource) => requests.get(resource) !== limits.get(resource));
  if (differing.length === 0) return undefined;
  return differing
    .map((resource) => {
      const amount = (of: Amounts): string => formatQuantity(of.get(resource) ?? 0n, resource);
      return `requests ${amount(requests)} ${resource} and may use ${amount(limits)}`;
    })
    .join(', ');
}

function bestEffortReason(shares: readonly Share[]): string {
  const only = shares.length === 1 ? shares[0]?.name : undefined;
  return only ? `${only} requests and limits neither cpu nor memory` : 'no container requests or limits cpu or memory';
}

function guaranteedReason(shares: readonly Share[]): string {
  const who = shares.length === 1 ? `${shares[0]?.name} has` : 'every container has';
  return `${who} a cpu and a memory limit, and requests equal to them`;
}

/** When a pod of the class goes in relation to others: for eviction by the kubelet and for the kernel's OOM killer, one clause. */
export function evictionMeaning(qosClass: string, spec: PodSpec): string {
  if ((spec.priority ?? 0) >= criticalPriority)
    return 'the node does not evict it: its priority is that of a critical pod';
  switch (qosClass) {
    case 'Guaranteed':
      return 'it cannot use more memory than it requests, so a node that runs out of memory evicts and kills others first';
    case 'BestEffort':
      return 'all memory it uses is above its request of none, so a node that runs out of memory evicts it and kills it among the first';
    default:
      return 'once it uses more memory than it requests, a node that runs out of memory evicts it before pods that keep to their requests';
  }
}

/** Pods of this priority or more are never evicted (pkg/kubelet/types/pod_update.go, IsCriticalPod). */
const criticalPriority = 2_000_000_000;
const guaranteedScore = -997;

/**
 * oom_score_adj of each app container, init container and sidecar (pkg/kubelet/qos/policy.go): the higher, the sooner the kernel kills it when the node
 * itself is out of memory. Empty where the capacity of the node is not known.
 */
export function oomScoreAdj(spec: PodSpec, node: KubeNode | undefined): Readonly<Record<string, number>> {
  const capacity = amountsOf(node?.status?.capacity).get('memory') ?? 0n;
  if (capacity <= 0n) return {};
  const apps = spec.containers ?? [];
  const qosClass = qosOf(spec).class;
  const critical = (spec.priority ?? 0) >= criticalPriority && spec.priorityClassName === 'system-node-critical';
  const spare = spareRequest(spec);
  const score = (request: Quantity): number => 1000 - Number((1000n * (request + spare)) / capacity);
  const least = apps.map(memoryRequest).reduce((a, b) => (b < a ? b : a), memoryRequest(apps[0]));
  const scoreOf = (container: Container): number => {
    if (critical || qosClass === 'Guaranteed') return guaranteedScore;
    if (qosClass === 'BestEffort') return 1000;
    const own = score(memoryRequest(container));
    const counts =
      container.restartPolicy === 'Always' && !apps.includes(container) ? Math.min(own, score(least)) : own;
    return Math.min(999, Math.max(1000 + guaranteedScore, counts));
  };
  return Object.fromEntries(counters(spec).map((container) => [container.name ?? '', scoreOf(container)]));
}

function memoryRequest(container: Container | undefined): Quantity {
  return container ? (shareOf(container).requests.get('memory') ?? 0n) : 0n;
}

/** With pod-level requests: what each container gets of the part that no container asks for itself. */
function spareRequest(spec: PodSpec): Quantity {
  const podLevel = spec.resources ? podShare(spec).requests.get('memory') : undefined;
  if (podLevel === undefined) return 0n;
  const stay = [
    ...(spec.containers ?? []),
    ...(spec.initContainers ?? []).filter((one) => one.restartPolicy === 'Always'),
  ];
  const asked = stay.map(memoryRequest).reduce((sum, request) => sum + request, 0n);
  return podLevel > asked && stay.length > 0 ? (podLevel - asked) / BigInt(stay.length) : 0n;
}
