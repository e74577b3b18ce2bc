import { podAffinityUnsatisfied } from '../../../src/rules/scheduling/pod-affinity-unsatisfied.ts';
import { aNode } from '../../support/builders.ts';
import { onNode, pendingPod, refused } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

const message = refused(1, "1 node(s) didn't match pod affinity rules");
const beside = (app: string, more: object = {}): object => ({
  affinity: {
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: { app } }, topologyKey: 'kubernetes.io/hostname', ...more },
      ],
    },
  },
});

testRule(podAffinityUnsatisfied, {
  fires: [
    {
      name: 'no such pod runs',
      objects: [
        pendingPod({ message, spec: beside('redis') }),
        aNode('node-a'),
        onNode('other', 'node-a', { labels: { app: 'x' } }),
      ],
      expect: [
        {
          container: null,
          says: ['app=redis', 'No pod with app=redis runs on a node in namespace shop'],
          command: 'kubectl -n shop get pods -l app=redis -o wide',
        },
      ],
    },
    {
      name: 'such pods run where this one may not',
      objects: [
        pendingPod({ message, spec: beside('redis') }),
        aNode('node-a'),
        onNode('redis-0', 'node-b', { labels: { app: 'redis' } }),
      ],
      expect: [{ says: ['redis-0 on node-b'] }],
    },
    {
      name: 'in other namespaces',
      objects: [pendingPod({ message, spec: beside('redis', { namespaces: ['data'] }) })],
      expect: [{ says: ['namespace data'], command: 'kubectl -n shop get pods -A -l app=redis -o wide' }],
    },
    { name: 'recorded', recording: 'session-proxy', expect: [{ says: ['session-redis'] }] },

    {
      name: 'any pod of the namespaces that a selector names, on some of the nodes',
      objects: [
        pendingPod({
          message: refused(2, "1 Insufficient cpu, 1 node(s) didn't match pod affinity rules"),
          requests: { cpu: '9' },
          spec: beside('redis', { labelSelector: {}, namespaceSelector: { matchLabels: { team: 'data' } } }),
        }),
      ],
      expect: [
        {
          says: [
            'beside a pod with any labels, and 1 of 2 nodes has none',
            'within the same kubernetes.io/hostname in the namespaces that it selects',
          ],
          saysNot: ['See whether such a pod exists'],
        },
      ],
    },
    {
      name: 'several of more nodes have none',
      objects: [
        pendingPod({
          message: refused(3, "1 Insufficient cpu, 2 node(s) didn't match pod affinity rules"),
          requests: { cpu: '9' },
          spec: beside('redis'),
        }),
      ],
      expect: [{ says: ['and 2 of 3 nodes have none'] }],
    },
    {
      name: 'a term without a selector matches no pod',
      objects: [
        pendingPod({ message, spec: beside('redis', { labelSelector: undefined }) }),
        aNode('node-a'),
        onNode('redis-0', 'node-a', { labels: { app: 'redis' } }),
      ],
      expect: [
        {
          says: ['No pod with labels that its term does not name runs on a node in namespace shop'],
          saysNot: ['See whether such a pod exists', 'redis-0'],
        },
      ],
    },
    {
      name: 'its spec names no pods',
      objects: [pendingPod({ message })],
      expect: [{ says: ['beside a pod that its affinity names, and no node has one', 'share a topology label'] }],
    },
  ],
  silent: [
    { name: 'it has a node', objects: [onNode('web-1', 'node-a', { spec: beside('redis') })] },
    { name: 'recorded: anti-affinity', recording: 'quorum-store' },
  ],
});
