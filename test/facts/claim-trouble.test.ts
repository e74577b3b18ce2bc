import { describe, expect, test } from '@jest/globals';
import type { ClaimFacts, StorageFacts } from '../../src/core/evidence.ts';
import type { KubeEvent, KubeObject } from '../../src/core/kubernetes.ts';
import { absent, found, unasked, type Lookup } from '../../src/core/lookup.ts';
import { claimTroubles, selectedNode } from '../../src/facts/claim-trouble.ts';
import { eventsOf } from '../../src/facts/events.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { schedulingOf, type Scheduling } from '../../src/facts/scheduling.ts';
import { now } from '../support/builders.ts';
import { aClaim, aStorageClass, aVolume, claimEvent, pendingPod, refused } from '../support/pending.ts';

interface Given {
  readonly claim?: Lookup<KubeObject>;
  readonly storageClass?: Lookup<KubeObject>;
  readonly volume?: Lookup<KubeObject>;
  readonly events?: readonly KubeEvent[];
  readonly volumes?: readonly KubeObject[];
  /** What the scheduler says, of one node. */
  readonly says?: string;
}

function said(text: string | undefined): Scheduling | undefined {
  if (text === undefined) return undefined;
  const message = text.startsWith('1 ') ? refused(1, text) : text;
  return schedulingOf({ status: podStatusOf(pendingPod({ message })), now });
}

function troubles({ claim = unasked, storageClass = unasked, volume = unasked, events = [], volumes, says }: Given) {
  const facts: ClaimFacts = {
    volume: 'data',
    claimName: 'data',
    path: 'spec.volumes[0]',
    claim,
    storageClass,
    persistentVolume: volume,
    events: eventsOf([...events]),
    similar: [],
  };
  const storage: StorageFacts = {
    claims: [facts],
    storageClasses: unasked,
    persistentVolumes: volumes ? found(volumes) : unasked,
  };
  return claimTroubles(storage, said(says), now);
}

const kindOf = (given: Given): string | undefined => troubles(given)[0]?.kind;
const fast = { storageClassName: 'fast' };
const driver = found(aStorageClass('fast', 'csi.example.com'));
const waiting = found(aStorageClass('fast', 'csi.example.com', { volumeBindingMode: 'WaitForFirstConsumer' }));
const byHand = found(
  aStorageClass('fast', 'kubernetes.io/no-provisioner', { volumeBindingMode: 'WaitForFirstConsumer' }),
);
const bound = found(aClaim('data', { ...fast, volumeName: 'pv-1' }, { phase: 'Bound' }));
const failed = claimEvent('data', 'ProvisioningFailed', 'failed to provision volume: quota exceeded');

