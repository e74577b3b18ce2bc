import { describe, expect, test } from '@jest/globals';
import type { LimitRange } from '../../src/core/kubernetes.ts';
import { effectiveLimit, effectiveRequest, limitRangesIn } from '../../src/facts/effective-resources.ts';
import { formatQuantity } from '../../src/facts/quantity.ts';

const range = (limits: object): LimitRange => ({ spec: { limits: [{ type: 'Container', ...limits }] } });

function text(value: bigint | undefined): string | undefined {
  return value === undefined ? undefined : formatQuantity(value, 'memory');
}

describe('effectiveRequest', () => {
  const of = (resources: object, pod = {}, ranges: LimitRange[] = []): string | undefined =>
    text(effectiveRequest({ name: 'web', resources }, 'memory', pod, ranges));

  test.each([
    ['its own', { requests: { memory: '1Gi' }, limits: { memory: '2Gi' } }, '1Gi'],
    ['its limit', { limits: { memory: '2Gi' } }, '2Gi'],
    ['0 is none, and no limit stands in for it', { requests: { memory: 0 }, limits: { memory: '2Gi' } }, undefined],
    ['none', { limits: { cpu: 1 } }, undefined],
    ['what cannot be read', { requests: { memory: 'much' } }, undefined],
  ])('%s', (_name, resources, expected) => {
    expect(of(resources)).toBe(expected);
  });

  test('takes defaultRequest, default, max, then min of a LimitRange', () => {
    expect(of({}, {}, [range({ defaultRequest: { memory: '1Gi' }, default: { memory: '2Gi' } })])).toBe('1Gi');
    expect(of({}, {}, [range({ max: { memory: '3Gi' }, min: { memory: '1Gi' } })])).toBe('3Gi');
    expect(of({}, {}, [range({ min: { memory: '4Gi' } })])).toBe('4Gi');
    expect(of({}, {}, [range({ type: 'Pod', default: { memory: '4Gi' } })])).toBeUndefined();
  });

  test('falls back to the pod as a whole', () => {
    expect(of({}, { resources: { requests: { memory: '5Gi' } } })).toBe('5Gi');
    expect(of({}, { resources: { limits: { memory: '6Gi' } } })).toBe('6Gi');
  });
});

describe('effectiveLimit', () => {
  const of = (resources: object, pod = {}, ranges: LimitRange[] = []): string | undefined =>
    text(effectiveLimit({ name: 'web', resources }, 'memory', pod, ranges));

  test('is the smaller of its own and that of the pod', () => {
    expect(of({ limits: { memory: '1Gi' } }, { resources: { limits: { memory: '2Gi' } } })).toBe('1Gi');
    expect(of({}, { resources: { limits: { memory: '2Gi' } } })).toBe('2Gi');
    expect(of({}, { resources: { limits: { memory: '2Gi' } } }, [range({ default: { memory: '3Gi' } })])).toBe('2Gi');
    expect(of({ limits: { memory: '0' } })).toBeUndefined();
  });
});

test('LimitRanges without a list of limits are left out', () => {
  const objects = [
    { kind: 'LimitRange' },
    { kind: 'LimitRange', spec: { limits: [] } },
    { kind: 'LimitRange', spec: { limits: 1 } },
  ];
  expect(limitRangesIn({ objects, complete: new Set() }, 'shop')).toHaveLength(1);
});
