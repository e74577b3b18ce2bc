import type { Container, ContainerStatus, Pod, PodStatus, TerminatedState } from '../core/kubernetes.ts';
import { humanDuration } from './human-duration.ts';
import { parseTime } from './time.ts';

/** The columns of `kubectl get pods`. */
export interface PodColumns {
  readonly status: string;
  /** `1/2`: ready of all app containers and sidecars. */
  readonly ready: string;
  readonly restarts: number;
  /** When the newest ended instance before the current one ended, milliseconds; missing where nothing was restarted. */
  readonly lastRestart?: number;
}

interface Restarts {
  count: number;
  last: number | undefined;
}

/** What the walk over one list of containers came to. */
interface Walk {
  readonly reason: string;
  readonly ready: number;
  readonly restarts: Restarts;
}

/**
 * STATUS, READY and RESTARTS as the API server prints them (pkg/printers/internalversion/printers.go, printPod).
 * Two rules changed between versions: since 1.31 a finished pod that is being deleted keeps its own status, and since 1.35 the failure of
 * one container is shown rather than `Completed` of another. A pod does not tell the version of its server; the newer rules are taken.
 */
export function podColumns(pod: Pod): PodColumns {
  const status = pod.status ?? {};
  const initContainers = pod.spec?.initContainers ?? [];
  const total = (pod.spec?.containers ?? []).length + initContainers.filter(isSidecar).length;
  const start = startReason(status);
  const init = walkInitContainers(initContainers, status, start);
  const initialized = !init.initializing || conditionIsTrue(status, 'Initialized');
  const shown = initialized ? walkContainers(status, init) : init;
  const { count, last } = shown.restarts;
  return {
    status: pod.metadata?.deletionTimestamp ? deletedReason(status, shown.reason) : shown.reason,
    ready: `${shown.ready}/${total}`,
    restarts: count,
    ...(count > 0 && last !== undefined ? { lastRestart: last } : {}),
  };
}

/** The RESTARTS column with its age: `3 (5m ago)`. */
export function restartsText({ restarts, lastRestart }: PodColumns, now: number): string {
  return lastRestart === undefined ? String(restarts) : `${restarts} (${humanDuration(now - lastRestart)} ago)`;
}

function startReason(status: PodStatus): string {
  const gated = (status.conditions ?? []).some(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated',
  );
  return gated ? 'SchedulingGated' : status.reason || status.phase || 'Pending';
}

function deletedReason(status: PodStatus, reason: string): string {
  if (status.reason === 'NodeLost') return 'Unknown';
  return status.phase === 'Succeeded' || status.phase === 'Failed' ? reason : 'Terminating';
}

function isSidecar(container: Container | undefined): boolean {
  return container?.restartPolicy === 'Always';
}

/** The init containers in the order of the statuses, up to the first that is not done. */
function walkInitContainers(
  specs: readonly Container[],
  status: PodStatus,
  reason: string,
): Walk & { readonly initializing: boolean; readonly sidecarRestarts: Restarts } {
  const byName = new Map(specs.map((container) => [container.name, container]));
  const restarts: Restarts = { count: 0, last: undefined };
  const sidecarRestarts: Restarts = { count: 0, last: undefined };
  let ready = 0;
  for (const [index, container] of (status.initContainerStatuses ?? []).entries()) {
    const sidecar = isSidecar(byName.get(container.name));
    addRestarts(restarts, container);
    if (sidecar) addRestarts(sidecarRestarts, container);
    if (container.state?.terminated?.exitCode === 0) continue;
    if (sidecar && container.started === true) {
      if (container.ready) ready += 1;
      continue;
    }
    const shown = `Init:${initReason(container) ?? `${index}/${specs.length}`}`;
    return { reason: shown, ready, restarts, sidecarRestarts, initializing: true };
  }
  return { reason, ready, restarts, sidecarRestarts, initializing: false };
}

function initReason({ state }: ContainerStatus): string | undefined {
  if (state?.terminated) return terminatedReason(state.terminated);
  const reason = state?.waiting?.reason;
  return reason && reason !== 'PodInitializing' ? reason : undefined;
}

function terminatedReason({ reason, signal, exitCode }: TerminatedState): string {
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode ?? 0}`);
}

/** The app containers from the last to the first, so that the first with something to say is the one shown. */
function walkContainers(status: PodStatus, init: ReturnType<typeof walkInitContainers>): Walk {
  const restarts: Restarts = { ...init.sidecarRestarts };
  let { reason, ready } = init;
  let running = false;
  let errorReason = '';
  for (const container of [...(status.containerStatuses ?? [])].reverse()) {
    const { waiting, terminated, running: isRunning } = container.state ?? {};
    addRestarts(restarts, container);
    if (waiting?.reason) reason = waiting.reason;
    else if (terminated) {
      reason = terminatedReason(terminated);
      if ((terminated.exitCode ?? 0) !== 0) errorReason = reason;
    } else if (isRunning && container.ready) {
      running = true;
      ready += 1;
    }
  }
  if (reason === 'Completed') reason = completedReason(status, running, errorReason);
  return { reason, ready, restarts };
}

function completedReason(status: PodStatus, running: boolean, errorReason: string): string {
  if (running && conditionIsTrue(status, 'Ready')) return 'Running';
  return errorReason || (running ? 'NotReady' : 'Completed');
}

function conditionIsTrue(status: PodStatus, type: string): boolean {
  return (status.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True');
}

function addRestarts(restarts: Restarts, { restartCount, lastState }: ContainerStatus): void {
  restarts.count += restartCount ?? 0;
  const finished = parseTime(lastState?.terminated?.finishedAt);
  if (finished !== undefined && finished > (restarts.last ?? 0)) restarts.last = finished;
}
