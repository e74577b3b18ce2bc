import type { ContainerFacts, EventFacts, KeyedObject, PodStatusFacts, Reference } from '../core/evidence.ts';
import type { Confidence } from '../core/finding.ts';
import { unasked, type Lookup } from '../core/lookup.ts';
import { aboutContainer, newest } from './events.ts';
import { missingInText, type NamedMissing } from './missing-text.ts';
import { newestOfEachVolume, volumeFailureOf } from './mount-error.ts';
import {
  isPrepared,
  isToBePrepared,
  lastPrepared,
  standingEvents,
  waitingSeconds,
  waitsUnspoken,
} from './preparation.ts';
import { similarNames } from './similar.ts';

/**
 * `blocking`: something waits for it now. `ahead`: what needs it has not come so far, and will not get further. `appeared`: it was missing and
 * is there now; the kubelet tries again by itself. `vanished`: the pod runs with the copy that it has, and no new pod would start.
 */
export type MissingState = 'blocking' | 'ahead' | 'appeared' | 'vanished';

/** A ConfigMap or Secret, or one key of it, that the pod needs and that is not there. */
export interface MissingReference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  /** The key that is missing; missing where the whole object is. */
  readonly key?: string;
  readonly state: MissingState;
  readonly confidence: Confidence;
  /** Where the pod spec asks for it. Empty where only the kubelet's text names it (a secret of a CSI driver). */
  readonly uses: readonly Reference[];
  /** Containers whose status or events name it. */
  readonly blocked: readonly ContainerFacts[];
  /** The newest event that says so. */
  readonly event?: EventFacts;
  /** What the API server says of the object. */
  readonly object: Lookup<KeyedObject>;
  /** Existing names (of objects, or keys of the object where a key is missing) that are like the one that is wanted. */
  readonly similar: readonly string[];
}

/** What speaks for one thing being missing, as it is collected. */
interface Claim {
  readonly missing: NamedMissing & { name: string };
  readonly state: MissingState;
  readonly confidence: Confidence;
  readonly container?: ContainerFacts;
  readonly event?: EventFacts;
}

/** A pod that waits this long, with its events gone, waits for something: seconds. */
const longEnough = 15;
/** The kubelet mounts the volumes of a running pod anew every minute or two: a failure older than this is over. Seconds. */
const remountWindow = 300;

/**
 * The ConfigMaps, Secrets and keys that keep a live pod from starting, each once: first what the kubelet says (status, then events), then what looking
 * for the objects shows. Optional references are never missing. A pod that ends or is to be deleted waits for nothing.
 */
export function missingReferences(
  status: PodStatusFacts,
  references: readonly Reference[] | undefined,
  events: readonly EventFacts[] | undefined,
  now: number,
): MissingReference[] {
  if (!isToBePrepared(status)) return [];
  const wanted = (references ?? []).filter(
    ({ via, optional, kind }) => isRead(via) && !optional && kind !== 'ServiceAccount',
  );
  const claims = [
    ...status.containers.flatMap((container) => toldOfContainer(container, events)),
    ...toldOfVolumes(status, wanted, events, now),
    ...wanted.flatMap((reference) => foundMissing(reference, status, events, now)),
  ];
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) {
    const { kind, name, key = '' } = claim.missing;
    const id = `${kind}/${name}/${key}`;
    groups.set(id, [...(groups.get(id) ?? []), claim]);
  }
  return [...groups.values()].map((group) => joined(group, wanted));
}

function isRead(via: Reference['via']): boolean {
  return via === 'env' || via === 'envFrom' || via === 'volume';
}

/** The message of a waiting container, else its newest failure while its status does not tell. */
function toldOfContainer(container: ContainerFacts, events: readonly EventFacts[] | undefined): Claim[] {
  if (!container.waiting) return [];
  const said = named(missingInText(container.waiting.message));
  const confidence = 'certain';
  if (said.length > 0) return said.map((missing) => ({ missing, state: 'blocking', confidence, container }));
  if (!waitsUnspoken(container) && container.waiting.reason !== 'CreateContainerConfigError') return [];
  if (container.waiting.message !== '') return [];
  const event = newest(aboutContainer(events, container.name), 'Failed', 'Created', 'Started');
  if (event?.reason !== 'Failed') return [];
  return named(missingInText(event.message)).map((missing) => ({
    missing,
    state: 'blocking',
    confidence,
    container,
    event,
  }));
}

function named(list: readonly NamedMissing[]): (NamedMissing & { name: string })[] {
  return list.flatMap((missing) => (missing.name === undefined ? [] : [{ ...missing, name: missing.name }]));
}

