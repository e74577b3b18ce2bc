import type { PersistentVolume, PersistentVolumeClaim } from '../../core/kubernetes.ts';
import { nameOf } from '../../facts/metadata.ts';
import { matchesTerm, requirementText } from '../../facts/node-affinity.ts';
import { formatQuantity, parseQuantity } from '../../facts/quantity.ts';
import { matchesSelector } from '../../facts/selectors.ts';
import { unfit } from '../../facts/volume-match.ts';
import { claimSize, isBound, missingKinds, objectOf, volumeSize } from '../lookups.ts';
import type { FitIndex, NodeRecord } from '../node-index.ts';
import { storageClassName } from '../objects.ts';
import { unresolvable, type Incoming, type Plugin, type Prepared, type Rejection } from '../plugin.ts';

const name = 'VolumeBinding';
const selectedNode = 'volume.kubernetes.io/selected-node';

/** Where bound volumes can be reached, and where those that wait for their first consumer can be found or made. */
export const volumeBinding: Plugin = {
  name,
  prepare(incoming, index) {
    const { claims, ephemeral } = incoming.record;
    if (claims.length + ephemeral.length === 0) return {};
    const unread = missingKinds(name, index, 'claims');
    if (unread.length > 0) return { unchecked: unread };
    const refused = claimTrouble(incoming, index);
    if (refused) return { reject: unresolvable(refused) };
    return prepareClaims(incoming, index);
  },
};

function prepareClaims({ record }: Incoming, index: FitIndex): Prepared {
  const bound: PersistentVolumeClaim[] = [];
  const delayed: PersistentVolumeClaim[] = [];
  const classes = missingKinds(name, index, 'storageClasses');
  for (const claimName of [...record.claims, ...record.ephemeral]) {
    const claim = objectOf(index, 'claims', claimName, record.namespace);
    if (!claim) continue;
    if (isBound(claim)) bound.push(claim);
    else if (isDelayed(claim, index)) delayed.push(claim);
    else if (classes.length === 0 || claim.spec?.volumeName)
      return {
        reject: unresolvable('pod has unbound immediate PersistentVolumeClaims', `claim ${claimName} is not bound`),
      };
  }
  delayed.sort((a, b) => order(claimSize(a) ?? 0n, claimSize(b) ?? 0n));
  const kinds = delayed.length > 0 ? (['volumes', 'csiDrivers', 'storageCapacities'] as const) : (['volumes'] as const);
  const candidates = candidatesOf(delayed, index);
  return {
    unchecked: [...(delayed.length < record.claims.length ? [] : classes), ...missingKinds(name, index, ...kinds)],
    filter: (node) =>
      combined([...boundReasons(bound, node, index), ...delayedReasons(delayed, candidates, node, index)]),
  };
}

/** What is wrong with a claim before any node is looked at. */
function claimTrouble({ record, pod }: Incoming, index: FitIndex): string | undefined {
  const own = `${record.namespace}/${record.name}`;
  for (const volume of pod.spec?.volumes ?? []) {
    const owned = !volume.persistentVolumeClaim && volume.ephemeral !== undefined;
    const claimName = owned ? `${record.name}-${volume.name}` : volume.persistentVolumeClaim?.claimName;
    if (claimName === undefined) continue;
    const claim = objectOf(index, 'claims', claimName, record.namespace);
    if (!claim && owned)
      return `waiting for ephemeral volume controller to create the persistentvolumeclaim "${claimName}"`;
    if (!claim) return `persistentvolumeclaim "${claimName}" not found`;
    if (claim.status?.phase === 'Lost')
      return `persistentvolumeclaim "${claimName}" bound to non-existent persistentvolume "${claim.spec?.volumeName ?? ''}"`;
    if (claim.metadata?.deletionTimestamp) return `persistentvolumeclaim "${claimName}" is being deleted`;
    const controller = claim.metadata?.ownerReferences?.find(({ controller: is }) => is);
    if (owned && (controller?.uid ?? '') !== record.uid)
      return `PVC ${record.namespace}/${claimName} was not created for pod ${own} (pod is not owner)`;
  }
  return undefined;
}

