import { storageClassMissing } from '../../../src/rules/scheduling/storage-class-missing.ts';
import { ago } from '../../support/builders.ts';
import { aClaim, aStorageClass, aVolume, claimEvent, mounting, pendingPod } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

const pod = pendingPod({
  message: '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
  spec: mounting('data'),
});
const claim = aClaim('data', { storageClassName: 'fast-sdd' });
const said = claimEvent('data', 'ProvisioningFailed', 'storageclass.storage.k8s.io "fast-sdd" not found');

testRule(storageClassMissing, {
  fires: [
    {
      name: 'a class with a similar name exists',
      objects: [pod, claim, aStorageClass('fast-ssd', 'x.csi'), said],
      expect: [{ container: null, says: ['data', 'fast-sdd', 'fast-ssd, which may be meant'] }],
    },
    {
      name: 'classes could not be listed: the event says it',
      objects: [pod, claim, said],
      expect: [{ says: ['fast-sdd'] }],
    },
    {
      name: 'the event is gone',
      objects: [pod, claim, aStorageClass('slow', 'x.csi')],
      expect: [{ says: ['The cluster has slow'] }],
    },
    { name: 'recorded', recording: 'dashboards', expect: [{ says: ['fast-ssd', 'grafana-data'] }] },

    {
      name: 'an older event says it, the newest another thing',
      objects: [
        pod,
        claim,
        { ...said, metadata: { ...said.metadata, name: 'older' }, lastTimestamp: ago(600), firstTimestamp: ago(600) },
        claimEvent('data', 'ProvisioningFailed', 'failed to get the class: the server is busy'),
      ],
      expect: [{ confidence: 'likely', says: ['fast-sdd', 'Make the claim again with a StorageClass that exists'] }],
    },
  ],
  silent: [
    { name: 'nobody could be asked', objects: [pod, claim] },
    {
      name: 'a free volume was meant',
      objects: [pod, claim, said, aVolume('pv-1', { storageClassName: 'fast-sdd', capacity: { storage: '1Gi' } })],
    },
    { name: 'recorded: no class named', recording: 'git-mirror' },
  ],
});
