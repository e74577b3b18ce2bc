import type { ContainerFacts, EventFacts, PodStatusFacts, Termination } from '../core/evidence.ts';
import type { Confidence } from '../core/finding.ts';
import { withReason } from './events.ts';
import { probeFailures } from './probe-failures.ts';
import { probeOf } from './probes.ts';
import { ranFor } from './recovery.ts';
import { secondsBetween } from './time.ts';

export type KillingProbe = 'liveness' | 'startup';

/** A kill by the kubelet for a failing probe. */
export interface ProbeKill {
  readonly probe: KillingProbe;
  readonly confidence: Confidence;
  readonly events: readonly EventFacts[];
}

/** Statuses and events carry whole seconds, written by different parts of the kubelet. */
const slack = 2000;

/** Whether an event is about the container: by its fieldPath, or where it has none by the name in its text. */
export function isAbout(event: EventFacts, name: string): boolean {
  if (event.container !== undefined) return event.container === name;
  return ` ${event.message} `.replace(/[^\w.-]+/g, ' ').includes(` ${name} `);
}

/**
 * How an event fits the life of an ended instance: `exact` when its last occurrence lies in it, `range` when it is one of several that
 * the aggregated event stands for.
 */
export function fitsLife(event: EventFacts, { startedAt, finishedAt }: Termination): 'exact' | 'range' | undefined {
  const from = startedAt === undefined ? -Infinity : startedAt - slack;
  const to = finishedAt === undefined ? Infinity : finishedAt + slack;
  if (event.last < from || event.first > to) return undefined;
  return event.last <= to ? 'exact' : event.count > 1 ? 'range' : undefined;
}

const killing: Readonly<Record<KillingProbe, RegExp>> = {
  liveness: /failed liveness probe/i,
  startup: /failed startup probe/i,
};

/** The newest kill event of a container for one of its probes. */
function killEvents(
  container: ContainerFacts,
  events: readonly EventFacts[] | undefined,
  probe: KillingProbe,
): EventFacts[] {
  return withReason(events, 'Killing').filter(
    (event) => isAbout(event, container.name) && killing[probe].test(event.message),
  );
}

/**
 * The kill that ended an instance, by the Killing events of the kubelet. The status alone does not tell: it is 143, 137 or, for a process
 * that handles SIGTERM, 0. Where the kill events are gone, failed probes until the end, or an end by SIGTERM or SIGKILL at the very time at which the
 * probe's budget runs out, make one likely.
 */
export function probeKillOf(
  container: ContainerFacts,
  termination: Termination,
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
): ProbeKill | undefined {
  const bySignal = [0, 137, 143].includes(termination.exitCode);
  for (const probe of ['startup', 'liveness'] as const) {
    for (const event of killEvents(container, events, probe).reverse()) {
      const fit = fitsLife(event, termination);
      if (fit) return { probe, confidence: fit === 'exact' || bySignal ? 'certain' : 'likely', events: [event] };
    }
  }
  return bySignal ? inferredKill(container, termination, status, events) : undefined;
}

/** The kill under way: the current instance was told to stop for a failing probe and has not ended yet. */
export function probeKillUnderWay(
  container: ContainerFacts,
  events: readonly EventFacts[] | undefined,
): ProbeKill | undefined {
  const startedAt = container.running?.startedAt;
  if (startedAt === undefined) return undefined;
  for (const probe of ['startup', 'liveness'] as const) {
    const event = killEvents(container, events, probe).at(-1);
    if (event && event.last > startedAt) return { probe, confidence: 'certain', events: [event] };
  }
  return undefined;
}

function inferredKill(
  container: ContainerFacts,
  termination: Termination,
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
): ProbeKill | undefined {
  for (const probe of ['startup', 'liveness'] as const) {
    const declared = probeOf(container, probe);
    if (!declared) continue;
    const { timing } = declared;
    const grace = timing.grace ?? status.pod.spec?.terminationGracePeriodSeconds ?? 30;
    const failures = probeFailures(container, probe, events);
    const seen = failures.count >= timing.failureThreshold ? failures.last : undefined;
    if (seen && endsWith(seen, termination, grace)) return { probe, confidence: 'likely', events: failures.events };
    const ran = ranFor(termination);
    if (ran === undefined || container.restarts === 0) continue;
    const well = termination.exitCode === 0;
    const silent = container.restarts >= 2 && !events?.some((event) => isAbout(event, container.name));
    // Who handles SIGTERM well ends with 0, as one that is simply done does: only its timing tells, and only where no event at all is left to ask.
    if (well && !silent) continue;
    // SIGKILL comes only after the grace period; SIGTERM ends a process at once or within it.
    const late = termination.exitCode === 137 ? Math.min(grace, 2) : 0;
    const slow = well ? Math.min(grace, 2) : grace + 2;
    // A liveness probe may begin to fail at any time, and with the events gone it is the likeliest sender of a signal that comes again and again.
    const anyTime = silent && !well && probe === 'liveness';
    const timely = ran <= timing.effectAtLatest + slow;
    const fits = ran >= timing.effectAfter + late - 1 && (anyTime || timely);
    if (fits) return { probe, confidence: timely && termination.exitCode === 143 ? 'likely' : 'possible', events: [] };
  }
  return undefined;
}

/** The failures went on until shortly before the end. */
function endsWith(failure: EventFacts, termination: Termination, grace: number): boolean {
  const fit = fitsLife(failure, termination);
  if (fit === 'range') return true;
  if (fit === undefined || termination.finishedAt === undefined) return false;
  return secondsBetween(failure.last, termination.finishedAt) <= grace + 3;
}
