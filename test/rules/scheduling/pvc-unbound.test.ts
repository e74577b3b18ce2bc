import { pvcUnbound } from '../../../src/rules/scheduling/pvc-unbound.ts';
import { aNode } from '../../support/builders.ts';
import { aClaim, aStorageClass, aVolume, claimEvent, mounting, pendingPod, refused } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

const immediate = '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found';
const pod = (message = immediate): ReturnType<typeof pendingPod> => pendingPod({ message, spec: mounting('data') });
const byHand = 'kubernetes.io/no-provisioner';
const noVolume = refused(1, "1 node(s) didn't find available persistent volumes to bind");

testRule(pvcUnbound, {
  fires: [
    {
      name: 'no class and no default',
      objects: [
        pod(),
        aClaim('data'),
        aStorageClass('slow', 'x.csi'),
        claimEvent(
          'data',
          'FailedBinding',
          'no persistent volumes available for this claim and no storage class is set',
          'Normal',
        ),
      ],
      expect: [{ container: null, detail: 'no-class', says: ['data', 'no default StorageClass', 'slow'] }],
    },
    {
      name: 'an empty class: by hand, and no volume without a class is free',
      objects: [
        pod(),
        aClaim('data', { storageClassName: '' }),
        claimEvent(
          'data',
          'FailedBinding',
          'no persistent volumes available for this claim and no storage class is set',
          'Normal',
        ),
      ],
      expect: [{ detail: 'no-class', says: ['bound by hand', 'No volume without a class is free either'] }],
    },
    {
      name: 'no class although there is a default: the claim is older than it',
      objects: [
        pod(),
        aClaim('data'),
        {
          ...aStorageClass('standard', 'x.csi'),
          metadata: {
            name: 'standard',
            annotations: { 'storageclass.beta.kubernetes.io/is-default-class': 'true' },
          },
        },
        claimEvent(
          'data',
          'FailedBinding',
          'no persistent volumes available for this claim and no storage class is set',
          'Normal',
        ),
      ],
      expect: [{ detail: 'no-class', says: ['default: standard'], saysNot: ['no default StorageClass'] }],
    },
    {
      name: 'a class without a provisioner, and no volume at all',
      objects: [
        pod(),
        aClaim('data', { storageClassName: 'manual' }),
        aStorageClass('manual', byHand, { volumeBindingMode: 'Immediate' }),
      ],
      expect: [{ detail: 'static', says: ['there is none for the claim'] }],
    },
    {
      name: 'the volume is too small',
      objects: [
        pod(),
        aClaim('data', { storageClassName: 'manual' }),
        aStorageClass('manual', byHand, { volumeBindingMode: 'Immediate' }),
        aVolume('pv-1', { storageClassName: 'manual', capacity: { storage: '5Gi' } }),
      ],
      expect: [{ detail: 'static', says: ['offers 5Gi, 10Gi is asked'] }],
    },
    {
      name: 'a class only in name, with a volume in another mode',
      objects: [
        pod(),
        aClaim('data', { storageClassName: 'manual', accessModes: ['ReadWriteMany'] }),
        aStorageClass('other', 'x.csi'),
        aVolume('pv-1', { storageClassName: 'manual' }),
        claimEvent('data', 'ProvisioningFailed', 'storageclass.storage.k8s.io "manual" not found'),
      ],
      expect: [{ detail: 'static', says: ['ReadWriteMany is asked'] }],
    },
    {
      name: 'the volume still belongs to a deleted claim',
      objects: [
        pod(),
        aClaim('data', { storageClassName: 'manual' }),
        aStorageClass('manual', byHand),
        {
          ...aVolume('pv-1', { storageClassName: 'manual', claimRef: { namespace: 'shop', name: 'old' } }),
          status: { phase: 'Released' },
        },
      ],
      expect: [{ says: ['deleted claim shop/old'] }],
    },
    {
      name: 'waits for its first consumer, and nobody makes volumes of the class',
      objects: [
        pod(noVolume),
        aNode('node-a'),
        aClaim('data', { storageClassName: 'local' }),
        aStorageClass('local', byHand, { volumeBindingMode: 'WaitForFirstConsumer' }),
      ],
      expect: [{ detail: 'static', says: ['there is none for the claim'] }],
    },
    {
      name: 'asked for one volume that does not take it',
      objects: [
        pod(),
        aClaim('data', { storageClassName: '', volumeName: 'pv-1' }),
        aVolume('pv-1', { capacity: { storage: '1Gi' } }),
        claimEvent('data', 'VolumeMismatch', 'Cannot bind to requested volume "pv-1": requested PV is too small'),
      ],
      expect: [{ detail: 'prebound', says: ['pv-1', 'too small'] }],
    },
    {
      name: 'lost',
      objects: [
        pod(
          '0/2 nodes are available: persistentvolumeclaim "data" bound to non-existent persistentvolume "pv-1". not found',
        ),
        aClaim('data', { volumeName: 'pv-1' }, { phase: 'Lost' }),
      ],
      expect: [{ detail: 'lost', says: ['pv-1'] }],
    },
    {
      name: 'no node has storage for it',
      objects: [
        pod(refused(1, '1 node(s) did not have enough free storage')),
        aClaim('data', { storageClassName: 'lvm' }),
        aStorageClass('lvm', 'lvm.csi', { volumeBindingMode: 'WaitForFirstConsumer' }),
      ],
      expect: [{ detail: 'no-storage' }],
    },
    {
      name: 'the claim may not be read',
      objects: [pod()],
      expect: [{ detail: 'not-read', confidence: 'likely', says: ['data'] }],
    },
    {
      name: 'bound since the scheduler looked',
      objects: [pod(), aClaim('data', { volumeName: 'pv-1' }, { phase: 'Bound' })],
      expect: [{ severity: 'info', detail: 'bound-now' }],
    },
    {
      name: 'a moment old and being made',
      objects: [
        pod(),
        aClaim('data', { storageClassName: 'gp3' }, { created: 3 }),
        aStorageClass('gp3', 'ebs.csi.aws.com'),
      ],
      expect: [{ severity: 'info', detail: 'being-bound' }],
    },
    { name: 'recorded: static', recording: 'ci-master', expect: [{ says: ['jenkins-home', '8Gi'] }] },
    { name: 'recorded: no class', recording: 'git-mirror', expect: [{ says: ['data-gitea-0', 'StorageClass'] }] },
    {
      name: 'recorded: first consumer',
      recording: 'image-cache-2',
      expect: [{ says: ['cache-squid-0', 'image-cache-local'] }],
    },

    {
      name: 'no class, and several to choose from',
      objects: [pod(), aClaim('data'), aStorageClass('slow', 'x.csi'), aStorageClass('fast', 'y.csi')],
      expect: [
        { detail: 'no-class', says: ['Name one of fast and slow in the claim, or mark a StorageClass as the default'] },
      ],
    },
    {
      name: 'no class, and the classes could not be read',
      objects: [pod(), aNode('node-a'), aClaim('data'), aVolume('pv-1', { storageClassName: 'manual' })],
      expect: [
        {
          detail: 'no-class',
          says: ['Name a StorageClass with a provisioner in the claim'],
          saysNot: ['there are none'],
        },
      ],
    },
    {
      name: 'a claim that says neither size nor modes',
      objects: [pod(), aClaim('data', { accessModes: undefined, resources: undefined })],
      expect: [
        {
          detail: 'no-class',
          says: ['so nothing makes a volume for it. No volume', 'without a class with at least the size asked'],
          saysNot: ['()', 'and  '],
        },
      ],
    },
    {
      name: 'a volume that should fit has not been bound',
      objects: [
        pod(),
        aClaim('data', { storageClassName: 'manual' }),
        aStorageClass('manual', byHand),
        aVolume('pv-1', { storageClassName: 'manual' }),
      ],
      expect: [
        {
          detail: 'static',
          says: [
            'claim data is not bound, although volume pv-1 looks as if it fits',
            'none is bound to',
            'free and fitting',
          ],
          saysNot: ['none fits', 'no volume of class'],
          command: 'kubectl -n shop describe pvc data',
        },
      ],
    },
    {
      name: 'no class, and a volume without one should fit',
      objects: [pod(), aClaim('data', { storageClassName: '' }), aVolume('pv-1', {})],
      expect: [
        {
          detail: 'no-class',
          says: ['claim data is not bound, although volume pv-1 looks as if it fits', 'bound by hand'],
          saysNot: ['no volume fits it', 'mark a StorageClass'],
          command: 'kubectl -n shop describe pvc data',
        },
      ],
    },
    {
      name: 'asked for one volume for long, of a class that states no provisioner',
      objects: [
        pod(),
        aClaim('data', { storageClassName: 'manual', volumeName: 'pv-9' }),
        { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'manual' } },
      ],
      expect: [{ detail: 'prebound', says: ['volume pv-9, which it names', 'provisioner not given, Immediate'] }],
    },
    {
      name: 'lost, and the claim does not say which volume it had',
      objects: [pod(), aClaim('data', {}, { phase: 'Lost' })],
      expect: [{ detail: 'lost', says: ['claim data has lost its volume'], saysNot: ['lost its volume '] }],
    },
    {
      name: 'no node has storage for it, and the claim does not say how much',
      objects: [
        pod(refused(1, '1 node(s) did not have enough free storage')),
        aClaim('data', { storageClassName: 'lvm', accessModes: undefined, resources: undefined }),
        aStorageClass('lvm', 'lvm.csi', { volumeBindingMode: 'WaitForFirstConsumer' }),
      ],
      expect: [{ detail: 'no-storage', says: ['and what the claim asks is more than that'] }],
    },
    {
      name: 'its spec mounts no claim that could be looked at',
      objects: [pendingPod({ message: immediate })],
      expect: [{ detail: 'not-read', says: ['a claim that it mounts has no volume'] }],
    },
  ],
  silent: [
    {
      name: 'the volume that fits lies where the pod may not run: another rule tells',
      objects: [
        pod(noVolume),
        aNode('node-a'),
        aClaim('data', { storageClassName: 'local' }),
        aStorageClass('local', byHand, { volumeBindingMode: 'WaitForFirstConsumer' }),
        aVolume('pv-1', {
          storageClassName: 'local',
          nodeAffinity: {
            required: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['node-b'] }] },
              ],
            },
          },
        }),
      ],
    },
    {
      name: 'it waits for its first consumer, and the nodes are full',
      objects: [
        pod(refused(1, '1 Insufficient cpu')),
        aClaim('data', { storageClassName: 'gp3' }),
        aStorageClass('gp3', 'ebs.csi.aws.com', { volumeBindingMode: 'WaitForFirstConsumer' }),
      ],
    },
    { name: 'recorded: provisioner', recording: 'timeseries-db' },
    { name: 'recorded: bound long ago', recording: 'ledger-db' },
  ],
});
