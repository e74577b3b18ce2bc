import type { ContainerFacts, EventFacts, Termination } from '../core/evidence.ts';
import { secondsBetween } from './time.ts';

/** After this many seconds of running the kubelet forgets the back-off (pkg/kubelet/kubelet.go: 2 × the maximum of 300 s). */
const backOffReset = 600;
/** How much longer than before it must run. */
const longer = 1.5;

/** How long an ended instance ran, in seconds; undefined where a time is missing. */
export function ranFor({ startedAt, finishedAt }: Termination): number | undefined {
  return startedAt === undefined || finishedAt === undefined ? undefined : secondsBetween(startedAt, finishedAt);
}

/**
 * Whether a container that runs again after `termination` has got over it. Between two crashes it runs as well, for a moment, so running
 * proves nothing: it has to be ready and to have run clearly longer than the time before (and than a few moments, more the more often
 * it was restarted), or as long as the kubelet itself takes for recovered. One that died three times or more, the last time within
 * the hour, has to outlive its former run even then. `failing`: failures that have not gone by (see `deathOf`).
 */
export function hasRecovered(
  container: ContainerFacts,
  termination: Termination,
  now: number,
  failing: readonly EventFacts[],
): boolean {
  const startedAt = container.running?.startedAt;
  if (!container.running || failing.length > 0) return false;
  if (startedAt === undefined) return container.ready;
  const runs = secondsBetween(startedAt, now);
  const before = ranFor(termination) ?? 0;
  if (runs >= backOffReset) return !(container.restarts >= 3 && endedWithin(termination, now, 3600) && runs < before);
  if (!container.ready && container.kind !== 'init') return false;
  return runs >= Math.max(longer * before, 15 + 5 * Math.min(container.restarts, 9));
}

function endedWithin({ finishedAt }: Termination, now: number, seconds: number): boolean {
  return finishedAt !== undefined && secondsBetween(finishedAt, now) < seconds;
}
