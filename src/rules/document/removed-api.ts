import { defineRule } from '../../core/rule.ts';
import { problemsOf } from '../kit/document.ts';

export const removedApi = defineRule({
  id: 'removed-api',
  title: 'The apiVersion is gone, or never had this kind',
  topic: 'document',
  severity: 'critical',
  verdict: 'failing',
  stage: 'rejected',
  needs: ['document'],
  mayUse: ['spec'],

  check: (facts) => problemsOf('removed-api', facts),
});
