import type {
  EvidenceKey,
  KeyedObject,
  LogTail,
  NamedKind,
  OwnerLink,
  PodSpecFacts,
  Snapshot,
  Target,
} from '../core/evidence.ts';
import type {
  KubeEvent,
  KubeNode,
  OwnerReference,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  Service,
  StorageClass,
  Workload,
} from '../core/kubernetes.ts';
import { absent, found, mapLookup, unasked, valueOf, type Lookup } from '../core/lookup.ts';
import type { ClusterReader } from '../core/reader.ts';
import { regarding } from '../facts/events.ts';
import { nameOf } from '../facts/metadata.ts';
import { podStatusOf } from '../facts/pod-status.ts';
import { kindNamed } from '../facts/resources.ts';
import { selectorText } from '../facts/selectors.ts';
import { statedClaims } from '../facts/storage.ts';
import { logsWorthReading, looksFine, referencedNames, waitsForNode, waitsForReferences } from '../facts/trouble.ts';
import { podSpecFacts, templateOf, templatePathOf } from '../facts/workload.ts';
import { worstPod } from '../facts/worst-pod.ts';
import { Asker } from './asker.ts';

/** Requests that one target may cost. */
export const requestLimit = 14;
/** An owner adds its own rounds: the owner, its events, its children and pods. */
const ownerRequestLimit = requestLimit + 6;
/** From so many names of one kind on, one list is cheaper than asking for each. */
const listFrom = 3;
const mostLogs = 3;

type Draft = { -readonly [K in keyof Snapshot]: Snapshot[K] };

/**
 * Reads everything that the rules need about one target, and no more. What does not depend on each other is asked for at once:
 * a healthy pod costs one round of three requests, a broken one at most three rounds.
 */
export async function gather(
  reader: ClusterReader,
  target: Target,
  needs: ReadonlySet<EvidenceKey>,
): Promise<Snapshot> {
  if (target.kind === 'Pod') {
    const asker = new Asker(reader, requestLimit);
    const draft = emptyDraft(target);
    const [pod, events, services] = await Promise.all([
      asker.get<Pod>('Pod', target.namespace, target.name),
      podEvents(asker, target.namespace, target.name),
      listServices(asker, target.namespace, needs),
    ]);
    Object.assign(draft, { pod, services });
    if (pod.state === 'found') {
      draft.events = mapLookup(events, (list) => ofUid(list, pod.value.metadata?.uid));
      draft.chain = chainByName(pod.value);
      await gatherAround(asker, draft, pod.value, needs);
    }
    return finish(draft, asker);
  }
  return gatherOwner(new Asker(reader, ownerRequestLimit), target, needs);
}

/** The same for a pod that a list has already delivered. */
export async function gatherListed(
  reader: ClusterReader,
  pod: Pod,
  needs: ReadonlySet<EvidenceKey>,
): Promise<Snapshot> {
  const asker = new Asker(reader, requestLimit);
  const target = { kind: 'Pod', namespace: pod.metadata?.namespace ?? 'default', name: nameOf(pod) };
  const draft = emptyDraft(target);
  const [events, services] = await Promise.all([
    podEvents(asker, target.namespace, target.name),
    listServices(asker, target.namespace, needs),
  ]);
  Object.assign(draft, { pod: found(pod), services, chain: chainByName(pod) });
  draft.events = mapLookup(events, (list) => ofUid(list, pod.metadata?.uid));
  await gatherAround(asker, draft, pod, needs);
  return finish(draft, asker);
}

function emptyDraft(target: Target): Draft {
  return {
    asOf: 0,
    target,
    pod: unasked,
    chain: [],
    ownerPods: unasked,
    children: unasked,
    events: unasked,
    ownerEvents: unasked,
    logs: unasked,
    node: unasked,
    nodes: unasked,
    podsOnNodes: unasked,
    configMaps: new Map(),
    secrets: new Map(),
    serviceAccounts: new Map(),
    names: new Map(),
    claims: new Map(),
    claimEvents: unasked,
    storageClasses: unasked,
    persistentVolumes: unasked,
    services: unasked,
    quotas: unasked,
    limitRanges: unasked,
    gaps: [],
  };
}

