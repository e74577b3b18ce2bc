import { pvcProvisioningFailed } from '../../../src/rules/scheduling/pvc-provisioning-failed.ts';
import { anEvent } from '../../support/builders.ts';
import { aClaim, aStorageClass, claimEvent, mounting, pendingPod, refused } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

const immediate = '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found';
const pod = pendingPod({ message: immediate, spec: mounting('data') });
const gp3 = aStorageClass('gp3', 'ebs.csi.aws.com');
const waiting = claimEvent(
  'data',
  'ExternalProvisioning',
  "Waiting for a volume to be created either by the external provisioner 'ebs.csi.aws.com' or manually by the system administrator.",
  'Normal',
);
const error = claimEvent(
  'data',
  'ProvisioningFailed',
  'failed to provision volume with StorageClass "gp3": rpc error: code = Internal desc = UnauthorizedOperation',
);
const claim = (created = 300, more: object = {}): ReturnType<typeof aClaim> =>
  aClaim('data', { storageClassName: 'gp3' }, { created, ...more });

testRule(pvcProvisioningFailed, {
  fires: [
    {
      name: 'an error',
      objects: [pod, claim(), gp3, waiting, error],
      expect: [{ container: null, detail: 'error', confidence: 'certain', says: ['data', 'UnauthorizedOperation'] }],
    },
    {
      name: 'no answer for minutes',
      objects: [pod, claim(), gp3, waiting],
      expect: [{ detail: 'no-answer', confidence: 'certain', says: ['ebs.csi.aws.com', '5 min'] }],
    },
    { name: 'no answer so far', objects: [pod, claim(20), gp3, waiting], expect: [{ confidence: 'likely' }] },
    { name: 'no answer, and the events are gone', objects: [pod, claim(9000), gp3], expect: [{ detail: 'no-answer' }] },
    {
      name: 'the class cannot be read: the event names the provisioner',
      objects: [pod, claim(), waiting],
      expect: [{ detail: 'no-answer', says: ['ebs.csi.aws.com'] }],
    },
    {
      name: 'a very long error',
      objects: [
        pod,
        claim(),
        gp3,
        claimEvent(
          'data',
          'ProvisioningFailed',
          `failed to provision volume with StorageClass "gp3": rpc error: code = Internal desc = ${'quota '.repeat(40)}`,
        ),
      ],
      expect: [{ detail: 'error', says: ['quota quota', '…'] }],
    },
    {
      name: 'the plugin is not there',
      objects: [
        pod,
        claim(),
        aStorageClass('gp3', 'kubernetes.io/glusterfs'),
        claimEvent('data', 'ProvisioningFailed', 'no volume plugin matched name: kubernetes.io/glusterfs'),
      ],
      expect: [{ detail: 'no-plugin', says: ['kubernetes.io/glusterfs'] }],
    },
    {
      name: 'first consumer: after a node was chosen',
      objects: [
        pendingPod({
          message: 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded',
          spec: mounting('data'),
        }),
        claim(700, { annotations: { 'volume.kubernetes.io/selected-node': 'node-a' } }),
        aStorageClass('gp3', 'ebs.csi.aws.com', { volumeBindingMode: 'WaitForFirstConsumer' }),
        error,
      ],
      expect: [{ detail: 'error' }],
    },
    {
      name: 'recorded: removed plugin',
      recording: 'scratch-space',
      expect: [{ says: ['notebook-scratch', 'glusterfs'] }],
    },
    {
      name: 'recorded: no driver',
      recording: 'timeseries-db',
      expect: [{ says: ['ebs.csi.aws.com', 'data-victoria-0'] }],
    },

    {
      name: 'a class that states no provisioner',
      objects: [
        pod,
        claim(),
        { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'gp3' } },
        waiting,
      ],
      expect: [{ detail: 'no-answer', says: ['provisioner ebs.csi.aws.com does not answer', 'provisioner not given'] }],
    },
  ],
  silent: [
    { name: 'a moment old', objects: [pod, claim(4), gp3, waiting] },
    {
      name: 'the driver is at work',
      objects: [
        pod,
        claim(30),
        gp3,
        waiting,
        anEvent('Provisioning', 'External provisioner is provisioning volume', {
          object: { kind: 'PersistentVolumeClaim', name: 'data' },
        }),
      ],
    },
    {
      name: 'first consumer, and the nodes are full',
      objects: [
        pendingPod({ message: refused(1, '1 Insufficient cpu'), spec: mounting('data') }),
        claim(),
        aStorageClass('gp3', 'ebs.csi.aws.com', { volumeBindingMode: 'WaitForFirstConsumer' }),
      ],
    },
    { name: 'recorded: static', recording: 'ci-master' },
  ],
});
