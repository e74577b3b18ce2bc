import type { EventFacts } from '../core/evidence.ts';
import type { ReportedEvent } from '../core/report.ts';
import { formatTime } from '../facts/time.ts';
import { cut } from './texts.ts';

const mostEvents = 12;
const longestMessage = 600;

/** Normal events that tell something beside the course that the lifecycle shows anyway. */
const telling: ReadonlySet<string> = new Set([
  'Scheduled',
  'Killing',
  'BackOff',
  'SandboxChanged',
  'Preempted',
  'TaintManagerEviction',
  'DeadlineExceeded',
  'NominatedNodeName',
  'TriggeredScaleUp',
  'NotTriggerScaleUp',
  'SuccessfulAttachVolume',
  'ResizeStarted',
  'ResizeCompleted',
]);

/**
 * The events that matter, oldest first: warnings, kills, scheduling and the like. What says the same (but for addresses, ids and times in it) is one line with
 * its counts added up; of too many, warnings and newer ones stay.
 */
export function reportedEvents(events: readonly EventFacts[]): ReportedEvent[] {
  const groups = new Map<string, EventFacts>();
  for (const event of events) {
    if (event.type !== 'Warning' && !telling.has(event.reason)) continue;
    const key = `${event.reason}/${event.container ?? ''}/${sameness(event.message)}`;
    const before = groups.get(key);
    groups.set(key, before ? { ...event, count: before.count + event.count, first: before.first } : event);
  }
  const kept = [...groups.values()].sort((a, b) => rank(a) - rank(b) || b.last - a.last).slice(0, mostEvents);
  return kept.sort((a, b) => a.last - b.last || a.first - b.first).map(reported);
}

function rank({ type, reason }: EventFacts): number {
  if (type === 'Warning' || reason === 'Killing') return 0;
  return reason === 'Scheduled' ? 1 : 2;
}

/** What is left of a message without what differs each time. */
function sameness(message: string): string {
  return cut(message, longestMessage)
    .replace(/^\(combined from similar events\): /, '')
    .replace(/\b[0-9a-f]{12,}\b/g, '#')
    .replace(/\d+(?:\.\d+){3}(?::\d+)?/g, '#')
    .replace(/\b\d+(?:\.\d+)?(?:ms|s|m)\b/g, '#');
}

function reported({ last, reason, type, count, container, message }: EventFacts): ReportedEvent {
  return {
    time: formatTime(last),
    reason,
    type,
    count,
    container: container ?? null,
    message: cut(message.trim(), longestMessage),
  };
}
