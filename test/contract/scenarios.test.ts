import { describe, expect, test } from '@jest/globals';
import { isCause } from '../../src/core/finding.ts';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import type { PodReport } from '../../src/core/report.ts';
import {
  ago,
  aNode,
  anEvent,
  aPod,
  aWorkload,
  running,
  terminated,
  waiting,
  wholeNamespace,
} from '../support/builders.ts';
import { condition, deleted, failedPod } from '../support/disrupted.ts';
import { causesOf, reportOf } from '../support/explain.ts';
import { aDeployment, ownerEvent, refused } from '../support/owners.ts';
import { pendingPod } from '../support/pending.ts';

/** What is looked at, and what an expert would say of it. */
interface Scenario {
  readonly name: string;
  readonly target?: string;
  readonly objects: readonly KubeObject[];
  /** The first finding; of something that is as it should be the one that says so. */
  readonly rule: string;
  readonly verdict: PodReport['verdict'];
  readonly container?: string;
  /** What the summary says. */
  readonly summary?: string;
  readonly also?: readonly string[];
}

const rs = { kind: 'ReplicaSet', name: 'web-1a' };
const loop = waiting('CrashLoopBackOff', 'back-off 40s restarting failed container');
const crashing = { state: loop, last: terminated(1), restarts: 4, ready: false };
const cronJob = (spec = {}, status = {}) =>
  aWorkload('CronJob', 'tidy', { spec: { schedule: '0 3 * * *', ...spec }, status });
const ofCronJob = { ownerReferences: [{ kind: 'CronJob', name: 'tidy', uid: 'uid-tidy', controller: true }] };
const complete = { succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] };
const job = { kind: 'Job', name: 'seed' };
const attempt = (name: string, created: number, exitCode?: number) =>
  aPod({
    name,
    created,
    owner: job,
    spec: { restartPolicy: 'Never' },
    containers:
      exitCode === undefined
        ? [{ state: running(created), ready: true }]
        : [{ state: { terminated: terminated(exitCode) } }],
    status: { phase: exitCode === undefined ? 'Running' : exitCode === 0 ? 'Succeeded' : 'Failed' },
  });
const probe = { httpGet: { port: 80, path: '/' } };
const deployed = (...pods: ReturnType<typeof aPod>[]) => [
  ...aDeployment({ replicas: pods.length, existing: pods.length, ready: pods.length }),
  ...pods,
];
const web = (name: string, options = {}) => aPod({ name, owner: rs, ...options });