function finish(draft: Draft, asker: Asker): Snapshot {
  return { ...draft, asOf: asker.now(), gaps: asker.gaps };
}

function podEvents(asker: Asker, namespace: string, name: string): Promise<Lookup<readonly KubeEvent[]>> {
  const fieldSelector = `involvedObject.kind=Pod,involvedObject.name=${name}`;
  return asker.list<KubeEvent>('Event', { namespace, fieldSelector }, 'events');
}

async function listServices(
  asker: Asker,
  namespace: string,
  needs: ReadonlySet<EvidenceKey>,
): Promise<Lookup<readonly Service[]>> {
  return needs.has('services') ? asker.list<Service>('Service', { namespace }) : unasked;
}

/** Events of this very pod: one that was replaced under the same name had others. */
function ofUid(events: readonly KubeEvent[], uid: string | undefined): KubeEvent[] {
  return events.filter((event) => !uid || !regarding(event).uid || regarding(event).uid === uid);
}

function controllerOf(
  object: { metadata?: { ownerReferences?: OwnerReference[] } } | undefined,
): OwnerReference | undefined {
  const references = object?.metadata?.ownerReferences ?? [];
  return references.find((reference) => reference.controller) ?? references[0];
}

function chainByName(pod: Pod): OwnerLink[] {
  const owner = controllerOf(pod);
  return owner ? [link(owner, unasked)] : [];
}

function link({ kind, name, uid }: OwnerReference, object: Lookup<Workload>): OwnerLink {
  return { kind, name, ...(uid ? { uid } : {}), object };
}

/** Rounds two and three: what stands around a pod that is not plainly fine. */
async function gatherAround(asker: Asker, draft: Draft, pod: Pod, needs: ReadonlySet<EvidenceKey>): Promise<void> {
  const status = podStatusOf(pod);
  if (looksFine(status)) return;
  const { namespace } = draft.target;
  const spec = podSpecFacts({ metadata: pod.metadata ?? {}, spec: pod.spec ?? {} }, 'spec');
  const wantsNode = needs.has('node') && status.nodeName !== undefined;
  const wantsCluster = needs.has('cluster') && waitsForNode(status);
  const wantsClaims = needs.has('storage') && (waitsForNode(status) || waitsForReferences(status));
  const claimNames = wantsClaims ? [...new Set(statedClaims(spec).map(({ claimName }) => claimName))] : [];

  const [owners, node, nodes, podsOnNodes, , claimEvents] = await Promise.all([
    needs.has('owner') && draft.chain.every(({ object }) => object.state === 'unasked')
      ? readChain(asker, namespace, pod)
      : draft.chain,
    wantsNode ? asker.get<KubeNode>('Node', undefined, status.nodeName ?? '') : unasked,
    wantsCluster ? asker.list<KubeNode>('Node', {}) : unasked,
    wantsCluster ? listPodsOnNodes(asker) : unasked,
    needs.has('references') && waitsForReferences(status) ? readReferences(asker, draft, spec) : undefined,
    claimNames.length > 0
      ? asker.list<KubeEvent>(
          'Event',
          { namespace, fieldSelector: 'involvedObject.kind=PersistentVolumeClaim' },
          'events of claims',
        )
      : unasked,
    readClaims(asker, draft, claimNames),
    needs.has('logs') ? readLogs(asker, draft, pod) : undefined,
  ]);
  Object.assign(draft, { chain: owners, node, nodes, podsOnNodes, claimEvents });

  await Promise.all([
    readSecondOwner(asker, draft, needs),
    readNames(asker, draft, claimNames),
    claimNames.length > 0 ? readStorage(asker, draft) : undefined,
  ]);
}

