import type { ClaimFacts, EventFacts, StorageFacts } from '../core/evidence.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../core/kubernetes.ts';
import { valueOf } from '../core/lookup.ts';
import { newest, withReason } from './events.ts';
import type { Scheduling } from './scheduling.ts';
import { parseTime, secondsBetween } from './time.ts';
import { volumeMisfits, type VolumeMisfit } from './volume-match.ts';

/**
 * What is wrong with a claim that keeps a pod from every node. Each kind belongs to one rule.
 * `missing`: it does not exist · `deleting`: it is being deleted · `lost`: its volume is gone · `class-missing`: its StorageClass does not
 * exist · `no-class`: it has none, and no volume without one fits · `static`: nothing provisions for its class, and no volume of it fits ·
 * `prebound`: it names a volume that does not take it · `no-storage`: the driver has no room for it on any node (CSIStorageCapacity) ·
 * `failed`: the provisioner answered with an error, or is not part of Kubernetes any more · `silent`: it says nothing at all.
 */
export const claimTroubleKinds = [
  'missing',
  'deleting',
  'lost',
  'class-missing',
  'no-class',
  'static',
  'prebound',
  'no-storage',
  'failed',
  'silent',
] as const;

export type ClaimTroubleKind = (typeof claimTroubleKinds)[number];

export interface ClaimTrouble {
  readonly kind: ClaimTroubleKind;
  readonly claim: ClaimFacts;
  readonly object?: PersistentVolumeClaim;
  readonly className?: string;
  readonly storageClass?: StorageClass;
  /** The event of the claim that says it best. */
  readonly event?: EventFacts;
  /** Volumes that might have served, with what is wrong with each. */
  readonly misfits: readonly VolumeMisfit[];
  /** Seconds since the claim was created. */
  readonly age?: number;
}

/** Seconds that a provisioner has before its silence is remarkable: where nothing shows that it runs, and where something does. */
const patience = { unknown: 10, known: 60 };

/** Provisioner of classes whose volumes are made by hand. */
export const byHand = 'kubernetes.io/no-provisioner';

/**
 * What is wrong with the claims of a pod that waits for a node, as far as the scheduler's words allow: while it complains of nodes, a claim
 * that waits for its first consumer is never the cause. Without any words all claims are looked at.
 */
export function claimTroubles(storage: StorageFacts, scheduling: Scheduling | undefined, now: number): ClaimTrouble[] {
  const kinds = new Set(scheduling?.blocks.map(({ kind }) => kind));
  const aboutClaims = [
    'claim-missing',
    'claim-deleting',
    'claim-unbound',
    'class-missing',
    'volume-gone',
    'no-volume',
    'no-storage',
  ] as const;
  const failed = scheduling?.message?.failed && scheduling.message.text.includes('VolumeBinding');
  if (scheduling?.message && !failed && !aboutClaims.some((kind) => kinds.has(kind))) return [];
  return storage.claims.flatMap((claim) => {
    const trouble = troubleOf(claim, storage, scheduling, now);
    return trouble ? [trouble] : [];
  });
}

function troubleOf(
  claim: ClaimFacts,
  storage: StorageFacts,
  scheduling: Scheduling | undefined,
  now: number,
): ClaimTrouble | undefined {
  const object = valueOf(claim.claim);
  const named = (kind: string): boolean =>
    scheduling?.blocks.some(
      (one) => one.kind === kind && one.reasons.some(({ subject }) => subject === claim.claimName),
    ) ?? false;
  if (claim.claim.state === 'absent' || (!object && named('claim-missing')))
    return { kind: 'missing', claim, misfits: [] };
  if (!object) return named('claim-deleting') ? { kind: 'deleting', claim, misfits: [] } : undefined;
  const created = parseTime(object.metadata?.creationTimestamp);
  const className =
    object.spec?.storageClassName ?? object.metadata?.annotations?.['volume.beta.kubernetes.io/storage-class'];
  const storageClass = valueOf(claim.storageClass);
  const base = {
    claim,
    object,
    ...(className ? { className } : {}),
    ...(storageClass ? { storageClass } : {}),
    misfits: volumeMisfits(object, valueOf(storage.persistentVolumes) ?? []),
    ...(created === undefined ? {} : { age: secondsBetween(created, now) }),
  };
  const found = (kind: ClaimTroubleKind, ...reasons: string[]): ClaimTrouble => {
    const event = newest(claim.events, ...reasons);
    return { ...base, kind, ...(event ? { event } : {}) };
  };
  if (object.metadata?.deletionTimestamp) return found('deleting');
  if (object.status?.phase === 'Lost') return found('lost', 'ClaimLost', 'ClaimMisbound');
  if (object.status?.phase === 'Bound') return gone(claim, object, scheduling) ? found('lost', 'ClaimLost') : undefined;
  if (object.spec?.volumeName)
    return prebound(base.age, claim.events) ? found('prebound', 'VolumeMismatch', 'FailedBinding') : undefined;
  if (className && classMissing(claim)) {
    return base.misfits.some(({ free }) => free)
      ? found('static', 'ProvisioningFailed')
      : found('class-missing', 'ProvisioningFailed');
  }
  if (!className) return found('no-class', 'FailedBinding');
  return unprovisioned(base, storage, scheduling, found);
}

