import type { ContainerFacts, EventFacts, PodStatusFacts } from '../core/evidence.ts';
import type { KubeNode } from '../core/kubernetes.ts';
import type { Lookup } from '../core/lookup.ts';
import { isFinished } from './pod-status.ts';
import { probeFailures, type ProbeFailures } from './probe-failures.ts';
import { probesOf, type ContainerProbe, type ProbeType } from './probes.ts';
import { secondsBetween } from './time.ts';

/** The kubelet of the node writes nothing any more: the node is gone, or its Ready condition is not True. What the pod's status says is old then. */
export function isNodeSilent(node: Lookup<KubeNode> | undefined): boolean {
  if (node?.state === 'absent') return node.assumed === undefined;
  if (node?.state !== 'found') return false;
  const ready = node.value.status?.conditions?.find(({ type }) => type === 'Ready');
  return ready !== undefined && ready.status !== 'True';
}

/** A container that runs and whose probes are asked. */
export interface ProbedContainer {
  readonly container: ContainerFacts;
  /** When the running instance started, milliseconds. */
  readonly startedAt: number;
  /** Seconds since then. */
  readonly runs: number;
}

/**
 * The containers that run and have probes, of a pod that nobody deletes and whose node is heard of. Empty otherwise: what the probes
 * of a pod that is being stopped say is of no interest.
 */
export function probedContainers(
  status: PodStatusFacts,
  node: Lookup<KubeNode> | undefined,
  now: number,
): ProbedContainer[] {
  if (status.deletion || isFinished(status) || isNodeSilent(node)) return [];
  return status.containers.flatMap((container): ProbedContainer[] => {
    const startedAt = container.running?.startedAt;
    if (startedAt === undefined || (container.kind !== 'app' && container.kind !== 'sidecar')) return [];
    return [{ container, startedAt, runs: secondsBetween(startedAt, now) }];
  });
}

/** Started in the kubelet's sense: it runs and its startup probe has passed. Statuses older than Kubernetes 1.16 do not say. */
export function hasStarted({ container }: ProbedContainer): boolean {
  return (
    container.started || ((container.status?.started ?? null) === null && container.spec.startupProbe === undefined)
  );
}

/** The failures of a probe of the running instance. */
export function failuresNow(
  { container, startedAt }: ProbedContainer,
  type: ProbeType,
  events: readonly EventFacts[] | undefined,
): ProbeFailures {
  return probeFailures(container, type, events, startedAt);
}

/** From so many events of one pod on the kubelet's client drops most: a burst of 25, then one in 5 minutes (client-go, events_cache.go). */
const burst = 20;
const refill = 300;

/**
 * Whether the newest failure has not gone by: had the probe passed since, two of its rounds would have brought no new event. Where so many events
 * were written that the kubelet's client drops them, five minutes of silence say nothing.
 */
export function isStillFailing(
  { last }: ProbeFailures,
  { timing }: ContainerProbe,
  events: readonly EventFacts[] | undefined,
  now: number,
): boolean {
  if (!last) return false;
  const written = (events ?? []).reduce((sum, event) => sum + event.count, 0);
  const round = Math.max(timing.period, timing.timeout) + timing.timeout;
  return secondsBetween(last.last, now) <= 2 * round + (written >= burst ? refill : 0);
}

/**
 * The most failures there can have been: the events seen, or one a period from the first to the last of them where some were dropped.
 * `since` is the start of the instance, milliseconds: an event may have begun with the one before.
 */
export function mostFailures({ count, first, last }: ProbeFailures, { timing }: ContainerProbe, since: number): number {
  if (!first || !last) return 0;
  const fits = Math.floor(secondsBetween(Math.max(first.first, since), last.last) / timing.period) + 1;
  return first.first < since - 1000 ? Math.min(count, fits) : Math.max(count, fits);
}

/** Another probe of the container that plainly passes: it has run long enough, and nothing was heard of it failing. */
export function passingProbe(
  probed: ProbedContainer,
  failing: ProbeType,
  events: readonly EventFacts[] | undefined,
): ContainerProbe | undefined {
  if (!events || events.length === 0) return undefined;
  return probesOf(probed.container).find(({ type, timing }) => {
    const { count, errored } = failuresNow(probed, type, events);
    if (type === failing || count + errored > 0) return false;
    if (type === 'readiness') return probed.container.ready;
    return hasStarted(probed) && (type === 'startup' || probed.runs > timing.firstCheck + timing.period);
  });
}

/** What is left until a failing liveness or startup probe has its container killed. */
export interface Outlook {
  /** Failures in a row that are missing; at least 1, the kubelet kills at once when none is. */
  readonly left: number;
  /** When the last of them can come at the earliest, milliseconds. */
  readonly earliest: number;
}

/**
 * Counts on from the newest failure: one a period until the threshold. undefined where there have been as many already: it passed in between,
 * which sets the count back to 0.
 */
export function killOutlook(failures: ProbeFailures, probe: ContainerProbe, since: number): Outlook | undefined {
  const { failureThreshold, period } = probe.timing;
  const most = mostFailures(failures, probe, since);
  if (!failures.last || Math.min(failures.count, most) >= failureThreshold) return undefined;
  const left = Math.max(1, failureThreshold - most);
  return { left, earliest: failures.last.last + left * period * 1000 };
}
