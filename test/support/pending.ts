import type { KubeEvent, KubeNode, KubeObject, Pod, PodSpec, PodStatus, Taint } from '../../src/core/kubernetes.ts';
import { aNode, anEvent, aPod, ago, namespace } from './builders.ts';

/** What the scheduler appends in Kubernetes 1.34 and later when evicting pods would not help. */
export const notHelpful = (nodes: number): string =>
  ` no new claims to deallocate, preemption: 0/${nodes} nodes are available: ${nodes} Preemption is not helpful for scheduling.`;

/** A message of the scheduler about so many nodes. */
export const refused = (nodes: number, body: string): string =>
  `0/${nodes} nodes are available: ${body}.${notHelpful(nodes)}`;

export interface PendingOptions {
  /** Message of the PodScheduled condition; no condition without one. */
  readonly message?: string;
  readonly created?: number;
  readonly spec?: Partial<PodSpec>;
  readonly status?: Partial<PodStatus>;
  readonly metadata?: Record<string, unknown>;
  readonly labels?: Record<string, string>;
  readonly requests?: Record<string, string>;
}

/** A pod web-1 that no node has. */
export function pendingPod(options: PendingOptions = {}): Pod {
  const { message, requests, created = 120 } = options;
  const pod = aPod({
    created,
    ...(options.labels ? { labels: options.labels } : {}),
    ...(options.metadata ? { metadata: options.metadata } : {}),
    containers: [{ name: 'web', ...(requests ? { resources: { requests } } : {}) }],
    ...(options.spec ? { spec: options.spec } : {}),
    status: {
      phase: 'Pending',
      containerStatuses: [],
      conditions:
        message === undefined
          ? []
          : [
              {
                type: 'PodScheduled',
                status: 'False',
                reason: 'Unschedulable',
                message,
                lastTransitionTime: ago(created),
              },
            ],
      ...options.status,
    },
  });
  delete pod.spec?.nodeName;
  delete pod.status?.startTime;
  delete pod.status?.podIP;
  return pod;
}

/** The event that the scheduler writes beside the condition. */
export function failedScheduling(message: string): KubeEvent {
  return anEvent('FailedScheduling', message, { reporter: 'default-scheduler' });
}

/** A pod that runs on a node. */
export function onNode(name: string, nodeName: string, options: PendingOptions = {}): Pod {
  return aPod({
    name,
    containers: [{ name: 'web', ...(options.requests ? { resources: { requests: options.requests } } : {}) }],
    ...(options.labels ? { labels: options.labels } : {}),
    ...(options.metadata ? { metadata: options.metadata } : {}),
    spec: { nodeName, ...options.spec },
  });
}

export function taintedNode(name: string, ...taints: Taint[]): KubeNode {
  return aNode(name, { spec: { taints } });
}

/** A claim of the namespace, Pending unless told otherwise. */
export function aClaim(
  name: string,
  spec: Record<string, unknown> = {},
  {
    phase = 'Pending',
    created = 120,
    ...metadata
  }: Record<string, unknown> & { phase?: string; created?: number } = {},
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace, uid: `uid-${name}`, creationTimestamp: ago(created), ...metadata },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } }, ...spec },
    status: { phase },
  };
}

export function aStorageClass(name: string, provisioner: string, fields: Record<string, unknown> = {}): KubeObject {
  return { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name }, provisioner, ...fields };
}

export function aVolume(
  name: string,
  spec: Record<string, unknown>,
  metadata: Record<string, unknown> = {},
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, ...metadata },
    spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '10Gi' }, ...spec },
    status: { phase: 'Available' },
  };
}

export function claimEvent(claim: string, reason: string, message: string, type = 'Warning'): KubeEvent {
  return anEvent(reason, message, {
    type,
    object: { kind: 'PersistentVolumeClaim', name: claim },
    reporter: 'persistentvolume-controller',
  });
}

/** The volumes of a pod that mounts claims. */
export function mounting(...claims: string[]): Partial<PodSpec> {
  return { volumes: claims.map((claimName) => ({ name: claimName, persistentVolumeClaim: { claimName } })) };
}
