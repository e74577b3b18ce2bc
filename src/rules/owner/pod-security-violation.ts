import { defineRule } from '../../core/rule.ts';
import { createFailure } from '../../facts/create-failure.ts';
import { podSecurityViolation as foresee } from '../foresee/pod-security-violation.ts';
import { missingPods, refusedCreate, refusedTemplate } from '../kit/create-failure.ts';
import { listOf } from '../kit/probe-words.ts';
import { securityRemedies, constraintWords } from '../kit/pod-security-words.ts';

export const podSecurityViolation = defineRule({
  ...foresee.of,
  needs: ['owner'],
  mayUse: ['spec'],
  foresee,

  *check({ owner, spec, subject }) {
    const failure = createFailure(owner, subject);
    if (!failure) return;
    const { refusal } = failure;
    if (refusal.kind === 'pod-security') {
      const { level, version, violations } = refusal;
      yield {
        ...refusedCreate(failure),
        detail: level,
        title: `namespace ${subject.namespace} enforces the ${level} Pod Security standard, and its pods break it: ${listOf(violations.map(({ reason }) => reason))}`,
        explanation:
          `The label pod-security.kubernetes.io/enforce of namespace ${subject.namespace} admits only pods of the standard "${level}"` +
          `${version && version !== 'latest' ? ` (version ${version})` : ''}. The template is accepted, its pods are not: ` +
          `${violations.map(({ reason, detail }) => detail || reason).join('; ')}. ${missingPods(failure)}`,
        remedies: securityRemedies(refusal, refusedTemplate(owner, spec), subject),
      };
    } else if (refusal.kind === 'security-constraints') {
      yield { ...refusedCreate(failure), ...constraintWords(failure, refusal.what, subject) };
    }
  },
});
