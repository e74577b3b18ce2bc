import type { PodSpecFacts } from '../../core/evidence.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { cronPeriod } from '../../facts/cron-period.ts';
import { jobSpecOf, type JobSpec } from '../../facts/job-spec.ts';
import { sleptSeconds } from '../../facts/shell-command.ts';
import { formatSpan } from '../../facts/time.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { act, kubectl, workloadName, workloadRef } from '../kit/remedies.ts';

export const cronjobOverlap = defineRule({
  id: 'cronjob-overlap',
  title: 'Runs of a CronJob pile up',
  topic: 'rollout',
  severity: 'warning',
  verdict: 'healthy',
  stage: 'running',
  needs: ['workload', 'spec'],

  *check({ workload, spec, subject }) {
    const job = jobSpecOf(workload.object);
    const cron = job?.cron;
    if (!job || !cron || cron.suspend || (cron.concurrencyPolicy ?? 'Allow') !== 'Allow') return;
    const period = cronPeriod(cron.schedule)?.shortest;
    const work = workTime(job, spec);
    if (period === undefined || !work || work.seconds <= period) return;
    const times = Math.ceil(work.seconds / period);
    yield {
      path: work.path,
      ...(work.sure ? {} : { confidence: 'possible' as const }),
      title: `a run of ${workloadName(subject)} ${work.sure ? 'takes' : 'may take'} ${formatSpan(work.seconds)} and the next one starts after ${formatSpan(period)}`,
      explanation: `The schedule ${cron.schedule} starts a run every ${formatSpan(period)} where it is closest, and ${work.says}. With concurrencyPolicy Allow up to ${times} runs go on at the same time.`,
      evidence: [
        fieldEvidence('spec', 'spec.schedule', `${cron.schedule}`),
        fieldEvidence('spec', 'spec.concurrencyPolicy', 'Allow, the default'),
        fieldEvidence('spec', work.path, formatSpan(work.seconds)),
      ],
      remedies: policies(subject),
    };
  },
});

interface WorkTime {
  readonly seconds: number;
  readonly path: string;
  readonly says: string;
  /** The command itself takes that long; else it is what the author allows it. */
  readonly sure: boolean;
}

/** What the command sleeps at least, else what activeDeadlineSeconds allows. */
function workTime({ spec, path }: JobSpec, pod: PodSpecFacts): WorkTime | undefined {
  const sleeps = pod.containers
    .filter(({ kind }) => kind === 'app' || kind === 'init')
    .map((container) => {
      const words = [...(container.spec.command ?? []), ...(container.spec.args ?? [])];
      return { container, seconds: sleptSeconds(words) };
    })
    .sort((a, b) => b.seconds - a.seconds);
  const [longest] = sleeps;
  if (longest && longest.seconds > 0) {
    const { container, seconds } = longest;
    const field = (container.spec.command ?? []).length > 0 ? 'command' : 'args';
    const says = `the command of ${container.name} sleeps ${formatSpan(seconds)} alone`;
    return { seconds, path: `${container.path}.${field}`, says, sure: true };
  }
  const allowed = spec.activeDeadlineSeconds;
  if (!allowed) return undefined;
  return {
    seconds: allowed,
    path: `${path}.activeDeadlineSeconds`,
    says: `activeDeadlineSeconds allows a run ${formatSpan(allowed)}`,
    sure: false,
  };
}

function policies(subject: Subject) {
  const patch = (concurrencyPolicy: string): string[] =>
    kubectl(subject, 'patch', workloadRef(subject), '-p', JSON.stringify({ spec: { concurrencyPolicy } }));
  return [
    act(
      'Set concurrencyPolicy to Forbid',
      'a run that is still going on keeps the next one from starting',
      patch('Forbid'),
      'late runs are left out',
    ),
    act('Or to Replace', 'the next run stops the one before it', patch('Replace'), 'runs that take too long never end'),
  ];
}
