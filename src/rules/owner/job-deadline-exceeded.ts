import type { PodStatusFacts } from '../../core/evidence.ts';
import type { Remedy } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { jobFailure, type JobFailure } from '../../facts/job.ts';
import { formatSpan, formatTime } from '../../facts/time.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { jobEvidence, podEvents, runAgain } from '../kit/job-remedies.ts';
import { act, advise, kubectl } from '../kit/remedies.ts';

export const jobDeadlineExceeded = defineRule({
  id: 'job-deadline-exceeded',
  title: 'The deadline of the Job passed',
  topic: 'owner',
  severity: 'critical',
  verdict: 'failing',
  role: 'consequence',
  needs: ['owner'],
  mayUse: ['status'],

  *check({ owner, status, subject }) {
    const failure = jobFailure(owner, subject);
    if (failure?.reason !== 'DeadlineExceeded') return;
    const { job, name, startedAt } = failure;
    const { spec, status: { succeeded = 0, failed = 0 } = {} } = job;
    const deadline = spec?.activeDeadlineSeconds;
    const limit = deadline === undefined ? 'its activeDeadlineSeconds' : `activeDeadlineSeconds ${deadline}`;
    const end = startedAt === undefined || deadline === undefined ? undefined : startedAt + deadline * 1000;
    yield {
      title: `Job ${name} ran out of time: ${limit} passed`,
      explanation:
        `A Job has activeDeadlineSeconds${deadline === undefined ? '' : ` (${deadline} s${deadline < 60 ? '' : `, that is ${formatSpan(deadline)}`})`} from its start for everything: ` +
        'waiting for a node, pulling, every retry' +
        (startedAt === undefined || end === undefined
          ? '. '
          : `; it started at ${formatTime(startedAt)}, so its time was over at ${formatTime(end)}. `) +
        `${doneText(succeeded, failed, spec?.completions ?? 1)} ${podText(status)}`,
      evidence: [
        ...jobEvidence(failure, owner),
        ...(deadline === undefined
          ? []
          : [fieldEvidence('owner', `Job/${name} spec.activeDeadlineSeconds`, String(deadline))]),
        ...(job.status?.startTime
          ? [fieldEvidence('owner', `Job/${name} status.startTime`, job.status.startTime)]
          : []),
      ],
      remedies: [
        ...longer(failure, deadline, subject),
        runAgain(failure, subject),
        ...(status ? [] : [podEvents(failure, owner, subject)]),
      ],
    };
  },
});

function doneText(succeeded: number, failed: number, completions: number): string {
  const ended = failed > 0 ? `, ${failed} ended without success` : '';
  return `By then ${succeeded} of ${completions} completion${completions === 1 ? '' : 's'} had been reached${ended}.`;
}

function podText(status: PodStatusFacts | undefined): string {
  if (!status) return 'The pods that still ran were stopped and deleted, their logs with them.';
  const running = status.containers.filter((container) => container.running).map(({ name }) => name);
  if (status.phase === 'Pending') return `Pod ${status.name} had not even started.`;
  return running.length > 0
    ? `Pod ${status.name} still runs ${running.join(', ')} and is being stopped.`
    : `Pod ${status.name} is left to read.`;
}

function longer({ cronJob }: JobFailure, deadline: number | undefined, subject: Subject): Remedy[] {
  const seconds = (deadline ?? 300) * 2;
  const why = 'if the work needs that long; the deadline is for work that hangs';
  if (!cronJob)
    return [
      advise(
        `Give the Job more time in its manifest: activeDeadlineSeconds ${seconds}, or make the work shorter`,
        why,
        'a Job that hangs is noticed later',
      ),
    ];
  const body = JSON.stringify({ spec: { jobTemplate: { spec: { activeDeadlineSeconds: seconds } } } });
  return [
    act(
      `Give its Jobs more time: activeDeadlineSeconds ${seconds}`,
      why,
      kubectl(subject, 'patch', `cronjob/${cronJob}`, '-p', body),
      'a Job that hangs is noticed later',
    ),
  ];
}
