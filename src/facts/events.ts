import type { EventFacts } from '../core/evidence.ts';
import type { KubeEvent, ObjectReference } from '../core/kubernetes.ts';
import { parseTime } from './time.ts';

/**
 * Events of either API in one shape, each once, oldest first by when it was last seen. The time of an event is that of its series,
 * else eventTime, else lastTimestamp, else firstTimestamp: scheduler events have only eventTime.
 */
export function eventsOf(events: readonly KubeEvent[]): EventFacts[] {
  const byUid = new Map<string, EventFacts>();
  for (const event of events) {
    const facts = eventFacts(event);
    const key =
      event.metadata?.uid ?? `${facts.object.kind}/${facts.object.name}/${facts.reason}/${facts.message}/${facts.last}`;
    byUid.set(key, facts);
  }
  return [...byUid.values()].sort(
    (a, b) => a.last - b.last || a.first - b.first || compare(a.reason, b.reason) || compare(a.message, b.message),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The object that an event is about, in either API. */
export function regarding(event: KubeEvent): ObjectReference {
  return event.involvedObject ?? event.regarding ?? {};
}

/** Characters of a text that are looked at. The API server allows 1 KiB for events; more is somebody's mistake or attack. */
export const longestText = 16_384;

function eventFacts(event: KubeEvent): EventFacts {
  const object = regarding(event);
  const created = parseTime(event.metadata?.creationTimestamp) ?? 0;
  const firstSeen = parseTime(event.firstTimestamp ?? event.deprecatedFirstTimestamp);
  const lastSeen = parseTime(event.lastTimestamp ?? event.deprecatedLastTimestamp);
  const eventTime = parseTime(event.eventTime);
  const seriesTime = parseTime(event.series?.lastObservedTime);
  const container = /\{(.+)\}/.exec(object.fieldPath ?? '')?.[1];
  return {
    reason: event.reason ?? '',
    message: (event.message ?? event.note ?? '').slice(0, longestText),
    type: event.type ?? 'Normal',
    count: event.series?.count ?? event.count ?? event.deprecatedCount ?? 1,
    first: firstSeen ?? eventTime ?? created,
    last: seriesTime ?? lastSeen ?? eventTime ?? firstSeen ?? created,
    ...(container ? { container } : {}),
    object: { kind: object.kind ?? '', name: object.name ?? '' },
    reporter:
      event.source?.component ||
      event.reportingComponent ||
      event.reportingController ||
      event.deprecatedSource?.component ||
      '',
  };
}

/** The events with one of the reasons, oldest first. */
export function withReason(events: readonly EventFacts[] | undefined, ...reasons: string[]): EventFacts[] {
  return (events ?? []).filter((event) => reasons.includes(event.reason));
}

/** The newest event with one of the reasons. */
export function newest(events: readonly EventFacts[] | undefined, ...reasons: string[]): EventFacts | undefined {
  return withReason(events, ...reasons).at(-1);
}

/** The events about one container, by their fieldPath, oldest first. */
export function aboutContainer(events: readonly EventFacts[] | undefined, name: string): EventFacts[] {
  return (events ?? []).filter((event) => event.container === name);
}
