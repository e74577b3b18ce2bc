import { jobLeftovers } from '../../../src/rules/rollout/job-leftovers.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

testLint(jobLeftovers, {
  fires: [
    { name: 'a Job', yaml: manifest('Job'), expect: [{ path: 'spec.ttlSecondsAfterFinished', severity: 'advice' }] },
    {
      name: 'a CronJob that keeps many',
      yaml: manifest('CronJob', { cron: 'schedule: "0 * * * *"\nsuccessfulJobsHistoryLimit: 11' }),
      expect: [{ path: 'spec.successfulJobsHistoryLimit', says: ['keeps 11', 'the default is 3'] }],
    },
  ],
  silent: [
    { name: 'it is removed', yaml: manifest('Job', { spec: 'ttlSecondsAfterFinished: 0' }) },
    { name: 'a CronJob with its defaults', yaml: manifest('CronJob') },
    {
      name: 'a CronJob that keeps ten',
      yaml: manifest('CronJob', { cron: 'schedule: "0 * * * *"\nfailedJobsHistoryLimit: 10' }),
    },
    { name: 'a hook of a chart', yaml: manifest('Job', { metadata: 'annotations: {helm.sh/hook: pre-install}' }) },
    {
      name: 'its owner looks after it',
      yaml: manifest('Job', { metadata: 'ownerReferences: [{kind: CronJob, name: c, uid: u}]' }),
    },
    { name: 'a Deployment', yaml: manifest('Deployment') },
  ],
});
