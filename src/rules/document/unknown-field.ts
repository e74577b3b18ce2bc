import { defineRule } from '../../core/rule.ts';
import { problemsOf } from '../kit/document.ts';

export const unknownField = defineRule({
  id: 'unknown-field',
  title: 'A field does not exist in this kind',
  topic: 'document',
  severity: 'critical',
  verdict: 'failing',
  stage: 'rejected',
  needs: ['document'],
  mayUse: ['spec'],

  check: (facts) => problemsOf('unknown-field', facts),
});
