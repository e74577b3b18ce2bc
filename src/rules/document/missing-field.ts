import { defineRule } from '../../core/rule.ts';
import { problemsOf } from '../kit/document.ts';

export const missingField = defineRule({
  id: 'missing-field',
  title: 'A field that must be there is missing',
  topic: 'document',
  severity: 'critical',
  verdict: 'failing',
  stage: 'rejected',
  needs: ['document'],
  mayUse: ['spec'],

  check: (facts) => problemsOf('missing-field', facts),
});
