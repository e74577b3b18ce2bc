import { defineRule } from '../../core/rule.ts';
import { createFailure } from '../../facts/create-failure.ts';
import { breakingContainers } from '../../facts/limit-range.ts';
import { limitRangeViolation as foresee } from '../foresee/limit-range-violation.ts';
import { missingPods, refusedCreate, refusedTemplate } from '../kit/create-failure.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { listOf } from '../kit/probe-words.ts';
import { advise, kubectl, look, workloadName } from '../kit/remedies.ts';
import { rangeName, boundHeadline, boundSentence, stated, withinBounds } from '../kit/limit-range-words.ts';

export const limitRangeViolation = defineRule({
  ...foresee.of,
  needs: ['owner'],
  mayUse: ['limits', 'spec'],
  foresee,

  *check({ owner, limits, spec, subject }) {
    const failure = createFailure(owner, subject);
    if (failure?.refusal.kind !== 'limit-range') return;
    const { violations } = failure.refusal;
    const template = refusedTemplate(owner, spec);
    const breaking = violations.map((violation) => ({
      violation,
      containers: breakingContainers(violation, template),
    }));
    const names = [...new Set(breaking.flatMap(({ containers }) => containers.map(({ name }) => name)))];
    const range = rangeName(limits, violations);
    const common = refusedCreate(failure);
    yield {
      ...common,
      title: `${range} refuses its pods: ${violations.map(boundHeadline).join('; ')}`,
      explanation:
        `${violations.map((violation) => boundSentence(violation)).join(' ')}` +
        `${names.length > 0 ? ` In ${workloadName(subject)} that is container ${listOf(names)}.` : ''} ${missingPods(failure)}`,
      evidence: [
        ...common.evidence,
        ...breaking.flatMap(({ violation, containers }) =>
          containers.map(({ path, spec: { resources } }) =>
            fieldEvidence(
              'spec',
              `${path}.resources`,
              `${violation.resource}: ${stated(resources, violation.resource)}`,
            ),
          ),
        ),
      ],
      remedies: [
        ...withinBounds(breaking, subject),
        look(
          'See what the LimitRange allows',
          'it also gives defaults to containers that state nothing',
          kubectl(subject, 'describe', 'limitrange', ...(range.startsWith('LimitRange ') ? [range.slice(11)] : [])),
        ),
        advise(
          'Or change the LimitRange, if the workload does need that much',
          'it is meant for ordinary workloads of the namespace',
          'holds for every new pod of the namespace',
        ),
      ],
    };
  },
});
