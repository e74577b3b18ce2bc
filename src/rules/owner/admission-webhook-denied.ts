import { defineRule } from '../../core/rule.ts';
import { createFailure } from '../../facts/create-failure.ts';
import { missingPods, refusedCreate } from '../kit/create-failure.ts';
import { admissionWords } from '../kit/admission-words.ts';

export const admissionWebhookDenied = defineRule({
  id: 'admission-webhook-denied',
  title: 'Admission control refuses the pods',
  topic: 'owner',
  severity: 'critical',
  verdict: 'failing',
  needs: ['owner'],

  *check({ owner, subject }) {
    const failure = createFailure(owner, subject);
    const words = failure && admissionWords(failure, subject);
    if (!words) return;
    yield {
      ...refusedCreate(failure),
      ...words,
      explanation: `${words.explanation} ${missingPods(failure)}`,
      ...(words.detail === 'other' ? { confidence: 'likely' } : {}),
    };
  },
});