function listPodsOnNodes(asker: Asker): Promise<Lookup<readonly Pod[]>> {
  const fieldSelector = 'spec.nodeName!=,status.phase!=Succeeded,status.phase!=Failed';
  return asker.list<Pod>('Pod', { fieldSelector }, 'pods of all namespaces');
}

/** The direct owner and, for a ReplicaSet that a Deployment plainly made, the Deployment at the same time. */
async function readChain(asker: Asker, namespace: string, pod: Pod): Promise<OwnerLink[]> {
  const owner = controllerOf(pod);
  if (!owner) return [];
  if (!kindNamed(owner.kind)) return [link(owner, unasked)];
  return [link(owner, await asker.get<Workload>(owner.kind, namespace, owner.name))];
}

async function readSecondOwner(asker: Asker, draft: Draft, needs: ReadonlySet<EvidenceKey>): Promise<void> {
  const [direct] = draft.chain;
  const owner = controllerOf(direct ? valueOf(direct.object) : undefined);
  if (!needs.has('owner') || !direct || !owner || draft.chain.length > 1) return;
  const known = kindNamed(owner.kind) !== undefined;
  const object = known ? await asker.get<Workload>(owner.kind, draft.target.namespace, owner.name) : unasked;
  draft.chain = [direct, link(owner, object)];
}

async function readReferences(asker: Asker, draft: Draft, spec: PodSpecFacts): Promise<void> {
  const { namespace } = draft.target;
  const [configMaps, secrets] = await Promise.all([
    readKeyed(asker, draft, 'ConfigMap', namespace, referencedNames(spec, 'ConfigMap')),
    readKeyed(asker, draft, 'Secret', namespace, referencedNames(spec, 'Secret')),
  ]);
  Object.assign(draft, { configMaps, secrets });
}

async function readKeyed(
  asker: Asker,
  draft: Draft,
  kind: 'ConfigMap' | 'Secret',
  namespace: string,
  names: readonly string[],
): Promise<Map<string, Lookup<KeyedObject>>> {
  if (names.length < listFrom) {
    const lookups = await Promise.all(names.map((name) => asker.keyed(kind, namespace, name)));
    return new Map(names.map((name, index) => [name, lookups[index] ?? unasked]));
  }
  const list = await asker.listKeyed(kind, namespace);
  if (list.state !== 'found') return new Map(names.map((name) => [name, list]));
  addNames(draft, kind, list.value);
  return new Map(
    names.map((name) => {
      const object = list.value.find((one) => one.name === name);
      return [name, object ? found(object) : absent];
    }),
  );
}

function addNames(draft: Draft, kind: NamedKind, objects: readonly KeyedObject[]): void {
  draft.names = new Map([...draft.names, [kind, objects.map(({ name }) => name).sort()]]);
}

/** What exists instead of the names that do not. */
async function readNames(asker: Asker, draft: Draft, claimNames: readonly string[]): Promise<void> {
  const missing = (lookups: Iterable<Lookup<unknown>>): boolean => [...lookups].some(({ state }) => state === 'absent');
  const kinds: NamedKind[] = [];
  if (missing(draft.configMaps.values())) kinds.push('ConfigMap');
  if (missing(draft.secrets.values())) kinds.push('Secret');
  if (claimNames.some((name) => draft.claims.get(name)?.state === 'absent')) kinds.push('PersistentVolumeClaim');
  await Promise.all(
    kinds
      .filter((kind) => !draft.names.has(kind))
      .map(async (kind) => {
        const list = await asker.listKeyed(kind, draft.target.namespace);
        if (list.state === 'found') addNames(draft, kind, list.value);
      }),
  );
}

async function readClaims(asker: Asker, draft: Draft, names: readonly string[]): Promise<void> {
  const { namespace } = draft.target;
  const lookups = await Promise.all(
    names.map((name) => asker.get<PersistentVolumeClaim>('PersistentVolumeClaim', namespace, name)),
  );
  draft.claims = new Map(names.map((name, index) => [name, lookups[index] ?? unasked]));
}

