import { describe, expect, test } from '@jest/globals';
import { doubtsIn } from '../../src/facts/quantity-doubt.ts';

describe('doubtsIn', () => {
  test.each([
    ['limits', { memory: '512m' }, 'milli-bytes', '512Mi', true],
    ['limits', { memory: '63m' }, 'milli-bytes', undefined, undefined],
    ['limits', { memory: '64m' }, 'milli-bytes', '64Mi', true],
    ['requests', { 'ephemeral-storage': '100m' }, 'milli-bytes', '100Mi', true],
    ['limits', { memory: 512 }, 'tiny-memory', '512Mi', false],
    ['limits', { memory: '4194303' }, 'tiny-memory', '4194303Mi', false],
    ['requests', { memory: '0.5' }, 'tiny-memory', undefined, undefined],
    ['requests', { memory: '33Ti' }, 'huge-memory', undefined, undefined],
    ['requests', { cpu: '512Mi', memory: '250m' }, 'swapped', '250m', true],
    ['requests', { cpu: '512Mi' }, 'cpu-in-bytes', undefined, undefined],
    ['requests', { cpu: 100 }, 'huge-cpu', '100m', false],
    ['requests', { cpu: '250', memory: '16Gi' }, 'huge-cpu', '250m', true],
    ['requests', { cpu: '1k' }, 'huge-cpu', undefined, undefined],
    ['requests', { cpu: '0.5m' }, 'tiny-cpu', undefined, undefined],
  ] as const)('%s %j', (role, list, kind, meant, certain) => {
    const [doubt, ...more] = doubtsIn(list, role);
    expect(more).toEqual([]);
    expect([doubt?.kind, doubt?.meant?.text, doubt?.meant?.certain]).toEqual([kind, meant, certain]);
  });

  test.each([
    ['limits', { memory: '4Mi' }],
    ['requests', { memory: '4096' }],
    ['requests', { memory: '32Ti' }],
    ['requests', { memory: '1181116006400m' }],
    ['requests', { cpu: '99' }],
    ['requests', { cpu: '100', memory: '50Gi' }],
    ['limits', { cpu: 0, memory: '0' }],
    ['limits', { 'hugepages-2Mi': '1', 'nvidia.com/gpu': 1 }],
    ['requests', undefined],
  ] as const)('nothing about %s %j', (role, list) => {
    expect(doubtsIn(list, role)).toEqual([]);
  });
});
