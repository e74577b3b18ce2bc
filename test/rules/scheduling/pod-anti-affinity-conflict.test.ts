import { podAntiAffinityConflict } from '../../../src/rules/scheduling/pod-anti-affinity-conflict.ts';
import { aNode } from '../../support/builders.ts';
import { onNode, pendingPod, refused } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

const apart = (app: string): object => ({
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: { app } }, topologyKey: 'kubernetes.io/hostname' },
      ],
    },
  },
});

testRule(podAntiAffinityConflict, {
  fires: [
    {
      name: 'its own rule',
      objects: [
        pendingPod({ message: refused(1, "1 node(s) didn't match pod anti-affinity rules"), spec: apart('web') }),
        aNode('node-a'),
        onNode('web-0', 'node-a', { labels: { app: 'web' } }),
      ],
      expect: [{ container: null, detail: 'own', says: ['app=web', 'web-0 on node-a', 'kubernetes.io/hostname'] }],
    },
    {
      name: 'the rule of a pod that runs',
      objects: [
        pendingPod({
          message: refused(1, "1 node(s) didn't satisfy existing pods anti-affinity rules"),
          labels: { app: 'web' },
        }),
        aNode('node-a'),
        onNode('lonely', 'node-a', { labels: { app: 'db' }, spec: apart('web') }),
      ],
      expect: [{ detail: 'existing', says: ['shop/lonely', 'both directions'] }],
    },
    {
      name: 'nothing but the message',
      objects: [pendingPod({ message: refused(2, "2 node(s) didn't match pod anti-affinity rules") })],
      expect: [{ says: ['both nodes'] }],
    },
    { name: 'recorded', recording: 'quorum-store', expect: [{ says: ['etcd-2', 'etcd-0 on node-a'] }] },

    {
      name: 'a rule without a selector of labels, on several nodes',
      objects: [
        pendingPod({
          message: refused(2, "2 node(s) didn't match pod anti-affinity rules"),
          spec: {
            affinity: {
              podAntiAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: {}, topologyKey: 'zone' }],
              },
            },
          },
        }),
      ],
      expect: [
        {
          says: [
            'both nodes already have a pod',
            'every zone that has a pod with any labels',
            'any labels within the same zone',
          ],
        },
      ],
    },
    {
      name: 'the rule of a pod that cannot be seen',
      objects: [pendingPod({ message: refused(1, "1 node(s) didn't satisfy existing pods anti-affinity rules") })],
      expect: [{ detail: 'existing', says: ['Change the anti-affinity of the pods in the way'] }],
    },
  ],
  silent: [
    { name: 'it runs', objects: [onNode('web-1', 'node-a', { spec: apart('web') })] },
    { name: 'recorded: affinity', recording: 'session-proxy' },
  ],
});
