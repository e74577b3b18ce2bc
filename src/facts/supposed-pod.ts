import type { KubeObject, Pod, Toleration, Workload } from '../core/kubernetes.ts';
import { withDefaults } from './defaults.ts';
import { templateOf } from './workload.ts';

/** What admission takes the priority of a pod from. */
export interface PriorityClassObject extends KubeObject {
  readonly value?: number | string;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: string;
}

/** What the DaemonSet controller adds to every pod (pkg/controller/daemon/util, AddOrUpdateDaemonPodTolerations). */
const daemonTolerations: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];

/** The pod that an object would make, or that it is as a manifest; undefined where it holds no template. */
export function supposedPod(object: KubeObject, namespace: string): Pod | undefined {
  const { name = '' } = object.metadata ?? {};
  if (object.kind === 'Pod') return withDefaults({ ...object, metadata: { ...object.metadata, namespace } }) as Pod;
  const template = templateOf(object);
  if (!template) return undefined;
  const { kind = '', metadata } = object as Workload;
  const tolerations = kind === 'DaemonSet' ? [...(template.spec?.tolerations ?? []), ...daemonTolerations] : undefined;
  const controller = { apiVersion: object.apiVersion ?? '', kind, name, uid: metadata?.uid ?? '', controller: true };
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...template.metadata, name, namespace, ownerReferences: [controller] },
    spec: { ...template.spec, ...(tolerations ? { tolerations } : {}) },
  };
  // Defaults are added; the kind stays.
  return withDefaults(pod) as Pod;
}

/** The pod with the priority that admission gives it, as far as the classes tell. One that has a priority keeps it. */
export function withPriority(pod: Pod, classes: readonly PriorityClassObject[]): Pod {
  const { spec = {} } = pod;
  if (spec.priority !== undefined) return pod;
  const own = classes.find(({ metadata, globalDefault }) =>
    spec.priorityClassName ? metadata?.name === spec.priorityClassName : globalDefault === true,
  );
  // A file may have been read with texts where values stand.
  const priority = Number(own?.value ?? 0);
  const policy = spec.preemptionPolicy ?? own?.preemptionPolicy;
  return {
    ...pod,
    spec: { ...spec, priority, ...(policy === undefined ? {} : { preemptionPolicy: policy }) },
  };
}
