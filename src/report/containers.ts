import type { ContainerFacts, PodStatusFacts, Termination } from '../core/evidence.ts';
import type { ResourceList } from '../core/kubernetes.ts';
import type { ReportedContainer } from '../core/report.ts';
import { nextStart } from '../facts/back-off.ts';
import { explainExitCode } from '../facts/exit-codes.ts';
import { formatSpan, formatTime, secondsBetween } from '../facts/time.ts';

/** The containers of a live pod in the order in which they start, with their state and what came before it. */
export function reportedContainers(status: PodStatusFacts, now: number): ReportedContainer[] {
  return status.containers.map((container) => {
    const next = nextStart(container)?.at;
    const since = sinceOf(container);
    return {
      name: container.name,
      kind: container.kind,
      image: container.spec.image ?? container.status?.image ?? null,
      state: stateText(container),
      since: since === undefined ? null : formatTime(since),
      ready: container.ready,
      restarts: container.restarts,
      lastEnd: container.last ? endText(container.last, now) : null,
      nextStart: next === undefined ? null : formatTime(next),
      requests: amounts(container.spec.resources?.requests),
      limits: amounts(container.spec.resources?.limits),
    };
  });
}

function stateText({ running, terminated, waiting }: ContainerFacts): string {
  if (running) return 'running';
  if (terminated) return `terminated: ${terminated.reason || 'no reason given'} (${terminated.exitCode})`;
  return waiting?.reason ? `waiting: ${waiting.reason}` : 'waiting';
}

function sinceOf({ running, terminated, last }: ContainerFacts): number | undefined {
  return running ? running.startedAt : (terminated ?? last)?.finishedAt;
}

/** `exit code 137 (OOMKilled) after 4 s, 2 min ago: killed from outside; …` */
function endText(end: Termination, now: number): string {
  const { exitCode, reason, startedAt, finishedAt } = end;
  const ran = startedAt === undefined || finishedAt === undefined ? '' : ` after ${runText(finishedAt - startedAt)}`;
  const since = finishedAt === undefined ? '' : `, ${formatSpan(secondsBetween(finishedAt, now))} ago`;
  return `exit code ${exitCode}${reason ? ` (${reason})` : ''}${ran}${since}${meaningOf(end)}`;
}

/** Both ends are whole seconds. */
function runText(milliseconds: number): string {
  return milliseconds < 1000 ? 'less than 1 s' : formatSpan(milliseconds / 1000);
}

/** What the code says by convention, where the reason does not say more. */
function meaningOf({ exitCode, reason }: Termination): string {
  const known = reason !== '' && reason !== 'Error';
  return known ? '' : `: ${explainExitCode(exitCode).meaning}`;
}

function amounts(list: ResourceList | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(list ?? {}).map(([resource, amount]) => [resource, String(amount)]));
}