type Found = (kind: ClaimTroubleKind, ...reasons: string[]) => ClaimTrouble;

/** A claim whose class exists, or cannot be seen. */
function unprovisioned(
  { claim, object, storageClass, age = 0 }: Omit<ClaimTrouble, 'kind'>,
  storage: StorageFacts,
  scheduling: Scheduling | undefined,
  found: Found,
): ClaimTrouble | undefined {
  const provisioner = storageClass?.provisioner ?? '';
  const waits = storageClass?.volumeBindingMode === 'WaitForFirstConsumer' && !selectedNode(object);
  const blocked = (kind: string): boolean => scheduling?.blocks.some((one) => one.kind === kind) ?? false;
  const failure = newest(claim.events, 'ProvisioningFailed');
  if (provisioner === byHand || failure?.message.includes(byHand)) {
    const stuck = !waits || blocked('no-volume') || scheduling === undefined;
    return stuck ? found('static', 'ProvisioningFailed', 'FailedBinding', 'WaitForPodScheduled') : undefined;
  }
  if (waits) return blocked('no-storage') ? found('no-storage', 'WaitForPodScheduled') : undefined;
  const success = newest(claim.events, 'ProvisioningSucceeded');
  if (failure && (success?.last ?? 0) <= failure.last) return found('failed', 'ProvisioningFailed');
  const runs = withReason(claim.events, 'Provisioning').length > 0 || driverKnown(provisioner, storage);
  return age >= (runs ? patience.known : patience.unknown)
    ? found('silent', 'ExternalProvisioning', 'Provisioning')
    : undefined;
}

/** Another volume of the same driver exists: it has run here. */
function driverKnown(provisioner: string, storage: StorageFacts): boolean {
  const volumes: readonly PersistentVolume[] = valueOf(storage.persistentVolumes) ?? [];
  return volumes.some(({ spec, metadata }) => {
    const by = metadata?.annotations?.['pv.kubernetes.io/provisioned-by'];
    return by !== undefined && (by === provisioner || spec?.csi?.driver === provisioner);
  });
}

/** The node that the scheduler chose for a claim that waits for its first consumer. */
export function selectedNode(claim: PersistentVolumeClaim | undefined): string | undefined {
  return claim?.metadata?.annotations?.['volume.kubernetes.io/selected-node'];
}

function classMissing({ storageClass, events }: ClaimFacts): boolean {
  if (storageClass.state === 'found') return false;
  const said = events.some(({ message }) => /storageclass\S* "[^"]+" not found/.test(message));
  return said || storageClass.state === 'absent';
}

function prebound(age: number | undefined, events: readonly EventFacts[]): boolean {
  return withReason(events, 'VolumeMismatch', 'FailedBinding').length > 0 || (age ?? 0) >= patience.known;
}

/** The scheduler says that the volume of a bound claim does not exist, by the name of the claim, of the volume, or of none. */
function gone(claim: ClaimFacts, object: PersistentVolumeClaim, scheduling: Scheduling | undefined): boolean {
  const reasons = (scheduling?.blocks ?? []).filter(({ kind }) => kind === 'volume-gone').flatMap((one) => one.reasons);
  const { subject } = reasons[0] ?? {};
  if (reasons.length === 0) return false;
  return subject === undefined
    ? claim.persistentVolume.state === 'absent'
    : [claim.claimName, object.spec?.volumeName].includes(subject);
}
