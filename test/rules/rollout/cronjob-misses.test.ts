import { cronjobMisses } from '../../../src/rules/rollout/cronjob-misses.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const cron = (schedule: string, more = ''): string => manifest('CronJob', { cron: `schedule: "${schedule}"\n${more}` });

testLint(cronjobMisses, {
  fires: [
    {
      name: 'nine seconds',
      yaml: cron('0 * * * *', 'startingDeadlineSeconds: 9'),
      expect: [
        { path: 'spec.startingDeadlineSeconds', severity: 'warning', detail: 'deadline', says: ['about every 10 s'] },
      ],
    },
    {
      name: 'none',
      yaml: cron('0 * * * *', 'startingDeadlineSeconds: 0'),
      expect: [{ path: 'spec.startingDeadlineSeconds' }],
    },
    { name: 'a date that no year has', yaml: cron('0 0 30 2 *'), expect: [{ path: 'spec.schedule', detail: 'never' }] },
  ],
  silent: [
    { name: 'ten seconds', yaml: cron('0 * * * *', 'startingDeadlineSeconds: 10') },
    { name: 'no deadline', yaml: cron('0 * * * *') },
    { name: 'February 29', yaml: cron('0 0 29 2 *') },
    { name: 'an impossible day or a Monday', yaml: cron('0 0 31 2 1') },
    { name: 'a Job', yaml: manifest('Job') },
  ],
});
