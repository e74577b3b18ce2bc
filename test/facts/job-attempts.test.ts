import { describe, expect, test } from '@jest/globals';
import type { OwnerFacts } from '../../src/core/evidence.ts';
import type { Pod, WorkloadStatus } from '../../src/core/kubernetes.ts';
import { found, unasked } from '../../src/core/lookup.ts';
import { retriedWell } from '../../src/facts/job-attempts.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { aPod, aWorkload, now, running, terminated, waiting } from '../support/builders.ts';

const attempt = (name: string, created: number, phase: string, index?: string): Pod =>
  aPod({
    name,
    created,
    owner: { kind: 'Job', name: 'seed' },
    spec: { restartPolicy: 'Never' },
    containers: [
      {
        state:
          phase === 'Running'
            ? running(created - 1)
            : { terminated: terminated(phase === 'Failed' ? 1 : 0, undefined, { ranFor: 5 }) },
      },
    ],
    status: { phase },
    metadata: index === undefined ? {} : { annotations: { 'batch.kubernetes.io/job-completion-index': index } },
  });

function owner(pods: readonly Pod[], status: WorkloadStatus = {}): OwnerFacts {
  const job = aWorkload('Job', 'seed', { status });
  return {
    chain: [{ kind: 'Job', name: 'seed', object: found(job) }],
    events: [],
    pods: found(pods),
    children: unasked,
  };
}

const failed = attempt('seed-1', 200, 'Failed');

describe('retriedWell', () => {
  test('the Job is complete', () => {
    const complete = { conditions: [{ type: 'Complete', status: 'True' }] };
    expect(retriedWell(podStatusOf(failed), owner([failed], complete), now)).toEqual({
      jobComplete: true,
      state: 'succeeded',
    });
  });

  test('a newer pod succeeded, or runs long enough', () => {
    const after = (pod: Pod) => retriedWell(podStatusOf(failed), owner([failed, pod]), now);
    expect(after(attempt('seed-2', 100, 'Succeeded'))).toEqual({
      jobComplete: false,
      state: 'succeeded',
      pod: 'seed-2',
    });
    expect(after(attempt('seed-2', 100, 'Running'))).toEqual({ jobComplete: false, state: 'running', pod: 'seed-2' });
    expect(after(attempt('seed-2', 10, 'Running'))).toBeUndefined();
    expect(after(attempt('seed-2', 100, 'Failed'))).toBeUndefined();
    expect(after(attempt('seed-0', 300, 'Succeeded'))).toBeUndefined();
  });

  test('not a newer pod that is dying, or that is being deleted', () => {
    const after = (pod: Pod) => retriedWell(podStatusOf(failed), owner([failed, pod]), now);
    const runs = attempt('seed-2', 100, 'Running');
    const last = terminated(1, undefined, { finishedAgo: 5 });
    const dying = aPod({
      name: 'seed-2',
      created: 100,
      owner: { kind: 'Job', name: 'seed' },
      containers: [
        { name: 'web', state: running(99) },
        { name: 'log', state: waiting('CrashLoopBackOff'), last, restarts: 2 },
      ],
    });
    expect(after(dying)).toBeUndefined();
    expect(
      after({ ...runs, metadata: { ...runs.metadata, deletionTimestamp: '2026-01-15T12:00:10Z' } }),
    ).toBeUndefined();
  });

  test('nor one of another Job, nor one that does not say when it was made', () => {
    const after = (pod: Pod) => retriedWell(podStatusOf(failed), owner([failed, pod]), now);
    const { metadata, ...done } = attempt('seed-2', 100, 'Succeeded');
    expect(after({ ...done, metadata: { ...metadata, ownerReferences: [] } })).toBeUndefined();
    const { creationTimestamp: _made, ...undated } = metadata ?? {};
    expect(after({ ...done, metadata: undated })).toBeUndefined();
  });

  test('another index of an indexed Job did other work', () => {
    const two = attempt('seed-2-a', 200, 'Failed', '2');
    const all = (index: string) => owner([two, attempt('seed-b', 100, 'Succeeded', index)]);
    expect(retriedWell(podStatusOf(two), all('1'), now)).toBeUndefined();
    expect(retriedWell(podStatusOf(two), all('2'), now)?.pod).toBe('seed-b');
  });

  test('pods without a Job, or that have not failed, have nothing to be retried', () => {
    expect(retriedWell(podStatusOf(failed), undefined, now)).toBeUndefined();
    expect(retriedWell(podStatusOf(attempt('seed-1', 200, 'Running')), owner([]), now)).toBeUndefined();
  });
});
