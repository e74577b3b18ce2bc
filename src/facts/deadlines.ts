import type { PodSpecFacts } from '../core/evidence.ts';
import type { KubeObject, Workload } from '../core/kubernetes.ts';

/** A time by which pods have to be up, or their work done. */
export interface Deadline {
  readonly seconds: number;
  readonly field: 'progressDeadlineSeconds' | 'activeDeadlineSeconds';
  readonly path: string;
  /** The number is the one that the API server gives to who says nothing. */
  readonly isDefault: boolean;
}

const usual = 600;

/** The deadline of a workload: progressDeadlineSeconds of a Deployment, activeDeadlineSeconds of a Job (of the CronJob's template) or of the pod itself; the shortest. */
export function deadlineOf(pod: PodSpecFacts, object: KubeObject | undefined): Deadline | undefined {
  const spec = (object as Workload | undefined)?.spec;
  const found: Deadline[] = [];
  const active = (seconds: number | undefined, path: string): void => {
    if (seconds) found.push({ seconds, field: 'activeDeadlineSeconds', path, isDefault: false });
  };
  active(pod.spec.activeDeadlineSeconds, `${pod.path}.activeDeadlineSeconds`);
  if (object?.kind === 'Job') active(spec?.activeDeadlineSeconds, 'spec.activeDeadlineSeconds');
  if (object?.kind === 'CronJob') {
    active(spec?.jobTemplate?.spec?.activeDeadlineSeconds, 'spec.jobTemplate.spec.activeDeadlineSeconds');
  }
  const progress = progressDeadlineOf(object);
  if (progress) found.push(progress);
  return found.sort((a, b) => a.seconds - b.seconds)[0];
}

/** progressDeadlineSeconds of a Deployment, 600 when missing. Its largest value stands for none. */
export function progressDeadlineOf(object: KubeObject | undefined): Deadline | undefined {
  if (object?.kind !== 'Deployment') return undefined;
  const seconds = (object as Workload).spec?.progressDeadlineSeconds ?? usual;
  if (seconds >= 2 ** 31 - 1) return undefined;
  return {
    seconds,
    field: 'progressDeadlineSeconds',
    path: 'spec.progressDeadlineSeconds',
    isDefault: seconds === usual,
  };
}
