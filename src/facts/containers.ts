import type { ContainerFacts, ContainerSpec, Termination } from '../core/evidence.ts';
import type { ContainerKind } from '../core/finding.ts';
import type { Container, ContainerStatus, PodSpec, PodStatus, TerminatedState } from '../core/kubernetes.ts';
import { longestText } from './events.ts';
import { parseTime } from './time.ts';

/**
 * All containers of a pod spec in one list: init containers and sidecars in their order, then app containers, then ephemeral ones.
 * A sidecar is an init container with `restartPolicy: Always` (Kubernetes 1.29 and later).
 */
export function containersOf(spec: PodSpec, path: string): ContainerSpec[] {
  const list = (containers: Container[] | undefined, field: string, kind: (c: Container) => ContainerKind) =>
    (containers ?? []).map((container, index) => ({
      // Only a manifest that the API server refuses lacks it.
      name: container.name ?? '(unnamed)',
      kind: kind(container),
      index,
      path: `${path}.${field}[${index}]`,
      spec: container,
    }));
  return [
    ...list(spec.initContainers, 'initContainers', (c) => (c.restartPolicy === 'Always' ? 'sidecar' : 'init')),
    ...list(spec.containers, 'containers', () => 'app'),
    ...list(spec.ephemeralContainers, 'ephemeralContainers', () => 'ephemeral'),
  ];
}

/**
 * Joins the containers of a spec with their statuses, by name: the status arrays of app containers are sorted by name, not in
 * the order of the spec. A container without a status is waiting with an empty reason.
 */
export function joinStatuses(containers: readonly ContainerSpec[], status: PodStatus): ContainerFacts[] {
  const statuses = new Map<string, ContainerStatus>();
  for (const list of [status.initContainerStatuses, status.containerStatuses, status.ephemeralContainerStatuses]) {
    for (const one of list ?? []) statuses.set(one.name, one);
  }
  return containers.map((container) => joinStatus(container, statuses.get(container.name)));
}

function joinStatus(container: ContainerSpec, status: ContainerStatus | undefined): ContainerFacts {
  const last = status?.lastState?.terminated;
  return {
    ...container,
    ...(status ? { status } : {}),
    ...stateOf(status),
    ...(last ? { last: terminationOf(last) } : {}),
    restarts: status?.restartCount ?? 0,
    ready: status?.ready ?? false,
    started: status?.started ?? false,
  };
}

function stateOf(status: ContainerStatus | undefined): Pick<ContainerFacts, 'waiting' | 'running' | 'terminated'> {
  const state = status?.state;
  if (state?.terminated) return { terminated: terminationOf(state.terminated) };
  if (state?.running) {
    const startedAt = parseTime(state.running.startedAt);
    return { running: startedAt === undefined ? {} : { startedAt } };
  }
  return {
    waiting: { reason: state?.waiting?.reason ?? '', message: (state?.waiting?.message ?? '').slice(0, longestText) },
  };
}

function terminationOf(state: TerminatedState): Termination {
  const startedAt = parseTime(state.startedAt);
  const finishedAt = parseTime(state.finishedAt);
  return {
    exitCode: state.exitCode ?? 0,
    reason: state.reason ?? '',
    message: (state.message ?? '').slice(0, longestText),
    // A container that never ran carries the zero time of Go or the epoch.
    ...(startedAt !== undefined && startedAt > 0 ? { startedAt } : {}),
    ...(finishedAt !== undefined && finishedAt > 0 ? { finishedAt } : {}),
  };
}

/** The restart policy that counts for a container: its own, else the pod's (`Always` when missing). Sidecars always restart. */
export function restartPolicyOf(container: ContainerSpec, spec: PodSpec): string {
  return container.spec.restartPolicy ?? spec.restartPolicy ?? 'Always';
}

/**
 * Whether the kubelet starts a container again after it exited with `exitCode`
 * (pkg/api/v1/pod/util.go, ContainerShouldRestart): the rules of the container first, then its own policy, then the pod's.
 * A regular init container is not run again once it exited 0, and retried otherwise unless the policy is Never.
 */
export function shouldRestart(container: ContainerSpec, spec: PodSpec, exitCode: number): boolean {
  if (container.kind === 'ephemeral') return false;
  if (container.kind === 'init' && exitCode === 0) return false;
  for (const rule of container.spec.restartPolicyRules ?? []) {
    const { operator, values = [] } = rule.exitCodes ?? {};
    if (values.includes(exitCode) !== (operator === 'NotIn')) return true;
  }
  const policy = restartPolicyOf(container, spec);
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}
