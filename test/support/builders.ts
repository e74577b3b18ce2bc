import type {
  Container,
  ContainerState,
  ContainerStatus,
  KubeEvent,
  KubeNode,
  KubeObject,
  Pod,
  PodSpec,
  PodStatus,
  Workload,
  WorkloadSpec,
  WorkloadStatus,
} from '../../src/core/kubernetes.ts';

/** The moment that test objects take for now; times are given in seconds before it. */
export const now = Date.parse('2026-01-15T12:00:00Z');

export const namespace = 'shop';

/** RFC 3339 of so many seconds before `now` (negative: after it). */
export function ago(seconds: number): string {
  return new Date(now - seconds * 1000).toISOString().replace('.000Z', 'Z');
}

export interface ContainerOptions extends Partial<Container> {
  readonly state?: ContainerState;
  readonly last?: ContainerState['terminated'];
  readonly ready?: boolean;
  readonly started?: boolean;
  readonly restarts?: number;
}

export interface PodOptions {
  readonly name?: string;
  readonly uid?: string;
  readonly created?: number;
  readonly labels?: Record<string, string>;
  readonly owner?: { kind: string; name: string; uid?: string };
  readonly containers?: ContainerOptions[];
  readonly initContainers?: ContainerOptions[];
  readonly metadata?: Record<string, unknown>;
  readonly spec?: Partial<PodSpec>;
  readonly status?: Partial<PodStatus>;
}

/** States of a container, times in seconds before `now`. */
export const running = (startedAgo = 600): ContainerState => ({ running: { startedAt: ago(startedAgo) } });
export const waiting = (reason: string, message?: string): ContainerState => ({
  waiting: { reason, ...(message === undefined ? {} : { message }) },
});
export const terminated = (
  exitCode: number,
  reason = exitCode === 0 ? 'Completed' : 'Error',
  { finishedAgo = 10, ranFor = 5, message }: { finishedAgo?: number; ranFor?: number; message?: string } = {},
): NonNullable<ContainerState['terminated']> => ({
  exitCode,
  reason,
  startedAt: ago(finishedAgo + ranFor),
  finishedAt: ago(finishedAgo),
  ...(message === undefined ? {} : { message }),
});

/** A pod that is scheduled to node-a, running and ready, unless the options say otherwise. */
export function aPod(options: PodOptions = {}): Pod {
  const { name = 'web-1', uid = `uid-${name}`, created = 900 } = options;
  const containers = options.containers ?? [{ name: 'web' }];
  const initContainers = options.initContainers ?? [];
  const ready = containers.every((container) => container.ready ?? container.state === undefined);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      uid,
      creationTimestamp: ago(created),
      labels: { app: 'web', ...options.labels },
      ...(options.owner
        ? {
            ownerReferences: [
              { apiVersion: 'apps/v1', controller: true, uid: `uid-${options.owner.name}`, ...options.owner },
            ],
          }
        : {}),
      ...options.metadata,
    },
    spec: {
      nodeName: 'node-a',
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      containers: containers.map(specOf),
      ...(initContainers.length > 0 ? { initContainers: initContainers.map(specOf) } : {}),
      ...options.spec,
    },
    status: {
      phase: 'Running',
      startTime: ago(created - 1),
      podIP: '10.0.0.7',
      conditions: [
        { type: 'PodScheduled', status: 'True', lastTransitionTime: ago(created) },
        { type: 'Initialized', status: 'True', lastTransitionTime: ago(created - 2) },
        { type: 'ContainersReady', status: ready ? 'True' : 'False', lastTransitionTime: ago(created - 5) },
        { type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: ago(created - 5) },
      ],
      containerStatuses: containers.map(statusOf).sort((a, b) => (a.name < b.name ? -1 : 1)),
      ...(initContainers.length > 0 ? { initContainerStatuses: initContainers.map(statusOf) } : {}),
      ...options.status,
    },
  };
}

function specOf(options: ContainerOptions): Container {
  const { state: _state, last: _last, ready: _ready, started: _started, restarts: _restarts, ...spec } = options;
  return { image: 'registry.example/web:1', ...spec, name: options.name ?? 'web' };
}

function statusOf({ name = 'web', state, last, ready, started, restarts = 0 }: ContainerOptions): ContainerStatus {
  const isRunning = state === undefined || state.running !== undefined;
  return {
    name,
    restartCount: restarts,
    ready: ready ?? state === undefined,
    started: started ?? isRunning,
    state: state ?? running(),
    lastState: last ? { terminated: last } : {},
  };
}

/** An event about a pod (or another object), last seen so many seconds before `now`. */
export function anEvent(
  reason: string,
  message: string,
  options: {
    ago?: number;
    count?: number;
    type?: string;
    container?: string;
    object?: { kind: string; name: string; uid?: string };
    reporter?: string;
  } = {},
): KubeEvent {
  const object = { kind: 'Pod', name: 'web-1', ...options.object };
  const last = ago(options.ago ?? 10);
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${object.name}.${reason}.${message.length}`,
      namespace,
      uid: `event-${reason}-${message}-${last}`,
    },
    involvedObject: {
      namespace,
      uid: `uid-${object.name}`,
      ...object,
      ...(options.container ? { fieldPath: `spec.containers{${options.container}}` } : {}),
    },
    reason,
    message,
    type: options.type ?? 'Warning',
    count: options.count ?? 1,
    firstTimestamp: ago((options.ago ?? 10) + 60),
    lastTimestamp: last,
    source: { component: options.reporter ?? 'kubelet' },
  };
}

/** A workload of a kind: Deployment, StatefulSet, Job … */
export function aWorkload(
  kind: string,
  name: string,
  options: { spec?: WorkloadSpec; status?: WorkloadStatus; metadata?: Record<string, unknown> } = {},
): Workload {
  const group = kind === 'Job' || kind === 'CronJob' ? 'batch' : 'apps';
  return {
    apiVersion: `${group}/v1`,
    kind,
    metadata: { name, namespace, uid: `uid-${name}`, creationTimestamp: ago(1000), ...options.metadata },
    spec: { replicas: 1, selector: { matchLabels: { app: 'web' } }, ...options.spec },
    status: options.status ?? {},
  };
}

/** A node that is Ready with 4 cpu, 16Gi and room for 110 pods. */
export function aNode(
  name: string,
  options: { labels?: Record<string, string>; spec?: KubeNode['spec']; status?: KubeNode['status'] } = {},
): KubeNode {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: `uid-${name}`, labels: { 'kubernetes.io/hostname': name, ...options.labels } },
    spec: options.spec ?? {},
    status: {
      allocatable: { cpu: '4', memory: '16Gi', pods: '110', 'ephemeral-storage': '100Gi' },
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
      ...options.status,
    },
  };
}

/** What every namespace holds: with these in a file, a kind of which it has none counts as absent. */
export function wholeNamespace(): KubeObject[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kube-root-ca.crt', namespace }, data: { 'ca.crt': '' } },
  ];
}
