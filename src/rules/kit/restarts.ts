import type { ContainerFacts } from '../../core/evidence.ts';
import type { Death } from '../../facts/death.ts';
import { explainExitCode } from '../../facts/exit-codes.ts';
import type { Retry } from '../../facts/job-attempts.ts';
import { ranFor } from '../../facts/recovery.ts';
import { formatSpan, formatTime, secondsBetween } from '../../facts/time.ts';
import { containerText } from './containers.ts';
import { times } from './crash.ts';

/** That it was restarted, how often, and why the last time. */
export function restartTitle(container: ContainerFacts, death: Death | undefined): string {
  const count = container.restarts > 0 ? ` ${times(container.restarts)}` : '';
  const why = death ? `, last because ${clauseOf(death)}` : '';
  return `${containerText(container)} runs now and was restarted${count} before${why}`;
}

/** How the last instance ended, as a clause behind `because`. */
function clauseOf({ kind, termination }: Death): string {
  const { exitCode } = termination;
  switch (kind) {
    case 'oom':
      return `it ran out of memory (OOMKilled, exit code ${exitCode})`;
    case 'liveness-probe':
    case 'startup-probe':
      return `its ${kind === 'liveness-probe' ? 'liveness' : 'startup'} probe failed (exit code ${exitCode})`;
    case 'post-start-hook':
      return 'its postStart hook failed';
    case 'start-error':
      return 'the runtime could not start it';
    case 'lost':
      return `its node or runtime lost track of it (${termination.reason})`;
    case 'stopped':
      return 'its pod was set up anew';
    case 'definition-changed':
      return 'its image or resources were changed';
    case 'signal':
      return `it died from ${explainExitCode(exitCode).signal ?? 'a signal'} (exit code ${exitCode})`;
    case 'exit':
      return `it exited with ${exitCode}`;
    case 'completed':
      return 'it ended with exit code 0';
  }
}

/** How the run before ended, and how long the one of now lasts. */
export function restartText(container: ContainerFacts, death: Death | undefined, now: number): string {
  const startedAt = container.running?.startedAt;
  const since =
    startedAt === undefined ? 'It runs' : `It has been running for ${formatSpan(secondsBetween(startedAt, now))}`;
  const ready = container.ready ? ' and is ready' : '';
  if (!death) return `${since}${ready}. The status no longer says how the instance before it ended.`;
  const ran = ranFor(death.termination);
  const { finishedAt } = death.termination;
  const end = [
    ...(finishedAt === undefined ? [] : [`at ${formatTime(finishedAt)}`]),
    ...(ran === undefined ? [] : [`after ${formatSpan(ran)}`]),
    `because ${clauseOf(death)}`,
  ];
  const longer = startedAt !== undefined && ran !== undefined && secondsBetween(startedAt, now) > ran;
  return `The instance before it ended ${end.join(', ')}. ${since}${longer ? ', longer than that one,' : ''}${ready}.`;
}

/** That a newer pod of the Job made good for this one. */
export function retryTitle(container: ContainerFacts, death: Death, { state, pod = 'a later pod' }: Retry): string {
  const outcome = state === 'succeeded' ? 'the work was done all the same' : `${pod} runs instead`;
  return `this attempt failed (${containerText(container)}: ${clauseOf(death)}), and ${outcome}`;
}

/** The same at length. */
export function retryText(
  container: ContainerFacts,
  death: Death,
  { state, pod = 'a later pod', jobComplete }: Retry,
): string {
  const outcome = state === 'succeeded' ? `${pod} did the work` : `${pod} does it now`;
  const job = jobComplete ? ', and the Job is complete' : '';
  return `In this pod ${container.name} failed: ${clauseOf(death)}. The Job tried again: ${outcome}${job}.`;
}
