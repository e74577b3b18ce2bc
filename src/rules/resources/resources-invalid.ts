import { defineRule } from '../../core/rule.ts';
import { problemsOf } from '../kit/document.ts';

export const resourcesInvalid = defineRule({
  id: 'resources-invalid',
  title: 'The API server refuses requests or limits',
  topic: 'resources',
  severity: 'critical',
  verdict: 'failing',
  stage: 'rejected',
  needs: ['document'],
  mayUse: ['spec'],

  check: (facts) => problemsOf('resources-invalid', facts),
});
