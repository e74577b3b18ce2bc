import type { ClusterFacts } from '../core/evidence.ts';
import type { ContainerPort, KubeNode, Pod, PodSpec, Taint } from '../core/kubernetes.ts';
import { valueOf } from '../core/lookup.ts';
import { allocatableOf, chargedRequests, podRequests, schedulerAmounts, type Amounts } from './effective-requests.ts';
import { nameOf } from './metadata.ts';
import { matchesNode, namedNodes, nodeMismatches, type NodeMismatch } from './node-affinity.ts';
import { quantityOf, type Quantity } from './quantity.ts';
import { isNotReadyTaint, tolerates, unschedulableTaint, untoleratedTaints } from './tolerations.ts';

/** A resource that a node has too little of. */
export interface Shortage {
  /** `cpu`, `memory`, an extended resource; `pods` for the pod's slot. */
  readonly resource: string;
  readonly asked: Quantity;
  /** Allocatable less what the pods on the node are charged; may be below zero. */
  readonly free: Quantity;
  readonly allocatable: Quantity;
}

/** A host port that the pod wants and another pod on the node holds. */
export interface PortConflict {
  readonly port: number;
  readonly protocol: string;
  readonly holder: Pod;
}

/** Which of the plain questions refuses the pod first, in the scheduler's order. */
export type Refusal = 'not-named' | 'cordoned' | 'taint' | 'affinity' | 'host-port' | 'resource';

/** What can be said of one node and one pod without knowing of volumes and of other pods' affinities. */
export interface NodeFit {
  readonly node: KubeNode;
  readonly name: string;
  readonly refusal?: Refusal;
  /** All of the plain questions that refuse it, the first one included. */
  readonly refusals: readonly Refusal[];
  readonly taints: readonly Taint[];
  /** Not Ready, by its condition or by a taint. */
  readonly notReady: boolean;
  readonly mismatches: readonly NodeMismatch[];
  readonly ports: readonly PortConflict[];
  readonly shortages: readonly Shortage[];
  readonly allocatable: Amounts;
  /** What is free of a resource (`pods`: slots). Missing where the pods on the nodes are not known. */
  readonly used?: Amounts;
}

/** Asks the plain questions of every node: cordon, taints, selector and affinity, host ports, resources. */
export function nodeFits(pod: Pod, cluster: ClusterFacts): NodeFit[] {
  const spec = pod.spec ?? {};
  const requests = schedulerAmounts(podRequests(spec));
  const ports = hostPorts(spec);
  const names = namedNodes(spec);
  const usage = usageOf(valueOf(cluster.pods));
  return cluster.nodes.map((node) => fitOn(node, spec, { requests, ports, names, usage }));
}

interface Wanted {
  readonly requests: Amounts;
  readonly ports: readonly HostPort[];
  readonly names: ReadonlySet<string> | undefined;
  readonly usage: ReadonlyMap<string, NodeUsage> | undefined;
}

function fitOn(node: KubeNode, spec: PodSpec, { requests, ports, names, usage }: Wanted): NodeFit {
  const name = nameOf(node);
  const used = usage ? (usage.get(name) ?? noUsage) : undefined;
  const allocatable = allocatableOf(node);
  const shortages = used ? shortagesOf(requests, allocatable, used.charged) : tooLarge(requests, allocatable);
  const conflicts = used ? conflictsOf(ports, used.pods) : [];
  const cordoned =
    node.spec?.unschedulable === true && !(spec.tolerations ?? []).some((one) => tolerates(one, unschedulableTaint));
  // A cordon leaves a taint of its own; it is the same obstacle.
  const taints = untoleratedTaints(node.spec?.taints, spec.tolerations).filter(
    ({ key }) => !cordoned || key !== unschedulableTaint.key,
  );
  const refusals: Refusal[] = [];
  if (names && !names.has(name)) refusals.push('not-named');
  if (cordoned) refusals.push('cordoned');
  if (taints.length > 0) refusals.push('taint');
  if (!matchesNode(spec, node)) refusals.push('affinity');
  if (conflicts.length > 0) refusals.push('host-port');
  if (shortages.length > 0) refusals.push('resource');
  const [refusal] = refusals;
  return {
    node,
    name,
    ...(refusal ? { refusal } : {}),
    refusals,
    taints,
    notReady: isNotReady(node),
    mismatches: nodeMismatches(spec, node),
    ports: conflicts,
    shortages,
    allocatable,
    ...(used ? { used: used.charged } : {}),
  };
}