const quiet: Scenario[] = [
  {
    name: 'a CronJob before its first run',
    target: 'cronjob/tidy',
    objects: [cronJob()],
    rule: 'healthy',
    verdict: 'healthy',
  },
  {
    name: 'a CronJob whose last run is done and whose pods are gone',
    target: 'cronjob/tidy',
    objects: [cronJob(), aWorkload('Job', 'tidy-1', { status: complete, metadata: ofCronJob })],
    rule: 'completed',
    verdict: 'completed',
  },
  {
    name: 'a suspended CronJob with history',
    target: 'cronjob/tidy',
    objects: [cronJob({ suspend: true }), aWorkload('Job', 'tidy-1', { status: complete, metadata: ofCronJob })],
    rule: 'job-suspended',
    verdict: 'pending',
  },
  {
    name: 'a complete Job whose pods are gone',
    target: 'job/seed',
    objects: [aWorkload('Job', 'seed', { status: complete })],
    rule: 'completed',
    verdict: 'completed',
  },
  {
    name: 'a complete Job with a failed attempt',
    target: 'job/seed',
    objects: [
      aWorkload('Job', 'seed', { status: { ...complete, failed: 1 } }),
      attempt('a', 300, 3),
      attempt('b', 100, 0),
    ],
    rule: 'completed',
    verdict: 'completed',
    summary: 'Job seed completed',
  },
  {
    name: 'a Job whose second attempt runs well',
    target: 'job/seed',
    objects: [aWorkload('Job', 'seed', { status: { active: 1, failed: 1 } }), attempt('a', 300, 3), attempt('b', 200)],
    rule: 'healthy',
    verdict: 'healthy',
  },
  {
    name: 'a Job whose evicted attempt has been replaced',
    target: 'job/seed',
    objects: [
      aWorkload('Job', 'seed', { status: { active: 1, failed: 1 } }),
      failedPod('Evicted', 'The node was low on resource: memory. ', { name: 'a', created: 300, owner: job }),
      attempt('b', 20),
    ],
    rule: 'healthy',
    verdict: 'healthy',
  },
  {
    name: 'a Job of whose containers one is done',
    target: 'job/seed',
    objects: [
      aWorkload('Job', 'seed', { status: { active: 1 } }),
      aPod({
        owner: job,
        spec: { restartPolicy: 'Never' },
        containers: [{ name: 'work', state: { terminated: terminated(0) } }, { name: 'proxy' }],
      }),
    ],
    rule: 'healthy',
    verdict: 'healthy',
    summary: 'container proxy runs, and work has done its work',
  },
  {
    name: 'a Deployment a second after its creation',
    target: 'deploy/web',
    objects: [aWorkload('Deployment', 'web', { metadata: { creationTimestamp: ago(1) } })],
    rule: 'starting',
    verdict: 'starting',
  },
  {
    name: 'a scale-down under way',
    target: 'deploy/web',
    objects: [...deployed(web('a')), web('b', { metadata: deleted(5) })],
    rule: 'healthy',
    verdict: 'healthy',
  },
  {
    name: 'scaled to zero while the last pod ends',
    target: 'deploy/web',
    objects: [...aDeployment({ replicas: 0 }), web('a', { metadata: deleted(5) })],
    rule: 'scaled-to-zero',
    verdict: 'healthy',
    summary: '1 pod is still ending',
  },
  {
    name: 'the only pod is being replaced',
    target: 'deploy/web',
    objects: [...aDeployment({ replicas: 1 }), web('a', { metadata: deleted(5) })],
    rule: 'terminating-slow',
    verdict: 'terminating',
    summary: 'pod shop/a of deployment web is terminating: it is being stopped',
  },
  {
    name: 'old warnings of a pod that is fine',
    objects: [
      aPod({ created: 5000 }),
      anEvent('FailedMount', 'MountVolume.SetUp failed for volume "x" : configmap "y" not found', { ago: 3000 }),
      anEvent('Unhealthy', 'Liveness probe failed: context deadline exceeded', { ago: 1500, container: 'web' }),
      anEvent('FailedScheduling', '0/2 nodes are available: 2 Insufficient cpu.', { ago: 3100 }),
    ],
    rule: 'healthy',
    verdict: 'healthy',
  },
  {
    name: 'the first readiness probe has just failed',
    objects: [aPod({ created: 6, containers: [{ readinessProbe: probe, state: running(4), ready: false }] })],
    rule: 'starting',
    verdict: 'starting',
  },
  {
    name: 'an init container at work',
    objects: [
      aPod({
        created: 12,
        initContainers: [{ name: 'migrate', state: running(10), ready: false }],
        containers: [{ state: waiting('PodInitializing'), ready: false }],
        status: { phase: 'Pending' },
      }),
    ],
    rule: 'starting',
    verdict: 'starting',
  },
  {
    name: 'up again after its node was restarted',
    objects: [
      aPod({
        created: 9000,
        containers: [
          {
            state: running(200),
            last: terminated(255, 'Unknown', { finishedAgo: 210, ranFor: 8000 }),
            restarts: 1,
            ready: true,
          },
        ],
      }),
    ],
    rule: 'restarted-earlier',
    verdict: 'healthy',
  },
  {
    name: 'a cordoned node with a pod that runs',
    objects: [aPod(), aNode('node-a', { spec: { unschedulable: true } })],
    rule: 'healthy',
    verdict: 'healthy',
  },
  {
    name: 'neighbours in trouble',
    target: 'deploy/web',
    objects: [
      ...deployed(web('a')),
      aPod({ name: 'other', labels: { app: 'other' }, containers: [crashing] }),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'old', namespace: 'shop' },
        spec: { selector: { app: 'legacy' } },
      },
    ],
    rule: 'healthy',
    verdict: 'healthy',
  },
];

