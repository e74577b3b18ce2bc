import { defineRule } from '../../core/rule.ts';
import { problemsOf } from '../kit/document.ts';

export const volumeUndeclared = defineRule({
  id: 'volume-undeclared',
  title: 'A mount names a volume that the pod does not have',
  topic: 'configuration',
  severity: 'critical',
  verdict: 'failing',
  stage: 'rejected',
  needs: ['document'],
  mayUse: ['spec'],

  check: (facts) => problemsOf('volume-undeclared', facts),
});
