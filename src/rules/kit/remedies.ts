import type { ContainerSpec } from '../../core/evidence.ts';
import type { Patch, Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';

/** Kinds whose template can be changed in place; the pods of a Job and a bare pod have to be made again. */
const changeable = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'CronJob']);

/** `kubectl -n NAMESPACE …` */
export function kubectl(subject: Subject, ...args: string[]): string[] {
  return ['kubectl', '-n', subject.namespace, ...args];
}

/** `kubectl …` for objects that belong to no namespace. */
export function kubectlCluster(...args: string[]): string[] {
  return ['kubectl', ...args];
}

/** `deployment/web`: the object that the user owns, as kubectl takes it. */
export function workloadRef({ workload }: Subject): string {
  return `${workload.kind.toLowerCase()}/${workload.name}`;
}

/** `Deployment/web`, as sentences and patches name it. */
export function workloadName({ workload }: Subject): string {
  return `${workload.kind}/${workload.name}`;
}

/** Whether the template of the subject's workload can be changed with a command. */
export function canChangeTemplate({ workload }: Subject): boolean {
  return changeable.has(workload.kind);
}

/** What a change of the template costs. */
export function templateRisk(subject: Subject): string {
  const name = workloadName(subject);
  switch (subject.workload.kind) {
    case 'CronJob':
      return `counts from the next run of ${name} on`;
    case 'Job':
      return `${name} has to be deleted and created again`;
    case 'Pod':
      return 'the pod has to be deleted and created again';
    case 'ReplicaSet':
      return 'counts only for pods that are made from now on';
    default:
      return `restarts the pods of ${name}`;
  }
}

/** A thing to look at; changes nothing. */
export function look(action: string, why: string, command: readonly string[]): Remedy {
  return { action, why, command, changesCluster: false, risk: 'none' };
}

/** A thing to do that no single command does: in the image, in a registry, in the head. */
export function advise(action: string, why: string, risk = 'none'): Remedy {
  return { action, why, changesCluster: false, risk };
}

/** A command that changes the cluster. */
export function act(action: string, why: string, command: readonly string[], risk: string): Remedy {
  return { action, why, command, changesCluster: true, risk };
}

/**
 * A change of a field of one container in the template of the workload. The command is a strategic merge patch, which finds the container by
 * name, so that it holds whatever the order of the containers is. `field` is the path within the container, e.g. `['livenessProbe',
 * 'httpGet', 'port']`. For a bare pod or a Job there is no command: the field cannot be changed, the object has to be made again.
 */
export function changeContainer(
  subject: Subject,
  container: ContainerSpec,
  field: readonly string[],
  value: unknown,
  words: { action: string; why: string; risk?: string },
): Remedy {
  const list = container.kind === 'app' ? 'containers' : 'initContainers';
  const change = { [list]: [{ name: container.name, ...nest(field, value) }] };
  return changePodSpec(subject, change, [list, String(container.index), ...field], value, words);
}

/** The same for a field of the pod spec itself: `['terminationGracePeriodSeconds']`. */
export function changePod(
  subject: Subject,
  field: readonly string[],
  value: unknown,
  words: { action: string; why: string; risk?: string },
): Remedy {
  return changePodSpec(subject, nest(field, value), field, value, words);
}

/** The same for a field of one volume of the pod: `['configMap', 'defaultMode']`. A merge patch finds the volume by its name. */
export function changeVolume(
  subject: Subject,
  volume: { readonly name: string; readonly index: number },
  field: readonly string[],
  value: unknown,
  words: { action: string; why: string; risk?: string },
): Remedy {
  const change = { volumes: [{ name: volume.name, ...nest(field, value) }] };
  return changePodSpec(subject, change, ['volumes', String(volume.index), ...field], value, words);
}

function changePodSpec(
  subject: Subject,
  change: Record<string, unknown>,
  pointer: readonly string[],
  value: unknown,
  { action, why, risk }: { action: string; why: string; risk?: string },
): Remedy {
  const patch: Patch = { target: workloadName(subject), path: pointerOf(subject, pointer), value };
  const common = { action, why, patch, risk: risk ?? templateRisk(subject) };
  if (!canChangeTemplate(subject)) return { ...common, changesCluster: true };
  const body = JSON.stringify(nest(subject.templatePath.split('.'), change));
  return { ...common, changesCluster: true, command: kubectl(subject, 'patch', workloadRef(subject), '-p', body) };
}

/**
 * A change of several fields of the pod spec at once. Containers in it are found by their names, whatever their order: `{ containers: [{ name: 'web', … }] }`.
 * Without a command for a bare pod or a Job, as above.
 */
export function mergePodSpec(
  subject: Subject,
  change: Readonly<Record<string, unknown>>,
  { action, why, risk }: { action: string; why: string; risk?: string },
): Remedy {
  const common = { action, why, changesCluster: true, risk: risk ?? templateRisk(subject) };
  if (!canChangeTemplate(subject)) return common;
  const body = JSON.stringify(nest(subject.templatePath.split('.'), change));
  return { ...common, command: kubectl(subject, 'patch', workloadRef(subject), '-p', body) };
}

function nest(path: readonly string[], value: unknown): Record<string, unknown> {
  const [head = '', ...rest] = path;
  return { [head]: rest.length > 0 ? nest(rest, value) : value };
}

function pointerOf(subject: Subject, field: readonly string[]): string {
  const escape = (part: string): string => part.replace(/~/g, '~0').replace(/\//g, '~1');
  return `/${[...subject.templatePath.split('.'), ...field].map(escape).join('/')}`;
}

/** `kubectl logs` of a container, of the instance before where asked. undefined where there is no pod. */
export function logsCommand(subject: Subject, container: string, previous: boolean): string[] | undefined {
  if (!subject.pod) return undefined;
  return kubectl(subject, 'logs', subject.pod, '-c', container, ...(previous ? ['--previous'] : []));
}

/** The name of the pod that is explained, for commands; empty where an owner has none. */
export function podName({ pod }: Subject): string {
  return pod ?? '';
}
