import type { OwnerFacts } from '../../core/evidence.ts';
import type { EvidenceItem } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { ofKind, workloadCondition } from '../../facts/rollout.ts';
import { retriedWell } from '../../facts/job-attempts.ts';
import { isDone } from '../../facts/start-stage.ts';
import { formatSpan, parseTime, secondsBetween } from '../../facts/time.ts';
import { fieldEvidence, terminationEvidence } from '../kit/evidence.ts';

export const completed = defineRule({
  id: 'completed',
  title: 'The pod has done its work',
  topic: 'outcome',
  severity: 'info',
  verdict: 'completed',
  role: 'summary',
  needs: ['spec', 'status'],
  mayUse: ['owner'],

  *check({ status, owner, now }) {
    if (status.deletion) return;
    const job = jobOf(owner);
    const done = isDone(status);
    if (!done && !retriedWell(status, owner, now)?.jobComplete) return;
    const ends = status.containers.flatMap(({ kind, terminated }) =>
      kind === 'app' && terminated ? [terminated] : [],
    );
    const last = Math.max(...ends.map(({ finishedAt }) => finishedAt ?? 0));
    const from = status.started ?? status.created;
    const took = last > 0 && from !== undefined ? ` ${formatSpan(secondsBetween(from, last))} after the pod began` : '';
    const when = last > 0 ? `${took ? ' and' : ''} ${formatSpan(secondsBetween(last, now))} ago` : '';
    const sidecars = status.containers.filter(
      ({ kind, terminated }) => kind === 'sidecar' && (terminated?.exitCode ?? 0) !== 0,
    );
    const stopped =
      sidecars.length === 0
        ? ''
        : ` ${sidecars.map(({ name, terminated }) => `${name} (${terminated?.exitCode ?? ''})`).join(', ')} ended because the kubelet stops sidecars once the work is done.`;
    yield {
      title: `${job.words} completed${done ? took : ''}`,
      explanation:
        `${done ? `Every container that had work ended with exit code 0${took || when ? ',' : ''}${took}${when}; none is started again.` : 'Another pod did the work of this one, and the Job is complete.'}` +
        `${stopped}${job.sentence}`,
      evidence: [
        fieldEvidence('status', 'status.phase', status.phase),
        ...status.containers.flatMap((container) =>
          container.terminated && container.kind === 'app'
            ? [terminationEvidence(container, container.terminated)]
            : [],
        ),
        ...job.evidence,
      ],
      remedies: [],
    };
  },
});

function jobOf(owner: OwnerFacts | undefined): { words: string; sentence: string; evidence: EvidenceItem[] } {
  const job = owner ? ofKind(owner, 'Job') : undefined;
  const name = job?.metadata?.name;
  if (!job || !name) return { words: 'the pod', sentence: '', evidence: [] };
  const condition = workloadCondition(job, 'Complete');
  const complete = condition?.status === 'True';
  const { succeeded = 0, failed = 0 } = job.status ?? {};
  const from = parseTime(job.status?.startTime);
  const to = parseTime(job.status?.completionTime);
  const took = from !== undefined && to !== undefined ? ` in ${formatSpan(secondsBetween(from, to))}` : '';
  const wanted = job.spec?.completions ?? 1;
  const retries = failed > 0 ? `, after ${failed} failed ${failed === 1 ? 'attempt' : 'attempts'}` : '';
  return {
    words: complete ? `Job ${name}` : 'the pod',
    sentence: complete
      ? ` Job ${name} is complete${took}: ${succeeded} of ${wanted} done${retries}.`
      : ` Job ${name} has ${succeeded} of ${wanted} done.`,
    evidence: condition ? [fieldEvidence('owner', `Job/${name} status.conditions[Complete]`, condition.status)] : [],
  };
}
