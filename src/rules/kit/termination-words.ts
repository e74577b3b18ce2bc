import type { ContainerSpec, PodStatusFacts } from '../../core/evidence.ts';
import { terminationOf } from '../../facts/termination.ts';
import { formatSpan, formatTime, secondsBetween } from '../../facts/time.ts';

/** The time of day, as sentences say it: `22:53:14`. */
export function clock(milliseconds: number): string {
  return formatTime(milliseconds).slice(11, 19);
}

/** How long a pod that is being stopped still has, one sentence; empty for one that nobody deleted or that has ended. */
export function endingText(status: PodStatusFacts, now: number): string {
  const termination = terminationOf(status, now);
  if (!termination || termination.running.length === 0) return '';
  const { graceSeconds, deadline, overdueSeconds, remainingSeconds } = termination;
  if (overdueSeconds > 0) return `Its ${graceSeconds} s to end were over ${formatSpan(overdueSeconds)} ago.`;
  return `It has ${graceSeconds} s to end; at ${clock(deadline)}, ${formatSpan(remainingSeconds)} from now, what still runs is killed.`;
}

/** When it was asked to end: ` 12 s ago`. */
export function agoText(at: number | undefined, now: number): string {
  return at === undefined ? '' : ` ${formatSpan(secondsBetween(at, now))} ago`;
}

/**
 * Why process 1 of a container does not react to SIGTERM, where its command shows it: a shell that neither traps signals nor makes way for the
 * program with exec. undefined where nothing shows.
 */
export function ignoresTerm({ spec }: ContainerSpec): string | undefined {
  const words = [...(spec.command ?? []), ...(spec.args ?? [])];
  const [program = '', flag = '', script = ''] = words;
  if (!/(?:^|\/)(?:sh|bash|ash|dash|zsh)$/.test(program) || !/^-\w*c$/.test(flag)) return undefined;
  if (/\btrap\b/.test(script) || /(?:^|[;&|\n]\s*)exec\s/.test(script)) return undefined;
  return `its process 1 is a shell (${program} ${flag}) that traps no signal and does not pass it on, so SIGTERM has no effect`;
}
