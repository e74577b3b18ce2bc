import { defineRule } from '../../core/rule.ts';
import { problemsOf } from '../kit/document.ts';

export const wrongType = defineRule({
  id: 'wrong-type',
  title: 'A value has a type that the API server cannot read',
  topic: 'document',
  severity: 'critical',
  verdict: 'failing',
  stage: 'rejected',
  needs: ['document'],
  mayUse: ['spec'],

  check: (facts) => problemsOf('wrong-type', facts),
});