/** A node whose Ready condition is not True, or which carries a taint that says so. */
export function isNotReady(node: KubeNode): boolean {
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
  return (ready !== undefined && ready.status !== 'True') || (node.spec?.taints ?? []).some(isNotReadyTaint);
}

/** What is free of a resource on a node; undefined where the pods on it are not known. May be below zero. */
export function freeOn({ allocatable, used }: NodeFit, resource: string): Quantity | undefined {
  return used && (allocatable.get(resource) ?? 0n) - (used.get(resource) ?? 0n);
}

/** Resources of which a node has too little (noderesources/fit.go). What is not asked for is not looked at, however full the node is. */
export function shortagesOf(requests: Amounts, allocatable: Amounts, charged: Amounts): Shortage[] {
  const wanted = new Map([['pods', quantityOf(1)], ...requests]);
  return [...wanted].flatMap(([resource, asked]) => {
    const total = allocatable.get(resource) ?? 0n;
    const free = total - (charged.get(resource) ?? 0n);
    return asked > 0n && asked > free ? [{ resource, asked, free, allocatable: total }] : [];
  });
}

/** Without knowing the other pods: what the node could not give even if it were empty. */
function tooLarge(requests: Amounts, allocatable: Amounts): Shortage[] {
  return shortagesOf(requests, allocatable, new Map());
}

interface NodeUsage {
  readonly pods: readonly Pod[];
  readonly charged: Amounts;
}

const noUsage: NodeUsage = { pods: [], charged: new Map() };

/** One list of pods is asked about by many rules: what its nodes are charged is added up once. */
const known = new WeakMap<readonly Pod[], ReadonlyMap<string, NodeUsage>>();

/** The pods that take room on each node, with what they are charged: all that are bound and have not ended. */
export function usageOf(pods: readonly Pod[] | undefined): ReadonlyMap<string, NodeUsage> | undefined {
  if (!pods) return undefined;
  const before = known.get(pods);
  if (before) return before;
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) {
    const { nodeName } = pod.spec ?? {};
    if (!nodeName || pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') continue;
    const list = byNode.get(nodeName);
    if (list) list.push(pod);
    else byNode.set(nodeName, [pod]);
  }
  const usage = new Map([...byNode].map(([name, list]) => [name, { pods: list, charged: chargedTo(list) }]));
  known.set(pods, usage);
  return usage;
}

function chargedTo(pods: readonly Pod[]): Amounts {
  const charged = new Map([['pods', quantityOf(pods.length)]]);
  for (const pod of pods) {
    for (const [resource, value] of schedulerAmounts(chargedRequests(pod)))
      charged.set(resource, (charged.get(resource) ?? 0n) + value);
  }
  return charged;
}

export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

/** Ports of the node that a pod binds: those of its containers and sidecars (nodeports/node_ports.go). */
export function hostPorts(spec: PodSpec): HostPort[] {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...(spec.containers ?? []), ...sidecars]
    .flatMap(({ ports }): ContainerPort[] => ports ?? [])
    .map(({ hostIP, protocol = 'TCP', hostPort = 0 }) => ({ ip: hostIP || '0.0.0.0', protocol, port: hostPort }))
    .filter(({ port }) => port > 0);
}

function conflictsOf(wanted: readonly HostPort[], pods: readonly Pod[]): PortConflict[] {
  if (wanted.length === 0) return [];
  return wanted.flatMap((want) => {
    const holder = pods.find((pod) => hostPorts(pod.spec ?? {}).some((held) => portsCollide(want, held)));
    return holder ? [{ port: want.port, protocol: want.protocol, holder }] : [];
  });
}

/** Whether two pods cannot bind these ports of one node. The IPv6 wildcard counts as an address like any other. */
export function portsCollide(a: HostPort, b: HostPort): boolean {
  const sameAddress = a.ip === b.ip || a.ip === '0.0.0.0' || b.ip === '0.0.0.0';
  return a.port === b.port && a.protocol === b.protocol && sameAddress;
}
