import { defineRule } from '../../core/rule.ts';
import { problemsOf } from '../kit/document.ts';

export const restartPolicyInvalid = defineRule({
  id: 'restart-policy-invalid',
  title: 'The API server refuses the restart policy',
  topic: 'rollout',
  severity: 'critical',
  verdict: 'failing',
  stage: 'rejected',
  needs: ['document'],
  mayUse: ['spec'],

  check: (facts) => problemsOf('restart-policy-invalid', facts),
});
