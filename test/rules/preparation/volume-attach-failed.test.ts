import { volumeAttachFailed } from '../../../src/rules/preparation/volume-attach-failed.ts';
import { anEvent, aWorkload } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { mounting } from '../../support/preparing.ts';

const volume = { name: 'data', persistentVolumeClaim: { claimName: 'web-data' } };
const claim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'web-data', namespace: 'shop' },
  spec: { volumeName: 'pv-1', accessModes: ['ReadWriteOnce'] },
};
const multi = (rest: string, ago = 5): ReturnType<typeof anEvent> =>
  anEvent('FailedAttachVolume', `Multi-Attach error for volume "pv-1" ${rest}`, {
    ago,
    reporter: 'attachdetach-controller',
  });
const attached = anEvent('SuccessfulAttachVolume', 'AttachVolume.Attach succeeded for volume "pv-1" ', {
  ago: 2,
  type: 'Normal',
});

testRule(volumeAttachFailed, {
  fires: [
    {
      name: 'recorded: the driver refuses',
      recording: 'erp-database',
      expect: [{ detail: 'attach-error', says: ['erp-database-redo', 'UnauthorizedOperation', 'permission'] }],
    },
    {
      name: 'recorded: two nodes',
      recording: 'artifact-store',
      expect: [{ detail: 'multi-attach', says: ['artifact-store-blobs', 'Recreate'] }],
    },
    {
      name: 'the holders are named',
      objects: [
        mounting(volume),
        claim,
        multi('Volume is already used by pod(s) web-2, web-3 and 1 pod(s) in different namespaces'),
      ],
      expect: [
        {
          container: 'web',
          says: ['web-2, web-3', 'claim web-data', 'ReadWriteOnce'],
          command: 'kubectl -n shop get pod web-2 -o wide',
        },
      ],
    },
    {
      name: 'attached to a node that nobody knows',
      objects: [
        mounting(volume),
        claim,
        multi("Volume is already exclusively attached to one node and can't be attached to another"),
      ],
      expect: [{ detail: 'multi-attach', says: ['6 minutes'] }],
    },
    {
      name: 'nobody attaches',
      objects: [
        mounting(volume),
        claim,
        anEvent(
          'FailedAttachVolume',
          'AttachVolume.Attach failed for volume "pv-1" : timed out waiting for external-attacher of ebs.csi.aws.com CSI driver to attach volume vol-1',
        ),
      ],
      expect: [{ says: ['attacher is healthy'] }],
    },
    {
      name: 'the kubelet waits for the attacher',
      objects: [
        mounting(volume),
        claim,
        anEvent(
          'FailedMount',
          'MountVolume.WaitForAttach failed for volume "pv-1" : volume vol-1 has GET error for volume attachment csi-1',
        ),
      ],
      expect: [{ detail: 'attach-error' }],
    },
    {
      name: 'a Deployment can run a single pod',
      objects: [
        mounting(volume, { owner: { kind: 'Deployment', name: 'web' } }),
        aWorkload('Deployment', 'web'),
        claim,
        multi('Volume is already used by pod(s) web-2'),
      ],
      expect: [{ command: 'kubectl -n shop scale deployment/web --replicas=1' }],
    },
  ],
  silent: [
    { name: 'a mount error', recording: 'photo-archive' },
    { name: 'attached since', objects: [mounting(volume), claim, multi('x', 60), attached] },
    {
      name: 'started since',
      objects: [
        mounting(volume),
        claim,
        multi('x', 60),
        anEvent('Pulling', 'Pulling image "web"', { container: 'web', ago: 9, type: 'Normal' }),
      ],
    },
  ],
});
