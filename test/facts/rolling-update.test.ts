import { describe, expect, test } from '@jest/globals';
import type { KubeObject, Workload } from '../../src/core/kubernetes.ts';
import { leastReplicas, rollingUpdateOf, scaled } from '../../src/facts/rolling-update.ts';

test.each([
  [2, 10, 'up', 2],
  ['25%', 10, 'up', 3],
  ['25%', 10, 'down', 2],
  ['0%', 3, 'up', 0],
  ['x', 3, 'up', undefined],
  [undefined, 3, 'up', undefined],
] as const)('scaled(%s of %d, %s): %s', (value, of, round, expected) => {
  expect(scaled(value, of, round)).toBe(expected);
});

const deployment = (strategy?: NonNullable<Workload['spec']>['strategy'], replicas?: number): Workload => ({
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { ...(strategy ? { strategy } : {}), ...(replicas === undefined ? {} : { replicas }) },
});

describe('rollingUpdateOf', () => {
  test.each([
    ['one replica by default', undefined, 1, 1, 0],
    ['four by default', undefined, 4, 1, 1],
    ['both come to 0', { rollingUpdate: { maxSurge: 0, maxUnavailable: '10%' } }, 3, 0, 1],
    ['no more than there are', { rollingUpdate: { maxUnavailable: 5 } }, 2, 1, 2],
  ])('%s', (_name, strategy, replicas, maxSurge, maxUnavailable) => {
    expect(rollingUpdateOf(deployment(strategy), replicas)).toMatchObject({ maxSurge, maxUnavailable });
  });

  test('nothing for Recreate, or without pods', () => {
    expect(rollingUpdateOf(deployment({ type: 'Recreate' }), 1)).toBeUndefined();
    expect(rollingUpdateOf(deployment(), 0)).toBeUndefined();
  });
});

describe('leastReplicas', () => {
  const autoscaler = (spec: object): KubeObject => ({ kind: 'HorizontalPodAutoscaler', metadata: { name: 'h' }, spec });
  const bundle = (...objects: KubeObject[]) => ({ objects, complete: new Set<string>() });
  const ref = { scaleTargetRef: { kind: 'Deployment', name: 'web' } };
  test.each([
    ['its own', bundle(), 5],
    ['of the autoscaler', bundle(autoscaler({ ...ref, minReplicas: 3 })), 3],
    ['of an autoscaler that does not say', bundle(autoscaler(ref)), 1],
    ['of another one', bundle(autoscaler({ scaleTargetRef: { kind: 'Deployment', name: 'db' }, minReplicas: 3 })), 5],
  ])('%s', (_name, given, expected) => {
    expect(leastReplicas(deployment(undefined, 5), given)).toBe(expected);
  });

  test('one when nobody says', () => {
    expect(leastReplicas(deployment(), undefined)).toBe(1);
  });
});
