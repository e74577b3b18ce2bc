import { readinessGatePending } from '../../../src/rules/readiness/readiness-gate-pending.ts';
import type { Condition } from '../../../src/core/kubernetes.ts';
import { ago, aNode, aPod } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

function gated(type: string, set: Condition[] = [], since = 300, more: Parameters<typeof aPod>[0] = {}) {
  return aPod({
    spec: { readinessGates: [{ conditionType: type }] },
    status: {
      conditions: [
        { type: 'ContainersReady', status: 'True', lastTransitionTime: ago(since) },
        { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', lastTransitionTime: ago(since) },
        ...set,
      ],
    },
    ...more,
  });
}

const neg = 'cloud.google.com/load-balancer-neg-ready';

testRule(readinessGatePending, {
  fires: [
    {
      name: 'nobody has set the condition',
      objects: [gated(neg)],
      expect: [{ container: null, severity: 'critical', says: [neg, 'NEG controller of GKE', 'ready for 5 min'] }],
    },
    {
      name: 'it is False, and says why',
      objects: [gated('example.com/warm', [{ type: 'example.com/warm', status: 'False', reason: 'CacheCold' }], 5)],
      expect: [{ says: ['the controller of example.com has set it to False (CacheCold)'] }],
    },
    {
      name: 'it is False, and does not say why',
      objects: [gated('example.com/warm', [{ type: 'example.com/warm', status: 'False' }])],
      expect: [{ says: ['has set it to False. All containers'] }],
    },
    {
      name: 'a type without a prefix',
      objects: [gated('Warm')],
      expect: [{ says: ['the controller that owns that condition'] }],
    },
    {
      name: 'recorded',
      recording: 'alb-target',
      expect: [{ says: ['target-health.elbv2.k8s.aws/k8s-web', 'AWS Load Balancer Controller'] }],
    },
  ],
  silent: [
    { name: 'the containers have only just become ready', objects: [gated(neg, [], 5)] },
    { name: 'the condition is True', objects: [gated(neg, [{ type: neg, status: 'True' }])] },
    {
      name: 'the containers are not ready: that is first',
      objects: [
        aPod({ containers: [{ name: 'web', ready: false }], spec: { readinessGates: [{ conditionType: neg }] } }),
      ],
    },
    { name: 'no gates', objects: [aPod()] },
    {
      name: 'the node is lost',
      objects: [gated(neg), aNode('node-a', { status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } })],
    },
    {
      name: 'the pod is being deleted',
      objects: [gated(neg, [], 300, { metadata: { deletionTimestamp: ago(-20), deletionGracePeriodSeconds: 30 } })],
    },
    { name: 'recorded: the target is healthy', recording: 'lb-target' },
  ],
});
