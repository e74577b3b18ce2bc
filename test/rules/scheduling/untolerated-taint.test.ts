import { untoleratedTaint } from '../../../src/rules/scheduling/untolerated-taint.ts';
import { aNode } from '../../support/builders.ts';
import { pendingPod, refused, taintedNode } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

const gpu = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };
const tainted = (count: number, nodes = count): string => refused(nodes, `${count} node(s) had untolerated taint(s)`);

testRule(untoleratedTaint, {
  fires: [
    {
      name: 'a taint of somebody',
      objects: [pendingPod({ message: tainted(1) }), taintedNode('node-a', gpu)],
      expect: [
        {
          container: null,
          says: ['dedicated=gpu:NoSchedule', 'the only node'],
          command: 'kubectl taint nodes node-a dedicated=gpu:NoSchedule-',
        },
      ],
    },
    {
      name: 'it tolerates something like it',
      objects: [
        pendingPod({
          message: tainted(1),
          spec: { tolerations: [{ key: 'dedicated', value: 'cpu', effect: 'NoSchedule' }] },
        }),
        taintedNode('node-a', gpu),
      ],
      expect: [{ says: ['It tolerates dedicated=cpu:NoSchedule, which is not the same'] }],
    },
    {
      name: 'the message names it (up to 1.33) and the nodes may not be read',
      objects: [
        pendingPod({
          message:
            '0/2 nodes are available: 2 node(s) had untolerated taint {dedicated: gpu}. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
        }),
      ],
      expect: [{ says: ['dedicated=gpu'] }],
    },
    {
      name: 'nobody names it',
      objects: [pendingPod({ message: tainted(2) })],
      expect: [{ says: ['could not be read'], command: 'kubectl describe nodes' }],
    },
    {
      name: 'the node is short of disk',
      objects: [
        pendingPod({ message: tainted(1) }),
        taintedNode('node-a', { key: 'node.kubernetes.io/disk-pressure', effect: 'NoSchedule' }),
      ],
      expect: [{ detail: 'node-pressure', says: ['short of disk'], saysNot: ['Tolerate '] }],
    },
    {
      name: 'the control plane keeps to itself',
      objects: [
        pendingPod({ message: tainted(1) }),
        taintedNode('node-a', { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }),
      ],
      expect: [{ says: ['control plane'] }],
    },
    {
      name: 'recorded: another key is tolerated',
      recording: 'tax-engine',
      expect: [{ says: ['dedicated=batch:NoSchedule'] }],
    },
    { name: 'recorded: the node it selects', recording: 'fraud-scoring', expect: [{ says: ['team=risk:NoSchedule'] }] },
    {
      name: 'recorded: NoExecute',
      recording: 'sensor-archive',
      expect: [{ says: ['maintenance', 'NoExecute also evicts'] }],
    },

    {
      name: 'two taints, beside what admission tolerates in every pod and what the pod tolerates itself',
      objects: [
        pendingPod({
          message: tainted(1),
          spec: {
            tolerations: [
              { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
              { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 },
              { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoSchedule' },
              { key: 'node.kubernetes.io/not-ready', operator: 'Equal', effect: 'NoExecute', tolerationSeconds: 7 },
              { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
              { key: 'spot', operator: 'Exists' },
            ],
          },
          metadata: {
            ownerReferences: [
              { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', uid: 'uid-web', controller: true },
            ],
          },
        }),
        taintedNode('node-a', gpu, { key: 'team', effect: 'NoExecute' }),
      ],
      expect: [
        {
          says: ['carries the taints dedicated=gpu:NoSchedule and team:NoExecute', '"key":"spot"'],
          saysNot: ['"tolerationSeconds":300', '"tolerationSeconds":60'],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'the node is not ready',
      objects: [
        pendingPod({ message: tainted(1) }),
        taintedNode('node-a', { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' }),
      ],
    },
    {
      name: 'a taint without a message on one of two nodes',
      objects: [pendingPod(), taintedNode('node-a', gpu), aNode('node-b')],
    },
    { name: 'recorded: not ready', recording: 'label-printer' },
  ],
});
