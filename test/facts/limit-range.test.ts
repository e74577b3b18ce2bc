import { describe, expect, test } from '@jest/globals';
import { breakingContainers, defaultLimit, limitRangeOf, limitRangeRefusal } from '../../src/facts/limit-range.ts';
import { podSpecFacts } from '../../src/facts/workload.ts';

const range = {
  metadata: { name: 'caps' },
  spec: { limits: [{ type: 'Container', max: { memory: '256Mi' }, default: { cpu: '1' } }] },
};
const template = podSpecFacts(
  {
    spec: {
      containers: [
        { name: 'big', resources: { limits: { memory: '1Gi' } } },
        { name: 'small', resources: { limits: { memory: '64Mi', cpu: '400m' }, requests: { cpu: '100m' } } },
        { name: 'open' },
      ],
    },
  },
  'spec.template.spec',
);
const maximum = { bound: 'maximum', resource: 'memory', scope: 'Container', allowed: '256Mi', field: 'limit' } as const;

test('the LimitRange with that very bound', () => {
  expect(limitRangeOf([range], maximum)?.metadata?.name).toBe('caps');
  expect(limitRangeOf([range], { ...maximum, allowed: '512Mi' })).toBeUndefined();
});

test('default limits: the default, else the maximum', () => {
  expect(defaultLimit([range], 'cpu')).toEqual({ range: 'caps', value: '1' });
  expect(defaultLimit([range], 'memory')).toEqual({ range: 'caps', value: '256Mi' });
  expect(defaultLimit([], 'cpu')).toBeUndefined();
});

describe('breakingContainers', () => {
  const names = (violation: Parameters<typeof breakingContainers>[0]): string[] =>
    breakingContainers(violation, template).map(({ name }) => name);

  test('those above a maximum', () => expect(names({ ...maximum, actual: '1Gi' })).toEqual(['big']));
  test('those that state nothing', () => expect(names(maximum)).toEqual(['open']));
  test('those whose limit is too many times their request', () =>
    expect(names({ bound: 'ratio', resource: 'cpu', scope: 'Container', allowed: '2', actual: '4.0' })).toEqual([
      'small',
    ]));
  test('none for a bound of the pod', () => expect(names({ ...maximum, scope: 'Pod', actual: '2Gi' })).toEqual([]));
});

test('messages without a bound are none', () => expect(limitRangeRefusal('no')).toBeUndefined());
