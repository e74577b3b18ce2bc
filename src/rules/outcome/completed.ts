import { defineRule } from '../../core/rule.ts';
import { retriedWell } from '../../facts/job-attempts.ts';
import { podlessOwner } from '../../facts/podless.ts';
import { ofKind } from '../../facts/rollout.ts';
import { isDone } from '../../facts/start-stage.ts';
import { formatSpan, secondsBetween } from '../../facts/time.ts';
import { fieldEvidence, terminationEvidence } from '../kit/evidence.ts';
import { doneWords } from '../kit/podless-words.ts';
import { jobWords } from '../kit/work-words.ts';

export const completed = defineRule({
  id: 'completed',
  title: 'The pod has done its work',
  topic: 'outcome',
  severity: 'info',
  verdict: 'completed',
  role: 'summary',
  needs: ['owner'],
  mayUse: ['status'],

  *check({ status, owner, subject, now }) {
    const podless = status ? undefined : podlessOwner(owner, subject, now);
    if (podless?.state === 'done') yield doneWords(podless, now);
    if (!status || status.deletion) return;
    const job = jobWords(ofKind(owner, 'Job'));
    const done = isDone(status);
    if (!done && !retriedWell(status, owner, now)?.jobComplete) return;
    const ends = status.containers.flatMap(({ kind, terminated }) =>
      kind === 'app' && terminated ? [terminated] : [],
    );
    const last = Math.max(...ends.map(({ finishedAt }) => finishedAt ?? 0));
    const from = status.started ?? status.created;
    const took = last > 0 && from !== undefined ? ` ${formatSpan(secondsBetween(from, last))} after the pod began` : '';
    const when = last > 0 ? `${took ? ' and' : ''} ${formatSpan(secondsBetween(last, now))} ago` : '';
    const sidecars = status.containers.flatMap(({ kind, name, terminated }) =>
      kind === 'sidecar' && terminated && terminated.exitCode !== 0 ? [`${name} (${terminated.exitCode})`] : [],
    );
    const stopped =
      sidecars.length === 0
        ? ''
        : ` ${sidecars.join(', ')} ended because the kubelet stops sidecars once the work is done.`;
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
