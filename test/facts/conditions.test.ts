import { describe, expect, test } from '@jest/globals';
import type { Condition, PodSpec, PodStatus } from '../../src/core/kubernetes.ts';
import { missingGates, readCondition } from '../../src/facts/conditions.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { aPod, ago } from '../support/builders.ts';

const read = (condition: Condition, spec: Partial<PodSpec> = {}, status: Partial<PodStatus> = {}) =>
  readCondition(condition, podStatusOf(aPod({ spec, status })));

describe('readCondition', () => {
  test.each<[string, string, string | undefined, boolean | null]>([
    ['PodScheduled', 'True', undefined, true],
    ['PodScheduled', 'False', 'Unschedulable', false],
    ['PodReadyToStartContainers', 'True', undefined, true],
    ['PodReadyToStartContainers', 'False', undefined, false],
    ['Initialized', 'False', 'ContainersNotInitialized', false],
    ['ContainersReady', 'False', 'ContainersNotReady', false],
    ['Ready', 'False', 'PodCompleted', true],
    ['Ready', 'False', 'PodFailed', false],
    ['Ready', 'Unknown', undefined, false],
    ['DisruptionTarget', 'True', 'EvictionByEvictionAPI', false],
    ['DisruptionTarget', 'False', undefined, true],
    ['PodResizePending', 'True', 'Deferred', false],
    ['PodResizeInProgress', 'True', undefined, null],
    ['PodResizeInProgress', 'False', undefined, null],
    ['PodResizeInProgress', 'True', 'Error', false],
    ['AllContainersRestarting', 'True', 'RestartAllContainersStarted', false],
    ['AllContainersRestarting', 'False', undefined, true],
    ['example.com/checked', 'False', undefined, null],
    ['constructor', 'True', undefined, null],
  ])('%s %s %s', (type, status, reason, good) => {
    const reading = read({ type, status, ...(reason ? { reason } : {}) });
    expect(reading.good).toBe(good);
    expect(reading.meaning).toMatch(/^[a-z][^\n]*[^.]$/);
  });

  test('a finished or deleted pod may have lost its sandbox', () => {
    const lost = { type: 'PodReadyToStartContainers', status: 'False' };
    expect(read(lost, {}, { phase: 'Failed' }).good).toBeNull();
    const deleted = podStatusOf(aPod({ metadata: { deletionTimestamp: ago(0) } }));
    expect(readCondition(lost, deleted).good).toBeNull();
  });

  test('readiness gates count', () => {
    const spec = {
      readinessGates: [{ conditionType: 'lb.example/registered' }, { conditionType: 'example.com/other' }],
    };
    expect(read({ type: 'lb.example/registered', status: 'False' }, spec).good).toBe(false);
    expect(read({ type: 'lb.example/registered', status: 'True' }, spec).good).toBe(true);
    const status = { conditions: [{ type: 'lb.example/registered', status: 'True' }] };
    expect(missingGates(podStatusOf(aPod({ spec, status })))).toEqual(['example.com/other']);
  });
});
