import { defineRule } from '../../core/rule.ts';
import { problemsOf } from '../kit/document.ts';

export const duplicateKey = defineRule({
  id: 'duplicate-key',
  title: 'A key stands twice in one mapping',
  topic: 'document',
  severity: 'critical',
  verdict: 'failing',
  stage: 'rejected',
  needs: ['document'],
  mayUse: ['spec'],

  check: (facts) => problemsOf('duplicate-key', facts),
});
