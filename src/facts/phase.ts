import type { ContainerFacts, PodStatusFacts } from '../core/evidence.ts';
import { shouldRestart } from './containers.ts';
import { isStatic, podSpecOf } from './pod-status.ts';

/** What the containers of one kind amount to. */
interface Tally {
  pendingInit: number;
  failedInit: number;
  pendingSidecar: number;
  unknown: number;
  waiting: number;
  running: number;
  stopped: number;
  stoppedForGood: number;
  succeeded: number;
}

/**
 * The phase that the kubelet derives from the containers (pkg/kubelet/kubelet_pods.go, getPhase). The phase of the status differs from it where
 * something else decided: eviction, rejection, a deadline, or a lost node. `terminal` says that the kubelet has ended the pod, which the API
 * does not show. Since 1.35 the restart rules of containers count; where there are none both versions agree.
 */
export function getPhase(status: PodStatusFacts, terminal = false): string {
  const tally = count(status);
  const initialized = status.containers.some((container) => container.kind === 'app' && everStarted(container));
  if (tally.failedInit > 0) return 'Failed';
  if (tally.pendingInit > 0 || (tally.pendingSidecar > 0 && !initialized)) return 'Pending';
  if (tally.waiting > 0) return 'Pending';
  if (tally.unknown > 0) return 'Pending';
  if (tally.running > 0) return 'Running';
  if (tally.stopped === 0) return 'Pending';
  const ended = tally.stopped === tally.succeeded ? 'Succeeded' : 'Failed';
  if (terminal && !isStatic(status.pod)) return ended;
  return tally.stopped === tally.stoppedForGood ? ended : 'Running';
}

/** Running now, or ended at least once. */
function everStarted({ running, terminated, last }: ContainerFacts): boolean {
  return running !== undefined || terminated !== undefined || last !== undefined;
}

function count(status: PodStatusFacts): Tally {
  const tally: Tally = {
    pendingInit: 0,
    failedInit: 0,
    pendingSidecar: 0,
    unknown: 0,
    waiting: 0,
    running: 0,
    stopped: 0,
    stoppedForGood: 0,
    succeeded: 0,
  };
  for (const container of status.containers) {
    if (container.kind === 'init') countInit(tally, container, status);
    else if (container.kind === 'sidecar') countSidecar(tally, container);
    else if (container.kind === 'app') countApp(tally, container, status);
  }
  return tally;
}

function countInit(tally: Tally, container: ContainerFacts, status: PodStatusFacts): void {
  const end = container.terminated ?? (container.running ? undefined : container.last);
  if (!end) tally.pendingInit += 1;
  else if (end.exitCode !== 0 && !restarts(container, status, end.exitCode)) tally.failedInit += 1;
}

function countSidecar(tally: Tally, container: ContainerFacts): void {
  if (container.running) {
    tally.running += 1;
    if (!container.started) tally.pendingSidecar += 1;
  } else if (!container.status) {
    tally.unknown += 1;
  } else if (!container.terminated && !container.last) {
    tally.pendingSidecar += 1;
    if (container.status.state?.waiting) tally.waiting += 1;
    else tally.unknown += 1;
  }
}

function countApp(tally: Tally, container: ContainerFacts, status: PodStatusFacts): void {
  const end = container.terminated ?? (container.running ? undefined : container.last);
  if (container.running) {
    tally.running += 1;
  } else if (end) {
    tally.stopped += 1;
    if (!restarts(container, status, end.exitCode)) tally.stoppedForGood += 1;
    if (container.terminated?.exitCode === 0) tally.succeeded += 1;
  } else if (container.status?.state?.waiting) {
    tally.waiting += 1;
  } else {
    tally.unknown += 1;
  }
}

function restarts(container: ContainerFacts, status: PodStatusFacts, exitCode: number): boolean {
  return shouldRestart(container, podSpecOf(status), exitCode);
}
