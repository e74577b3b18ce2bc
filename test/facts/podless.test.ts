import { describe, expect, test } from '@jest/globals';
import type { OwnerFacts } from '../../src/core/evidence.ts';
import type { Pod, Workload, WorkloadSpec, WorkloadStatus } from '../../src/core/kubernetes.ts';
import { found, unasked, type Lookup } from '../../src/core/lookup.ts';
import type { Subject } from '../../src/core/rule.ts';
import { lacksPods, podlessOwner } from '../../src/facts/podless.ts';
import { ago, aPod, aWorkload, namespace, now } from '../support/builders.ts';

function of(kind: string, created: number, spec: WorkloadSpec = {}, status: WorkloadStatus = {}): Workload {
  return aWorkload(kind, 'web', { spec, status, metadata: { creationTimestamp: ago(created) } });
}

function asked(
  top: Workload,
  { pods = found([]), children = [] }: { pods?: Lookup<readonly Pod[]>; children?: Workload[] } = {},
): [OwnerFacts, Subject] {
  const kind = top.kind ?? '';
  const target = { kind, namespace, name: 'web' };
  return [
    { chain: [{ kind, name: 'web', object: found(top) }], events: [], pods, children: found(children) },
    { target, namespace, workload: target, templatePath: 'spec.template.spec' },
  ];
}

const stateOf = (...args: Parameters<typeof asked>): string | undefined => podlessOwner(...asked(...args), now)?.state;
const complete = { conditions: [{ type: 'Complete', status: 'True' }] };

describe('podlessOwner', () => {
  test('a Job', () => {
    expect(stateOf(of('Job', 900, {}, complete))).toBe('done');
    expect(stateOf(of('Job', 2))).toBe('creating');
    expect(stateOf(of('Job', 900))).toBeUndefined();
    expect(stateOf(of('Job', 2, { suspend: true }))).toBeUndefined();
    expect(stateOf(of('Job', 2, { parallelism: 0 }))).toBeUndefined();
    expect(stateOf(of('Job', 900, {}, { conditions: [{ type: 'Failed', status: 'True' }] }))).toBeUndefined();
  });

  test('a CronJob', () => {
    const cron = of('CronJob', 90_000, { schedule: '0 3 * * *' });
    const ran = of('CronJob', 90_000, {}, { lastScheduleTime: ago(600) });
    expect(podlessOwner(...asked(cron), now)).toEqual({ state: 'waiting', owner: cron });
    expect(podlessOwner(...asked(ran), now)).toEqual({ state: 'waiting', owner: ran, last: now - 600_000 });
    expect(stateOf(ran, { children: [of('Job', 600, {}, complete)] })).toBe('done');
    expect(stateOf(ran, { children: [of('Job', 3)] })).toBe('creating');
    expect(stateOf(of('CronJob', 900, { suspend: true }))).toBeUndefined();
  });

  test('others, as long as they are new or their controller has not seen the newest spec', () => {
    for (const kind of ['Deployment', 'StatefulSet', 'ReplicaSet']) expect(stateOf(of(kind, 2))).toBe('creating');
    expect(stateOf(of('DaemonSet', 2))).toBe('creating');
    expect(stateOf(of('DaemonSet', 2, {}, { observedGeneration: 1, desiredNumberScheduled: 0 }))).toBeUndefined();
    expect(stateOf(of('Deployment', 2, { replicas: 0 }))).toBeUndefined();
    expect(stateOf(of('Deployment', 900))).toBeUndefined();
    const changed = aWorkload('Deployment', 'web', { metadata: { generation: 2 }, status: { observedGeneration: 1 } });
    expect(stateOf(changed)).toBe('creating');
  });

  test('nothing where there are pods, or nobody knows', () => {
    expect(stateOf(of('Deployment', 2), { pods: found([aPod()]) })).toBeUndefined();
    expect(stateOf(of('Deployment', 2), { pods: unasked })).toBeUndefined();
  });
});

test('how long an owner has been there without pods, as far as it says', () => {
  expect(podlessOwner(...asked(of('Job', 2)), now)).toMatchObject({ state: 'creating', seconds: 2 });
  const undated = aWorkload('Job', 'web', { metadata: { creationTimestamp: undefined } });
  expect(podlessOwner(...asked(undated), now)).toEqual({ state: 'creating', owner: undated });
});

describe('lacksPods', () => {
  const lacks = (...args: Parameters<typeof asked>): boolean => lacksPods(...asked(...args), now);

  test('an owner that wants pods and has had none for a while', () => {
    expect(lacks(of('StatefulSet', 300))).toBe(true);
    expect(lacks(of('Job', 300))).toBe(true);
    expect(lacks(of('StatefulSet', 3))).toBe(false);
    expect(lacks(of('StatefulSet', 300, { replicas: 0 }))).toBe(false);
    expect(lacks(of('Job', 300, {}, complete))).toBe(false);
    expect(lacks(of('CronJob', 300))).toBe(false);
    expect(lacks(of('StatefulSet', 300), { pods: found([aPod()]) })).toBe(false);
  });
});
