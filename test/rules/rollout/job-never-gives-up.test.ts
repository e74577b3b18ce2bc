import { jobNeverGivesUp } from '../../../src/rules/rollout/job-never-gives-up.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const never = 'restartPolicy: Never';
const path = 'spec.backoffLimit';

testLint(jobNeverGivesUp, {
  fires: [
    {
      name: 'twenty retries',
      yaml: manifest('Job', { spec: 'backoffLimit: 20', pod: never }),
      expect: [{ path, severity: 'warning', says: ['2 h 30 min', '20 retries'] }],
    },
    {
      name: 'the first that take more than an hour',
      yaml: manifest('Job', { spec: 'backoffLimit: 11', pod: never }),
      expect: [{ path, says: ['1 h'] }],
    },
    {
      name: 'a CronJob that forbids a second run',
      yaml: manifest('CronJob', {
        spec: 'backoffLimit: 1000',
        pod: 'restartPolicy: OnFailure',
        cron: 'schedule: "0 * * * *"\nconcurrencyPolicy: Forbid',
      }),
      expect: [{ path: 'spec.jobTemplate.spec.backoffLimit', says: ['no other run starts'] }],
    },
    {
      name: 'a limit for each index',
      yaml: manifest('Job', { spec: 'completionMode: Indexed\ncompletions: 5\nbackoffLimitPerIndex: 30', pod: never }),
      expect: [{ path: 'spec.backoffLimitPerIndex', says: ['of each index'] }],
    },
  ],
  silent: [
    { name: 'the default', yaml: manifest('Job', { pod: never }) },
    { name: 'ten retries take 51 min', yaml: manifest('Job', { spec: 'backoffLimit: 10', pod: never }) },
    {
      name: 'a deadline ends it',
      yaml: manifest('Job', { spec: 'backoffLimit: 100\nactiveDeadlineSeconds: 600', pod: never }),
    },
    {
      name: 'failures that no retry mends end it',
      yaml: manifest('Job', {
        spec: 'backoffLimit: 100\npodFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [2]}}]}',
        pod: never,
      }),
    },
    {
      name: 'few retries of each index, no limit for all',
      yaml: manifest('Job', { spec: 'completionMode: Indexed\ncompletions: 5\nbackoffLimitPerIndex: 1', pod: never }),
    },
    { name: 'a Deployment', yaml: manifest('Deployment') },
  ],
});
