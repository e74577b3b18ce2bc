import { defineRule } from '../../core/rule.ts';
import { problemsOf } from '../kit/document.ts';

export const invalidValue = defineRule({
  id: 'invalid-value',
  title: 'The API server refuses a value',
  topic: 'document',
  severity: 'critical',
  verdict: 'failing',
  stage: 'rejected',
  needs: ['document'],
  mayUse: ['spec'],

  check: (facts) => problemsOf('invalid-value', facts),
});
