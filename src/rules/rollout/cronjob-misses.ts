import type { Workload } from '../../core/kubernetes.ts';
import { defineRule } from '../../core/rule.ts';
import { cronPeriod } from '../../facts/cron-period.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { act, advise, kubectl, workloadName, workloadRef } from '../kit/remedies.ts';

/** The controller looks at a CronJob about so often, in seconds. */
const looks = 10;

export const cronjobMisses = defineRule({
  id: 'cronjob-misses',
  title: 'A CronJob misses its times',
  topic: 'rollout',
  severity: 'warning',
  verdict: 'healthy',
  stage: 'running',
  needs: ['workload'],

  *check({ workload: { object }, subject }) {
    const { kind, spec = {} } = object as Workload;
    if (kind !== 'CronJob') return;
    const { schedule, startingDeadlineSeconds: deadline } = spec;
    if (cronPeriod(schedule)?.never) {
      yield {
        detail: 'never',
        path: 'spec.schedule',
        title: `the schedule of ${workloadName(subject)} never comes: no year has that date`,
        explanation: `The schedule ${schedule} asks for a day that its months do not have, so no run is ever started.`,
        evidence: [fieldEvidence('spec', 'spec.schedule', `${schedule}`)],
        remedies: [
          advise('Choose a day that the month has', 'for the last day of a month run on the 1st of the next one'),
        ],
      };
    }
    if (typeof deadline !== 'number' || deadline >= looks) return;
    yield {
      detail: 'deadline',
      path: 'spec.startingDeadlineSeconds',
      title: `${workloadName(subject)} gives up a run that starts ${deadline} s late`,
      explanation:
        `The controller looks at its CronJobs about every ${looks} s. With startingDeadlineSeconds ${deadline} a run that it comes to later than that is left out, so runs may be missed ` +
        'for no other reason.',
      evidence: [fieldEvidence('spec', 'spec.startingDeadlineSeconds', String(deadline))],
      remedies: [
        act(
          'Allow a run to start up to 200 s late',
          'a busy or restarting controller then still starts it',
          kubectl(
            subject,
            'patch',
            workloadRef(subject),
            '-p',
            JSON.stringify({ spec: { startingDeadlineSeconds: 200 } }),
          ),
          'none',
        ),
      ],
    };
  },
});