const troubles: Scenario[] = [
  {
    name: 'one of two pods of a StatefulSet crashes and holds up the third',
    target: 'sts/db',
    objects: [
      aWorkload('StatefulSet', 'db', { spec: { replicas: 3 }, status: { replicas: 2, readyReplicas: 1 } }),
      aPod({ name: 'db-0', owner: { kind: 'StatefulSet', name: 'db' } }),
      aPod({ name: 'db-1', owner: { kind: 'StatefulSet', name: 'db' }, containers: [crashing] }),
    ],
    rule: 'app-exit-error',
    container: 'web',
    verdict: 'degraded',
    also: ['statefulset-blocked'],
  },
  {
    name: 'the pods of a CronJob are refused',
    target: 'cronjob/tidy',
    objects: [
      cronJob({}, { active: [{ name: 'tidy-1' }] }),
      aWorkload('Job', 'tidy-1', { metadata: ofCronJob }),
      ownerEvent(
        'Job',
        'tidy-1',
        'FailedCreate',
        'Error creating: pods "tidy-1-x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=4, limited: pods=4',
      ),
    ],
    rule: 'quota-exceeded',
    verdict: 'failing',
  },
  {
    name: 'a rollout that the quota stops',
    target: 'deploy/web',
    objects: [
      ...aDeployment({ replicas: 2, existing: 1, ready: 1 }),
      web('a'),
      refused('exceeded quota: q, requested: pods=1, used: pods=4, limited: pods=4'),
    ],
    rule: 'quota-exceeded',
    verdict: 'degraded',
  },
  {
    name: 'a plugin of the scheduler that nobody here knows',
    objects: [pendingPod({ message: '0/2 nodes are available: 2 the gang is not complete.' })],
    rule: 'starting',
    verdict: 'pending',
    summary: 'the gang is not complete',
  },
  {
    name: 'stopped by its deadline while an init container ran',
    objects: [
      aPod({
        initContainers: [{ name: 'wait', state: { terminated: terminated(137) }, ready: false }],
        containers: [{ state: waiting('PodInitializing'), ready: false }],
        spec: { activeDeadlineSeconds: 60, restartPolicy: 'Never' },
        status: { phase: 'Failed', reason: 'DeadlineExceeded' },
      }),
    ],
    rule: 'pod-deadline-exceeded',
    verdict: 'failing',
  },
  {
    name: 'containers with different troubles',
    objects: [
      aPod({
        containers: [
          { name: 'a', ...crashing },
          {
            name: 'b',
            resources: { limits: { memory: '20Mi' } },
            state: loop,
            last: terminated(137, 'OOMKilled'),
            restarts: 3,
            ready: false,
          },
          { name: 'c' },
        ],
      }),
    ],
    rule: 'app-exit-error',
    container: 'a',
    verdict: 'failing',
    also: ['oom-killed'],
  },
  {
    name: 'its container was lost with a restart of the node',
    objects: [
      aPod({
        spec: { restartPolicy: 'Never' },
        containers: [{ state: { terminated: terminated(255, 'Unknown') }, ready: false }],
        status: { phase: 'Failed' },
      }),
    ],
    rule: 'killed-by-signal',
    verdict: 'failing',
    summary: 'nobody saw how it ended',
  },
  {
    name: 'the node controller marked it and the node is silent',
    objects: [
      aPod({ status: { conditions: [condition('Ready', 'False', 60), condition('ContainersReady', 'True', 600)] } }),
      aNode('node-a', { status: { conditions: [condition('Ready', 'Unknown', 60, 'NodeStatusUnknown')] } }),
    ],
    rule: 'node-lost',
    verdict: 'failing',
  },
];

async function check({ objects, target, rule, verdict, container, summary, also = [] }: Scenario): Promise<PodReport> {
  const report = await reportOf([...wholeNamespace(), ...objects], target);
  expect(report.failedRules).toEqual([]);
  expect(report.findings[0]?.rule).toBe(rule);
  expect(report.verdict).toBe(verdict);
  if (container) expect(report.findings[0]?.container).toBe(container);
  if (summary) expect(report.summary).toContain(summary);
  expect(report.findings.map(({ rule: id }) => id)).toEqual(expect.arrayContaining([...also]));
  return report;
}

const without: Readonly<Record<string, (object: KubeObject) => boolean>> = {
  'without events': ({ kind }) => kind !== 'Event',
  'without logs': ({ kind }) => kind !== 'PodLog',
  'without nodes': ({ kind }) => kind !== 'Node',
};

describe('what is as it should be raises no alarm, whatever could be read', () => {
  test.each(quiet.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    expect(causesOf(await check(one))).toEqual([]);
    for (const keeps of Object.values(without)) {
      expect(causesOf(await reportOf([...wholeNamespace(), ...one.objects.filter(keeps)], one.target))).toEqual([]);
    }
  });
});

describe('what is wrong is named first', () => {
  test.each(troubles.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const report = await check(one);
    const roots = report.findings.filter(({ causedBy, severity }) => causedBy === null && isCause(severity));
    expect(roots.map(({ rule }) => rule).filter((rule) => rule !== one.rule && !one.also?.includes(rule))).toEqual([]);
  });
});
