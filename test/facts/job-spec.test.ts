import { expect, test } from '@jest/globals';
import { isDeliveryHook, jobSpecOf, retryTimeOf } from '../../src/facts/job-spec.ts';

const job = (spec: object) => jobSpecOf({ kind: 'Job', spec }) ?? { spec: {}, path: '' };
const onFailure = { template: { spec: { restartPolicy: 'OnFailure' } } };

test.each([
  ['the default', {}, 6, 630],
  ['none', { backoffLimit: 0 }, 0, 0],
  ['one', { backoffLimit: 1 }, 1, 10],
  ['the longest wait is 10 min', { backoffLimit: 7 }, 7, 1230],
  ['5 min where the kubelet restarts', { backoffLimit: 7, ...onFailure }, 7, 910],
  ['of each index', { backoffLimitPerIndex: 2, backoffLimit: 2147483647 }, 2, 30],
])('%s', (_name, spec, retries, waits) => {
  expect(retryTimeOf(job(spec))).toMatchObject({ retries, waits });
});

test('the Jobs of a CronJob', () => {
  expect(jobSpecOf({ kind: 'CronJob', spec: { schedule: 's', jobTemplate: { spec: { backoffLimit: 1 } } } })).toEqual({
    spec: { backoffLimit: 1 },
    path: 'spec.jobTemplate.spec',
    cron: { schedule: 's', jobTemplate: { spec: { backoffLimit: 1 } } },
  });
  expect(jobSpecOf({ kind: 'CronJob' })).toEqual({ spec: {}, path: 'spec.jobTemplate.spec', cron: {} });
  expect(jobSpecOf({ kind: 'Job' })).toEqual({ spec: {}, path: 'spec' });
  expect(jobSpecOf({ kind: 'Deployment' })).toBeUndefined();
});

test('hooks of Helm and Argo CD', () => {
  expect(isDeliveryHook({ metadata: { annotations: { 'helm.sh/hook': 'test' } } })).toBe(true);
  expect(isDeliveryHook({ metadata: { annotations: { 'argocd.argoproj.io/hook': 'Sync' } } })).toBe(true);
  expect(isDeliveryHook({ metadata: { annotations: { 'helm.sh/chart': 'web' } } })).toBe(false);
});
