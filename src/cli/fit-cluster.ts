import type { Gap } from '../core/evidence.ts';
import { KnownError } from '../core/errors.ts';
import type { KubeNode, KubeObject, Pod } from '../core/kubernetes.ts';
import { found, type Lookup } from '../core/lookup.ts';
import type { ClusterReader, ListOptions } from '../core/reader.ts';
import { podRequests } from '../facts/effective-requests.ts';
import { qualifiedPlural } from '../facts/resources.ts';
import { isSameRefusal, parseSchedulerMessage } from '../facts/scheduler-message.ts';
import { withPriority } from '../facts/supposed-pod.ts';
import { fitKinds } from '../fit/cluster.ts';
import { fitPod } from '../fit/evaluate.ts';
import { indexBuilder, type ClusterObjects, type FitIndex, type IndexBuilder } from '../fit/node-index.ts';
import type { Progress } from './progress.ts';

export interface FitSituation {
  readonly pod: Pod;
  readonly index: FitIndex;
  readonly gaps: readonly Gap[];
}

type Field = keyof ClusterObjects;

const always: readonly Field[] = ['namespaces', 'disruptionBudgets'];
const ofStorage: readonly Field[] = [
  'claims',
  'volumes',
  'storageClasses',
  'csiNodes',
  'csiDrivers',
  'storageCapacities',
  'volumeAttachments',
];
const ofDevices: readonly Field[] = ['resourceClaims', 'resourceSlices', 'deviceClasses'];

/** Volumes that are the node's own or are made of objects: no plugin looks at them. */
const plainVolumes = ['configMap', 'secret', 'emptyDir', 'downwardAPI', 'projected', 'hostPath', 'image', 'nfs'];

/** Pods that take room; the second is what a capture of an unscheduled pod has. */
const podLists: readonly ListOptions[] = [
  { fieldSelector: 'status.phase!=Succeeded,status.phase!=Failed' },
  { fieldSelector: 'spec.nodeName!=,status.phase!=Succeeded,status.phase!=Failed' },
];

/** What the pod makes it necessary to know, beside nodes and pods. */
export function fieldsFor({ spec = {} }: Pod): readonly Field[] {
  const hasStorage = (spec.volumes ?? []).some((volume) => !plainVolumes.some((kind) => kind in volume));
  const extended = [...podRequests(spec).keys()].some((name) => name.includes('/') && !name.includes('kubernetes.io/'));
  const hasDevices = (spec.resourceClaims ?? []).length > 0 || extended;
  return [
    ...always,
    ...(spec.priority === undefined ? (['priorityClasses'] as const) : []),
    ...(hasStorage ? ofStorage : []),
    ...(hasDevices ? ofDevices : []),
  ];
}

/** Asks for all that `fit` reads and `explain` does not, nodes and pods apart. What is refused is a gap. */
export async function readBeyondExplain(reader: ClusterReader, pod: Pod): Promise<Gap[]> {
  const kinds = fieldsFor(pod).map((field) => fitKinds[field]);
  const lists = await Promise.all(kinds.map(async (kind) => ({ kind, list: await reader.list(kind, {}) })));
  return lists.flatMap(({ kind, list }) => (list.state === 'found' ? [] : [gapOf(kind, list)]));
}

/**
 * Reads what the scheduler looks at when it places the pod. Nodes and pods are folded page by page; of other kinds only those are asked for
 * that matter to the pod. What is refused is a gap.
 */
export async function readSituation(
  reader: ClusterReader,
  pod: Pod,
  said: string | null,
  progress: Progress,
): Promise<FitSituation> {
  const wanted = fieldsFor(pod);
  const [nodes, ...lists] = await Promise.all([
    readNodes(reader, progress),
    ...wanted.map(async (field) => ({ field, list: await reader.list(fitKinds[field], {}) })),
  ]);
  const wholeFile = isWholeFile(lists.find(({ field }) => field === 'namespaces')?.list);
  const objects: Partial<Record<Field, readonly KubeObject[]>> = {};
  const gaps: Gap[] = [];
  const supposed: Field[] = [];
  for (const field of Object.keys(fitKinds)) if (isField(field) && !wanted.includes(field)) objects[field] = [];
  for (const { field, list } of lists) {
    if (list.state === 'found') objects[field] = list.value;
    else if (wholeFile && isLeftOut(list)) {
      objects[field] = [];
      supposed.push(field);
    } else gaps.push(gapOf(fitKinds[field], list));
  }
  const known = nodesOf(nodes, wholeFile, gaps);
  const placed = withPriority(pod, objects.priorityClasses ?? []);
  // Each list holds objects of the kind of its field.
  const cluster = { nodes: known, ...objects } as Parameters<typeof indexBuilder>[0];
  const index = await readPods(reader, placed, cluster, gaps, wholeFile, progress);
  if (supposed.length === 0) return { pod: placed, index, gaps };
  // Where the scheduler saw something else, there may be what the file does not hold.
  const isDoubtful =
    said !== null && !isSameRefusal(parseSchedulerMessage(said), parseSchedulerMessage(fitPod(placed, index).message));
  const what = supposed.map((field) => qualifiedPlural(fitKinds[field])).join(', ');
  const why = isDoubtful ? 'not in the file' : 'not in the file: taken to be none';
  return { pod: placed, index: isDoubtful ? without(index, supposed) : index, gaps: [...gaps, { what, why }] };
}