function isDelayed(claim: PersistentVolumeClaim, index: FitIndex): boolean {
  if (claim.spec?.volumeName) return false;
  const storageClass = objectOf(index, 'storageClasses', storageClassName(claim));
  return storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
}

const reasons = {
  conflict: "node(s) didn't match PersistentVolume's node affinity",
  unbound: "node(s) didn't find available persistent volumes to bind",
  space: 'node(s) did not have enough free storage',
  gone: 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)',
};

type Found = readonly [kind: keyof typeof reasons, detail: string];

function combined(found: readonly Found[]): Rejection | undefined {
  if (found.length === 0) return undefined;
  const kinds = (Object.keys(reasons) as (keyof typeof reasons)[]).filter((kind) =>
    found.some(([one]) => one === kind),
  );
  return {
    code: 'UnschedulableAndUnresolvable',
    reasons: kinds.map((kind) => reasons[kind]),
    details: found.map(([, detail]) => detail),
  };
}

function boundReasons(claims: readonly PersistentVolumeClaim[], node: NodeRecord, index: FitIndex): Found[] {
  for (const claim of claims) {
    const volumeName = claim.spec?.volumeName ?? '';
    const volume = objectOf(index, 'volumes', volumeName);
    if (!volume && !index.objects.volumes) continue;
    if (!volume) return [['gone', `volume ${volumeName} does not exist`]];
    if (!reaches(volume, node))
      return [['conflict', `volume ${volumeName} can only be used where ${placeText(volume)}`]];
  }
  return [];
}

/** The node affinity of a volume is asked about labels alone: its terms on fields are not evaluated. */
function reaches(volume: PersistentVolume, { node }: NodeRecord): boolean {
  const required = volume.spec?.nodeAffinity?.required;
  if (!required) return true;
  return (required.nodeSelectorTerms ?? []).some(({ matchExpressions = [], matchFields = [] }) =>
    matchExpressions.length === 0 ? matchFields.length > 0 : matchesTerm({ matchExpressions }, node),
  );
}

function placeText({ spec }: PersistentVolume): string {
  const terms = spec?.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  return terms.map(({ matchExpressions = [] }) => matchExpressions.map(requirementText).join(' and ')).join(', or ');
}

/** The volumes that could serve a claim as far as that does not depend on the node; `own` are those promised to it. */
interface Candidates {
  readonly own: readonly PersistentVolume[];
  readonly free: readonly PersistentVolume[];
}

function candidatesOf(
  claims: readonly PersistentVolumeClaim[],
  index: FitIndex,
): ReadonlyMap<PersistentVolumeClaim, Candidates> {
  return new Map(
    claims.map((claim) => {
      const inClass = (index.objects.volumes ?? []).filter((one) => storageClassName(one) === storageClassName(claim));
      const own = inClass.filter((volume) => isPromised(volume, claim) && fitsPromise(volume, claim));
      const free = inClass
        .filter(
          (volume) =>
            !volume.spec?.claimRef && volume.status?.phase === 'Available' && unfit(volume, claim).length === 0,
        )
        .filter((volume) => !volume.metadata?.deletionTimestamp && attributesClass(volume) === attributesClass(claim))
        .sort((a, b) => order(volumeSize(a), volumeSize(b)));
      return [claim, { own, free }];
    }),
  );
}

