import { describe, expect, test } from '@jest/globals';
import { isOutdated, newReplicaSet, progressOf, stuckRollout } from '../../src/facts/rollout.ts';
import { aWorkload } from '../support/builders.ts';

describe('progressOf', () => {
  test('a Deployment, with what is missing as 0', () => {
    expect(progressOf(aWorkload('Deployment', 'web', { spec: { replicas: 3 }, status: { readyReplicas: 1 } }))).toEqual(
      {
        desired: 3,
        existing: 0,
        updated: 0,
        ready: 1,
        available: 0,
      },
    );
  });
  test('a DaemonSet counts nodes', () => {
    const status = { desiredNumberScheduled: 4, currentNumberScheduled: 2, numberReady: 1 };
    expect(progressOf(aWorkload('DaemonSet', 'agent', { status }))).toMatchObject({
      desired: 4,
      existing: 2,
      ready: 1,
    });
  });
  test('a Job wants no more pods than completions are open', () => {
    const job = aWorkload('Job', 'load', {
      spec: { parallelism: 5, completions: 6 },
      status: { succeeded: 4, active: 1 },
    });
    expect(progressOf(job)).toMatchObject({ desired: 2, existing: 1 });
  });
  test('an empty object', () => expect(progressOf({})).toMatchObject({ desired: 1, existing: 0 }));
});

test('after a roll-back the new ReplicaSet is the one with the revision of the Deployment', () => {
  const key = 'deployment.kubernetes.io/revision';
  const deployment = aWorkload('Deployment', 'web', { metadata: { annotations: { [key]: '3' } } });
  const sets = ['2', '3'].map((revision) =>
    aWorkload('ReplicaSet', `web-${revision}`, { metadata: { annotations: { [key]: revision } } }),
  );
  expect(newReplicaSet(deployment, sets)).toBe(sets[1]);
  expect(newReplicaSet(aWorkload('Deployment', 'web'), sets)).toBe(sets[0]);
  expect(newReplicaSet(deployment, [])).toBeUndefined();
});

test('a status from before the newest spec is outdated', () => {
  expect(
    isOutdated(aWorkload('Deployment', 'web', { status: { observedGeneration: 1 }, metadata: { generation: 2 } })),
  ).toBe(true);
  expect(isOutdated(aWorkload('Deployment', 'web'))).toBe(false);
});

test('a rollout without the condition is not stuck', () => {
  expect(stuckRollout(aWorkload('Deployment', 'web'))).toBeUndefined();
});
