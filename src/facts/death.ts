import type { ContainerFacts, EventFacts, PodStatusFacts, Termination } from '../core/evidence.ts';
import type { Confidence } from '../core/finding.ts';
import { shouldRestart } from './containers.ts';
import { withReason } from './events.ts';
import { explainExitCode } from './exit-codes.ts';
import { conditionOf, isFinished, podSpecOf } from './pod-status.ts';
import { fitsLife, isAbout, probeKillOf } from './probe-kill.ts';
import { probeFailures } from './probe-failures.ts';
import { probeOf } from './probes.ts';
import { hasRecovered, ranFor } from './recovery.ts';
import { parseTime } from './time.ts';

/**
 * Why an instance of a container ended. One kind each, so that rules can share deaths out between them. `start-error`: the runtime never started it;
 * `lost`: its end was not seen (its exit code is invented); `stopped`: the pod was being stopped, or its sandbox made again; `completed`: exit 0.
 */
export type DeathKind =
  | 'oom'
  | 'liveness-probe'
  | 'startup-probe'
  | 'post-start-hook'
  | 'start-error'
  | 'lost'
  | 'stopped'
  | 'definition-changed'
  | 'signal'
  | 'exit'
  | 'completed';

/** The end of the newest ended instance of a container. */
export interface Death {
  readonly kind: DeathKind;
  readonly termination: Termination;
  readonly confidence: Confidence;
  /** The events that say so, oldest first. */
  readonly events: readonly EventFacts[];
  /** It is still today's trouble; false: nothing was wrong with it, or the container has recovered and runs since. */
  readonly current: boolean;
}

type Cause = Pick<Death, 'kind' | 'confidence' | 'events'>;

/**
 * Why the newest ended instance of a container ended; undefined where none has ended, and for ephemeral containers, whose end is nobody's trouble. At most
 * one instance before the current one is known to the API, so older ends are lost. `events` undefined: they could not be read.
 */
export function deathOf(
  container: ContainerFacts,
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
  now: number,
): Death | undefined {
  const termination = container.terminated ?? container.last;
  if (!termination || container.kind === 'ephemeral') return undefined;
  const cause = causeOf(container, termination, status, events);
  return { ...cause, termination, current: isCurrent(cause.kind, container, termination, status, events, now) };
}

/** Reasons of a pod that was ended by the kubelet: its deadline, eviction, preemption, shutdown of the node. */
const stopReasons = new Set([
  'DeadlineExceeded',
  'Evicted',
  'NodeLost',
  'NodeShutdown',
  'Preempting',
  'Shutdown',
  'Terminated',
]);

function causeOf(
  container: ContainerFacts,
  termination: Termination,
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
): Cause {
  const { exitCode, reason } = termination;
  const certain = (kind: DeathKind, found: readonly EventFacts[] = []): Cause => ({
    kind,
    confidence: 'certain',
    events: found,
  });
  const ofLife = (reasonOf: string, text: RegExp): EventFacts[] =>
    withReason(events, reasonOf).filter(
      (event) => isAbout(event, container.name) && text.test(event.message) && fitsLife(event, termination),
    );

  if (reason === 'OOMKilled') return certain('oom');
  const hook = ofLife('FailedPostStartHook', /./);
  if (container.waiting?.reason === 'PostStartHookError' || hook.length > 0) return certain('post-start-hook', hook);
  if (reason === 'StartError' || reason === 'ContainerCannotRun') return certain('start-error');
  if (reason === 'RestartingAllContainers') return certain('stopped');
  const stop = ofLife('Killing', /^Stopping container/i);
  if (stop.length > 0 || wasStopped(container, termination, status, events)) return certain('stopped', stop);
  if (isLost(termination)) return certain('lost');
  const changed = ofLife('Killing', /definition changed|resize requires restart/i);
  if (changed.length > 0) return certain('definition-changed', changed);
  const kill = probeKillOf(container, termination, status, events);
  if (kill) return { kind: `${kill.probe}-probe`, confidence: kill.confidence, events: kill.events };
  if (mayHaveFailedHook(container, termination, events))
    return { kind: 'post-start-hook', confidence: 'possible', events: [] };
  if (exitCode === 0) return certain('completed');
  const signal = reason === 'seccomp killed' || explainExitCode(exitCode).signal !== undefined;
  return certain(signal ? 'signal' : 'exit');
}

