import { nodeCordoned } from '../../../src/rules/scheduling/node-cordoned.ts';
import { aNode } from '../../support/builders.ts';
import { onNode, pendingPod, refused, taintedNode } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

const cordoned = aNode('node-a', {
  spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] },
});

testRule(nodeCordoned, {
  fires: [
    {
      name: 'one of two nodes',
      objects: [
        pendingPod({ message: refused(2, '1 Insufficient cpu, 1 node(s) were unschedulable'), requests: { cpu: '3' } }),
        cordoned,
        aNode('node-b', { status: { allocatable: { cpu: '1', pods: '10' } } }),
      ],
      expect: [
        {
          container: null,
          says: ['1 of 2 nodes (node-a) is cordoned', 'then it takes new pods again'],
          command: 'kubectl uncordon node-a',
        },
      ],
    },
    {
      name: 'it would be refused there anyway',
      objects: [pendingPod({ message: refused(1, '1 node(s) were unschedulable'), requests: { cpu: '9' } }), cordoned],
      expect: [{ says: ['still be refused there'] }],
    },
    {
      name: 'only the taint of a cordon',
      objects: [
        pendingPod({ message: refused(1, '1 node(s) had untolerated taint(s)') }),
        taintedNode('node-a', { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }),
      ],
      expect: [{ says: ['node-a'] }],
    },
    {
      name: 'the nodes may not be read',
      objects: [pendingPod({ message: refused(3, '3 node(s) were unschedulable') })],
      expect: [{ says: ['all 3 nodes are cordoned'], command: 'kubectl get nodes' }],
    },
    { name: 'recorded', recording: 'sms-gateway', expect: [{ says: ['node-a', 'cordon'] }] },

    {
      name: 'it is open again, and the pod has not been tried since',
      objects: [
        pendingPod({ message: refused(1, '1 node(s) were unschedulable') }),
        aNode('node-a'),
        onNode('dns', 'node-a', { metadata: { namespace: 'kube-system' } }),
      ],
      expect: [
        {
          severity: 'info',
          detail: null,
          says: ['but node-a would take it now', 'node-a passes all'],
          saysNot: ['cordon'],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'another taint',
      objects: [
        pendingPod({ message: refused(1, '1 node(s) had untolerated taint(s)') }),
        taintedNode('node-a', { key: 'a', effect: 'NoSchedule' }),
      ],
    },
    { name: 'nobody says so and another node is open', objects: [pendingPod(), cordoned, aNode('node-b')] },
    { name: 'recorded: something else', recording: 'geo-router' },
  ],
});
