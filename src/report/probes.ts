import type { ContainerFacts, EventFacts, PodStatusFacts } from '../core/evidence.ts';
import type { ReportedProbe } from '../core/report.ts';
import { isFinished } from '../facts/pod-status.ts';
import { probeFailures, type ProbeFailures } from '../facts/probe-failures.ts';
import { arithmeticText, checkText, probesOf, timingText, type ContainerProbe } from '../facts/probes.ts';
import { secondsBetween } from '../facts/time.ts';

/** The probes of the containers with what each leads to, and how it stands. `events` is undefined where they could not be read. */
export function reportedProbes(
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
  now: number,
): ReportedProbe[] {
  return status.containers.flatMap((container) =>
    probesOf(container).map((probe): ReportedProbe => {
      const failures = probeFailures(container, probe.type, events);
      return {
        container: container.name,
        probe: probe.type,
        check: checkText(probe.probe),
        timing: timingText(probe.timing),
        effect: arithmeticText(probe.type, probe.timing),
        effectAfter: probe.timing.effectAfter,
        state: isFinished(status) ? 'ended' : stateOf(container, probe, failures, events !== undefined, now),
        lastMessage: failures.last?.message ?? null,
      };
    }),
  );
}

/** `passing`, `failing`, `errors` (it cannot be run, which counts as nothing), `not yet` (nothing has been asked) or `unknown`. */
function stateOf(
  container: ContainerFacts,
  probe: ContainerProbe,
  failures: ProbeFailures,
  hasEvents: boolean,
  now: number,
): string {
  const { running, started, ready, spec } = container;
  if (!running) return failures.count > 0 ? 'failing' : 'not yet';
  if (probe.type === 'startup' && started) return 'passing';
  if (probe.type !== 'startup' && !started && spec.startupProbe) return 'not yet';
  if (probe.type === 'readiness' && ready) return 'passing';
  const since = running.startedAt ?? 0;
  const current = failures.last !== undefined && failures.last.last >= since ? failures.last : undefined;
  if (current && (probe.type !== 'liveness' || isFresh(current, probe, now))) return verdictOf(current);
  const firstDue = since + (probe.timing.firstCheck + probe.timing.period) * 1000;
  if (now < firstDue) return 'not yet';
  return probe.type === 'liveness' && hasEvents ? 'passing' : 'unknown';
}

/** Nothing but its events tells of a liveness probe: one that failed lately is taken to fail. Events of one kind may come 5 min apart. */
function isFresh(event: EventFacts, { timing }: ContainerProbe, now: number): boolean {
  const lately = event.count >= 20 ? 330 : 3 * timing.period + timing.timeout;
  return secondsBetween(event.last, now) <= lately;
}

function verdictOf({ message }: EventFacts): string {
  return /probe errored/.test(message) ? 'errors' : 'failing';
}
