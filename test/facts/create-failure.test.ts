import { describe, expect, test } from '@jest/globals';
import type { Workload } from '../../src/core/kubernetes.ts';
import { found, unasked } from '../../src/core/lookup.ts';
import { containerAt, createFailure } from '../../src/facts/create-failure.ts';
import { eventsOf } from '../../src/facts/events.ts';
import { podSpecFacts } from '../../src/facts/workload.ts';
import { ago, aWorkload } from '../support/builders.ts';
import { aDeployment, ownerEvent, refused } from '../support/owners.ts';

function failureOf(top: Workload, children: readonly Workload[], events: Parameters<typeof eventsOf>[0]) {
  const [kind, name] = [top.kind ?? '', top.metadata?.name ?? ''];
  const target = { kind, name, namespace: 'shop' };
  return createFailure(
    { chain: [{ kind, name, object: found(top) }], events: eventsOf(events), pods: unasked, children: found(children) },
    { target, namespace: 'shop', workload: target, templatePath: 'spec.template.spec' },
  );
}

describe('createFailure', () => {
  test('the event of the ReplicaSet is newer than its condition', () => {
    const [deployment, set] = aDeployment({ failure: 'pods "a" is forbidden: old' }) as [Workload, Workload];
    const failure = failureOf(deployment, [set], [refused('no PriorityClass with name gold was found')]);
    expect(failure).toMatchObject({
      creator: { kind: 'ReplicaSet', name: 'web-1a' },
      refusal: { kind: 'priority-class' },
      times: 1,
    });
  });

  test('a Deployment that cannot make its ReplicaSet', () => {
    const deployment = aWorkload('Deployment', 'web', {
      status: {
        conditions: [
          {
            type: 'Progressing',
            status: 'False',
            reason: 'ReplicaSetCreateError',
            message:
              'Failed to create new replica set "web-2b": replicasets.apps "web-2b" is forbidden: exceeded quota: q, requested: count/replicasets.apps=1, used: count/replicasets.apps=5, limited: count/replicasets.apps=5',
          },
        ],
      },
    });
    expect(failureOf(deployment, [], [])).toMatchObject({
      creator: { kind: 'Deployment' },
      resource: 'replicasets.apps',
      refusal: { kind: 'quota-exceeded' },
    });
  });

  test('a CronJob whose Job is refused, until one is made', () => {
    const cronJob = aWorkload('CronJob', 'nightly');
    const failed = ownerEvent(
      'CronJob',
      'nightly',
      'FailedCreate',
      'Error creating job: jobs.batch "n" is forbidden: x',
      100,
    );
    expect(failureOf(cronJob, [], [failed])?.creator.kind).toBe('CronJob');
    expect(
      failureOf(cronJob, [], [failed, ownerEvent('CronJob', 'nightly', 'SuccessfulCreate', 'Created job n', 10)]),
    ).toBeUndefined();
  });

  test('a Job that ran into its deadline without ever getting a pod', () => {
    const job = aWorkload('Job', 'load', {
      status: { startTime: ago(90), conditions: [{ type: 'Failed', status: 'True', reason: 'DeadlineExceeded' }] },
    });
    const event = ownerEvent(
      'Job',
      'load',
      'FailedCreate',
      'Error creating: pods "load-x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1',
    );
    expect(failureOf(job, [], [event])?.refusal.kind).toBe('quota-exceeded');
  });

  test('a complete Job lacks nothing', () => {
    const job = aWorkload('Job', 'load', { status: { conditions: [{ type: 'Complete', status: 'True' }] } });
    expect(failureOf(job, [], [ownerEvent('Job', 'load', 'FailedCreate', 'Error creating: x')])).toBeUndefined();
  });
});

test('the container that a field path points at', () => {
  const spec = podSpecFacts({ spec: { initContainers: [{ name: 'init' }], containers: [{ name: 'web' }] } }, 'spec');
  expect(containerAt(spec, 'spec.containers[0].image')?.name).toBe('web');
  expect(containerAt(spec, 'spec.initContainers[0].image')?.name).toBe('init');
  expect(containerAt(spec, 'spec.containers[4].image')).toBeUndefined();
  expect(containerAt(spec, 'metadata.labels')).toBeUndefined();
});
