import { expect, test } from '@jest/globals';
import type { Pod } from '../../src/core/kubernetes.ts';
import { found, unasked } from '../../src/core/lookup.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { siblingsOf, type Siblings } from '../../src/facts/siblings.ts';
import { aPod, now, terminated, waiting } from '../support/builders.ts';

const pod = (name: string, nodeName: string, dies: boolean, hash = 'v2'): Pod =>
  aPod({
    name,
    spec: { nodeName },
    labels: { 'pod-template-hash': hash },
    containers: [dies ? { state: waiting('CrashLoopBackOff'), last: terminated(1), restarts: 2 } : {}],
  });

function siblings(...pods: Pod[]): Siblings {
  const [own = pod('web-1', 'node-a', true)] = pods;
  return siblingsOf('web', podStatusOf(own), { chain: [], events: [], pods: found(pods), children: unasked }, now);
}

test('only the pods on one node die', () => {
  const { onlyOnNode } = siblings(
    pod('a', 'node-b', true),
    pod('b', 'node-b', true),
    pod('c', 'node-a', false),
    pod('d', 'node-c', false),
  );
  expect(onlyOnNode).toEqual({ node: 'node-b', dying: 2, fine: 2, fineNodes: ['node-a', 'node-c'] });
});

test('nothing is said of the node where one there is fine, or one elsewhere dies, or none is fine', () => {
  expect(
    siblings(pod('a', 'node-b', true), pod('b', 'node-b', false), pod('c', 'node-a', false)).onlyOnNode,
  ).toBeUndefined();
  expect(
    siblings(pod('a', 'node-b', true), pod('b', 'node-a', true), pod('c', 'node-c', false)).onlyOnNode,
  ).toBeUndefined();
  expect(siblings(pod('a', 'node-b', true)).onlyOnNode).toBeUndefined();
});

test('the version before is fine', () => {
  expect(siblings(pod('a', 'node-b', true), pod('b', 'node-a', false, 'v1'))).toEqual({ fineOfOtherVersion: 1 });
  expect(
    siblings(pod('a', 'node-b', true), pod('b', 'node-a', false, 'v1'), pod('c', 'node-a', false)).fineOfOtherVersion,
  ).toBe(0);
});

test('pods that could not be listed say nothing', () => {
  expect(siblingsOf('web', podStatusOf(pod('a', 'node-a', true)), undefined, now)).toEqual({ fineOfOtherVersion: 0 });
});
