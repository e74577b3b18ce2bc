import { topologySpreadUnsatisfied } from '../../../src/rules/scheduling/topology-spread-unsatisfied.ts';
import { aNode } from '../../support/builders.ts';
import { onNode, pendingPod, refused } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

const zone = 'topology.kubernetes.io/zone';
const spread = (more: object = {}): object => ({
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: zone,
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'web' } },
      ...more,
    },
  ],
});
const dedicated = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };
const nodes = [
  aNode('node-a', { labels: { [zone]: 'a' } }),
  aNode('node-b', { labels: { [zone]: 'b' }, spec: { taints: [dedicated] } }),
];

testRule(topologySpreadUnsatisfied, {
  fires: [
    {
      name: 'a tainted zone counts as empty',
      objects: [
        pendingPod({
          message: refused(
            2,
            "1 node(s) didn't match pod topology spread constraints, 1 node(s) had untolerated taint(s)",
          ),
          spec: spread(),
        }),
        ...nodes,
        onNode('web-0', 'node-a'),
      ],
      expect: [
        {
          container: null,
          detail: 'skew',
          says: ['a has 1 and b has 0', 'node-b has a taint', 'nodeTaintsPolicy Honor'],
        },
      ],
    },
    {
      name: 'the nodes lack the label',
      objects: [
        pendingPod({
          message: refused(1, "1 node(s) didn't match pod topology spread constraints (missing required label)"),
          spec: spread(),
        }),
        aNode('node-c'),
      ],
      expect: [{ detail: 'missing-label', says: [zone, 'No node has it'] }],
    },
    {
      name: 'fewer domains than minDomains',
      objects: [
        pendingPod({
          message: refused(1, "1 node(s) didn't match pod topology spread constraints"),
          spec: spread({ minDomains: 3 }),
        }),
        aNode('node-a', { labels: { [zone]: 'a' } }),
        onNode('web-0', 'node-a'),
      ],
      expect: [{ says: ['minDomains 3'] }],
    },
    {
      name: 'a default of the cluster, nothing in the spec',
      objects: [pendingPod({ message: refused(1, "1 node(s) didn't match pod topology spread constraints") })],
      expect: [{ says: ['a default of the cluster'] }],
    },
    { name: 'recorded: label', recording: 'chat-backend', expect: [{ says: ['topology.kubernetes.io/region'] }] },
    { name: 'recorded: skew', recording: 'lobby-service', expect: [{ says: [zone, 'nodeAffinityPolicy Honor'] }] },
  ],
  silent: [
    { name: 'it runs', objects: [onNode('web-1', 'node-a', { spec: spread() }), ...nodes] },
    { name: 'recorded: something else', recording: 'cdn-edge' },
  ],
});
