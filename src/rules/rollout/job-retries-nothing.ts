import type { PodSpecFacts } from '../../core/evidence.ts';
import { defineRule } from '../../core/rule.ts';
import { jobSpecOf, retryTimeOf } from '../../facts/job-spec.ts';
import { scriptIn, shellComments } from '../../facts/shell-command.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise, workloadName } from '../kit/remedies.ts';
import { shortened } from '../kit/text.ts';

const flaky =
  /\b(?:flak(?:y|es?)|sometimes (?:fails?|times? out|breaks?)|fails? (?:sometimes|occasionally|at times|now and then)|intermittent(?:ly)?|transient|unreliable|just (?:retry|re-?run)|re-?run (?:it )?if|may (?:fail|time ?out))\b/i;

export const jobRetriesNothing = defineRule({
  id: 'job-retries-nothing',
  title: 'A Job is not retried although its own comment says that it fails at times',
  topic: 'rollout',
  severity: 'advice',
  verdict: 'healthy',
  stage: 'running',
  needs: ['workload', 'spec'],

  *check({ workload, spec, subject }) {
    const job = jobSpecOf(workload.object);
    if (!job) return;
    const { retries, field } = retryTimeOf(job);
    const said = retries === 0 ? commentIn(spec, workload.object.metadata?.annotations) : undefined;
    if (said === undefined) return;
    const path = `${job.path}.${field}`;
    yield {
      path,
      confidence: 'likely',
      title: `${workloadName(subject)} is not retried, and its own comment says that it fails at times`,
      explanation: `With ${field} 0 the first failure ends the Job. The comment says: "${shortened(said, 120)}".`,
      evidence: [fieldEvidence('spec', path, '0'), fieldEvidence('spec', 'comment', shortened(said, 120))],
      remedies: [
        advise(
          'Allow a few retries, if running the work twice does no harm',
          'a failure that passes by itself then needs nobody',
        ),
      ],
    };
  },
});

/** What the author wrote about it: comments in a script, or an annotation that describes it. */
function commentIn(
  { containers, metadata }: PodSpecFacts,
  annotations: Record<string, string> = {},
): string | undefined {
  const notes = Object.entries({ ...annotations, ...metadata.annotations })
    .filter(([key]) => /description|comment|note|purpose/i.test(key))
    .map(([, text]) => text);
  const comments = containers.flatMap(({ spec }) => {
    const script = scriptIn([...(spec.command ?? []), ...(spec.args ?? [])]);
    return script ? shellComments(script.text) : [];
  });
  return [...comments, ...notes].find((text) => flaky.test(text));
}
