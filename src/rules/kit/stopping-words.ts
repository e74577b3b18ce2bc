import type { ContainerFacts } from '../../core/evidence.ts';
import { leastKillSeconds, type PodTermination, type PreStop } from '../../facts/termination.ts';
import { formatSpan, secondsBetween } from '../../facts/time.ts';
import { clock, ignoresTerm } from './termination-words.ts';
import { shortened } from './text.ts';

/** A preStop hook in words: `sleep 30`, `exec sh -c sleep 30`, `http GET :8080/drain`. At most 80 characters. */
export function preStopText({ container, handler, seconds = 0 }: PreStop): string {
  const { exec, httpGet: { port = '', path = '/' } = {} } = container.spec.lifecycle?.preStop ?? {};
  if (handler === 'sleep') return `sleep ${seconds} s`;
  if (handler === 'exec') return shortened(`exec ${(exec?.command ?? []).join(' ')}`);
  if (handler === 'http') return shortened(`http GET :${port}${path}`);
  return 'tcpSocket (never works as a hook)';
}

/** How the stopping of a pod goes: when it was asked for, its hooks, when SIGTERM comes, who still runs. */
export function stoppingText(termination: PodTermination, running: readonly ContainerFacts[], now: number): string {
  const { usedSeconds, graceSeconds, preStops, termAt } = termination;
  const begin = `It was asked to end ${formatSpan(usedSeconds)} ago and has ${graceSeconds} s for that.`;
  const hooks = preStops.map((hook) => `${hook.container.name} (${preStopText(hook)})`).join(', ');
  const first = hooks ? ` Its preStop hook comes first and counts against them: ${hooks}.` : '';
  const long = preStops.find(({ seconds = 0 }) => seconds > graceSeconds);
  const cutOff = long
    ? ` The hook of ${long.container.name} takes ${formatSpan(long.seconds ?? 0)}, longer than the whole grace period: it is cut off, and the process is left ${leastKillSeconds} s.`
    : '';
  return `${begin}${first}${cutOff}${termText(termAt, running, now)}`;
}

function termText(termAt: number | undefined, running: readonly ContainerFacts[], now: number): string {
  if (running.length === 0 || termAt === undefined) return '';
  const names = running.map(({ name }) => name).join(', ');
  if (termAt > now) return ` SIGTERM follows at ${clock(termAt)}, in ${formatSpan(secondsBetween(now, termAt))}.`;
  const deaf = running.map(ignoresTerm).find((reason) => reason !== undefined);
  const why = deaf ? `: ${deaf}` : ': it is finishing its work, or it does not react to the signal';
  return ` SIGTERM was sent about ${formatSpan(secondsBetween(termAt, now))} ago, and ${names} still run${running.length > 1 ? '' : 's'}${why}.`;
}
