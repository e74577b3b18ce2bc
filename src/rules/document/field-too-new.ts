import { defineRule } from '../../core/rule.ts';
import { problemsOf } from '../kit/document.ts';

export const fieldTooNew = defineRule({
  id: 'field-too-new',
  title: 'A field does not exist yet in this version of Kubernetes',
  topic: 'document',
  severity: 'critical',
  verdict: 'failing',
  stage: 'rejected',
  needs: ['document'],
  mayUse: ['spec'],

  check: (facts) => problemsOf('field-too-new', facts),
});
