import { volumeZoneConflict } from '../../../src/rules/scheduling/volume-zone-conflict.ts';
import { aNode } from '../../support/builders.ts';
import { aClaim, aStorageClass, aVolume, mounting, pendingPod, refused } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

const zone = 'topology.kubernetes.io/zone';
const nodes = [
  aNode('node-a', { labels: { [zone]: 'a' } }),
  aNode('node-b', { labels: { [zone]: 'b' }, spec: { unschedulable: true } }),
];
const on = (value: string, key = zone): object => ({
  nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: [value] }] }] } },
});
const bound = aClaim('data', { volumeName: 'pv-1', storageClassName: 'fast' }, { phase: 'Bound' });
const noVolume = "node(s) didn't find available persistent volumes to bind";

const roomy = { allocatable: { cpu: '16', pods: '110' } };

testRule(volumeZoneConflict, {
  fires: [
    {
      name: 'the node of the volume does not take the pod',
      objects: [
        pendingPod({
          message: refused(2, "1 node(s) didn't match PersistentVolume's node affinity, 1 node(s) were unschedulable"),
          spec: mounting('data'),
        }),
        ...nodes,
        bound,
        aVolume('pv-1', { storageClassName: 'fast', ...on('b') }),
      ],
      expect: [
        {
          container: null,
          detail: 'volume',
          says: ['volume pv-1 of claim data', 'on node-b', 'node-b is cordoned'],
          command: 'kubectl describe pv pv-1',
        },
      ],
    },
    {
      name: 'by the labels of the volume, and no node is there',
      objects: [
        pendingPod({ message: refused(2, '2 node(s) had no available volume zone'), spec: mounting('data') }),
        ...nodes,
        bound,
        aVolume('pv-1', { storageClassName: 'fast' }, { labels: { [zone]: 'c__d' } }),
      ],
      expect: [{ says: ['in (c, d)', 'No node of the cluster is there'] }],
    },
    {
      name: 'the class makes volumes elsewhere',
      objects: [
        pendingPod({ message: refused(2, `2 ${noVolume}`), spec: mounting('data') }),
        ...nodes,
        aClaim('data', { storageClassName: 'fast' }),
        aStorageClass('fast', 'ebs.csi.aws.com', {
          volumeBindingMode: 'WaitForFirstConsumer',
          allowedTopologies: [{ matchLabelExpressions: [{ key: zone, values: ['c'] }] }],
        }),
      ],
      expect: [{ detail: 'class', says: ['StorageClass fast', `${zone}=c`] }],
    },
    {
      name: 'promised to a node that cannot take it any more',
      objects: [
        pendingPod({ message: refused(2, `1 ${noVolume}, 1 node(s) were unschedulable`), spec: mounting('data') }),
        ...nodes,
        aClaim(
          'data',
          { storageClassName: 'fast' },
          { annotations: { 'volume.kubernetes.io/selected-node': 'node-b' } },
        ),
        aStorageClass('fast', 'ebs.csi.aws.com', { volumeBindingMode: 'WaitForFirstConsumer' }),
      ],
      expect: [{ detail: 'selected-node', says: ['node-b'] }],
    },
    {
      name: 'the local volume that fits lies on another node',
      objects: [
        pendingPod({ message: refused(2, `1 ${noVolume}, 1 node(s) were unschedulable`), spec: mounting('data') }),
        ...nodes,
        aClaim('data', { storageClassName: 'local' }),
        aVolume('disk-1', { storageClassName: 'local', ...on('node-b', 'kubernetes.io/hostname') }),
        aStorageClass('local', 'kubernetes.io/no-provisioner', { volumeBindingMode: 'WaitForFirstConsumer' }),
      ],
      expect: [{ detail: 'free', says: ['disk-1', 'node-b'] }],
    },
    {
      name: 'nothing but the message',
      objects: [pendingPod({ message: refused(1, "1 node(s) didn't match PersistentVolume's node affinity") })],
      expect: [{ says: ['the only node'] }],
    },
    { name: 'recorded', recording: 'reporting-db', expect: [{ says: ['reporting-db-data', 'node-a'] }] },

    {
      name: 'the nodes of the volume refuse the pod for other reasons',
      objects: [
        pendingPod({
          message: refused(
            4,
            "1 Insufficient cpu, 1 node(s) didn't match PersistentVolume's node affinity, 1 node(s) had untolerated taint(s), 1 node(s) didn't match Pod's node affinity/selector",
          ),
          spec: { ...mounting('data'), nodeSelector: { disktype: 'ssd' } },
          requests: { cpu: '9' },
        }),
        aNode('node-a', { labels: { [zone]: 'a', disktype: 'ssd' }, status: roomy }),
        aNode('node-b', { labels: { [zone]: 'b', disktype: 'ssd' } }),
        aNode('node-c', {
          labels: { [zone]: 'b', disktype: 'ssd' },
          spec: { taints: [{ key: 'dedicated', effect: 'NoSchedule' }] },
          status: roomy,
        }),
        aNode('node-d', { labels: { [zone]: 'b' }, status: roomy }),
        bound,
        aVolume('pv-1', { storageClassName: 'fast', ...on('b') }),
      ],
      expect: [
        {
          says: [
            'Claim data is bound to volume pv-1',
            'There it is refused: node-b has no room for it, node-c has a taint it does not tolerate and node-d is outside its node selector or affinity (disktype).',
          ],
        },
      ],
    },
    {
      name: 'why its node does not take the pod cannot be seen',
      objects: [
        pendingPod({
          message: refused(
            2,
            "1 node(s) didn't match PersistentVolume's node affinity, 1 node(s) didn't match pod affinity rules",
          ),
          spec: mounting('data'),
        }),
        aNode('node-a', { labels: { [zone]: 'a' } }),
        aNode('node-b', { labels: { [zone]: 'b' } }),
        bound,
        aVolume('pv-1', { storageClassName: 'fast', ...on('b') }),
      ],
      expect: [{ says: ['Claim data is bound to volume pv-1'], saysNot: ['There it is refused'] }],
    },
    {
      name: 'the volume may not be read',
      objects: [
        pendingPod({ message: refused(2, '2 node(s) had no available volume zone'), spec: mounting('data') }),
        bound,
      ],
      expect: [{ says: ['a volume of the pod (claim data) cannot be used on both nodes', 'bound to volume pv-1'] }],
    },
  ],
  silent: [
    {
      name: 'no volume exists at all',
      objects: [
        pendingPod({ message: refused(2, `2 ${noVolume}`), spec: mounting('data') }),
        ...nodes,
        aClaim('data', { storageClassName: 'local' }),
        aStorageClass('local', 'kubernetes.io/no-provisioner', { volumeBindingMode: 'WaitForFirstConsumer' }),
      ],
    },
    { name: 'recorded: no volume', recording: 'image-cache-2' },
  ],
});