async function readStorage(asker: Asker, draft: Draft): Promise<void> {
  const [storageClasses, persistentVolumes] = await Promise.all([
    asker.list<StorageClass>('StorageClass', {}),
    asker.list<PersistentVolume>('PersistentVolume', {}),
  ]);
  Object.assign(draft, { storageClasses, persistentVolumes });
}

async function readLogs(asker: Asker, draft: Draft, pod: Pod): Promise<void> {
  const status = podStatusOf(pod);
  const worth = logsWorthReading(status).slice(0, mostLogs);
  const lookups = await Promise.all(
    worth.map(({ container, previous }) =>
      asker.log({ namespace: status.namespace, pod: status.name, container: container.name, previous }),
    ),
  );
  const tails = lookups.flatMap((lookup): LogTail[] => (lookup.state === 'found' ? [lookup.value] : []));
  const refused = lookups.find(({ state }) => state === 'refused');
  draft.logs = tails.length === 0 && refused?.state === 'refused' ? refused : found(tails);
}

/** An owner: itself, then its children, pods and events, then all about its worst pod, or why it has none. */
async function gatherOwner(asker: Asker, target: Target, needs: ReadonlySet<EvidenceKey>): Promise<Snapshot> {
  const draft = emptyDraft(target);
  const { namespace } = target;
  const [owner, services] = await Promise.all([
    asker.get<Workload>(target.kind, namespace, target.name),
    listServices(asker, namespace, needs),
  ]);
  draft.services = services;
  const top: OwnerLink = link({ kind: target.kind, name: target.name, ...uidOf(valueOf(owner)) }, owner);
  draft.chain = [top];
  if (owner.state !== 'found') return finish(draft, asker);

  const childKind = target.kind === 'Deployment' ? 'ReplicaSet' : target.kind === 'CronJob' ? 'Job' : undefined;
  const [ownerEvents, childList, podList] = await Promise.all([
    readOwnerEvents(asker, target, childKind),
    childKind ? asker.list<Workload>(childKind, { namespace, ...selectorOption(owner.value) }) : unasked,
    asker.list<Pod>('Pod', { namespace, ...podSelectorOption(owner.value) }),
  ]);
  draft.children = mapLookup(childList, (list) => newestFirst(ownedBy(list, owner.value)));
  const parents = [owner.value, ...(valueOf(draft.children) ?? [])];
  draft.ownerPods = mapLookup(podList, (list) => list.filter((pod) => parents.some((parent) => owns(parent, pod))));
  draft.ownerEvents = mapLookup(ownerEvents, (list) =>
    list.filter((event) => parents.some((one) => isAbout(event, one))),
  );

  const pod = worstPod(owner.value, valueOf(draft.children) ?? [], valueOf(draft.ownerPods) ?? [], asker.now());
  if (!pod) {
    draft.pod = draft.ownerPods.state === 'found' ? absent : unasked;
    await gatherWithoutPod(asker, draft, owner.value, needs);
    return finish(draft, asker);
  }
  const child = (valueOf(draft.children) ?? []).find((one) => owns(one, pod));
  if (child) draft.chain = [link({ kind: childKind ?? '', name: nameOf(child), ...uidOf(child) }, found(child)), top];
  draft.pod = found(pod);
  const [events] = await Promise.all([
    podEvents(asker, namespace, nameOf(pod)),
    gatherAround(asker, draft, pod, needs),
    failsToCreate(draft) ? readLimits(asker, draft) : undefined,
  ]);
  draft.events = mapLookup(events, (list) => ofUid(list, pod.metadata?.uid));
  return finish(draft, asker);
}

function uidOf(object: Workload | undefined): { uid?: string } {
  return object?.metadata?.uid ? { uid: object.metadata.uid } : {};
}

function selectorOption(owner: Workload): { labelSelector?: string } {
  const labelSelector = owner.kind === 'CronJob' ? '' : selectorText(owner.spec?.selector);
  return labelSelector ? { labelSelector } : {};
}

