import type { Context } from './context.ts';
import { scheduleFault } from './cron-schedule.ts';
import type { Field } from './field.ts';
import { validateJobSpec } from './job.ts';
import { effectiveName, nameField, validateObjectMeta } from './meta.ts';
import { dnsSubdomain } from './names.ts';
import type { Problems } from './problems.ts';
import { timeZoneFault } from './time-zone.ts';

/** A Job is named after its CronJob with 11 characters more, and its name may have 63. */
const longestName = 52;

/** ValidateCronJobCreate. */
export function validateCronJob(context: Context, object: Field): void {
  const { problems } = context;
  const [metadata, spec] = [object.child('metadata'), object.child('spec')];
  validateObjectMeta(problems, metadata, dnsSubdomain);
  const name = effectiveName(metadata);
  if (name.length > longestName) {
    const allowed = `Its Jobs get 11 characters more, so it may have ${longestName}; it has ${name.length}.`;
    problems.invalid(nameField(metadata), { says: 'is too long for a CronJob', allowed });
  }
  const schedule = spec.child('schedule');
  if (schedule.text === '')
    problems.required(schedule, 'It says when: minute, hour, day of the month, month, day of the week.');
  else problems.check(schedule, scheduleFault(schedule.text));
  const zone = spec.child('timeZone');
  if (zone.isSet) problems.check(zone, timeZoneFault(zone.text));
  for (const number of ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit']) {
    problems.negative(spec.child(number));
  }
  problems.oneOf(spec.child('concurrencyPolicy'), ['Allow', 'Forbid', 'Replace']);
  const job = spec.at('jobTemplate', 'spec');
  validateJobSpec(context, job);
  forbidSelector(problems, job);
}

function forbidSelector(problems: Problems, job: Field): void {
  const [selector, manual] = [job.child('selector'), job.child('manualSelector')];
  if (selector.isSet) problems.forbidden(selector, 'Every Job gets a selector of its own, made from its uid.');
  if (manual.flag === true)
    problems.invalid(manual, { says: 'is not allowed', allowed: 'The Jobs of a CronJob get their selectors.' });
}