/** The cluster with some kinds unknown. */
function without(index: FitIndex, fields: readonly Field[]): FitIndex {
  const objects = Object.fromEntries(
    Object.entries(index.objects).filter(([field]) => !isField(field) || !fields.includes(field)),
  );
  return { ...index, objects };
}

function isField(field: string): field is Field {
  return field !== 'nodes' && field !== 'pods';
}

/** A file with objects that belong to no namespace, Namespaces among them, is the dump of a cluster: what it does not hold is not there. */
function isWholeFile(namespaces: Lookup<readonly KubeObject[]> | undefined): boolean {
  return namespaces?.state === 'found' && namespaces.value.length > 0;
}

function isLeftOut(lookup: Lookup<unknown>): boolean {
  return lookup.state === 'unasked' && lookup.why === 'not in the file';
}

function gapOf(kind: string, lookup: Lookup<unknown>): Gap {
  const resource = qualifiedPlural(kind);
  const why = lookup.state === 'refused' || lookup.state === 'unasked' ? (lookup.why ?? 'not asked') : 'not there';
  return { what: resource, why, needs: { verb: 'list', resource } };
}

async function readNodes(reader: ClusterReader, progress: Progress): Promise<Lookup<readonly KubeNode[]>> {
  let nodes: KubeNode[] = [];
  const read = await each(reader, 'Node', {}, () => {
    nodes = [];
    return (node) => {
      nodes.push(slim(node));
      progress.tell(() => `${nodes.length} nodes read`);
    };
  });
  return read.state === 'found' ? found(nodes) : read;
}

/** The list of images is the larger part of a node, and no filter reads it. */
function slim(node: KubeNode): KubeNode {
  const { metadata, status: { allocatable, capacity } = {} } = node;
  const status = { ...(allocatable ? { allocatable } : {}), ...(capacity ? { capacity } : {}) };
  return { ...node, metadata: { ...metadata, managedFields: [] }, status };
}

function nodesOf(nodes: Lookup<readonly KubeNode[]>, wholeFile: boolean, gaps: Gap[]): readonly KubeNode[] {
  if (nodes.state === 'found') return nodes.value;
  if (wholeFile && isLeftOut(nodes)) {
    gaps.push({ what: 'nodes', why: 'not in the file: taken to be none' });
    return [];
  }
  const { why } = gapOf('Node', nodes);
  throw new KnownError(`nodes cannot be listed: ${why}`, 'without nodes nothing can be said; it needs list on nodes');
}

async function readPods(
  reader: ClusterReader,
  incoming: Pod,
  cluster: Parameters<typeof indexBuilder>[0],
  gaps: Gap[],
  wholeFile: boolean,
  progress: Progress,
): Promise<FitIndex> {
  let builder: IndexBuilder = indexBuilder(cluster);
  let count = 0;
  const begin = (): ((object: KubeObject) => void) => {
    builder = indexBuilder(cluster);
    count = 0;
    return (object) => {
      count++;
      if (!isSame(object, incoming)) builder.add(object);
      progress.tell(() => `${cluster.nodes.length} nodes and ${count} pods read`);
    };
  };
  let read: Lookup<true> = { state: 'unasked' };
  for (const options of podLists) if (read.state === 'unasked') read = await each(reader, 'Pod', options, begin);
  if (read.state === 'found' || (wholeFile && isLeftOut(read))) return builder.build();
  gaps.push(gapOf('Pod', read));
  return indexBuilder(cluster, false).build();
}

function isSame({ metadata }: KubeObject, { metadata: own }: Pod): boolean {
  return metadata?.name === own?.name && (metadata?.namespace ?? 'default') === (own?.namespace ?? 'default');
}

async function each(
  reader: ClusterReader,
  kind: string,
  options: ListOptions,
  begin: () => (object: KubeObject) => void,
): Promise<Lookup<true>> {
  if (reader.each) return reader.each(kind, options, begin);
  const list = await reader.list(kind, options);
  if (list.state !== 'found') return list;
  const take = begin();
  for (const object of list.value) take(object);
  return found(true);
}
