import type {
  KubeEvent,
  KubeObject,
  PodSpec,
  Workload,
  WorkloadSpec,
  WorkloadStatus,
} from '../../src/core/kubernetes.ts';
import { anEvent, aWorkload } from './builders.ts';

/** A Deployment `web` with its one ReplicaSet `web-1a`, of which `existing` of `replicas` pods exist. */
export function aDeployment(
  options: {
    replicas?: number;
    existing?: number;
    ready?: number;
    template?: PodSpec;
    spec?: WorkloadSpec;
    status?: WorkloadStatus;
    failure?: string;
    metadata?: Record<string, unknown>;
  } = {},
): Workload[] {
  const { replicas = 2, existing = 0, ready = 0, failure } = options;
  const template = {
    metadata: { labels: { app: 'web' } },
    spec: options.template ?? { containers: [{ name: 'web' }] },
  };
  const counts = { replicas: existing, readyReplicas: ready, availableReplicas: ready };
  const conditions = failure
    ? [
        {
          type: 'ReplicaFailure',
          status: 'True',
          reason: 'FailedCreate',
          message: failure,
          lastTransitionTime: '2026-01-15T11:50:00Z',
        },
      ]
    : [];
  return [
    aWorkload('Deployment', 'web', {
      spec: { replicas, template, ...options.spec },
      status: { ...counts, updatedReplicas: existing, ...options.status },
      ...(options.metadata ? { metadata: options.metadata } : {}),
    }),
    aWorkload('ReplicaSet', 'web-1a', {
      spec: { replicas, template },
      status: { ...counts, conditions },
      metadata: {
        labels: { app: 'web' },
        ownerReferences: [{ kind: 'Deployment', name: 'web', uid: 'uid-web', controller: true }],
      },
    }),
  ];
}

/** What the ReplicaSet's controller writes when the API server refuses a pod. */
export function refused(cause: string, ago = 20): KubeEvent {
  return anEvent('FailedCreate', `Error creating: pods "web-1a-x7k2p" is forbidden: ${cause}`, {
    object: { kind: 'ReplicaSet', name: 'web-1a', uid: 'uid-web-1a' },
    reporter: 'replicaset-controller',
    ago,
  });
}

/** An event of any owner. */
export function ownerEvent(kind: string, name: string, reason: string, message: string, ago = 20): KubeEvent {
  return anEvent(reason, message, { object: { kind, name, uid: `uid-${name}` }, ago });
}

/** A Deployment none of whose pods is let in, and the event that says so. */
export function refusedDeployment(cause: string, template?: PodSpec): KubeObject[] {
  return [...aDeployment(template ? { template } : {}), refused(cause)];
}
