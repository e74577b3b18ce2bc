import { defineRule } from '../../core/rule.ts';
import { problemsOf } from '../kit/document.ts';

export const selectorMismatch = defineRule({
  id: 'selector-mismatch',
  title: 'The selector does not match the labels of the template',
  topic: 'document',
  severity: 'critical',
  verdict: 'failing',
  stage: 'rejected',
  needs: ['document'],
  mayUse: ['spec'],

  check: (facts) => problemsOf('selector-mismatch', facts),
});
