import type { PodStatusFacts } from '../core/evidence.ts';
import type { Condition } from '../core/kubernetes.ts';

/** What a type of condition means. */
interface Meaning {
  /** The status that is as it should be; null where either is. */
  readonly good: 'True' | 'False' | null;
  readonly whenTrue: string;
  readonly whenFalse: string;
}

/** A condition as somebody reads it who has never seen its type. */
export interface ConditionReading {
  /** As it should be (true), something is amiss (false), or it does not tell (null). */
  readonly good: boolean | null;
  /** One clause. */
  readonly meaning: string;
}

/** The types that Kubernetes itself writes on pods (pkg/kubelet/status/generate.go and the controllers named in its comments). */
const meanings: Readonly<Record<string, Meaning>> = {
  PodScheduled: {
    good: 'True',
    whenTrue: 'a node was chosen for it',
    whenFalse: 'no node has been chosen for it yet',
  },
  PodReadyToStartContainers: {
    good: 'True',
    whenTrue: 'its volumes, sandbox and network are there, so containers can be started',
    whenFalse: 'its sandbox and network are not there: not yet made, or already taken down',
  },
  Initialized: {
    good: 'True',
    whenTrue: 'its init containers have done their work and its sidecars have started',
    whenFalse: 'an init container has not finished or a sidecar has not started, so the app containers wait',
  },
  ContainersReady: {
    good: 'True',
    whenTrue: 'every container is ready',
    whenFalse: 'at least one container is not ready: it does not run, or its readiness probe does not pass',
  },
  Ready: {
    good: 'True',
    whenTrue: 'it is ready, so Services send it traffic',
    whenFalse: 'it is not ready, so Services send it no traffic',
  },
  DisruptionTarget: {
    good: 'False',
    whenTrue: 'it was chosen to be removed: eviction, preemption, a taint, a shutdown or a lost node',
    whenFalse: 'it was to be removed, and is not any more',
  },
  PodResizePending: {
    good: 'False',
    whenTrue: 'new cpu or memory was asked for in place and the node has not granted it',
    whenFalse: 'no in-place change of cpu or memory waits',
  },
  PodResizeInProgress: {
    good: null,
    whenTrue: 'new cpu or memory was granted and is being applied to the running containers',
    whenFalse: 'no in-place change of cpu or memory is being applied',
  },
  AllContainersRestarting: {
    good: 'False',
    whenTrue: 'a restart rule stops all its containers and starts them again in place',
    whenFalse: 'no restart of all its containers is going on',
  },
};

/** Reasons of a value that holds because the pod has ended; after success it is as it should be. */
const completed = 'PodCompleted';
const endReasons: ReadonlySet<string> = new Set([completed, 'PodFailed']);

/**
 * How a condition is to be read. Types that Kubernetes does not know say nothing of good or bad unless the pod names them as a readiness gate; a condition
 * that a finished pod has lost (its sandbox, its readiness) is no trouble either.
 */
export function readCondition(condition: Condition, status: PodStatusFacts): ConditionReading {
  const { type } = condition;
  const known = Object.hasOwn(meanings, type) ? meanings[type] : undefined;
  if (known) return { good: goodness(condition, known, status), meaning: meaningOf(condition, known) };
  if (!readinessGates(status).includes(type)) return { good: null, meaning: 'not a condition of Kubernetes itself' };
  const met = condition.status === 'True';
  const meaning = met
    ? 'a readiness gate of the pod, set by something outside Kubernetes: it lets the pod be ready'
    : 'a readiness gate of the pod: until something outside Kubernetes sets it to True, the pod is not ready';
  return { good: met, meaning };
}

/** Readiness gates that have no condition yet: nobody has set them. */
export function missingGates(status: PodStatusFacts): string[] {
  return readinessGates(status).filter((gate) => !status.conditions.some(({ type }) => type === gate));
}

function readinessGates(status: PodStatusFacts): string[] {
  return (status.pod.spec?.readinessGates ?? []).flatMap(({ conditionType }) => (conditionType ? [conditionType] : []));
}

function meaningOf({ status, reason }: Condition, { whenTrue, whenFalse }: Meaning): string {
  if (status === 'True') return whenTrue;
  if (status === 'False' && endReasons.has(reason ?? '')) return 'it has ended, so nothing of it is ready any more';
  return status === 'False' ? whenFalse : `not known at present; True would say: ${whenTrue}`;
}

function goodness(condition: Condition, { good }: Meaning, status: PodStatusFacts): boolean | null {
  if (condition.type === 'PodResizeInProgress') return condition.reason === 'Error' ? false : null;
  if (good === null) return null;
  if (condition.status === good) return true;
  if (condition.reason === completed) return true;
  if (condition.type === 'PodReadyToStartContainers' && endsOrEnded(status)) return null;
  return false;
}

function endsOrEnded({ phase, deletion }: PodStatusFacts): boolean {
  return phase === 'Succeeded' || phase === 'Failed' || deletion !== undefined;
}
