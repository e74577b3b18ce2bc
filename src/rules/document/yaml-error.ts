import { defineRule } from '../../core/rule.ts';
import { problemsOf } from '../kit/document.ts';

export const yamlError = defineRule({
  id: 'yaml-error',
  title: 'A document cannot be read',
  topic: 'document',
  severity: 'critical',
  verdict: 'failing',
  stage: 'rejected',
  needs: ['document'],
  mayUse: ['spec'],

  check: (facts) => problemsOf('yaml-error', facts),
});
