import { defineRule } from '../../core/rule.ts';
import { problemsOf } from '../kit/document.ts';

export const ignoreWithoutEffect = defineRule({
  id: 'ignore-without-effect',
  title: 'An ignore comment silences nothing',
  topic: 'document',
  severity: 'advice',
  verdict: 'healthy',
  stage: 'advice',
  needs: ['document'],

  check: (facts) => problemsOf('ignore-without-effect', facts),
});