test.each<[string, Given, string | undefined]>([
  ['does not exist', { claim: absent }, 'missing'],
  [
    'does not exist, by the scheduler',
    { says: '0/1 nodes are available: persistentvolumeclaim "data" not found.' },
    'missing',
  ],
  [
    'is being deleted, by the scheduler',
    { says: '0/1 nodes are available: persistentvolumeclaim "data" is being deleted.' },
    'deleting',
  ],
  [
    'is not known, and nothing is said of it',
    { says: '0/1 nodes are available: persistentvolumeclaim "b" not found.' },
    undefined,
  ],
  [
    'is being deleted',
    { claim: found(aClaim('data', fast, { deletionTimestamp: '2026-01-15T11:59:00Z' })) },
    'deleting',
  ],
  ['has lost its volume', { claim: found(aClaim('data', fast, { phase: 'Lost' })) }, 'lost'],
  ['is bound', { claim: bound }, undefined],
  [
    'is bound to a volume that does not exist, by its name',
    { claim: bound, says: '0/1 nodes are available: persistentvolume "pv-1" not found.' },
    'lost',
  ],
  [
    'is bound, and the volume of another one does not exist',
    { claim: bound, says: '0/1 nodes are available: persistentvolume "pv-2" not found.' },
    undefined,
  ],
  [
    'is bound, and a volume of no name does not exist, which is its own',
    {
      claim: bound,
      volume: absent,
      says: '1 node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)',
    },
    'lost',
  ],
  [
    'is bound, and a volume of no name does not exist, which is not its own',
    {
      claim: bound,
      volume: found(aVolume('pv-1', {})),
      says: '1 node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)',
    },
    undefined,
  ],
  [
    'is bound, and others are not',
    { claim: bound, says: '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.' },
    undefined,
  ],
  [
    'names a volume and does not say since when',
    { claim: found({ kind: 'PersistentVolumeClaim', metadata: { name: 'data' }, spec: { volumeName: 'pv-1' } }) },
    undefined,
  ],
  [
    'names a volume, and has just been made',
    { claim: found(aClaim('data', { volumeName: 'pv-1' }, { created: 20 })) },
    undefined,
  ],
  ['names a volume that does not take it', { claim: found(aClaim('data', { volumeName: 'pv-1' })) }, 'prebound'],
  [
    'names a volume that does not take it, by an event',
    {
      claim: found(aClaim('data', { volumeName: 'pv-1' }, { created: 20 })),
      events: [claimEvent('data', 'VolumeMismatch', 'volume does not match')],
    },
    'prebound',
  ],
  ['has no class', { claim: found(aClaim('data')) }, 'no-class'],
  ['has a class that does not exist', { claim: found(aClaim('data', fast)), storageClass: absent }, 'class-missing'],
  [
    'has a class by the older annotation',
    {
      claim: found(aClaim('data', {}, { annotations: { 'volume.beta.kubernetes.io/storage-class': 'fast' } })),
      storageClass: absent,
    },
    'class-missing',
  ],
  [
    'has a class that does not exist, by an event',
    {
      claim: found(aClaim('data', fast)),
      events: [claimEvent('data', 'ProvisioningFailed', 'storageclass.storage.k8s.io "fast" not found')],
    },
    'class-missing',
  ],
  [
    'has a class of no object, of which there are volumes',
    {
      claim: found(aClaim('data', fast)),
      storageClass: absent,
      volumes: [aVolume('pv-1', { ...fast, capacity: { storage: '1Gi' } })],
    },
    'static',
  ],
  [
    'is made by hand, and there is no word of the scheduler',
    { claim: found(aClaim('data', fast)), storageClass: byHand },
    'static',
  ],
  [
    'is made by hand, and no volume fits',
    {
      claim: found(aClaim('data', fast)),
      storageClass: byHand,
      says: "1 node(s) didn't find available persistent volumes to bind",
    },
    'static',
  ],
  [
    'is made by hand, by the words of an event alone',
    {
      claim: found(aClaim('data', fast)),
      events: [claimEvent('data', 'ProvisioningFailed', 'storageclass uses kubernetes.io/no-provisioner')],
    },
    'static',
  ],
  [
    'is made by hand and waits for a pod that has other troubles',
    { claim: found(aClaim('data', fast)), storageClass: byHand, says: '1 node(s) did not have enough free storage' },
    undefined,
  ],
  ['waits for its first consumer', { claim: found(aClaim('data', fast)), storageClass: waiting }, undefined],
  [
    'waits for its first consumer, and there is no room for it',
    { claim: found(aClaim('data', fast)), storageClass: waiting, says: '1 node(s) did not have enough free storage' },
    'no-storage',
  ],
  [
    'has its node, and the provisioner fails',
    {
      claim: found(aClaim('data', fast, { annotations: { 'volume.kubernetes.io/selected-node': 'node-a' } })),
      storageClass: waiting,
      events: [failed],
    },
    'failed',
  ],
  ['cannot be provisioned', { claim: found(aClaim('data', fast)), storageClass: driver, events: [failed] }, 'failed'],
  [
    'could not be provisioned, and then could',
    {
      claim: found(aClaim('data', fast, { created: 5 })),
      storageClass: driver,
      events: [
        { ...failed, lastTimestamp: '2026-01-15T11:59:50Z' },
        { ...claimEvent('data', 'ProvisioningSucceeded', 'done', 'Normal'), lastTimestamp: '2026-01-15T11:59:55Z' },
      ],
    },
    undefined,
  ],
  ['has just been made', { claim: found(aClaim('data', fast, { created: 5 })), storageClass: driver }, undefined],
  [
    'has been waiting for a while',
    { claim: found(aClaim('data', fast, { created: 20 })), storageClass: driver },
    'silent',
  ],
  [
    'has been waiting for a while, and the provisioner is at it',
    {
      claim: found(aClaim('data', fast, { created: 20 })),
      storageClass: driver,
      events: [claimEvent('data', 'Provisioning', 'External provisioner is provisioning volume', 'Normal')],
    },
    undefined,
  ],
  [
    'has been waiting for a while, and its driver made another volume',
    {
      claim: found(aClaim('data', fast, { created: 20 })),
      storageClass: driver,
      volumes: [
        aVolume('by-hand', {}),
        aVolume('pv-2', {}, { annotations: { 'pv.kubernetes.io/provisioned-by': 'csi.example.com' } }),
      ],
    },
    undefined,
  ],
  [
    'has been waiting for a while, and a driver of another name made a volume for the provisioner',
    {
      claim: found(aClaim('data', fast, { created: 20 })),
      storageClass: driver,
      volumes: [
        aVolume(
          'pv-2',
          { csi: { driver: 'csi.example.com' } },
          { annotations: { 'pv.kubernetes.io/provisioned-by': 'kubernetes.io/aws-ebs' } },
        ),
      ],
    },
    undefined,
  ],
  [
    'is of no interest while the scheduler complains of nodes only',
    { claim: absent, says: '1 Insufficient cpu' },
    undefined,
  ],
])('a claim that %s', (_name, given, kind) => {
  expect(kindOf(given)).toBe(kind);
});

describe('what is told of it', () => {
  test('its class, its age, what was said and what volumes there are', () => {
    const [trouble] = troubles({
      claim: found(aClaim('data', fast)),
      storageClass: driver,
      events: [failed],
      volumes: [aVolume('pv-1', { ...fast, capacity: { storage: '1Gi' } })],
    });
    expect(trouble).toMatchObject({
      className: 'fast',
      age: 120,
      event: { message: 'failed to provision volume: quota exceeded' },
      storageClass: { provisioner: 'csi.example.com' },
      misfits: [{ why: ['offers 1Gi, 10Gi is asked'] }],
    });
  });

  test('no age of a claim that does not say when it was made', () => {
    const claim = found({ kind: 'PersistentVolumeClaim', metadata: { name: 'data' } });
    expect(troubles({ claim })).toMatchObject([{ kind: 'no-class' }]);
    expect(troubles({ claim })[0]?.age).toBeUndefined();
  });

  test('the node that a claim waits for', () => {
    expect(selectedNode(undefined)).toBeUndefined();
    expect(selectedNode({ metadata: { annotations: { 'volume.kubernetes.io/selected-node': 'a' } } })).toBe('a');
  });
});
