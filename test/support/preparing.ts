import type { KubeObject, Pod, Volume } from '../../src/core/kubernetes.ts';
import { aPod, namespace, waiting, type ContainerOptions, type PodOptions } from './builders.ts';

/** A pod that the kubelet has and of which nothing has started. */
export function creating(options: PodOptions & { containers?: ContainerOptions[] } = {}): Pod {
  const state = waiting('ContainerCreating');
  const containers = (options.containers ?? [{ name: 'web' }]).map((container) => ({ state, ...container }));
  return aPod({ created: 60, ...options, containers, status: { phase: 'Pending', ...options.status } });
}

/** A pod that mounts one volume in its container web. */
export function mounting(volume: Volume, options: PodOptions = {}): Pod {
  return creating({
    containers: [{ name: 'web', volumeMounts: [{ name: volume.name, mountPath: '/data' }] }],
    ...options,
    spec: { volumes: [volume], ...options.spec },
  });
}

/** A ConfigMap or Secret with keys. */
export function keyed(kind: 'ConfigMap' | 'Secret', name: string, ...keys: string[]): KubeObject {
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace },
    data: Object.fromEntries(keys.map((key) => [key, 'eA=='])),
  };
}
