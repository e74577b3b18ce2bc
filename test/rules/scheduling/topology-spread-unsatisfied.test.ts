import { topologySpreadUnsatisfied } from '../../../src/rules/scheduling/topology-spread-unsatisfied.ts';
import { aNode, aWorkload } from '../../support/builders.ts';
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

const onPort = { containers: [{ name: 'web', ports: [{ containerPort: 80, hostPort: 80 }] }] };

const owned = {
  ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', uid: 'uid-web', controller: true }],
};
const two = [
  { maxSkew: 1, topologyKey: zone, whenUnsatisfiable: 'DoNotSchedule' },
  { maxSkew: 5, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
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

    {
      name: 'the nodes may not be read',
      objects: [
        pendingPod({
          message: refused(2, "2 node(s) didn't match pod topology spread constraints"),
          spec: spread(),
        }),
      ],
      expect: [
        {
          detail: 'skew',
          says: [`break its spread over ${zone}`, 'above the one with the fewest.'],
          saysNot: ['(now'],
        },
      ],
    },
    {
      name: 'one of two constraints is loosened, the other kept',
      objects: [
        pendingPod({
          message: refused(2, "2 node(s) didn't match pod topology spread constraints (missing required label)"),
          spec: { topologySpreadConstraints: two },
          metadata: owned,
        }),
        aWorkload('StatefulSet', 'web', {
          spec: { template: { spec: { containers: [{ name: 'web' }], topologySpreadConstraints: two } } },
        }),
        aNode('node-c'),
        aNode('node-d'),
      ],
      expect: [
        {
          detail: 'missing-label',
          says: [
            'both nodes (node-c and node-d) lack the label',
            '"maxSkew":1,"topologyKey":"topology.kubernetes.io/zone","whenUnsatisfiable":"ScheduleAnyway"',
            '"maxSkew":5',
          ],
          saysNot: ['"whenUnsatisfiable":"DoNotSchedule"'],
        },
      ],
    },
    {
      name: 'admission added the constraint: the template has none',
      objects: [
        aWorkload('StatefulSet', 'web', { spec: { template: { spec: { containers: [{ name: 'web' }] } } } }),
        pendingPod({
          message: refused(1, "1 node(s) didn't match pod topology spread constraints (missing required label)"),
          spec: spread(),
          metadata: owned,
        }),
        aNode('node-c'),
      ],
      expect: [{ says: ['"whenUnsatisfiable":"ScheduleAnyway"'] }],
    },
    {
      name: 'the emptiest zone has the node whose host port is taken',
      objects: [
        pendingPod({
          message: refused(
            2,
            "1 node(s) didn't match pod topology spread constraints, 1 node(s) didn't have free ports for the requested pod ports",
          ),
          spec: { ...spread(), ...onPort },
        }),
        aNode('node-a', { labels: { [zone]: 'a' } }),
        aNode('node-b', { labels: { [zone]: 'b' } }),
        onNode('web-0', 'node-a'),
        onNode('proxy', 'node-b', { labels: { app: 'proxy' }, spec: onPort }),
      ],
      expect: [{ detail: 'skew', says: ['cannot take it either: node-b has its host port taken'] }],
    },
  ],
  silent: [
    { name: 'it runs', objects: [onNode('web-1', 'node-a', { spec: spread() }), ...nodes] },
    { name: 'recorded: something else', recording: 'cdn-edge' },
  ],
});