function isPromised({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  const ref = spec?.claimRef;
  if (!ref || ref.name !== metadata?.name || ref.namespace !== metadata?.namespace) return false;
  return !ref.uid || ref.uid === metadata?.uid;
}

/** Of a volume that names the claim only size, mode and attributes are asked. */
function fitsPromise(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const mode = (object: PersistentVolume | PersistentVolumeClaim): string => object.spec?.volumeMode ?? 'Filesystem';
  return (
    volumeSize(volume) >= (claimSize(claim) ?? 0n) &&
    mode(volume) === mode(claim) &&
    !volume.metadata?.deletionTimestamp &&
    attributesClass(volume) === attributesClass(claim)
  );
}

function attributesClass({ spec }: PersistentVolume | PersistentVolumeClaim): string {
  const value = spec && 'volumeAttributesClassName' in spec ? spec.volumeAttributesClassName : undefined;
  return typeof value === 'string' ? value : '';
}

function delayedReasons(
  claims: readonly PersistentVolumeClaim[],
  candidates: ReadonlyMap<PersistentVolumeClaim, Candidates>,
  node: NodeRecord,
  index: FitIndex,
): Found[] {
  const selectedOf = (claim: PersistentVolumeClaim): string | undefined => claim.metadata?.annotations?.[selectedNode];
  const elsewhere = claims.find((claim) => (selectedOf(claim) ?? node.name) !== node.name);
  if (elsewhere) {
    const chosen = selectedOf(elsewhere) ?? '';
    return [['unbound', `claim ${nameOf(elsewhere)} is being made for node ${chosen}`]];
  }
  const taken = new Set<PersistentVolume>();
  for (const claim of claims) {
    const volume = selectedOf(claim) === undefined ? staticMatch(candidates.get(claim), taken, node) : undefined;
    if (volume) taken.add(volume);
    else {
      const refused = provisionRefusal(claim, node, index);
      if (refused) return [refused];
    }
  }
  return [];
}

/** Bound volumes first: one that names the claim is taken or nothing is. */
function staticMatch(
  candidates: Candidates | undefined,
  taken: ReadonlySet<PersistentVolume>,
  node: NodeRecord,
): PersistentVolume | undefined {
  const [own] = candidates?.own.filter((one) => !taken.has(one)) ?? [];
  if (own) return reaches(own, node) ? own : undefined;
  return candidates?.free.find((one) => !taken.has(one) && reaches(one, node));
}

function provisionRefusal(claim: PersistentVolumeClaim, node: NodeRecord, index: FitIndex): Found | undefined {
  const claimName = nameOf(claim);
  const className = storageClassName(claim);
  const storageClass = objectOf(index, 'storageClasses', className);
  const provisioner = storageClass?.provisioner ?? '';
  if (provisioner === '' || provisioner === 'kubernetes.io/no-provisioner')
    return ['unbound', `no free volume of class ${className} serves claim ${claimName} here, and none can be made`];
  const topologies = storageClass?.allowedTopologies ?? [];
  const allowed = topologies.some(({ matchLabelExpressions = [] }) =>
    matchLabelExpressions.every(({ key, values }) => values.includes(node.labels[key] ?? '\0')),
  );
  if (topologies.length > 0 && !allowed)
    return ['unbound', `class ${className} makes no volumes here (allowedTopologies), as claim ${claimName} needs`];
  return hasSpace(claim, provisioner, node, index)
    ? undefined
    : [
        'space',
        `no storage capacity of class ${className} for the ${formatQuantity(claimSize(claim) ?? 0n, 'storage')} of claim ${claimName}`,
      ];
}

function hasSpace(claim: PersistentVolumeClaim, provisioner: string, node: NodeRecord, index: FitIndex): boolean {
  const size = claimSize(claim);
  if (size === undefined || !objectOf(index, 'csiDrivers', provisioner)?.spec?.storageCapacity) return true;
  if (!index.objects.storageCapacities) return true;
  return index.objects.storageCapacities.some((one) => {
    const room = parseQuantity(one.maximumVolumeSize ?? one.capacity);
    const mine = one.storageClassName === storageClassName(claim) && matchesSelector(one.nodeTopology, node.labels);
    return mine && room !== undefined && room >= size;
  });
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
