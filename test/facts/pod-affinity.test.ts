import { expect, test } from '@jest/globals';
import { avoidedPods, avoidingPods, meantBy } from '../../src/facts/pod-affinity.ts';
import { aNode, namespace } from '../support/builders.ts';
import { onNode, pendingPod } from '../support/pending.ts';

const term = { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'kubernetes.io/hostname' };
const apart = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } };
const web = onNode('web-0', 'a');

test('a term means pods of its own namespace unless it names others', () => {
  expect(meantBy(term, namespace, web)).toBe(true);
  expect(meantBy(term, 'other', web)).toBe(false);
  expect(meantBy({ ...term, namespaces: [namespace] }, 'other', web)).toBe(true);
  expect(meantBy({ ...term, namespaceSelector: {} }, 'other', web)).toBe(true);
  expect(meantBy({ topologyKey: 'x' }, namespace, web)).toBe(false);
});

test('the rule holds in both directions, where the node has the topology key', () => {
  const nodes = [aNode('a')];
  expect(avoidedPods(pendingPod({ spec: apart }), [web], nodes).map(({ node }) => node)).toEqual(['a']);
  expect(avoidingPods(pendingPod(), [onNode('x', 'a', { spec: apart })], nodes)).toHaveLength(1);
  expect(avoidedPods(pendingPod({ spec: apart }), [onNode('web-9', 'z')], nodes)).toEqual([]);
});
