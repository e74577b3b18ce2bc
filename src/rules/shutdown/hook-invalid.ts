import { defineRule } from '../../core/rule.ts';
import { problemsOf } from '../kit/document.ts';

export const hookInvalid = defineRule({
  id: 'hook-invalid',
  title: 'The API server refuses a lifecycle hook',
  topic: 'shutdown',
  severity: 'critical',
  verdict: 'failing',
  stage: 'rejected',
  needs: ['document'],
  mayUse: ['spec'],

  check: (facts) => problemsOf('hook-invalid', facts),
});
