import type { Container, Pod, PodSpec, Volume } from '../core/kubernetes.ts';
import { chargedRequests, podRequests, schedulerAmounts, type Amounts } from '../facts/effective-requests.ts';
import { hostPorts, type HostPort } from '../facts/node-fit.ts';
import type { Labels } from '../facts/selectors.ts';
import type { AffinityTerm } from './objects.ts';

/** A disk that a pod names itself, without a claim, and that not every other pod may use at the same time. */
export interface InlineDisk {
  readonly kind: 'gcePersistentDisk' | 'awsElasticBlockStore' | 'iscsi' | 'rbd';
  readonly id: string;
  readonly monitors: readonly string[];
  readonly readOnly: boolean;
}

/** What the filters read of a pod; nothing else of it is kept. */
export interface PodRecord {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** The node that it is on; `` for none. */
  readonly node: string;
  readonly labels: Labels;
  readonly priority: number;
  /** It is being deleted. */
  readonly ending: boolean;
  /** The scheduler has evicted it. */
  readonly preempted: boolean;
  readonly startTime: string;
  /** Kind of the controller; `Node` for a static pod. */
  readonly owner: string;
  /** Uid of the controller; `` for none. */
  readonly ownerUid: string;
  readonly requests: Amounts;
  readonly ports: readonly HostPort[];
  /** Names of claims that volumes name. */
  readonly claims: readonly string[];
  /** Names of the claims of generic ephemeral volumes. */
  readonly ephemeral: readonly string[];
  readonly disks: readonly InlineDisk[];
  /** Its required anti-affinity terms. */
  readonly avoids: readonly AffinityTerm[];
}

const nothing: readonly never[] = [];

/** Keeps equal values once: the pods of one workload share labels, requests and terms. */
function shared<T>(): (key: string, make: () => T) => T {
  const known = new Map<string, T>();
  return (key, make) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = make();
    known.set(key, value);
    return value;
  };
}

/** Folds pods into records. One folder for a whole cluster, so that what they have in common is kept once. */
export function podFolder(): (pod: Pod) => PodRecord {
  const sharedLabels = shared<Labels>();
  const sharedRequests = shared<Amounts>();
  const sharedOwners = shared<string>();
  const sharedTerms = shared<readonly AffinityTerm[]>();
  return (pod) => {
    const { spec = {}, metadata = {} } = pod;
    const labels = metadata.labels ?? {};
    const avoids = spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? nothing;
    const own = identity(pod);
    return {
      ...own,
      ownerUid: sharedOwners(own.ownerUid, () => own.ownerUid),
      labels: sharedLabels(JSON.stringify(labels), () => labels),
      requests: sharedRequests(requestsKey(pod), () => schedulerAmounts(chargedRequests(pod))),
      ports: portsOf(spec),
      ...volumesOf(metadata.name ?? '', spec.volumes),
      avoids: avoids.length === 0 ? nothing : sharedTerms(JSON.stringify(avoids), () => avoids),
    };
  };
}

/** The pod that is to be placed: its spec alone says what it asks. */
export function incomingRecord(pod: Pod): PodRecord {
  const { spec = {}, metadata = {} } = pod;
  return {
    ...identity(pod),
    labels: metadata.labels ?? {},
    requests: schedulerAmounts(podRequests(spec)),
    ports: hostPorts(spec),
    ...volumesOf(metadata.name ?? '', spec.volumes),
    avoids: spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? nothing,
  };
}

type Identity = Pick<
  PodRecord,
  'namespace' | 'name' | 'uid' | 'node' | 'priority' | 'ending' | 'preempted' | 'startTime' | 'owner' | 'ownerUid'
>;

function identity({ metadata = {}, spec = {}, status = {} }: Pod): Identity {
  const owner = (metadata.ownerReferences ?? []).find(({ controller }) => controller);
  const mirror = metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined;
  const target = status.conditions?.find(({ type }) => type === 'DisruptionTarget');
  return {
    namespace: metadata.namespace ?? 'default',
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    node: spec.nodeName ?? '',
    priority: spec.priority ?? 0,
    ending: Boolean(metadata.deletionTimestamp),
    preempted: target?.status === 'True' && target.reason === 'PreemptionByScheduler',
    startTime: status.startTime ?? '',
    owner: mirror ? 'Node' : (owner?.kind ?? ''),
    ownerUid: owner?.uid ?? '',
  };
}

function requestsKey({ spec = {}, status = {} }: Pod): string {
  const asked = (list: Container[] | undefined): unknown =>
    list?.map(({ name, resources, restartPolicy }) => [name, resources?.requests, restartPolicy]);
  const granted = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])].flatMap((one) =>
    one.resources ? [[one.name, one.resources.requests, one.allocatedResources]] : [],
  );
  const resize = status.conditions?.find(({ type }) => type === 'PodResizePending');
  return JSON.stringify([
    asked(spec.containers),
    asked(spec.initContainers),
    spec.resources?.requests,
    spec.overhead,
    granted,
    resize ? [resize.status, resize.reason] : 0,
    status.resources?.requests,
    status.allocatedResources,
  ]);
}

function portsOf(spec: PodSpec): readonly HostPort[] {
  const ports = hostPorts(spec);
  return ports.length === 0 ? nothing : ports;
}

function volumesOf(
  pod: string,
  volumes: readonly Volume[] | undefined,
): Pick<PodRecord, 'claims' | 'ephemeral' | 'disks'> {
  const claims: string[] = [];
  const ephemeral: string[] = [];
  const disks: InlineDisk[] = [];
  for (const volume of volumes ?? []) {
    if (volume.persistentVolumeClaim) claims.push(volume.persistentVolumeClaim.claimName);
    else if (volume.ephemeral) ephemeral.push(`${pod}-${volume.name}`);
    else disks.push(...inlineDisk(volume));
  }
  const kept = <T>(list: readonly T[]): readonly T[] => (list.length === 0 ? nothing : list);
  return { claims: kept(claims), ephemeral: kept(ephemeral), disks: kept(disks) };
}

function inlineDisk(volume: Volume): InlineDisk[] {
  for (const kind of ['gcePersistentDisk', 'awsElasticBlockStore', 'iscsi', 'rbd'] as const) {
    const source = volume[kind];
    if (typeof source !== 'object' || source === null) continue;
    const fields: Readonly<Record<string, unknown>> = { ...source };
    const text = (name: string, missing = ''): string => String(fields[name] ?? missing);
    const id = {
      gcePersistentDisk: text('pdName'),
      awsElasticBlockStore: text('volumeID'),
      iscsi: text('iqn'),
      rbd: `${text('pool', 'rbd')}/${text('image')}`,
    }[kind];
    const monitors = Array.isArray(fields['monitors']) ? fields['monitors'].map(String) : [];
    return [{ kind, id, monitors, readOnly: fields['readOnly'] === true }];
  }
  return [];
}
