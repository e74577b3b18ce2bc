import { defineRule } from '../../core/rule.ts';
import { jobFailure, policyMatchOf } from '../../facts/job.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { jobEvidence, podEvents, runAgain } from '../kit/job-remedies.ts';
import { kubectl, look } from '../kit/remedies.ts';
import { policyReasons, policyWords, indexWords } from '../kit/job-policy-words.ts';

export const jobFailedByPolicy = defineRule({
  id: 'job-failed-by-policy',
  title: 'A rule of the Job failed it',
  topic: 'owner',
  severity: 'critical',
  verdict: 'failing',
  role: 'consequence',
  needs: ['owner'],
  mayUse: ['status'],

  *check({ owner, status, subject }) {
    const failure = jobFailure(owner, subject);
    if (!failure || !policyReasons.has(failure.reason)) return;
    const { job, name, reason, message, template } = failure;
    const { container, pod } = policyMatchOf(message);
    const named = template?.containers.find((one) => one.name === container);
    const failedIndexes = job.status?.failedIndexes;
    yield {
      ...(named ? { container: named } : {}),
      detail: reason,
      ...(reason === 'PodFailurePolicy' ? policyWords(failure) : indexWords(failure)),
      evidence: [
        ...jobEvidence(failure, owner),
        ...(failedIndexes ? [fieldEvidence('owner', `Job/${name} status.failedIndexes`, failedIndexes)] : []),
      ],
      remedies: [
        ...(status && pod
          ? [
              look(
                `Read the log of pod ${pod}`,
                'its own failure is what the rule matched',
                kubectl(subject, 'logs', pod, ...(container ? ['-c', container] : [])),
              ),
            ]
          : []),
        ...(status ? [] : [podEvents(failure, owner, subject)]),
        runAgain(failure, subject),
      ],
    };
  },
});
