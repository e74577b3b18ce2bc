import type { Remedy } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { jobFailure, jobRetries, type JobFailure, type JobRetries } from '../../facts/job.ts';
import { formatSpan, secondsBetween } from '../../facts/time.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { jobEvidence, podEvents, runAgain } from '../kit/job-remedies.ts';
import { advise, changePod } from '../kit/remedies.ts';

export const jobBackoffLimitExceeded = defineRule({
  id: 'job-backoff-limit-exceeded',
  title: 'The Job gave up after its retries',
  topic: 'owner',
  severity: 'critical',
  verdict: 'failing',
  role: 'consequence',
  needs: ['owner'],
  mayUse: ['status'],

  *check({ owner, status, subject }) {
    const failure = jobFailure(owner, subject);
    if (failure?.reason !== 'BackoffLimitExceeded') return;
    const { job, name, startedAt, failedAt } = failure;
    const retries = jobRetries(job);
    const took = startedAt === undefined || failedAt === undefined ? undefined : secondsBetween(startedAt, failedAt);
    yield {
      title: `Job ${name} gave up: ${triesText(retries)}`,
      explanation: `${arithmetic(retries)}${took === undefined ? '' : `, ${formatSpan(took)} after its start`}. ${keptText(retries, status !== undefined)}`,
      evidence: [
        ...jobEvidence(failure, owner),
        fieldEvidence(
          'owner',
          `Job/${name} spec.backoffLimit`,
          job.spec?.backoffLimit === undefined ? `${retries.backoffLimit} (default)` : String(retries.backoffLimit),
        ),
        ...(retries.failed > 0 ? [fieldEvidence('owner', `Job/${name} status.failed`, String(retries.failed))] : []),
      ],
      remedies: [
        ...(status ? [] : [podEvents(failure, owner, subject), ...keepPods(retries, failure, subject)]),
        runAgain(failure, subject),
      ],
    };
  },
});

function triesText({ backoffLimit, restartPolicy, failed }: JobRetries): string {
  if (restartPolicy === 'OnFailure') {
    return `its containers had to be restarted ${backoffLimit > 1 ? `${backoffLimit} times` : 'once'} (backoffLimit ${backoffLimit})`;
  }
  const count = failed > 0 ? failed : backoffLimit + 1;
  return count === 1
    ? `its only try failed (backoffLimit ${backoffLimit})`
    : `its ${count} tries failed (backoffLimit ${backoffLimit})`;
}

/** Failed pods are counted with Never (more than the limit fails the Job), restarts with OnFailure (as many as the limit do, at 0 the first). */
function arithmetic({ backoffLimit, restartPolicy }: JobRetries): string {
  if (restartPolicy === 'OnFailure') {
    return `With restartPolicy OnFailure every restart of a container counts; backoffLimit ${backoffLimit} fails the Job at ${backoffLimit > 1 ? `restart ${backoffLimit}` : 'the first one'}`;
  }
  return `backoffLimit ${backoffLimit} allows 1 + ${backoffLimit} = ${backoffLimit + 1} ${backoffLimit === 0 ? 'try' : 'tries'}; the Job gave up when ${backoffLimit === 0 ? 'it' : 'they'} had failed`;
}

/** What restartPolicy leaves to look at. */
function keptText({ restartPolicy, failed }: JobRetries, podLeft: boolean): string {
  if (restartPolicy === 'OnFailure') {
    return podLeft
      ? 'The pod is deleted when the Job gives up, so its logs have to be read soon.'
      : 'The pod was deleted when the Job gave up, its logs with it: why it failed cannot be read here any more.';
  }
  if (podLeft)
    return failed > 1
      ? `Each try was a pod of its own; ${failed} of them failed.`
      : 'Its pod is kept, so the cause can be read there.';
  return 'No pod of it is left, so why they failed cannot be read here.';
}

/** So that next time there is something to read. */
function keepPods({ restartPolicy }: JobRetries, { cronJob }: JobFailure, subject: Subject): Remedy[] {
  if (restartPolicy !== 'OnFailure') return [];
  const words = {
    action: 'Use restartPolicy Never in the template',
    why: 'each try is then a pod of its own that stays with its logs after the Job gave up',
  };
  return cronJob && subject.workload.kind === 'CronJob'
    ? [changePod(subject, ['restartPolicy'], 'Never', words)]
    : [advise(words.action, words.why, 'a Job cannot be changed: it has to be created again')];
}
