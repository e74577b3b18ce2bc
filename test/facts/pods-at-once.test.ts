import { expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import { podsAtOnce } from '../../src/facts/pods-at-once.ts';

test.each<[string, KubeObject, number]>([
  ['replicas', { kind: 'Deployment', spec: { replicas: 3 } }, 3],
  ['none that are asked for', { kind: 'StatefulSet', spec: { replicas: 0 } }, 0],
  ['one where nothing is said', { kind: 'ReplicaSet' }, 1],
  ['one of a DaemonSet, whose nodes are not known', { kind: 'DaemonSet', spec: { replicas: 5 } }, 1],
  ['a Pod', { kind: 'Pod', spec: { containers: [] } }, 1],
  ['a Job', { kind: 'Job' }, 1],
  ['so many as a Job runs at once', { kind: 'Job', spec: { parallelism: 4 } }, 4],
  ['no more than it has to do', { kind: 'Job', spec: { parallelism: 4, completions: 2 } }, 2],
  ['no fewer either', { kind: 'Job', spec: { parallelism: 4, completions: 20 } }, 4],
  ['one after another', { kind: 'Job', spec: { completions: 20 } }, 1],
  ['a Job that waits', { kind: 'Job', spec: { parallelism: 4, suspend: true } }, 0],
  ['the Job of a CronJob', { kind: 'CronJob', spec: { jobTemplate: { spec: { parallelism: 3 } } } }, 3],
  ['a CronJob that waits', { kind: 'CronJob', spec: { suspend: true, jobTemplate: { spec: { parallelism: 3 } } } }, 0],
  ['a CronJob without a Job', { kind: 'CronJob' }, 1],
])('%s', (_name, object, pods) => {
  expect(podsAtOnce(object)).toBe(pods);
});
