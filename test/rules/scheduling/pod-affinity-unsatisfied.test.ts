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
  ],
  silent: [
    { name: 'it has a node', objects: [onNode('web-1', 'node-a', { spec: beside('redis') })] },
    { name: 'recorded: anti-affinity', recording: 'quorum-store' },
  ],
});
