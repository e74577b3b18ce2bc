import type { PodSpecFacts } from '../core/evidence.ts';
import type { KubeObject, PodTemplateSpec, Workload } from '../core/kubernetes.ts';
import { containersOf } from './containers.ts';
import { valueAt } from './field-path.ts';

/** Path of the pod spec in the objects of a kind that hold one. */
export function templatePathOf(kind: string): string {
  if (kind === 'Pod') return 'spec';
  if (kind === 'CronJob') return 'spec.jobTemplate.spec.template.spec';
  return 'spec.template.spec';
}

/** The pod template of a workload of any kind; undefined where it has none. */
export function templateOf(object: KubeObject): PodTemplateSpec | undefined {
  const { spec } = object as Workload;
  return object.kind === 'CronJob' ? spec?.jobTemplate?.spec?.template : spec?.template;
}

/** The pod template around the pod spec at a path of an object of any kind; of a Pod, the Pod itself. */
export function templateAt(object: KubeObject, path: string): PodTemplateSpec {
  const holder = path.replace(/\.?spec$/, '');
  return (holder === '' ? object : (valueAt(object, holder) ?? {})) as PodTemplateSpec;
}

/** Facts of a pod spec, wherever it stands. */
export function podSpecFacts(template: PodTemplateSpec, path: string): PodSpecFacts {
  const spec = template.spec ?? {};
  return { metadata: template.metadata ?? {}, spec, containers: containersOf(spec, path), path };
}

/** Number of pods that a workload asks for (1 where `spec.replicas` is missing, as the API server defaults it). */
export function desiredReplicas(workload: Workload): number {
  if (workload.kind === 'DaemonSet') return workload.status?.desiredNumberScheduled ?? 0;
  return workload.spec?.replicas ?? 1;
}
