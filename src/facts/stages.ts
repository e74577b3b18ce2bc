import type { ContainerFacts, EventFacts, PodStatusFacts } from '../core/evidence.ts';
import { missingGates } from './conditions.ts';
import { newest, withReason } from './events.ts';
import { conditionOf, isFinished, isScheduled } from './pod-status.ts';
import { containerStages, startedStage } from './stages-containers.ts';
import { terminationOf } from './termination.ts';
import { formatSpan, parseTime, secondsBetween } from './time.ts';

/** One step in the life of a pod. */
export interface LifeStage {
  /** `accepted`, `scheduled`, `sandbox`, `pull NAME`, `init NAME`, `sidecar NAME`, `started`, `ready`, `terminating`, `ended`. */
  readonly stage: string;
  /** The container that it is about. */
  readonly container?: string;
  /** `active`: going on; `waiting`: not begun; `skipped`: will not come any more, or nothing tells whether it came. */
  readonly state: 'done' | 'active' | 'failed' | 'waiting' | 'skipped';
  /** Milliseconds: when it was reached; for one that goes on, when it began. */
  readonly at?: number;
  /** Seconds that it took, or has taken so far. */
  readonly took?: number;
  /** What it waits for, or what is worth knowing of it. */
  readonly note?: string;
}

/**
 * The life of a pod so far and what is still to come, from its status and, as far as they are left, its events. Times of the status are whole seconds and come
 * from several clocks, so a stage is never earlier than 0 s after the one before. What events alone would tell is left out where they are gone.
 */
export function stagesOf(
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
  now: number,
): readonly LifeStage[] {
  const accepted: LifeStage = { stage: 'accepted', state: 'done', ...at(status.created) };
  const scheduled = scheduledStage(status, events, now);
  const sandbox = sandboxStage(status, events, scheduled, now);
  const containers = containerStages(status, events, sandbox, now);
  const started = startedStage(status, events, containers.at(-1) ?? sandbox, now);
  const ready = readyStage(status, events, started, now);
  return [accepted, scheduled, sandbox, ...containers, started, ready, ...endStages(status, now)];
}

function at(time: number | undefined): { at?: number } {
  return time === undefined ? {} : { at: time };
}

/** `at` and the seconds since the stage before. */
function reached(time: number | undefined, before: number | undefined): Pick<LifeStage, 'at' | 'took'> {
  if (time === undefined) return {};
  return before === undefined ? { at: time } : { at: Math.max(time, before), took: secondsBetween(before, time) };
}

function note(text: string | undefined): { note?: string } {
  return text ? { note: text } : {};
}

function scheduledStage(status: PodStatusFacts, events: readonly EventFacts[] | undefined, now: number): LifeStage {
  const stage = 'scheduled';
  const condition = conditionOf(status, 'PodScheduled');
  if (isScheduled(status)) {
    const event = newest(events, 'Scheduled');
    const since = condition?.status === 'True' ? parseTime(condition.lastTransitionTime) : undefined;
    const time = event?.first ?? since;
    return { stage, state: 'done', ...reached(time, status.created), ...note(status.nodeName) };
  }
  if (isFinished(status)) return { stage, state: 'skipped' };
  const text = condition?.message || (condition ? condition.reason : 'no scheduler has looked at it yet');
  const refused = condition?.status === 'False' && condition.reason !== 'SchedulingGated';
  const waited = reached(status.created, undefined);
  return {
    stage,
    state: refused ? 'failed' : 'active',
    ...waited,
    ...(status.created === undefined ? {} : { took: secondsBetween(status.created, now) }),
    ...note(text),
  };
}

/** Events that say why a node cannot prepare a pod. */
const sandboxTroubles = [
  'FailedCreatePodSandBox',
  'FailedPodSandBoxStatus',
  'FailedCreatePodContainer',
  'FailedMount',
  'FailedMapVolume',
  'FailedAttachVolume',
  'NetworkNotReady',
  'FailedPrepareDynamicResources',
  'FailedSync',
];

function sandboxStage(
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
  scheduled: LifeStage,
  now: number,
): LifeStage {
  const stage = 'sandbox';
  const first = firstSign(status, events);
  const condition = conditionOf(status, 'PodReadyToStartContainers');
  const since = condition?.status === 'True' ? parseTime(condition.lastTransitionTime) : undefined;
  if (first !== undefined || since !== undefined || hasRun(status)) {
    // Before 1.36 the condition turns True only with the next status, so a container may well be earlier.
    const times = [first, since].filter((time) => time !== undefined);
    return { stage, state: 'done', ...reached(times.length > 0 ? Math.min(...times) : undefined, scheduled.at) };
  }
  if (isFinished(status)) {
    const rejected = status.phase === 'Failed' && isScheduled(status);
    return rejected ? { stage, state: 'failed', ...note(reasonText(status)) } : { stage, state: 'skipped' };
  }
  if (scheduled.state !== 'done') return { stage, state: 'waiting', ...note('waits for a node') };
  const trouble = newest(events, ...sandboxTroubles);
  return {
    stage,
    state: trouble ? 'failed' : 'active',
    ...at(scheduled.at),
    ...(scheduled.at === undefined ? {} : { took: secondsBetween(scheduled.at, now) }),
    ...note(trouble?.message ?? 'the node prepares its volumes, sandbox and network'),
  };
}

