import type { KubeNode, Pod } from '../core/kubernetes.ts';
import { allocatableOf, schedulerAmounts, type Amounts } from '../facts/effective-requests.ts';
import { nameOf } from '../facts/metadata.ts';
import { quantityOf, type Quantity } from '../facts/quantity.ts';
import type { Labels } from '../facts/selectors.ts';
import type { FitCluster } from './cluster.ts';
import { podFolder, type PodRecord } from './records.ts';

/** A node with the pods that take room on it, added up. */
export interface NodeRecord {
  readonly node: KubeNode;
  readonly name: string;
  readonly labels: Labels;
  readonly allocatable: Amounts;
  readonly pods: readonly PodRecord[];
  /** What its pods are charged; `pods`: their number. */
  readonly used: Amounts;
  /** Those of its pods that avoid others. */
  readonly avoiding: readonly PodRecord[];
  /** Counts of its pods by question, so that no question is answered twice. */
  readonly counts: Map<string, number>;
}

/** Everything but pods, which are folded. */
export type ClusterObjects = Omit<FitCluster, 'nodes' | 'pods'>;

/** The cluster, prepared for questions about many pods and for "what if". Nothing in it is ever changed. */
export interface FitIndex {
  readonly nodes: readonly NodeRecord[];
  /** Position in `nodes` by name. */
  readonly positions: ReadonlyMap<string, number>;
  /** False where pods could not be read: then nothing is known of what is used. */
  readonly podsKnown: boolean;
  /** Pods that wait for victims of theirs to leave, by the node they were promised. */
  readonly nominated: ReadonlyMap<string, readonly PodRecord[]>;
  readonly objects: ClusterObjects;
}

/** Takes pods one by one or in pages; they need not be kept by the caller. */
export interface IndexBuilder {
  add(pod: Pod): void;
  build(): FitIndex;
}

/** Prepares a cluster. */
export function indexCluster({ pods, ...cluster }: FitCluster): FitIndex {
  const builder = indexBuilder(cluster, pods !== undefined);
  for (const pod of pods ?? []) builder.add(pod);
  return builder.build();
}

/** For pods that come in pages: folds each into the sums of its node, and keeps only what filters read. */
export function indexBuilder({ nodes, pods: _, ...objects }: FitCluster, podsKnown = true): IndexBuilder {
  const fold = podFolder();
  const byNode = new Map<string, PodRecord[]>(nodes.map((node) => [nameOf(node), []]));
  const nominated = new Map<string, PodRecord[]>();
  return {
    add(pod) {
      const phase = pod.status?.phase;
      if (phase === 'Succeeded' || phase === 'Failed') return;
      const node = pod.spec?.nodeName;
      if (node) byNode.get(node)?.push(fold(pod));
      else if (pod.status?.nominatedNodeName) push(nominated, pod.status.nominatedNodeName, fold(pod));
    },
    build() {
      const records = nodes.map((node) => nodeRecord(node, byNode.get(nameOf(node)) ?? []));
      const positions = new Map(records.map(({ name }, at) => [name, at]));
      return { nodes: records, positions, podsKnown, nominated, objects };
    },
  };
}

export function nodeNamed({ nodes, positions }: FitIndex, name: string): NodeRecord | undefined {
  return nodes[positions.get(name) ?? -1];
}

/** A node with these pods on it. */
export function nodeRecord(node: KubeNode, pods: readonly PodRecord[]): NodeRecord {
  const used = new Map<string, Quantity>([['pods', quantityOf(pods.length)]]);
  for (const { requests } of pods) {
    for (const [resource, value] of requests) used.set(resource, (used.get(resource) ?? 0n) + value);
  }
  return {
    node,
    name: nameOf(node),
    labels: node.metadata?.labels ?? {},
    allocatable: schedulerAmounts(allocatableOf(node)),
    pods,
    used,
    avoiding: pods.filter(({ avoids }) => avoids.length > 0),
    counts: new Map(),
  };
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** What to suppose: pods gone, pods come to a node, a node changed, other objects. */
export interface Supposition {
  readonly without?: Iterable<PodRecord>;
  readonly extra?: { readonly node: string; readonly pods: readonly PodRecord[] };
  readonly node?: KubeNode;
  readonly objects?: Partial<ClusterObjects>;
}

/** The cluster as it would be; only nodes that differ are made anew. */
export function suppose(index: FitIndex, { without = [], extra, node, objects }: Supposition): FitIndex {
  const gone = new Set(without);
  const changed = new Set([...gone].map((pod) => pod.node));
  if (extra) changed.add(extra.node);
  if (node?.metadata?.name) changed.add(node.metadata.name);
  const nodes = [...index.nodes];
  for (const name of changed) {
    const at = index.positions.get(name) ?? -1;
    const before = nodes[at];
    if (!before) continue;
    const pods = before.pods.filter((pod) => !gone.has(pod));
    const more = name === extra?.node ? extra.pods : [];
    nodes[at] = nodeRecord(name === node?.metadata?.name ? node : before.node, [...pods, ...more]);
  }
  return { ...index, nodes, objects: objects ? { ...index.objects, ...objects } : index.objects };
}

/** The number of pods on a node that answer a question with yes. The question is asked of a node only once. */
export function countOn(node: NodeRecord, question: string, ask: (pod: PodRecord) => boolean): number {
  const before = node.counts.get(question);
  if (before !== undefined) return before;
  const count = node.pods.reduce((sum, pod) => sum + (ask(pod) ? 1 : 0), 0);
  node.counts.set(question, count);
  return count;
}
