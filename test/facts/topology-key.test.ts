import { expect, test } from '@jest/globals';
import { meantTopologyKey } from '../../src/facts/topology-key.ts';

test.each([
  ['topology.kubernetes.io/hostname', 'kubernetes.io/hostname'],
  ['kubernetes.io/hostName', 'kubernetes.io/hostname'],
  ['kubernetes.io/host', 'kubernetes.io/hostname'],
  ['topology.kubernetes.io/zones', 'topology.kubernetes.io/zone'],
  ['kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['topolgy.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region'],
])('%s means %s', (key, meant) => {
  expect(meantTopologyKey(key)).toBe(meant);
});

test.each([
  'kubernetes.io/hostname',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/rack',
  'example.com/zones',
  'zone',
  'node.kubernetes.io/pool',
  '',
])('%s is taken as it is', (key) => {
  expect(meantTopologyKey(key)).toBeUndefined();
});
