import { volumeLimitExceeded } from '../../../src/rules/scheduling/volume-limit-exceeded.ts';
import { aNode } from '../../support/builders.ts';
import { aClaim, aStorageClass, mounting, onNode, pendingPod, refused } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

testRule(volumeLimitExceeded, {
  fires: [
    {
      name: 'with the claims by driver',
      objects: [
        pendingPod({ message: refused(1, '1 node(s) exceed max volume count'), spec: mounting('a', 'b') }),
        aNode('node-a'),
        aClaim('a', { storageClassName: 'gp3' }),
        aClaim('b', { storageClassName: 'gp3' }),
        aStorageClass('gp3', 'ebs.csi.aws.com'),
      ],
      expect: [{ container: null, detail: 'limit', says: ['2 volumes of ebs.csi.aws.com', 'a and b'] }],
    },
    {
      name: 'the driver is not on the nodes',
      objects: [pendingPod({ message: refused(2, '2 ebs.csi.aws.com CSI driver is not installed on the node') })],
      expect: [{ detail: 'driver-missing', says: ['ebs.csi.aws.com'] }],
    },
    { name: 'recorded', recording: 'tenant-db', expect: [{ says: ['volume', 'disk.csi.azure.com'] }] },

    {
      name: 'one claim of a driver that cannot be told',
      objects: [
        pendingPod({ message: refused(1, '1 node(s) exceed max volume count'), spec: mounting('a') }),
        aClaim('a', { storageClassName: 'gp3' }),
      ],
      expect: [
        {
          detail: 'limit',
          says: ['the only node has no room', 'The pod mounts 1 volume (claim a).', 'volume of the pod'],
        },
      ],
    },
    {
      name: 'the driver is not on the only node',
      objects: [pendingPod({ message: refused(1, '1 ebs.csi.aws.com CSI driver is not installed on the node') })],
      expect: [{ detail: 'driver-missing', says: ['the only node has no CSI driver ebs.csi.aws.com'] }],
    },
    {
      name: 'several nodes are full',
      objects: [pendingPod({ message: refused(2, '2 node(s) exceed max volume count') })],
      expect: [{ detail: 'limit', says: ['both nodes have no room'], saysNot: ['The pod mounts'] }],
    },
  ],
  silent: [
    { name: 'it runs', objects: [onNode('web-1', 'node-a', { spec: mounting('a') })] },
    { name: 'recorded: in use', recording: 'sqlite-app' },
  ],
});
