import { policyMatchOf, type JobFailure } from '../../facts/job.ts';

export const policyReasons = new Set(['PodFailurePolicy', 'MaxFailedIndexesExceeded', 'FailedIndexes']);

export function policyWords({ name, message }: JobFailure): { title: string; explanation: string } {
  const { container, pod = '', exitCode = 'unknown', podCondition, rule } = policyMatchOf(message);
  const at =
    rule === undefined ? 'a rule of its podFailurePolicy' : `rule ${rule} of its podFailurePolicy (counted from 0)`;
  const what =
    container !== undefined
      ? `container ${container} exited with code ${exitCode}`
      : podCondition !== undefined
        ? `pod ${pod} got the condition ${podCondition}`
        : message;
  return {
    title: `Job ${name} was failed at once by its podFailurePolicy: ${what}`,
    explanation: `${capital(what)}${pod && container ? ` in pod ${pod}` : ''}, which ${at} answers with FailJob: no retry, whatever backoffLimit says.`,
  };
}

export function indexWords({ name, job, reason }: JobFailure): { title: string; explanation: string } {
  const indexes = job.status?.failedIndexes;
  const { maxFailedIndexes, backoffLimitPerIndex, completions } = job.spec ?? {};
  const which = indexes ? `the indexes ${indexes}` : 'some indexes';
  const of = completions === undefined ? '' : ` of ${completions}`;
  const retries = backoffLimitPerIndex === undefined ? '' : ` after ${backoffLimitPerIndex} retries each`;
  if (reason === 'MaxFailedIndexesExceeded') {
    return {
      title: `Job ${name} was stopped: more than ${maxFailedIndexes ?? 'maxFailedIndexes'} of its indexes failed`,
      explanation: `${capital(which)}${of} failed${retries}, and maxFailedIndexes${maxFailedIndexes === undefined ? '' : ` ${maxFailedIndexes}`} allows no more, so the rest was stopped.`,
    };
  }
  return {
    title: `Job ${name} failed because ${which} failed`,
    explanation: `${capital(which)}${of} failed${retries}; the others were finished first, and a Job with a failed index counts as failed.`,
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
