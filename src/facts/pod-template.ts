import type { KubeObject } from '../core/kubernetes.ts';
import { valueAt } from './field-path.ts';

/** apiVersions (by group) and kinds of Kubernetes that hold a pod spec, with the path to it. */
const ownKinds: Readonly<Record<string, string>> = {
  '/Pod': 'spec',
  '/PodTemplate': 'template.spec',
  '/ReplicationController': 'spec.template.spec',
  'apps/Deployment': 'spec.template.spec',
  'apps/ReplicaSet': 'spec.template.spec',
  'apps/StatefulSet': 'spec.template.spec',
  'apps/DaemonSet': 'spec.template.spec',
  'extensions/Deployment': 'spec.template.spec',
  'extensions/ReplicaSet': 'spec.template.spec',
  'extensions/DaemonSet': 'spec.template.spec',
  'batch/Job': 'spec.template.spec',
  'batch/CronJob': 'spec.jobTemplate.spec.template.spec',
};

/** Where custom resources keep a pod template: Argo Rollout, Knative Service and OpenKruise CloneSet; OpenKruise AdvancedCronJob. */
const customPaths = [
  'spec.template.spec',
  'spec.jobTemplate.spec.template.spec',
  'spec.template.jobTemplate.spec.template.spec',
];

/**
 * Path of the pod spec in an object of any kind: by its kind where it is one of Kubernetes, by its shape (a template whose spec has a list of containers)
 * where it is a custom resource. undefined where it holds none.
 */
export function podTemplatePath(object: KubeObject): string | undefined {
  const { apiVersion, kind } = object;
  if (typeof kind !== 'string') return undefined;
  const group =
    typeof apiVersion === 'string' && apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const own = ownKinds[`${group}/${kind}`] ?? (group.includes('.') ? undefined : ownByKind(kind));
  if (own !== undefined) return own;
  return customPaths.find((path) => {
    const containers = valueAt(object, `${path}.containers`);
    return Array.isArray(containers) && containers.some(isContainer);
  });
}

/** A kind of Kubernetes with an apiVersion that it does not have is still looked at as what it means to be. */
function ownByKind(kind: string): string | undefined {
  return Object.entries(ownKinds).find(([name]) => name.endsWith(`/${kind}`))?.[1];
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('image' in value || 'name' in value);
}
