import { expect, test } from '@jest/globals';
import type { Condition } from '../../src/core/kubernetes.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { stuckResize, wantedChanges } from '../../src/facts/resize.ts';
import { aPod, type ContainerOptions } from '../support/builders.ts';

const kindOf = (type: string, reason: string, status = 'True'): string | undefined => {
  const conditions: Condition[] = [{ type, status, reason, message: 'why' }];
  return stuckResize(podStatusOf(aPod({ status: { conditions } })))?.kind;
};

test.each([
  ['PodResizePending', 'Deferred', 'Deferred'],
  ['PodResizePending', 'Infeasible', 'Infeasible'],
  ['PodResizePending', 'OutOfcpu', 'Deferred'],
  ['PodResizeInProgress', 'Error', 'Error'],
  ['PodResizeInProgress', '', undefined],
])('%s with reason %s', (type, reason, kind) => {
  expect(kindOf(type, reason)).toBe(kind);
  expect(kindOf(type, reason, 'False')).toBeUndefined();
});

test('status.resize of older clusters', () => {
  expect(stuckResize(podStatusOf(aPod({ status: { resize: 'Deferred' } })))).toEqual({ kind: 'Deferred', message: '' });
  expect(stuckResize(podStatusOf(aPod({ status: { resize: 'InProgress' } })))).toBeUndefined();
});

test('what is asked and not given', () => {
  const changes = (options: ContainerOptions, given?: Record<string, string>) => {
    const pod = aPod({ containers: [options] });
    const [status] = pod.status?.containerStatuses ?? [];
    if (status && given) status.allocatedResources = given;
    return podStatusOf(pod)
      .containers.flatMap(wantedChanges)
      .map(({ text }) => text);
  };
  const requests = { resources: { requests: { cpu: '2', memory: '1Gi' } } };
  expect(changes(requests, { cpu: '500m', memory: '1024Mi' })).toEqual(['2 cpu for web (it has 500m)']);
  expect(changes(requests)).toEqual([]);
  expect(changes({}, { cpu: '1' })).toEqual([]);
});
