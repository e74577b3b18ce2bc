import type { ContainerFacts, EventFacts, LogTail, Termination } from '../../core/evidence.ts';
import type { EvidenceItem, EvidenceSource } from '../../core/finding.ts';
import { formatTime } from '../../facts/time.ts';

/** An event as evidence: its reason, its text with the number of times it was seen, the last time. */
export function eventEvidence(event: EventFacts): EvidenceItem {
  const times = event.count > 1 ? ` (×${event.count})` : '';
  return { source: 'event', ref: event.reason, text: `${event.message}${times}`, time: formatTime(event.last) };
}

/** The time of an item of evidence, where it is known. */
export function timed(milliseconds: number | undefined): Pick<EvidenceItem, 'time'> {
  return milliseconds === undefined ? {} : { time: formatTime(milliseconds) };
}

/** A field and what it says. */
export function fieldEvidence(source: EvidenceSource, ref: string, text: string): EvidenceItem {
  return { source, ref, text };
}

/** The end of a container instance: `exit code 137, reason OOMKilled`. */
export function terminationEvidence(container: ContainerFacts, termination: Termination): EvidenceItem {
  const state = container.terminated === termination ? 'state' : 'lastState';
  return {
    source: 'status',
    ref: `status.containerStatuses[${container.name}].${state}.terminated`,
    text: `exit code ${termination.exitCode}, reason ${termination.reason || 'not given'}`,
    ...timed(termination.finishedAt),
  };
}

/** The waiting state of a container: its reason and message. */
export function waitingEvidence(container: ContainerFacts): EvidenceItem {
  const { reason = '', message = '' } = container.waiting ?? {};
  return {
    source: 'status',
    ref: `status.containerStatuses[${container.name}].state.waiting`,
    text: message ? `${reason}: ${message}` : reason,
  };
}

/** The last lines of a container's log, newest instance that was read. Empty where no log was read. */
export function logEvidence(logs: readonly LogTail[] | undefined, container: string, lines = 5): EvidenceItem[] {
  const tail = logs?.find((log) => log.container === container);
  const text = tail?.lines
    .filter((line) => line.trim() !== '')
    .slice(-lines)
    .join('\n');
  if (!tail || !text) return [];
  return [{ source: 'log', ref: `${container}${tail.previous ? ' (previous run)' : ''}`, text }];
}
