import { insufficientResources } from '../../../src/rules/scheduling/insufficient-resources.ts';
import { aNode, anEvent } from '../../support/builders.ts';
import { failedScheduling, onNode, pendingPod, refused } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

const tooLittle = (resource: string, nodes = 2): string => refused(nodes, `${nodes} Insufficient ${resource}`);
const nodes = [aNode('node-a'), aNode('node-b')];
/** Whoever sees pods of other namespaces has seen all of them. */
const system = onNode('dns', 'node-a', { metadata: { namespace: 'kube-system' } });
const waitingForRoom = pendingPod({ message: tooLittle('cpu'), requests: { cpu: '3' }, created: 1200 });

testRule(insufficientResources, {
  fires: [
    {
      name: 'more than any node has',
      objects: [pendingPod({ message: tooLittle('cpu'), requests: { cpu: '16' } }), ...nodes],
      expect: [
        { container: null, detail: 'too-big', says: ['16 cpu, more than any node has', 'has 4 when it is empty'] },
      ],
    },
    {
      name: 'the room is taken',
      objects: [
        pendingPod({ message: tooLittle('cpu', 1), requests: { cpu: '3' } }),
        aNode('node-a'),
        onNode('other', 'node-a', { requests: { cpu: '2800m' } }),
      ],
      expect: [
        {
          detail: 'busy',
          says: ['no node has that much free', 'node-a, has 1.2 free', 'Ask at most 1200m cpu instead of 3'],
        },
      ],
    },
    {
      name: 'the pods that take the room cannot be seen',
      objects: [pendingPod({ message: tooLittle('cpu'), requests: { cpu: '3' } }), ...nodes],
      expect: [{ detail: 'busy', says: ['less than that is free of the 4'], saysNot: ['Ask at most'] }],
    },
    {
      name: 'nobody offers the resource',
      objects: [pendingPod({ message: tooLittle('nvidia.com/gpu'), requests: { 'nvidia.com/gpu': '2' } }), ...nodes],
      expect: [{ detail: 'not-offered', says: ['2 nvidia.com/gpu, which no node offers', 'device plugin'] }],
    },
    {
      name: 'too many pods',
      objects: [
        pendingPod({ message: refused(1, '1 Too many pods') }),
        aNode('node-a', { status: { allocatable: { cpu: '4', pods: '1' } } }),
        onNode('other', 'node-a'),
      ],
      expect: [{ detail: 'pod-slots', says: ['slot for another pod', 'at most 1 pods', 'Too many pods'] }],
    },
    {
      name: 'the numbers of each node',
      objects: [
        pendingPod({ message: tooLittle('cpu'), requests: { cpu: '3' } }),
        ...nodes,
        ...['node-a', 'node-b'].map((name) => onNode(`on-${name}`, name, { requests: { cpu: '2' } })),
      ],
      expect: [
        { detail: 'busy', confidence: 'certain', says: ['asks 3 cpu; 2 of 4 free'], saysNot: ['nodes show now'] },
      ],
    },
    {
      name: 'a node has room by now, and the pod has not been tried again',
      objects: [waitingForRoom, ...nodes, system, failedScheduling(tooLittle('cpu'))],
      expect: [
        {
          severity: 'info',
          confidence: 'likely',
          says: [
            'the scheduler found no node for it 10 s ago, but node-a and node-b would take it now',
            'within 5 min',
          ],
          saysNot: ['Add a node'],
          command: 'kubectl -n shop get pod web-1 -o wide',
        },
      ],
    },
    {
      name: 'a node has had room for long',
      objects: [
        waitingForRoom,
        ...nodes,
        system,
        anEvent('FailedScheduling', tooLittle('cpu'), { ago: 900, reporter: 'default-scheduler' }),
      ],
      expect: [{ severity: 'warning', confidence: 'possible', says: ['should have been tried again since'] }],
    },
    {
      name: 'the nodes have changed since, and none has room',
      objects: [
        pendingPod({ message: tooLittle('memory'), requests: { cpu: '9', memory: '1Gi' } }),
        ...nodes,
        failedScheduling(tooLittle('memory')),
      ],
      expect: [
        {
          severity: 'critical',
          says: [
            '9 cpu, more than any node has',
            "the scheduler's last word 10 s ago was another: 2 Insufficient memory",
          ],
        },
      ],
    },
    {
      name: 'an extender refuses the other node',
      objects: [
        pendingPod({
          message: refused(2, '1 Insufficient cpu, 1 node(s) had no licence left'),
          requests: { cpu: '3' },
        }),
        ...nodes,
        onNode('other', 'node-a', { requests: { cpu: '2' } }),
        system,
      ],
      expect: [
        {
          says: [
            'The other node is refused with "node(s) had no licence left"',
            'an extender or an added plugin gives it',
            'would let the pod in on node-b',
          ],
        },
      ],
    },
    {
      name: 'another scheduler counts otherwise',
      objects: [
        pendingPod({ message: tooLittle('cpu'), requests: { cpu: '3' }, spec: { schedulerName: 'volcano' } }),
        ...nodes,
        system,
      ],
      expect: [{ severity: 'critical', says: ['Scheduler volcano decides by rules of its own'] }],
    },
    {
      name: 'several resources at once',
      objects: [
        pendingPod({
          message: refused(2, '2 Insufficient cpu, 2 Insufficient memory'),
          requests: { cpu: '8', memory: '64Gi' },
        }),
        ...nodes,
      ],
      expect: [{ says: ['8 cpu and 64Gi memory, more than any node has'] }],
    },
    {
      name: 'the nodes may not be read: from the message alone',
      objects: [pendingPod({ message: tooLittle('memory'), requests: { memory: '64Gi' } })],
      expect: [{ detail: 'too-big', confidence: 'certain', says: ['64Gi memory'] }],
    },
    {
      name: 'no condition: from the event',
      objects: [pendingPod({ requests: { cpu: '16' } }), failedScheduling(tooLittle('cpu')), ...nodes],
      expect: [{ says: ['16 cpu'] }],
    },
    {
      name: 'neither condition nor event: concluded',
      objects: [pendingPod({ requests: { cpu: '16' } }), ...nodes],
      expect: [{ confidence: 'likely', says: ['16 cpu, more than any node has'] }],
    },
    {
      name: 'room is being made by preemption',
      objects: [
        pendingPod({
          message: '0/1 nodes are available: 1 Insufficient cpu.',
          requests: { cpu: '3' },
          status: { nominatedNodeName: 'node-a' },
        }),
        aNode('node-a'),
        onNode('victim', 'node-a', {
          requests: { cpu: '3' },
          metadata: { deletionTimestamp: '2026-01-15T12:00:20Z', deletionGracePeriodSeconds: 30 },
        }),
      ],
      expect: [{ severity: 'info', says: ['shop/victim to stop'] }],
    },
    { name: 'recorded: cpu', recording: 'analytics-worker', expect: [{ says: ['16', 'cpu'] }] },
    {
      name: 'recorded: pod slots',
      recording: 'batch-fanout',
      expect: [{ says: ['node-b has no slot for another pod'] }],
    },
    { name: 'recorded: the events are gone', recording: 'long-pending', expect: [{ says: ['64Gi'] }] },
    { name: 'recorded: ephemeral storage', recording: 'media-cache', expect: [{ says: ['400Gi ephemeral-storage'] }] },
    { name: 'recorded: extended resource', recording: 'vision-infer', expect: [{ says: ['nvidia.com/gpu'] }] },
    { name: 'recorded: two containers', recording: 'warehouse-sync', expect: [{ says: ['12Gi memory in all'] }] },
    {
      name: 'recorded: only on the node it selects',
      recording: 'solver-farm',
      expect: [{ says: ['more than node-b has'] }],
    },

    {
      name: 'asked by the pod as a whole',
      objects: [pendingPod({ message: tooLittle('cpu'), spec: { resources: { requests: { cpu: '16' } } } }), ...nodes],
      expect: [{ detail: 'too-big', says: ['The pod asks 16 cpu;', 'spec.resources.requests.cpu'] }],
    },
    {
      name: 'the filters of the scheduler refuse the pod too, for other reasons than an extender',
      objects: [
        pendingPod({
          message: refused(2, '1 Insufficient cpu, 1 node(s) had no licence left'),
          requests: { cpu: '3' },
        }),
        ...nodes,
        onNode('other', 'node-a', { requests: { cpu: '2' } }),
        onNode('another', 'node-b', { requests: { cpu: '2' } }),
        system,
      ],
      expect: [{ says: ['the filters of kube-scheduler refuse the pod for other reasons'] }],
    },
  ],
  silent: [
    {
      name: 'it has a node by now',
      objects: [onNode('web-1', 'node-a'), failedScheduling(tooLittle('cpu')), ...nodes],
    },
    {
      name: 'another reason',
      objects: [pendingPod({ message: refused(2, '2 node(s) were unschedulable') }), ...nodes],
    },
    {
      name: 'a moment old and not looked at',
      objects: [pendingPod({ created: 1, requests: { cpu: '16' } }), ...nodes],
    },
    { name: 'a node would take it', objects: [pendingPod({ requests: { cpu: '2' } }), ...nodes] },
    {
      name: 'another scheduler decides',
      objects: [pendingPod({ requests: { cpu: '16' }, spec: { schedulerName: 'volcano' } }), ...nodes],
    },
    { name: 'recorded: placed after some tries', recording: 'ledger-db' },
  ],
});
