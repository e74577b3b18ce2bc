import type { ContainerFacts, EventFacts, LogTail, OwnerFacts, PodStatusFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Observation } from '../../core/finding.ts';
import { nextStart } from '../../facts/back-off.ts';
import { deathOf, isRestarted, type Death, type DeathKind } from '../../facts/death.ts';
import { retriedWell } from '../../facts/job-attempts.ts';
import { podSpecOf } from '../../facts/pod-status.ts';
import { ranFor } from '../../facts/recovery.ts';
import { formatSpan, secondsBetween } from '../../facts/time.ts';
import { eventEvidence, fieldEvidence, logEvidence, terminationEvidence, waitingEvidence } from './evidence.ts';

/** What the rules about dying containers read. */
export interface CrashFacts {
  readonly status: PodStatusFacts;
  readonly events?: readonly EventFacts[];
  readonly logs?: readonly LogTail[];
  readonly owner?: OwnerFacts;
  readonly now: number;
}

/** A container whose death is today's trouble. */
export interface Crash {
  readonly container: ContainerFacts;
  readonly death: Death;
}

/** The containers that die of one of the kinds now. A pod of a Job whose work a newer pod has taken over well is history. */
export function crashesOf(facts: CrashFacts, ...kinds: DeathKind[]): Crash[] {
  const { status, events, owner, now } = facts;
  if (retriedWell(status, owner, now)) return [];
  return status.containers.flatMap((container) => {
    const death = deathOf(container, status, events, now);
    return death?.current && kinds.includes(death.kind) ? [{ container, death }] : [];
  });
}

/** `once`, `twice`, `7 times`. */
export function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}

/** `after 4 s`, `right after it started`; empty where the times are not known. */
export function afterRun({ death }: Crash): string {
  const ran = ranFor(death.termination);
  if (ran === undefined) return '';
  return ran < 1 ? 'within a second of its start' : `after ${formatSpan(ran)}`;
}

/** What has become of the container since: how often it was restarted, when it starts next, and what waits for it. Sentences with full stops. */
export function aftermath({ container, death }: Crash, status: PodStatusFacts, now: number): string {
  const restarts = container.restarts > 0 ? `It has been restarted ${times(container.restarts)}` : '';
  const next = nextWords(container, death, status, now);
  return [`${restarts ? `${restarts}; ${next}` : capital(next)}.`, consequence(container)]
    .filter((part) => part !== '')
    .join(' ');
}

function nextWords(container: ContainerFacts, death: Death, status: PodStatusFacts, now: number): string {
  if (container.running?.startedAt !== undefined) {
    return `it has been running again for ${formatSpan(secondsBetween(container.running.startedAt, now))}, too short to call it mended`;
  }
  const next = nextStart(container);
  if (next?.at !== undefined && next.delaySeconds !== undefined) {
    const left = secondsBetween(now, next.at);
    const when = left > 0 ? `in about ${formatSpan(left)}` : 'any moment now';
    return `the next start comes ${when} (back-off ${formatSpan(next.delaySeconds)})`;
  }
  if (isRestarted(container, status, death.termination)) return 'the kubelet starts it again';
  const { restartPolicy: ofPod = 'Always' } = podSpecOf(status);
  return `it is not started again (restartPolicy ${container.spec.restartPolicy ?? ofPod})`;
}

function consequence({ kind }: ContainerFacts): string {
  return kind === 'init' ? 'Nothing after it starts until it exits with 0.' : '';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The end of the container, how it waits now, the events that say why, and the last lines of its log. */
export function crashEvidence({ container, death }: Crash, logs: readonly LogTail[] | undefined): EvidenceItem[] {
  const { message } = death.termination;
  const ran = ranFor(death.termination);
  const end = terminationEvidence(container, death.termination);
  return [
    { ...end, text: ran === undefined ? end.text : `${end.text}, after ${formatSpan(ran)}` },
    ...(message
      ? [fieldEvidence('status', `${end.ref}.message`, message.trim().split('\n').slice(-5).join('\n'))]
      : []),
    ...(container.waiting?.reason ? [waitingEvidence(container)] : []),
    ...(container.restarts > 0
      ? [
          fieldEvidence(
            'status',
            `status.containerStatuses[${container.name}].restartCount`,
            String(container.restarts),
          ),
        ]
      : []),
    ...death.events.map(eventEvidence),
    ...logEvidence(logs, container.name, 8),
  ];
}

/**
 * Less than critical while it serves: it is ready, and has run for longer than the back-off lasts, or for a minute after a run that was long. It
 * will die again.
 */
export function graded({ container, death }: Crash, now: number): Pick<Observation, 'severity' | 'verdict'> {
  const startedAt = container.running?.startedAt;
  const runs = startedAt === undefined ? 0 : secondsBetween(startedAt, now);
  const serves = container.ready && (runs >= 600 || (runs >= 60 && (ranFor(death.termination) ?? 0) >= 300));
  return serves ? { severity: 'warning', verdict: 'degraded' } : {};
}

/** The lines of a container's log that end with its death: of the instance that ended, else of the one that was read. */
export function lastWords({ container, death }: Crash, logs: readonly LogTail[] | undefined): readonly string[] {
  const own = (logs ?? []).filter((log) => log.container === container.name);
  const ended = own.find(({ previous }) => previous === (container.terminated === undefined)) ?? own[0];
  const { message } = death.termination;
  return [...(ended?.lines ?? []), ...(message ? message.split('\n') : [])];
}