/** What events about volumes say: while the pod is prepared, or of a pod that runs and whose volumes are refreshed. */
function toldOfVolumes(
  status: PodStatusFacts,
  wanted: readonly Reference[],
  events: readonly EventFacts[] | undefined,
  now: number,
): Claim[] {
  const standing = standingEvents(status, events, 'FailedMount');
  const later = standing.length > 0 ? [] : remountFailures(status, events, now);
  const state: MissingState = standing.length > 0 ? 'blocking' : 'vanished';
  return newestOfEachVolume(standing.length > 0 ? standing : later).flatMap(({ event, volume, detail }) =>
    missingInText(detail).flatMap((missing): Claim[] => {
      const name = missing.name ?? holderOf(wanted, volume, missing);
      return name === undefined ? [] : [{ missing: { ...missing, name }, state, confidence: 'certain', event }];
    }),
  );
}

function remountFailures(status: PodStatusFacts, events: readonly EventFacts[] | undefined, now: number): EventFacts[] {
  const prepared = lastPrepared(status, events);
  if (prepared === undefined || !status.containers.some(({ running }) => running)) return [];
  return (events ?? []).filter(
    ({ reason, last }) => reason === 'FailedMount' && last > prepared + 30_000 && now - last < remountWindow * 1000,
  );
}

/** The object whose key a volume asks for: texts about keys of volumes do not name it. */
function holderOf(wanted: readonly Reference[], volume: string | undefined, missing: NamedMissing): string | undefined {
  const users = wanted.filter(({ via, kind, key }) => via === 'volume' && kind === missing.kind && key === missing.key);
  return (users.find(({ holder }) => holder === volume) ?? users[0])?.name;
}

/** What the answer about the object itself shows, where the kubelet has not said it (yet, or any more). */
function foundMissing(
  reference: Reference,
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
  now: number,
): Claim[] {
  const { object, key, name } = reference;
  const kind = reference.kind === 'Secret' ? 'Secret' : 'ConfigMap';
  const state = stageOf(reference, status, events);
  if (!state) return [];
  if (object.state === 'absent') {
    if (object.assumed === undefined) return [{ missing: { kind, name }, state, confidence: 'certain' }];
    // A file may leave out a kind on purpose: only a pod that waits without a word for a volume speaks for its absence.
    const silent =
      reference.via === 'volume' && (events ?? []).length === 0 && waitingSeconds(status, now) >= longEnough;
    return silent ? [{ missing: { kind, name }, state, confidence: 'likely' }] : [];
  }
  if (object.state !== 'found' || key === undefined || !object.value.keys || object.value.keys.includes(key)) return [];
  return [{ missing: { kind, name, key }, state, confidence: 'likely' }];
}

/** Whether something waits for the reference now, will do so, or is past it (undefined). */
function stageOf(
  reference: Reference,
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
): MissingState | undefined {
  if (reference.via === 'volume') {
    return isPrepared(status) || lastPrepared(status, events) !== undefined ? undefined : 'blocking';
  }
  const container = status.containers.find(({ name }) => name === reference.container?.name);
  if (!container?.waiting || container.kind === 'ephemeral') return undefined;
  if (container.waiting.reason === 'CreateContainerConfigError') return 'blocking';
  const began = newest(aboutContainer(events, container.name), 'Created', 'Started') !== undefined;
  return container.last || container.restarts > 0 || began ? undefined : 'ahead';
}

const states: readonly MissingState[] = ['blocking', 'ahead', 'appeared', 'vanished'];

/** All that is known of one missing thing. */
function joined(claims: readonly Claim[], wanted: readonly Reference[]): MissingReference {
  const [first] = claims;
  const { kind, name, key } = first?.missing ?? { kind: 'ConfigMap', name: '', key: undefined };
  const uses = wanted.filter((use) => use.kind === kind && use.name === name && (key === undefined || use.key === key));
  const object = wanted.find((use) => use.kind === kind && use.name === name)?.object ?? unasked;
  const told = claims.some(({ container, event }) => container ?? event);
  const nearest = [...claims].sort((a, b) => states.indexOf(a.state) - states.indexOf(b.state))[0]?.state ?? 'blocking';
  const keys = object.state === 'found' ? object.value.keys : undefined;
  const there = object.state === 'found' && (key === undefined || keys?.includes(key) === true);
  const event = claims.findLast((claim) => claim.event)?.event;
  const blocked = [...new Set(claims.flatMap(({ container }) => (container ? [container] : [])))];
  return {
    kind,
    name,
    ...(key === undefined ? {} : { key }),
    state: there ? 'appeared' : nearest,
    confidence: told ? 'certain' : (first?.confidence ?? 'likely'),
    uses,
    blocked,
    ...(event ? { event } : {}),
    object,
    similar: key === undefined ? (uses[0]?.similar ?? []) : similarNames(key, keys ?? []),
  };
}

/** The volumes whose failures a missing object explains, as FailedMount events name them: other rules leave them alone. */
export function explainedByMissing(event: EventFacts): boolean {
  const { detail } = volumeFailureOf(event);
  return missingInText(detail).length > 0;
}
