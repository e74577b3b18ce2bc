import { nodesNotReady } from '../../../src/rules/scheduling/nodes-not-ready.ts';
import { aNode } from '../../support/builders.ts';
import { onNode, pendingPod, refused, taintedNode } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

const tainted = refused(1, '1 node(s) had untolerated taint(s)');
const away = { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' };

testRule(nodesNotReady, {
  fires: [
    {
      name: 'unreachable, with what its condition says',
      objects: [
        pendingPod({ message: tainted }),
        aNode('node-a', {
          spec: { taints: [away] },
          status: {
            conditions: [
              {
                type: 'Ready',
                status: 'Unknown',
                reason: 'NodeStatusUnknown',
                message: 'Kubelet stopped posting node status.',
              },
            ],
          },
        }),
      ],
      expect: [
        {
          container: null,
          says: ['node-a', 'Kubelet stopped posting node status'],
          command: 'kubectl describe node node-a',
        },
      ],
    },
    {
      name: 'a cloud node that is not initialised',
      objects: [
        pendingPod({ message: tainted }),
        taintedNode('node-a', {
          key: 'node.cloudprovider.kubernetes.io/uninitialized',
          value: 'true',
          effect: 'NoSchedule',
        }),
      ],
      expect: [{ says: ['uninitialized'] }],
    },
    {
      name: 'the message names the taint (up to 1.33)',
      objects: [
        pendingPod({
          message:
            '0/2 nodes are available: 2 node(s) had untolerated taint {node.kubernetes.io/not-ready: }. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
        }),
      ],
      expect: [{ says: ['both nodes are not ready'] }],
    },
    {
      name: 'no nodes at all',
      objects: [pendingPod({ message: 'no nodes available to schedule pods' })],
      expect: [{ detail: 'no-nodes', says: ['the cluster has no nodes'] }],
    },
    { name: 'recorded', recording: 'label-printer', expect: [{ says: ['node-b'] }] },

    {
      name: 'two of them, each with what is known of it',
      objects: [
        pendingPod({ message: refused(3, '3 node(s) had untolerated taint(s)') }),
        aNode('node-a', {
          spec: { taints: [away] },
          status: { conditions: [{ type: 'Ready', status: 'False', message: 'container runtime is down' }] },
        }),
        aNode('node-b', { spec: { taints: [away] }, status: { conditions: [] } }),
        aNode('node-c', { spec: { taints: [away] }, status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }),
      ],
      expect: [
        {
          says: [
            'The nodes are node-a (NotReady: container runtime is down), node-b (it carries node.kubernetes.io/unreachable)',
            'node-a status.conditions[Ready]',
            'node-b spec.taints',
          ],
          saysNot: ['node-b status.conditions[Ready]', 'The node is'],
        },
      ],
    },
    {
      name: 'there were no nodes, and one has come since',
      objects: [
        pendingPod({ message: 'no nodes available to schedule pods' }),
        aNode('node-a'),
        onNode('dns', 'node-a', { metadata: { namespace: 'kube-system' } }),
      ],
      expect: [
        {
          severity: 'info',
          says: [
            'the scheduler found no node for it, but node-a would take it now',
            "The scheduler's last word was: no nodes available to schedule pods.",
            'node-a passes all filters',
          ],
          saysNot: [' ago'],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'a taint of somebody beside it stays when the node is back',
      objects: [
        pendingPod({ message: tainted }),
        taintedNode('node-a', away, { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }),
      ],
    },
    {
      name: 'a condition without a taint keeps nobody away',
      objects: [
        pendingPod({ message: refused(1, '1 Insufficient cpu'), requests: { cpu: '9' } }),
        aNode('node-a', {
          status: { allocatable: { cpu: '4', pods: '10' }, conditions: [{ type: 'Ready', status: 'False' }] },
        }),
      ],
    },
    { name: 'recorded: a taint of somebody', recording: 'tax-engine' },
  ],
});
