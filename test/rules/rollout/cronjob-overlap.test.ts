import { cronjobOverlap } from '../../../src/rules/rollout/cronjob-overlap.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const every = (schedule: string, more = ''): string => `schedule: "${schedule}"\n${more}`;
const command = (text: string): string => `command: [sh, -c, "${text}"]`;

testLint(cronjobOverlap, {
  fires: [
    {
      name: 'the command sleeps longer than the period',
      yaml: manifest('CronJob', { cron: every('*/5 * * * *'), container: command('sleep 400; report') }),
      expect: [
        {
          path: 'spec.jobTemplate.spec.template.spec.containers[0].command',
          severity: 'warning',
          says: ['6 min 40 s', 'every 5 min', 'up to 2 runs', 'concurrencyPolicy to Forbid'],
        },
      ],
    },
    {
      name: 'an init container sleeps by its args',
      yaml: manifest('CronJob', {
        cron: every('*/5 * * * *'),
        pod: 'restartPolicy: Never\ninitContainers: [{name: wait, image: "busybox:1", args: [sh, -c, "sleep 400"]}]',
      }),
      expect: [
        {
          path: 'spec.jobTemplate.spec.template.spec.initContainers[0].args',
          says: ['the command of wait sleeps 6 min 40 s'],
        },
      ],
    },
    {
      name: 'the deadline allows more than the period',
      yaml: manifest('CronJob', { cron: every('@hourly'), spec: 'activeDeadlineSeconds: 3601' }),
      expect: [{ path: 'spec.jobTemplate.spec.activeDeadlineSeconds', says: ['may take 1 h'] }],
    },
    {
      name: 'runs that are close only once a day',
      yaml: manifest('CronJob', { cron: every('50,55 23 * * *'), spec: 'activeDeadlineSeconds: 600' }),
      expect: [{ path: 'spec.jobTemplate.spec.activeDeadlineSeconds', says: ['5 min'] }],
    },
  ],
  silent: [
    {
      name: 'exactly the period',
      yaml: manifest('CronJob', { cron: every('@hourly'), spec: 'activeDeadlineSeconds: 3600' }),
    },
    {
      name: 'forbidden',
      yaml: manifest('CronJob', {
        cron: every('*/5 * * * *', 'concurrencyPolicy: Forbid'),
        container: command('sleep 400'),
      }),
    },
    {
      name: 'replaced',
      yaml: manifest('CronJob', {
        cron: every('*/5 * * * *', 'concurrencyPolicy: Replace'),
        container: command('sleep 400'),
      }),
    },
    {
      name: 'suspended',
      yaml: manifest('CronJob', { cron: every('*/5 * * * *', 'suspend: true'), container: command('sleep 400') }),
    },
    { name: 'nobody knows how long it takes', yaml: manifest('CronJob', { cron: every('* * * * *') }) },
    {
      name: 'a sleep in a loop',
      yaml: manifest('CronJob', { cron: every('*/5 * * * *'), container: command('until ok; do sleep 400; done') }),
    },
    {
      name: 'a schedule that cannot be read',
      yaml: manifest('CronJob', { cron: every('often'), container: command('sleep 400') }),
    },
    { name: 'a Job', yaml: manifest('Job', { container: command('sleep 400') }) },
  ],
});
