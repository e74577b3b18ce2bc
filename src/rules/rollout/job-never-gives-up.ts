import { defineRule } from '../../core/rule.ts';
import { jobSpecOf, retryTimeOf } from '../../facts/job-spec.ts';
import { formatSpan } from '../../facts/time.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise, workloadName } from '../kit/remedies.ts';

/** Seconds of waiting from which on a Job that fails every time goes on for hours. */
const hours = 3600;

export const jobNeverGivesUp = defineRule({
  id: 'job-never-gives-up',
  title: 'A Job that fails is tried again for hours',
  topic: 'rollout',
  severity: 'warning',
  verdict: 'healthy',
  stage: 'running',
  needs: ['workload', 'spec'],

  *check({ workload, spec, subject }) {
    const job = jobSpecOf(workload.object);
    if (!job || job.spec.activeDeadlineSeconds || spec.spec.activeDeadlineSeconds) return;
    const failsAtOnce = (job.spec.podFailurePolicy?.rules ?? []).some(
      ({ action }) => action === 'FailJob' || action === 'FailIndex',
    );
    const { retries, perIndex, waits, longest, field } = retryTimeOf(job);
    if (failsAtOnce || waits <= hours) return;
    const path = `${job.path}.${field}`;
    const forbids = job.cron?.concurrencyPolicy === 'Forbid';
    const each = perIndex ? ' of each index' : '';
    yield {
      path,
      title: `${workloadName(subject)} is tried ${retries} times again${each} before it counts as failed, for ${formatSpan(waits)} at least`,
      explanation:
        `Between tries it waits 10 s, then twice as long each time up to ${formatSpan(longest)}: ${retries} retries${each} are ${formatSpan(waits)} of waiting alone, and no ` +
        `activeDeadlineSeconds ends it. A mistake that no retry mends (a wrong image, a bad argument) is noticed as late as that.${forbids ? ' With concurrencyPolicy Forbid no other run starts in the meantime.' : ''}`,
      evidence: [
        fieldEvidence('spec', path, String(retries)),
        fieldEvidence('spec', `${job.path}.activeDeadlineSeconds`, 'not set'),
      ],
      remedies: [
        advise(
          `Set activeDeadlineSeconds in ${job.path} to what the work may take with its retries`,
          'the Job then ends as DeadlineExceeded, which is noticed',
        ),
        advise(
          'Or allow fewer retries (the default is 6, about 10 min of waiting)',
          'what fails six times in a row rarely succeeds',
        ),
      ],
    };
  },
});
