import type { KubeObject, Workload } from '../core/kubernetes.ts';

/** How many pods a workload has at the same time when it runs as it is meant to: what a DaemonSet needs is not known from its manifest, so that it counts as 1. */
export function podsAtOnce(object: KubeObject): number {
  const { kind, spec } = object as Workload;
  switch (kind) {
    case 'Job':
      return jobPods(spec);
    case 'CronJob':
      return spec?.suspend ? 0 : jobPods(spec?.jobTemplate?.spec);
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
      return spec?.replicas ?? 1;
    default:
      return 1;
  }
}

function jobPods(spec: Workload['spec']): number {
  const { parallelism = 1, completions, suspend } = spec ?? {};
  if (suspend) return 0;
  return completions === undefined ? parallelism : Math.min(parallelism, completions);
}
