import { jobSuspended } from '../../../src/rules/owner/job-suspended.ts';
import { ago, aWorkload } from '../../support/builders.ts';
import { aDeployment } from '../../support/owners.ts';
import { testRule } from '../../support/rule-tester.ts';

testRule(jobSuspended, {
  fires: [
    {
      name: 'a Job',
      target: 'job/load',
      objects: [aWorkload('Job', 'load', { spec: { suspend: true } })],
      expect: [
        {
          severity: 'info',
          says: ['spec.suspend'],
          command: 'kubectl -n shop patch job/load -p {"spec":{"suspend":false}}',
        },
      ],
    },
    {
      name: 'a Job that a queue holds back',
      target: 'job/load',
      objects: [
        aWorkload('Job', 'load', {
          spec: { suspend: true },
          metadata: { labels: { 'kueue.x-k8s.io/queue-name': 'gpu' } },
        }),
      ],
      expect: [{ says: ['queue gpu'], saysNot: ['patch'] }],
    },
    {
      name: 'a CronJob that has run before',
      target: 'cronjob/backup',
      objects: [
        aWorkload('CronJob', 'backup', {
          spec: { suspend: true, schedule: '0 3 * * *' },
          status: { lastScheduleTime: ago(3600) },
        }),
      ],
      expect: [
        {
          says: ['0 3 * * *', 'It last started one at 2026-01-15T11:00:00Z'],
          command: 'kubectl -n shop create job backup-manual --from=cronjob/backup',
        },
      ],
    },
    { name: 'recorded: a CronJob', recording: 'backups', expect: [{ says: ['suspend'] }] },
    { name: 'recorded: a Job', recording: 'etl-nightly', expect: [{ says: ['suspend'] }] },
  ],
  silent: [
    {
      name: 'a Job that may run',
      target: 'job/load',
      objects: [aWorkload('Job', 'load', { spec: { suspend: false } })],
    },
    {
      name: 'a Job that was complete before',
      target: 'job/load',
      objects: [
        aWorkload('Job', 'load', {
          spec: { suspend: true },
          status: { conditions: [{ type: 'Complete', status: 'True' }] },
        }),
      ],
    },
    { name: 'a Deployment', target: 'deploy/web', objects: aDeployment() },
  ],
});