/**
 * It ends again and again soon after its start, well or by a signal of the kubelet, and has a postStart hook; no event is left that would say whether the hook failed.
 */
function mayHaveFailedHook(
  container: ContainerFacts,
  termination: Termination,
  events: readonly EventFacts[] | undefined,
): boolean {
  if (!container.spec.lifecycle?.postStart || container.restarts < 2) return false;
  if (events?.some((event) => isAbout(event, container.name))) return false;
  const ran = ranFor(termination);
  return [0, 137, 143].includes(termination.exitCode) && ran !== undefined && ran <= 30;
}

/** The end was not seen: the kubelet found the container gone, or the runtime lost track of it. Exit codes 137, 255 and -1 are then invented. */
function isLost({ reason, exitCode }: Termination): boolean {
  return reason === 'ContainerStatusUnknown' || reason === 'Unknown' || exitCode === -1;
}

/** The pod was being deleted, evicted or past its deadline when the container ended; or it is a sidecar whose pod was done. */
function wasStopped(
  container: ContainerFacts,
  termination: Termination,
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
): boolean {
  const finishedAt = termination.finishedAt ?? Infinity;
  const slack = 2000;
  if (container.terminated && status.deletion && finishedAt >= status.deletion.requested - slack) return true;
  if (container.terminated && stopReasons.has(status.reason)) {
    const began = withReason(events, status.reason)[0]?.first;
    return began === undefined || finishedAt >= began - slack;
  }
  const disruption = conditionOf(status, 'DisruptionTarget');
  const disrupted = disruption?.status === 'True' ? parseTime(disruption.lastTransitionTime) : undefined;
  if (container.terminated && disrupted !== undefined && finishedAt >= disrupted - slack) return true;
  if (container.kind !== 'sidecar' || !container.terminated) return false;
  const apps = status.containers.filter(({ kind }) => kind === 'app');
  return apps.every(({ terminated }) => terminated !== undefined && (terminated.finishedAt ?? 0) <= finishedAt + slack);
}

/** Waiting reasons of the next start's own trouble: what ended the last run is no longer what holds the container up. */
const startTrouble: Readonly<Record<string, DeathKind>> = {
  RunContainerError: 'start-error',
  CreateContainerError: 'start-error',
  PostStartHookError: 'post-start-hook',
};

function isCurrent(
  kind: DeathKind,
  container: ContainerFacts,
  termination: Termination,
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
  now: number,
): boolean {
  if (status.deletion || status.phase === 'Succeeded') return false;
  if (kind === 'stopped' || kind === 'definition-changed') return false;
  if (kind === 'lost' && (!container.terminated || isRestarted(container, status, termination))) return false;
  if (kind === 'completed' && !isRestarted(container, status, termination)) return false;
  if (container.waiting) {
    const { reason } = container.waiting;
    const between = ['', 'ContainerCreating', 'CrashLoopBackOff', 'PodInitializing'].includes(reason);
    return between || startTrouble[reason] === kind;
  }
  if (container.terminated) return true;
  if (kind === 'startup-probe' && !container.started) return true;
  return !hasRecovered(
    container,
    termination,
    now,
    kind === 'liveness-probe' ? failsAgain(container, events, now) : [],
  );
}

/** Failures of the liveness probe of the running instance that have not gone by: the newest is younger than two rounds of the probe. */
function failsAgain(container: ContainerFacts, events: readonly EventFacts[] | undefined, now: number): EventFacts[] {
  const probe = probeOf(container, 'liveness');
  const { last } = probeFailures(container, 'liveness', events);
  const startedAt = container.running?.startedAt;
  if (!probe || !last || startedAt === undefined || last.last <= startedAt) return [];
  const round = probe.timing.failureThreshold * Math.max(probe.timing.period, probe.timing.timeout);
  return now - last.last <= 2000 * round ? [last] : [];
}

/** Whether the kubelet starts the container again after this end: by its rules, its own policy, the pod's. */
export function isRestarted(
  container: ContainerFacts,
  status: PodStatusFacts,
  { exitCode, reason }: Pick<Termination, 'exitCode' | 'reason'>,
): boolean {
  if (isFinished(status) || status.deletion) return false;
  // An init container that was OOM-killed has failed, whatever its exit code says (kuberuntime/helpers.go, isInitContainerFailed).
  const failed = container.kind === 'init' && reason === 'OOMKilled' && exitCode === 0;
  return shouldRestart(container, podSpecOf(status), failed ? 137 : exitCode);
}
