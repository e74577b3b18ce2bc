import { jobBackoffLimitExceeded } from '../../../src/rules/owner/job-backoff-limit-exceeded.ts';
import { ago, aPod, aWorkload, terminated, wholeNamespace } from '../../support/builders.ts';
import { ownerEvent } from '../../support/owners.ts';
import { testRule } from '../../support/rule-tester.ts';

const job = (
  reason: string,
  options: {
    spec?: Record<string, unknown>;
    status?: Record<string, unknown>;
    type?: string;
    message?: string;
    metadata?: Record<string, unknown>;
  } = {},
) =>
  aWorkload('Job', 'load', {
    spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'load' }] } }, ...options.spec },
    status: {
      startTime: ago(100),
      conditions: [
        {
          type: options.type ?? 'Failed',
          status: 'True',
          reason,
          message: options.message ?? 'it failed',
          lastTransitionTime: ago(40),
        },
      ],
      ...options.status,
    },
    ...(options.metadata ? { metadata: options.metadata } : {}),
  });
const cronJob = aWorkload('CronJob', 'nightly', { spec: { schedule: '0 3 * * *' } });
const made = { ownerReferences: [{ kind: 'CronJob', name: 'nightly', uid: 'uid-nightly', controller: true }] };
const failedPod = aPod({
  name: 'load-x1',
  owner: { kind: 'Job', name: 'load' },
  labels: { 'job-name': 'load' },
  containers: [{ name: 'load', state: { terminated: terminated(3) } }],
  status: { phase: 'Failed' },
});

testRule(jobBackoffLimitExceeded, {
  fires: [
    {
      name: 'each try a pod, and pods are left',
      target: 'job/load',
      objects: [job('BackoffLimitExceeded', { spec: { backoffLimit: 2 }, status: { failed: 3 } }), failedPod],
      expect: [
        {
          container: null,
          says: ['backoffLimit 2 allows 1 + 2 = 3 tries', '1 min after its start', '3 of them failed'],
        },
      ],
    },
    {
      name: 'a single try, and its pod is left',
      target: 'job/load',
      objects: [
        job('BackoffLimitExceeded', { spec: { backoffLimit: 0 }, status: { failed: 1, startTime: undefined } }),
        failedPod,
      ],
      expect: [
        {
          says: [
            'its only try failed (backoffLimit 0)',
            'backoffLimit 0 allows 1 + 0 = 1 try; the Job gave up when it had failed. Its pod is kept, so the cause can be read there.',
          ],
        },
      ],
    },
    {
      name: 'a limit of the whole Job beside that of each index',
      target: 'job/load',
      objects: [
        job('BackoffLimitExceeded', {
          spec: { backoffLimit: 4, backoffLimitPerIndex: 1, completionMode: 'Indexed', completions: 10 },
          status: { failed: 5 },
        }),
      ],
      expect: [{ says: ['its 5 tries failed (backoffLimit 4)', 'spec.backoffLimit'], saysNot: ['PerIndex'] }],
    },
    {
      name: 'OnFailure, and its pod is still there',
      target: 'job/load',
      objects: [
        job('BackoffLimitExceeded', {
          spec: { backoffLimit: 3, template: { spec: { restartPolicy: 'OnFailure', containers: [{ name: 'load' }] } } },
        }),
        failedPod,
      ],
      expect: [{ says: ['had to be restarted 3 times', 'its logs have to be read soon'] }],
    },
    {
      name: 'OnFailure, of a CronJob: the next one can keep its pods',
      target: 'cronjob/nightly',
      objects: [
        cronJob,
        job('BackoffLimitExceeded', {
          spec: { backoffLimit: 1, template: { spec: { restartPolicy: 'OnFailure', containers: [{ name: 'load' }] } } },
          metadata: made,
        }),
        ...wholeNamespace(),
      ],
      expect: [
        {
          command:
            'kubectl -n shop patch cronjob/nightly -p {"spec":{"jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never"}}}}}}',
        },
      ],
    },
    {
      name: 'OnFailure, the pod is gone',
      target: 'job/load',
      objects: [
        job('BackoffLimitExceeded', {
          spec: {
            backoffLimit: 4,
            selector: { matchLabels: { 'job-name': 'load' } },
            template: { spec: { restartPolicy: 'OnFailure', containers: [{ name: 'load' }] } },
          },
        }),
        ownerEvent('Job', 'load', 'SuccessfulCreate', 'Created pod: load-x1'),
        ...wholeNamespace(),
      ],
      expect: [
        {
          says: ['backoffLimit', 'its logs with it', 'restartPolicy Never', 'restart 4'],
          command: 'kubectl -n shop get events --field-selector involvedObject.name=load-x1',
        },
      ],
    },
    {
      name: 'the newest Job of a CronJob, default limit',
      target: 'cronjob/nightly',
      objects: [cronJob, job('BackoffLimitExceeded', { metadata: made })],
      expect: [{ says: ['6 (default)'], command: 'kubectl -n shop create job nightly-manual --from=cronjob/nightly' }],
    },
    {
      name: 'about to fail: its pods are still ending',
      target: 'job/load',
      objects: [job('BackoffLimitExceeded', { type: 'FailureTarget' })],
      expect: [{ says: ['FailureTarget'] }],
    },
    {
      name: 'recorded: no pod is left',
      recording: 'month-close',
      expect: [{ says: ['backoffLimit 1', 'close-books-p6mzf'] }],
    },
    { name: 'recorded: the pods are left', recording: 'data-migrate', expect: [{ says: ['1 + 2 = 3'] }] },
  ],
  silent: [
    { name: 'another reason', target: 'job/load', objects: [job('DeadlineExceeded')] },
    { name: 'it is complete', target: 'job/load', objects: [job('CompletionsReached', { type: 'Complete' })] },
    {
      name: 'an older Job of the CronJob failed, the newest did not',
      target: 'cronjob/nightly',
      objects: [
        cronJob,
        job('BackoffLimitExceeded', { metadata: made }),
        aWorkload('Job', 'newer', { metadata: { ...made, creationTimestamp: ago(10) }, status: { active: 1 } }),
      ],
    },
    { name: 'recorded: a Job that completed', recording: 'demo-data' },
  ],
});
