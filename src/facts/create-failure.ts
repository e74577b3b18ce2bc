import type { EventFacts, OwnerFacts, PodSpecFacts } from '../core/evidence.ts';
import type { Condition, Workload } from '../core/kubernetes.ts';
import { valueOf } from '../core/lookup.ts';
import type { Subject } from '../core/rule.ts';
import { nameOf } from './metadata.ts';
import { isTransient, refusedCreateOf, type RefusedCreate } from './refusal.ts';
import { newReplicaSet, ownerOf, progressOf, workloadCondition, type Progress } from './rollout.ts';
import { parseTime } from './time.ts';

/** The pods (or what stands before them: a claim, a Job, a ReplicaSet) of an owner cannot be created, now. */
export interface CreateFailure extends RefusedCreate {
  /** The object whose controller is refused: the ReplicaSet rather than its Deployment. */
  readonly creator: { readonly kind: string; readonly name: string };
  /** What the explained owner asks for and has. */
  readonly progress: Progress;
  /** The newest event that says so; missing where events have expired or were not read. */
  readonly event?: EventFacts;
  /** How often events say so. */
  readonly times: number;
  /** The condition of the creator (or of its Deployment) that says so. */
  readonly condition?: Condition;
  /** First and last seen, milliseconds. */
  readonly first?: number;
  readonly last?: number;
}

interface Creator {
  readonly object: Workload;
  /** Where its trouble may be noted beside events. */
  readonly condition?: Condition;
  /** It wants more than it has. */
  readonly lacks: boolean;
}

/**
 * What stops the owner's pods from existing. Read from FailedCreate events of the owner and the ReplicaSets or Jobs it made
 * (pkg/controller/controller_utils.go), and where those have expired from the condition ReplicaFailure. It counts only while the creator lacks pods and
 * nothing newer was created: what was overcome is history. The newest version's creator goes first. A pod as target has none: it exists.
 */
export function createFailure(owner: OwnerFacts, subject: Subject): CreateFailure | undefined {
  if (subject.target.kind === 'Pod') return undefined;
  const top = ownerOf(owner, subject);
  if (!top) return undefined;
  for (const creator of creatorsOf(top, valueOf(owner.children) ?? [])) {
    // A CronJob counts Jobs: of pods only the Job tells.
    const failure = failureOf(creator, owner.events, progressOf(top.kind === 'CronJob' ? creator.object : top));
    if (failure) return failure;
  }
  return undefined;
}

function creatorsOf(top: Workload, children: readonly Workload[]): Creator[] {
  if (top.kind === 'Deployment') {
    const newest = newReplicaSet(top, children);
    const sets = newest ? [newest, ...children.filter((child) => child !== newest)] : [];
    return [...sets.map(replicaSetCreator), deploymentCreator(top)];
  }
  if (top.kind === 'CronJob') {
    const [job] = children;
    return [{ object: top, lacks: progressOf(top).existing === 0 }, ...(job ? [plainCreator(job)] : [])];
  }
  return [top.kind === 'ReplicaSet' ? replicaSetCreator(top) : plainCreator(top)];
}

function replicaSetCreator(object: Workload): Creator {
  const { desired, existing } = progressOf(object);
  return { object, ...failing(workloadCondition(object, 'ReplicaFailure'), 'True'), lacks: desired > existing };
}

/** The Deployment cannot make its ReplicaSet, or its ReplicaSets could not be read and it copies their condition. */
function deploymentCreator(object: Workload): Creator {
  const { desired, updated } = progressOf(object);
  const create = workloadCondition(object, 'Progressing');
  const condition = create?.reason === 'ReplicaSetCreateError' ? create : workloadCondition(object, 'ReplicaFailure');
  return { object, ...failing(condition, condition === create ? 'False' : 'True'), lacks: desired > updated };
}

function failing(condition: Condition | undefined, status: string): { condition?: Condition } {
  return condition?.status === status && condition.reason !== 'FailedDelete' ? { condition } : {};
}

function plainCreator(object: Workload): Creator {
  const { desired, existing } = progressOf(object);
  const done = workloadCondition(object, 'Complete')?.status === 'True' || object.spec?.suspend === true;
  return { object, lacks: !done && desired > existing };
}

function failureOf(creator: Creator, events: readonly EventFacts[], progress: Progress): CreateFailure | undefined {
  const { object, condition, lacks } = creator;
  const { kind = '' } = object;
  const name = nameOf(object);
  if (!lacks) return undefined;
  const own = events.filter((event) => event.object.kind === kind && event.object.name === name);
  const failures = own.filter(({ reason, message }) => isCreateFailure(reason) && !isTransient(message));
  const created = own.filter(({ reason }) => reason === 'SuccessfulCreate').at(-1);
  const event = failures.at(-1);
  const current = event && (created === undefined || created.last <= event.last) ? event : undefined;
  if (!current && (!condition || isTransient(condition.message ?? ''))) return undefined;
  const since = parseTime(condition?.lastTransitionTime);
  const first = current ? Math.min(...failures.map((one) => one.first)) : since;
  const last = current?.last ?? since;
  return {
    ...refusedCreateOf(current?.message ?? condition?.message ?? ''),
    creator: { kind, name },
    progress,
    times: failures.reduce((sum, one) => sum + one.count, 0),
    ...(current ? { event: current } : {}),
    ...(condition ? { condition } : {}),
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
  };
}

function isCreateFailure(reason: string): boolean {
  return reason === 'FailedCreate' || reason === 'ReplicaSetCreateError';
}

/** The container of the template that a validation error points at: `spec.containers[1].image` is the second one. */
export function containerAt(
  spec: PodSpecFacts | undefined,
  path: string,
): PodSpecFacts['containers'][number] | undefined {
  const [, list, index] = /^spec\.(?:template\.spec\.)?(containers|initContainers)\[(\d+)\]/.exec(path) ?? [];
  return spec?.containers.find(
    (container) =>
      (container.kind === 'app') === (list === 'containers') &&
      container.kind !== 'ephemeral' &&
      container.index === Number(index),
  );
}
