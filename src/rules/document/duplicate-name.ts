import { defineRule } from '../../core/rule.ts';
import { problemsOf } from '../kit/document.ts';

export const duplicateName = defineRule({
  id: 'duplicate-name',
  title: 'A name that must be unique is used twice',
  topic: 'document',
  severity: 'critical',
  verdict: 'failing',
  stage: 'rejected',
  needs: ['document'],
  mayUse: ['spec'],

  check: (facts) => problemsOf('duplicate-name', facts),
});
