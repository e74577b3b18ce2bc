import type { Condition, KubeNode, Pod } from '../../src/core/kubernetes.ts';
import { ago, aNode, aPod, type PodOptions } from './builders.ts';

/** A condition that changed so many seconds ago. */
export function condition(type: string, status: string, since: number, reason?: string, message?: string): Condition {
  return {
    type,
    status,
    lastTransitionTime: ago(since),
    ...(reason ? { reason } : {}),
    ...(message ? { message } : {}),
  };
}

/** A pod whose Ready the node controller has taken away. */
export function marked(options: PodOptions = {}): Pod {
  const conditions = [
    condition('PodScheduled', 'True', 900),
    condition('ContainersReady', 'True', 800),
    condition('Ready', 'False', 60),
  ];
  return aPod({ ...options, status: { conditions, ...options.status } });
}

/** A node whose kubelet reports nothing any more. */
export function silentNode(name = 'node-a', since = 60): KubeNode {
  const taints = ['NoSchedule', 'NoExecute'].map((effect) => ({
    key: 'node.kubernetes.io/unreachable',
    effect,
    timeAdded: ago(since),
  }));
  return aNode(name, {
    spec: { taints },
    status: {
      conditions: [condition('Ready', 'Unknown', since, 'NodeStatusUnknown', 'Kubelet stopped posting node status.')],
    },
  });
}

/** The toleration that the API server gives every pod. */
export const tolerations = ['not-ready', 'unreachable'].map((key) => ({
  key: `node.kubernetes.io/${key}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

/** Metadata of a pod that was deleted so many seconds ago. */
export function deleted(requestedAgo: number, grace = 30, finalizers?: string[]): Record<string, unknown> {
  return {
    deletionTimestamp: ago(requestedAgo - grace),
    deletionGracePeriodSeconds: grace,
    ...(finalizers ? { finalizers } : {}),
  };
}

/** The condition by which somebody says that he takes the pod away. */
export function target(reason: string, message: string, since = 10): Pick<PodOptions, 'status'> {
  return {
    status: {
      conditions: [condition('Ready', 'True', 600), condition('DisruptionTarget', 'True', since, reason, message)],
    },
  };
}

/** A pod that a kubelet ended. */
export function failedPod(reason: string, message: string, options: PodOptions = {}): Pod {
  return aPod({
    ...options,
    containers: options.containers ?? [
      {
        name: 'web',
        state: { terminated: { exitCode: 137, reason: 'Error', startedAt: ago(600), finishedAt: ago(20) } },
      },
    ],
    status: { phase: 'Failed', reason, message, conditions: [], ...options.status },
  });
}
