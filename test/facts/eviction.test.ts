import { expect, test } from '@jest/globals';
import { evictionOf, pressureCondition } from '../../src/facts/eviction.ts';

test.each([
  [
    'The node was low on resource: memory. Threshold quantity: 22850Mi, available: 22846300Ki. Container a was using 41284Ki, request is 4Mi, has larger consumption of memory. Container b was using 1.5Gi, request is 0, has larger consumption of memory. ',
    {
      kind: 'pressure',
      resource: 'memory',
      threshold: '22850Mi',
      available: '22846300Ki',
      consumers: [
        { container: 'a', used: '41284Ki', request: '4Mi' },
        { container: 'b', used: '1.5Gi', request: '0' },
      ],
    },
  ],
  [
    'The node was low on resource: ephemeral-storage. ',
    { kind: 'pressure', resource: 'ephemeral-storage', consumers: [] },
  ],
  [
    'The node was low on resource: memory. Container a was using 100Ki, which exceeds its request of 0. ',
    { kind: 'pressure', resource: 'memory', consumers: [{ container: 'a', used: '100Ki', request: '0' }] },
  ],
  [
    'The node had condition: [DiskPressure PIDPressure]. ',
    { kind: 'refused', conditions: ['DiskPressure', 'PIDPressure'] },
  ],
  ['Usage of EmptyDir volume "s" exceeds the limit "16Mi". ', { kind: 'empty-dir', volume: 's', limit: '16Mi' }],
  [
    'Pod ephemeral local storage usage exceeds the total limit of containers 25Mi. ',
    { kind: 'pod-limit', limit: '25Mi' },
  ],
  [
    'Container a exceeded its local ephemeral storage limit "1Gi". ',
    { kind: 'container-limit', container: 'a', limit: '1Gi' },
  ],
  ['Pod was active on the node longer than the specified deadline', undefined],
  ['', undefined],
])('%s', (message, eviction) => {
  expect(evictionOf(message)).toEqual(eviction);
});

test('the condition of the node', () => {
  expect(pressureCondition('memory')).toBe('MemoryPressure');
  expect(pressureCondition('pids')).toBe('PIDPressure');
  expect(pressureCondition('inodes')).toBe('DiskPressure');
});
