import { parseTime } from '../facts/time.ts';

/** Fields that say when something happened. `deletionTimestamp` is not one of them: it is a deadline and lies ahead. */
const pastTimes = new Set([
  'creationTimestamp',
  'lastTransitionTime',
  'lastUpdateTime',
  'lastHeartbeatTime',
  'lastProbeTime',
  'startTime',
  'startedAt',
  'finishedAt',
  'completionTime',
  'firstTimestamp',
  'lastTimestamp',
  'eventTime',
  'lastObservedTime',
  'lastScheduleTime',
  'lastSuccessfulTime',
  'timeAdded',
]);

/** The newest moment that any of the objects tells of, milliseconds since the epoch; 0 where none does. */
export function newestTime(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((newest, item) => Math.max(newest, newestTime(item)), 0);
  if (typeof value !== 'object' || value === null) return 0;
  let newest = 0;
  for (const [field, inner] of Object.entries(value)) {
    const time = typeof inner === 'string' ? (pastTimes.has(field) ? (parseTime(inner) ?? 0) : 0) : newestTime(inner);
    newest = Math.max(newest, time);
  }
  return newest;
}
