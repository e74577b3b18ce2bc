import { jobDeadlineExceeded } from '../../../src/rules/owner/job-deadline-exceeded.ts';
import { ago, aPod, aWorkload, terminated, waiting } from '../../support/builders.ts';
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

testRule(jobDeadlineExceeded, {
  fires: [
    {
      name: 'its time is no longer known, and no pod is left',
      target: 'job/load',
      objects: [job('DeadlineExceeded', { status: { startTime: undefined } })],
      expect: [{ says: ['its activeDeadlineSeconds passed', 'were stopped and deleted, their logs with them'] }],
    },
    {
      name: 'its pod had not started',
      target: 'job/load',
      objects: [
        job('DeadlineExceeded', { spec: { activeDeadlineSeconds: 30 } }),
        aPod({
          owner: { kind: 'Job', name: 'load' },
          labels: { 'job-name': 'load' },
          containers: [{ name: 'load', state: waiting('ImagePullBackOff') }],
          status: { phase: 'Pending' },
        }),
      ],
      expect: [{ says: ['Pod web-1 had not even started', '0 of 1 completion had'] }],
    },
    {
      name: 'its pod still runs',
      target: 'job/load',
      objects: [
        job('DeadlineExceeded', { spec: { activeDeadlineSeconds: 90 } }),
        aPod({ owner: { kind: 'Job', name: 'load' }, labels: { 'job-name': 'load' }, containers: [{ name: 'load' }] }),
      ],
      expect: [{ says: ['(90 s, that is 1 min 30 s)', 'Pod web-1 still runs load and is being stopped'] }],
    },
    {
      name: 'a condition alone is left of the status',
      target: 'job/load',
      objects: [{ ...job('DeadlineExceeded'), spec: {} }],
      expect: [{ says: ['its activeDeadlineSeconds passed'] }],
    },
    {
      name: 'its pod had ended before',
      target: 'job/load',
      objects: [
        job('DeadlineExceeded', { spec: { activeDeadlineSeconds: 30 }, status: { failed: 1 } }),
        aPod({
          owner: { kind: 'Job', name: 'load' },
          spec: { restartPolicy: 'Never' },
          status: { phase: 'Failed' },
          containers: [{ state: { terminated: terminated(1) } }],
        }),
      ],
      expect: [{ says: ['Pod web-1 is left to read', '1 ended without success'] }],
    },
    {
      name: 'with the arithmetic of the deadline',
      target: 'job/load',
      objects: [
        job('DeadlineExceeded', {
          spec: { activeDeadlineSeconds: 60, completions: 4 },
          status: { startTime: ago(100), succeeded: 1 },
        }),
      ],
      expect: [
        {
          container: null,
          says: ['activeDeadlineSeconds 60', '2026-01-15T11:58:20Z', '2026-01-15T11:59:20Z', '1 of 4 completions'],
        },
      ],
    },
    {
      name: 'a CronJob gives its next Jobs more time',
      target: 'cronjob/nightly',
      objects: [cronJob, job('DeadlineExceeded', { spec: { activeDeadlineSeconds: 60 }, metadata: made })],
      expect: [
        {
          command:
            'kubectl -n shop patch cronjob/nightly -p {"spec":{"jobTemplate":{"spec":{"activeDeadlineSeconds":120}}}}',
        },
      ],
    },
    { name: 'recorded', recording: 'nightly-export', expect: [{ says: ['30', '2026-11-20T22:30:27Z'] }] },
  ],
  silent: [
    { name: 'another reason', target: 'job/load', objects: [job('BackoffLimitExceeded')] },
    {
      name: 'within the deadline',
      target: 'job/load',
      objects: [aWorkload('Job', 'load', { spec: { activeDeadlineSeconds: 600 }, status: { active: 1 } })],
    },
  ],
});
