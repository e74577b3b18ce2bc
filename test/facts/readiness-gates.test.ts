import { expect, test } from '@jest/globals';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { openGates, writerOf } from '../../src/facts/readiness-gates.ts';
import { aPod } from '../support/builders.ts';

test.each([
  ['target-health.elbv2.k8s.aws/k8s-web', 'AWS Load Balancer Controller'],
  ['cloud.google.com/load-balancer-neg-ready', 'NEG controller of GKE'],
  ['InPlaceUpdateReady', 'OpenKruise'],
  ['gates.example.com/warm', 'the controller of gates.example.com'],
  ['Warm', 'the controller that owns that condition'],
])('who writes %s', (type, writer) => {
  expect(writerOf(type)).toContain(writer);
});

test('gates that are missing, False or Unknown are open, True ones are not', () => {
  const pod = aPod({
    spec: { readinessGates: ['a', 'b', 'c', 'd'].map((conditionType) => ({ conditionType })) },
    status: {
      conditions: [
        { type: 'a', status: 'True' },
        { type: 'b', status: 'False', reason: 'Draining' },
        { type: 'c', status: 'Unknown' },
      ],
    },
  });
  expect(openGates(podStatusOf(pod)).map(({ type, condition }) => [type, condition?.status])).toEqual([
    ['b', 'False'],
    ['c', 'Unknown'],
    ['d', undefined],
  ]);
  expect(openGates(podStatusOf(aPod()))).toEqual([]);
});