/** The earliest thing that only happens once the sandbox is there. */
function firstSign(status: PodStatusFacts, events: readonly EventFacts[] | undefined): number | undefined {
  const own = withReason(events, 'Pulling', 'Pulled', 'Created', 'Started').map(({ first }) => first);
  const starts = status.containers.flatMap(({ running, terminated, last }) => [
    running?.startedAt,
    terminated?.startedAt,
    last?.startedAt,
  ]);
  const times = [...own, ...starts].filter((time) => time !== undefined);
  return times.length > 0 ? Math.min(...times) : undefined;
}

function hasRun(status: PodStatusFacts): boolean {
  return status.containers.some(({ running, last }) => running !== undefined || last !== undefined);
}

function readyStage(
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
  started: LifeStage,
  now: number,
): LifeStage {
  const stage = 'ready';
  const condition = conditionOf(status, 'Ready');
  const since = parseTime(condition?.lastTransitionTime);
  if (condition?.status === 'True') return { stage, state: 'done', ...reached(since, started.at) };
  if (isFinished(status)) return { stage, state: 'skipped' };
  if (started.state !== 'done') return { stage, state: 'waiting', ...note('waits for its containers to start') };
  const failing = withReason(events, 'Unhealthy').some(({ message }) => message.startsWith('Readiness probe'));
  return {
    stage,
    state: failing ? 'failed' : 'active',
    ...at(started.at),
    ...(started.at === undefined ? {} : { took: secondsBetween(started.at, now) }),
    ...note(unreadyNote(status)),
  };
}

function unreadyNote(status: PodStatusFacts): string | undefined {
  const unready = status.containers.filter(({ kind, ready }) => (kind === 'app' || kind === 'sidecar') && !ready);
  if (unready.length > 0) return `waits for ${unready.map(readinessText).join(', ')}`;
  const [gate] = missingGates(status);
  if (gate) return `waits for the readiness gate ${gate}`;
  return conditionOf(status, 'Ready')?.message;
}

function readinessText({ name, started, spec }: ContainerFacts): string {
  if (!started && spec.startupProbe) return `the startup probe of ${name}`;
  return spec.readinessProbe ? `the readiness probe of ${name}` : name;
}

function endStages(status: PodStatusFacts, now: number): LifeStage[] {
  const finished = isFinished(status);
  const stopping = terminationOf(status, now);
  const stages: LifeStage[] = [];
  if (stopping) {
    const { remainingSeconds, overdueSeconds, graceSeconds } = stopping;
    const left =
      overdueSeconds > 0 ? `over since ${formatSpan(overdueSeconds)}` : `${formatSpan(remainingSeconds)} left`;
    stages.push({
      stage: 'terminating',
      state: finished ? 'done' : overdueSeconds > 0 ? 'failed' : 'active',
      at: stopping.requested,
      took: stopping.usedSeconds,
      note: finished ? `grace period ${formatSpan(graceSeconds)}` : `grace period ${formatSpan(graceSeconds)}, ${left}`,
    });
  }
  if (finished) {
    const ends = status.containers.flatMap(({ terminated }) => terminated?.finishedAt ?? []);
    const time = ends.length > 0 ? Math.max(...ends) : undefined;
    const state = status.phase === 'Succeeded' ? 'done' : 'failed';
    stages.push({ stage: 'ended', state, ...reached(time, status.started), ...note(endText(status)) });
  }
  return stages;
}

/** What the status gives as the reason; else the exit codes that made it fail. */
function endText(status: PodStatusFacts): string {
  if (status.phase !== 'Failed' || status.reason !== '') return reasonText(status);
  const codes = status.containers.flatMap(({ name, kind, terminated }) =>
    terminated && terminated.exitCode !== 0 && kind !== 'sidecar' ? [`${name} exit code ${terminated.exitCode}`] : [],
  );
  return codes.length > 0 ? codes.join(', ') : reasonText(status);
}

function reasonText({ reason, message, phase }: PodStatusFacts): string {
  return [reason || phase, message.trim()].filter((text) => text !== '').join(': ');
}
