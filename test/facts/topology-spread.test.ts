import { expect, test } from '@jest/globals';
import { spreadsOf } from '../../src/facts/topology-spread.ts';
import { aNode } from '../support/builders.ts';
import { onNode, pendingPod } from '../support/pending.ts';

const zone = 'topology.kubernetes.io/zone';
const nodes = [
  aNode('a', { labels: { [zone]: 'x', tier: 'web' } }),
  aNode('b', { labels: { [zone]: 'y' }, spec: { taints: [{ key: 'k', effect: 'NoSchedule' }] } }),
  aNode('c'),
];
const pods = [
  onNode('one', 'a'),
  onNode('two', 'a', { labels: { app: 'other' } }),
  onNode('gone', 'a', { metadata: { deletionTimestamp: '2026-01-15T12:00:00Z' } }),
];

function counts(more: object, spec: object = {}): [string, number][] {
  const constraint = {
    maxSkew: 1,
    topologyKey: zone,
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchLabels: { app: 'web' } },
    ...more,
  };
  const [spread] = spreadsOf(pendingPod({ spec: { topologySpreadConstraints: [constraint], ...spec } }), nodes, pods);
  return (spread?.domains ?? []).map(({ value, count }) => [value, count]);
}

test('counts living pods with the labels, in domains of nodes with the label', () => {
  expect(counts({})).toEqual([
    ['x', 1],
    ['y', 0],
  ]);
});

test('a key whose value the pods must share with the pod, unless it has none', () => {
  expect(counts({ labelSelector: {}, matchLabelKeys: ['app'] })).toEqual([
    ['x', 1],
    ['y', 0],
  ]);
  expect(counts({ labelSelector: { matchLabels: { app: 'other' } }, matchLabelKeys: ['hash'] })[0]).toEqual(['x', 1]);
  expect(counts({ labelSelector: undefined, matchLabelKeys: ['app'] })[0]).toEqual(['x', 0]);
});

test('policies say which nodes make a domain', () => {
  expect(counts({ nodeTaintsPolicy: 'Honor' })).toEqual([['x', 1]]);
  expect(counts({}, { nodeSelector: { tier: 'web' } })).toEqual([['x', 1]]);
  expect(counts({ nodeAffinityPolicy: 'Ignore' }, { nodeSelector: { tier: 'web' } })).toEqual([
    ['x', 1],
    ['y', 0],
  ]);
});

test('an empty selector counts nothing, preferences are left out', () => {
  expect(counts({ labelSelector: {} })).toEqual([
    ['x', 0],
    ['y', 0],
  ]);
  expect(counts({ whenUnsatisfiable: 'ScheduleAnyway' })).toEqual([]);
});
