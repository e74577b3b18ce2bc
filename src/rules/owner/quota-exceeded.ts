import { defineRule } from '../../core/rule.ts';
import { createFailure } from '../../facts/create-failure.ts';
import { quotaRooms } from '../../facts/quota.ts';
import { quotaExceeded as foresee } from '../foresee/quota-exceeded.ts';
import { missingPods, refusedCreate, refusedTemplate } from '../kit/create-failure.ts';
import { listOf } from '../kit/probe-words.ts';
import { quotaGapRemedies, quotaRoomRemedies } from '../kit/quota-remedies.ts';
import { workloadName } from '../kit/remedies.ts';
import { quotaNamed, noRoomWords, quotaEvidence, unclearWords, describeQuota } from '../kit/quota-words.ts';

export const quotaExceeded = defineRule({
  ...foresee.of,
  needs: ['owner'],
  mayUse: ['limits', 'spec'],
  foresee,

  *check({ owner, limits, spec, subject }) {
    const failure = createFailure(owner, subject);
    if (!failure) return;
    const common = refusedCreate(failure);
    const { refusal } = failure;
    if (refusal.kind === 'quota-exceeded') {
      const quota = quotaNamed(limits, refusal.quota);
      const template = refusedTemplate(owner, spec);
      const rooms = quotaRooms(refusal.excess, quota);
      yield {
        ...common,
        ...noRoomWords(refusal.quota, rooms, failure, subject),
        evidence: [...common.evidence, ...quotaEvidence(refusal.quota, rooms)],
        remedies: [
          ...quotaRoomRemedies(refusal.quota, rooms, failure, template, subject),
          describeQuota(subject, refusal.quota),
        ].slice(0, 4),
      };
    } else if (refusal.kind === 'quota-unspecified') {
      const { remedies, containers, resources } = quotaGapRemedies(
        refusal.missing,
        refusedTemplate(owner, spec),
        subject,
      );
      const who =
        containers.length > 0 ? `container${containers.length > 1 ? 's' : ''} ${listOf(containers)}` : 'a container';
      yield {
        ...common,
        detail: 'unspecified',
        title: `ResourceQuota ${refusal.quota} makes ${listOf(resources)} mandatory, and ${who} of its pods ${containers.length > 1 ? 'do' : 'does'} not state ${resources.length > 1 ? 'them' : 'it'}`,
        explanation:
          `The quota ${refusal.quota} counts ${listOf(resources)}, so every container of namespace ${subject.namespace}, init containers included, ` +
          `has to state ${resources.length > 1 ? 'them' : 'it'}; in the template of ${workloadName(subject)} ${who} ${containers.length > 1 ? 'do' : 'does'} not. ${missingPods(failure)}`,
        remedies: [...remedies, describeQuota(subject, refusal.quota)],
      };
    } else if (refusal.kind === 'quota-other') {
      yield { ...common, ...unclearWords(refusal.quota, failure, subject) };
    }
  },
});
