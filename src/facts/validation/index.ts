import type { DocumentProblem } from '../../core/manifest.ts';
import type { KubeObject } from '../../core/kubernetes.ts';
import { withDefaults } from '../defaults.ts';
import type { Context } from './context.ts';
import { validateCronJob } from './cronjob.ts';
import { validateDaemonSet } from './daemonset.ts';
import { validateDeployment, validateReplicaSet } from './deployment.ts';
import { Field } from './field.ts';
import { gateOf } from './gates.ts';
import { validateJob } from './job.ts';
import { validateFinalizers } from './meta.ts';
import { validateNewPod, validatePod } from './pod.ts';
import { Problems } from './problems.ts';
import { validateStatefulSet, withClaimVolumes } from './statefulset.ts';

/** The newest version that is known. */
export const newestVersion = '1.36';

type Check = (context: Context, object: Field) => void;

const checks: Readonly<Record<string, { readonly apiVersion: string; readonly check: Check }>> = {
  Pod: { apiVersion: 'v1', check: validatePod },
  Deployment: { apiVersion: 'apps/v1', check: validateDeployment },
  ReplicaSet: { apiVersion: 'apps/v1', check: validateReplicaSet },
  StatefulSet: { apiVersion: 'apps/v1', check: validateStatefulSet },
  DaemonSet: { apiVersion: 'apps/v1', check: validateDaemonSet },
  Job: { apiVersion: 'batch/v1', check: validateJob },
  CronJob: { apiVersion: 'batch/v1', check: validateCronJob },
};

/**
 * What the API server of a version would say against an object that it has decoded, when it is created (the causes of a 422). Nothing for
 * kinds that are not Kubernetes' own workloads. What is wrong with types and unknown fields is not its matter: a field of another type reads
 * as missing.
 */
export function validateObject(object: KubeObject, version = newestVersion): DocumentProblem[] {
  const known = checkOf(object);
  if (!known) return [];
  const problems = new Problems('rejected');
  const context = { problems, has: gateOf(version), isPod: object.kind === 'Pod' };
  known(context, new Field(withDefaults(object)));
  return problems.list;
}

/**
 * What the API server would say against the pods of a workload that it takes. Fields are named in the workload. What `validateObject` says
 * already is not said again.
 */
export function validatePodOfTemplate(object: KubeObject, version = newestVersion): DocumentProblem[] {
  if (!checkOf(object) || object.kind === 'Pod') return [];
  const defaulted = new Field(withDefaults(object));
  const spec = object.kind === 'CronJob' ? defaulted.at('spec', 'jobTemplate', 'spec') : defaulted.child('spec');
  const given = object.kind === 'StatefulSet' ? withClaimVolumes(spec.child('template'), spec) : spec.child('template');
  const pod = new Field(withDefaults({ ...asObject(given), apiVersion: 'v1', kind: 'Pod' }));
  const at = (name: string): Field =>
    new Field(pod.child(name).value, `${given.path}.${name}`, `${given.place}.${name}`);
  const problems = new Problems('pods-rejected');
  const metadata = at('metadata');
  const context = { problems, has: gateOf(version), isPod: true };
  const annotations = metadata.child('annotations').under(given, 'annotations');
  validateFinalizers(problems, metadata.child('finalizers'));
  validateNewPod(context, annotations, at('spec'), { name: '', labels: metadata.child('labels').labels });
  const said = new Set(validateObject(object, version).map(({ path, title }) => `${path} ${title}`));
  return problems.list.filter(({ path, title }) => !said.has(`${path} ${title}`));
}

function checkOf({ apiVersion, kind = '' }: KubeObject): Check | undefined {
  const known = Object.hasOwn(checks, kind) ? checks[kind] : undefined;
  return known?.apiVersion === apiVersion ? known?.check : undefined;
}

function asObject(field: Field): KubeObject {
  return (typeof field.value === 'object' && field.value !== null ? field.value : {}) as KubeObject;
}
