import { defineRule } from '../../core/rule.ts';
import { createFailure } from '../../facts/create-failure.ts';
import { invalidPodTemplate as foresee } from '../foresee/invalid-pod-template.ts';
import { missingPods, refusedCreate, refusedTemplate } from '../kit/create-failure.ts';
import {
  overtakenRequest,
  overtakenWords,
  isLabelTooLong,
  longNameWords,
  errorWords,
} from '../kit/invalid-template-words.ts';

export const invalidPodTemplate = defineRule({
  ...foresee.of,
  needs: ['owner'],
  mayUse: ['limits', 'spec'],
  foresee,

  *check({ owner, limits, spec, subject }) {
    const failure = createFailure(owner, subject);
    if (failure?.refusal.kind !== 'invalid') return;
    const { errors } = failure.refusal;
    const [error] = errors;
    const template = refusedTemplate(owner, spec);
    const common = refusedCreate(failure);
    const overtaken = error && overtakenRequest(error, template, limits);
    const words = overtaken
      ? overtakenWords(overtaken, subject)
      : error && isLabelTooLong(error)
        ? longNameWords(error, failure.creator, subject)
        : errorWords(errors, template, subject);
    yield {
      ...common,
      detail: words.detail,
      title: words.title,
      explanation: `${words.explanation} ${missingPods(failure)}`,
      evidence: [...common.evidence, ...words.evidence],
      remedies: words.remedies,
    };
  },
});
