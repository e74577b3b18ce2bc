import { describe, expect, test } from '@jest/globals';
import type { LimitRange, PodSpec } from '../../src/core/kubernetes.ts';
import { claimViolations, limitRangeViolations, type FoundViolation } from '../../src/facts/limit-range-check.ts';

type Item = NonNullable<NonNullable<LimitRange['spec']>['limits']>[number];

const range = (...limits: Item[]): LimitRange => ({ metadata: { name: 'caps' }, spec: { limits } });
const of = (requests: Record<string, string>, limits: Record<string, string> = {}): PodSpec => ({
  containers: [{ name: 'a', resources: { requests, limits } }],
});

function told({ violation, container, filledIn }: FoundViolation): string {
  const { scope, bound, resource, field, actual, allowed } = violation;
  const where = container ? `${container.list}[${container.index}] ` : '';
  return `${where}${scope} ${bound} ${resource} ${field ?? 'both'} ${actual ?? 'none'} ${allowed}${filledIn ? ' filled in' : ''}`;
}
const said = (spec: PodSpec, ...limits: Item[]): string[] => limitRangeViolations(spec, [range(...limits)]).map(told);

describe('bounds of containers', () => {
  test('a maximum holds for limits, and for requests', () => {
    const item = { type: 'Container', max: { memory: '256Mi' } };
    expect(said(of({}, { memory: '1Gi' }), item)).toEqual(['containers[0] Container maximum memory request 1Gi 256Mi']);
    expect(said(of({ memory: '128Mi' }, { memory: '1Gi' }), item)).toEqual([
      'containers[0] Container maximum memory limit 1Gi 256Mi',
    ]);
    expect(said(of({}, { memory: '256Mi' }), item)).toEqual([]);
    expect(said(of({}), item)).toEqual([]);
  });

  test('a minimum holds for requests, and for limits', () => {
    const item = { type: 'Container', min: { cpu: '100m' }, default: { cpu: '1' } };
    expect(said(of({ cpu: '50m' }), item)).toEqual(['containers[0] Container minimum cpu request 50m 100m']);
    expect(said(of({ cpu: '100m' }), item)).toEqual([]);
  });

  test('a scope that is not told is that of containers, and init containers are containers', () => {
    const spec: PodSpec = { initContainers: [{ name: 'i', resources: { limits: { memory: '1Gi' } } }] };
    expect(said(spec, { max: { memory: '256Mi' } })).toEqual([
      'initContainers[0] Container maximum memory request 1Gi 256Mi',
    ]);
  });

  test('a limit may be so many times the request', () => {
    const item = { type: 'Container', maxLimitRequestRatio: { cpu: '2' } };
    expect(said(of({ cpu: '100m' }, { cpu: '400m' }), item)).toEqual(['containers[0] Container ratio cpu both 4 2']);
    expect(said(of({ cpu: '200m' }, { cpu: '400m' }), item)).toEqual([]);
    expect(said(of({}), item)).toEqual(['containers[0] Container ratio cpu request none 2']);
    expect(said(of({ cpu: '1' }), item)).toEqual(['containers[0] Container ratio cpu limit none 2']);
  });

  test('a request above the limit that is filled in', () => {
    const item = { type: 'Container', default: { cpu: '500m' } };
    expect(said(of({ cpu: '1' }), item)).toEqual(['containers[0] Container maximum cpu request 1 500m filled in']);
    expect(said(of({ cpu: '500m' }), item)).toEqual([]);
    expect(said(of({ cpu: '1' }, { cpu: '2' }), item)).toEqual([]);
    expect(said(of({ memory: '1Gi' }), item)).toEqual([]);
    expect(said(of({ cpu: 'much' }), item)).toEqual([]);
  });

  test('what cannot be read bounds nothing', () => {
    expect(said(of({ cpu: '1' }, { cpu: '1' }), { type: 'Container', max: { cpu: 'much' } })).toEqual([]);
  });
});

describe('bounds of pods', () => {
  const two: PodSpec = {
    containers: [
      { name: 'a', resources: { requests: { cpu: '1' }, limits: { cpu: '2' } } },
      { name: 'b', resources: { requests: { cpu: '1' } } },
    ],
  };

  test('hold for all together', () => {
    expect(said(two, { type: 'Pod', max: { cpu: '1500m' } })).toEqual(['Pod maximum cpu request 2 1500m']);
    expect(said(two, { type: 'Pod', max: { cpu: '2' } })).toEqual([]);
  });

  test('must be stated by one of them at least', () => {
    expect(said(two, { type: 'Pod', max: { memory: '1Gi' } })).toEqual(['Pod maximum memory limit none 1Gi']);
    expect(said(two, { type: 'Pod', min: { memory: '1Gi' } })).toEqual(['Pod minimum memory request none 1Gi']);
  });

  test('of the overhead only what is limited counts', () => {
    const overhead = { cpu: '500m', memory: '64Mi' };
    expect(said({ ...two, overhead }, { type: 'Pod', max: { cpu: '2' } })).toEqual(['Pod maximum cpu request 2.5 2']);
    expect(said({ ...two, overhead }, { type: 'Pod', max: { memory: '1Gi' } })).toEqual([
      'Pod maximum memory limit none 1Gi',
    ]);
  });
});

test('nothing is broken where there is no range, or one without bounds', () => {
  expect(limitRangeViolations(of({ cpu: '1' }), [])).toEqual([]);
  expect(limitRangeViolations(of({ cpu: '1' }), [{}, range({})])).toEqual([]);
  expect(limitRangeViolations({}, [range({ max: { cpu: '1' } })])).toEqual([]);
});

test('claims', () => {
  const ranges = [range({ type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '10Gi' } })];
  const asked = (storage?: string): string[] =>
    claimViolations(storage === undefined ? {} : { resources: { requests: { storage } } }, ranges).map(told);
  expect(asked('5Gi')).toEqual([]);
  expect(asked('20Gi')).toEqual(['PersistentVolumeClaim maximum storage request 20Gi 10Gi']);
  expect(asked('100Mi')).toEqual(['PersistentVolumeClaim minimum storage request 100Mi 1Gi']);
  expect(asked()).toEqual([
    'PersistentVolumeClaim minimum storage request none 1Gi',
    'PersistentVolumeClaim maximum storage request none 10Gi',
  ]);
});
