import { defineRule } from '../../core/rule.ts';
import { problemsOf } from '../kit/document.ts';

export const probeInvalid = defineRule({
  id: 'probe-invalid',
  title: 'The API server refuses a probe',
  topic: 'probes',
  severity: 'critical',
  verdict: 'failing',
  stage: 'rejected',
  needs: ['document'],
  mayUse: ['spec'],

  check: (facts) => problemsOf('probe-invalid', facts),
});