/** Pods of a CronJob are those of its Jobs; all of them carry the label `job-name`. */
function podSelectorOption(owner: Workload): { labelSelector?: string } {
  return owner.kind === 'CronJob' ? { labelSelector: 'job-name' } : selectorOption(owner);
}

function readOwnerEvents(
  asker: Asker,
  target: Target,
  childKind: string | undefined,
): Promise<Lookup<readonly KubeEvent[]>> {
  const fieldSelector = childKind
    ? 'involvedObject.kind!=Pod,involvedObject.kind!=Node'
    : `involvedObject.kind=${target.kind},involvedObject.name=${target.name}`;
  return asker.list<KubeEvent>(
    'Event',
    { namespace: target.namespace, fieldSelector },
    `events of ${target.kind} ${target.name}`,
  );
}

function owns(parent: Workload, child: { metadata?: { ownerReferences?: OwnerReference[] } }): boolean {
  const owner = controllerOf(child);
  if (!owner || !parent.metadata) return false;
  return owner.uid && parent.metadata.uid
    ? owner.uid === parent.metadata.uid
    : owner.kind === parent.kind && owner.name === parent.metadata.name;
}

function ownedBy(list: readonly Workload[], parent: Workload): Workload[] {
  return list.filter((child) => owns(parent, child));
}

function isAbout(event: KubeEvent, object: Workload): boolean {
  const about = regarding(event);
  return about.uid && object.metadata?.uid
    ? about.uid === object.metadata.uid
    : about.kind === object.kind && about.name === object.metadata?.name;
}

function newestFirst(list: readonly Workload[]): Workload[] {
  const created = (object: Workload): string => object.metadata?.creationTimestamp ?? '';
  return [...list].sort((a, b) => {
    if (created(a) !== created(b)) return created(a) < created(b) ? 1 : -1;
    return nameOf(a) < nameOf(b) ? -1 : 1;
  });
}

function failsToCreate(draft: Draft): boolean {
  return (valueOf(draft.ownerEvents) ?? []).some((event) => event.reason === 'FailedCreate');
}

/** No pod to read: what the template names, what limits its namespace, and for a DaemonSet the nodes it could want a pod on. */
async function gatherWithoutPod(
  asker: Asker,
  draft: Draft,
  owner: Workload,
  needs: ReadonlySet<EvidenceKey>,
): Promise<void> {
  const template = templateOf(owner);
  const spec = podSpecFacts(template ?? {}, templatePathOf(owner.kind ?? ''));
  const accounts = referencedNames(spec, 'ServiceAccount');
  const wantsNodes = needs.has('cluster') && owner.kind === 'DaemonSet';
  const [nodes] = await Promise.all([
    wantsNodes ? asker.list<KubeNode>('Node', {}) : unasked,
    readLimits(asker, draft),
    accounts.length > 0 ? readAccounts(asker, draft, accounts) : undefined,
    readSecondOwner(asker, draft, needs),
  ]);
  draft.nodes = nodes;
}

async function readAccounts(asker: Asker, draft: Draft, names: readonly string[]): Promise<void> {
  const list = await asker.listKeyed('ServiceAccount', draft.target.namespace);
  if (list.state === 'found') addNames(draft, 'ServiceAccount', list.value);
  draft.serviceAccounts = new Map(
    names.map((name): [string, Lookup<KeyedObject>] => {
      if (list.state !== 'found') return [name, list];
      const account = list.value.find((one) => one.name === name);
      return [name, account ? found(account) : absent];
    }),
  );
}

async function readLimits(asker: Asker, draft: Draft): Promise<void> {
  const { namespace } = draft.target;
  const [quotas, limitRanges] = await Promise.all([
    asker.list('ResourceQuota', { namespace }),
    asker.list('LimitRange', { namespace }),
  ]);
  Object.assign(draft, { quotas, limitRanges });
}
