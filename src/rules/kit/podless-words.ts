import type { Observation } from '../../core/finding.ts';
import { nameOf } from '../../facts/metadata.ts';
import type { Podless } from '../../facts/podless.ts';
import { formatSpan, formatTime, parseTime, secondsBetween } from '../../facts/time.ts';
import { fieldEvidence } from './evidence.ts';
import { jobWords } from './work-words.ts';

/** A Job (or the newest one of a CronJob) that is done and whose pods are gone. */
export function doneWords({ owner, job }: Podless & { state: 'done' }, now: number): Observation {
  const { words, sentence, evidence } = jobWords(job);
  const name = nameOf(job);
  const ended = parseTime(job.status?.completionTime);
  const when = ended === undefined ? '' : ` ${formatSpan(secondsBetween(ended, now))} ago`;
  const run = owner.kind === 'CronJob' ? `its last run, ${words},` : words;
  return {
    title: `${run} completed${when}`,
    explanation: `Its pods were removed afterwards, and their logs with them.${sentence}`,
    evidence:
      evidence.length > 0 ? evidence : [fieldEvidence('owner', `Job/${name} status`, 'its success criteria are met')],
    remedies: [],
  };
}

/** A CronJob of which no run is under way and none is left to look at. */
export function waitingWords({ owner, last }: Podless & { state: 'waiting' }, now: number): Observation {
  const name = nameOf(owner);
  const schedule = owner.spec?.schedule ?? '';
  const zone = owner.spec?.timeZone ? `, time zone ${owner.spec.timeZone}` : '';
  const ok = owner.status?.lastSuccessfulTime;
  const ran = last === undefined ? undefined : `${formatSpan(secondsBetween(last, now))} ago`;
  return {
    title: ran
      ? `no run is under way; it last started one ${ran} (schedule ${schedule})`
      : `it has not run yet; its schedule is ${schedule}`,
    explanation: ran
      ? `CronJob ${name} started its last Job ${ran}${ok ? `, and the last that succeeded ended at ${ok}` : ''}. No Job of it is left, as its history limits or ttlSecondsAfterFinished have it, so there is no pod to look at. It starts the next one by its schedule (${schedule}${zone}).`
      : `CronJob ${name} makes a Job, and that Job a pod, each time its schedule (${schedule}${zone}) comes round; since it was created that has not been so.`,
    evidence: [
      fieldEvidence('owner', `CronJob/${name} spec.schedule`, schedule || 'not given'),
      fieldEvidence(
        'owner',
        `CronJob/${name} status.lastScheduleTime`,
        last === undefined ? 'not set: it has started no Job' : formatTime(last),
      ),
    ],
    remedies: [],
  };
}

/** An owner whose controller has not made its first pod yet. */
export function creatingWords({ owner, seconds }: Podless & { state: 'creating' }): Observation {
  const { kind = 'Owner' } = owner;
  const name = `${kind}/${nameOf(owner)}`;
  const age = seconds === undefined ? '' : `, ${formatSpan(seconds)} after its creation`;
  return {
    detail: 'no-pods-yet',
    title: `its pods are being created${age}`,
    explanation: `${name} has no pods yet${age}; its controller makes them within seconds, and nothing says that it is refused.`,
    evidence: [fieldEvidence('owner', `${name} status`, 'no pods so far')],
    remedies: [],
  };
}
