import { defineRule } from '../../core/rule.ts';
import { problemsOf } from '../kit/document.ts';

export const tolerationInvalid = defineRule({
  id: 'toleration-invalid',
  title: 'The API server refuses a toleration',
  topic: 'placement',
  severity: 'critical',
  verdict: 'failing',
  stage: 'rejected',
  needs: ['document'],
  mayUse: ['spec'],

  check: (facts) => problemsOf('toleration-invalid', facts),
});
