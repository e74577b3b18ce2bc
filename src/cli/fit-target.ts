import { KnownError } from '../core/errors.ts';
import type { Snapshot, Target } from '../core/evidence.ts';
import type { KubeObject, Pod, Workload } from '../core/kubernetes.ts';
import { valueOf } from '../core/lookup.ts';
import type { ClusterReader } from '../core/reader.ts';
import { subjectOf } from '../facts/evidence.ts';
import { conditionOf, isFinished, podStatusOf } from '../facts/pod-status.ts';
import { kindNamed } from '../facts/resources.ts';
import { supposedPod } from '../facts/supposed-pod.ts';
import { templateOf, templatePathOf } from '../facts/workload.ts';
import { worstPod } from '../facts/worst-pod.ts';
import type { Keeper } from '../report/fit-patches.ts';

/** The pod that is to be placed, and what it is made from. */
export interface FitTarget {
  readonly pod: Pod;
  readonly node: string | null;
  readonly isSupposed: boolean;
  readonly said: string | null;
  readonly keeper: Keeper;
}

/** Of a pod itself; of an owner its worst pod that no node has, or the pod that it would make next. */
export async function fitTargetOf(snapshot: Snapshot, reader: ClusterReader, now: number): Promise<FitTarget> {
  const { target } = snapshot;
  const owner = valueOf(snapshot.chain.at(-1)?.object);
  const waiting = target.kind === 'Pod' ? valueOf(snapshot.pod) : waitingPod(snapshot, owner, now);
  if (waiting) return ofPod(waiting, snapshot, reader);
  const pod = owner && supposedPod(owner, target.namespace);
  if (!owner || !pod) throw new KnownError(`${target.kind} ${target.name} has no pod template`);
  return { pod, node: null, isSupposed: true, said: null, keeper: keeperOf(owner, target, false) };
}

/** The same for a manifest that is not in the cluster. */
export function fitTargetOfDraft(object: KubeObject, namespace: string): FitTarget {
  const pod = supposedPod(object, namespace);
  const { kind = '', metadata } = object;
  if (!pod) throw new KnownError(`${kind} ${metadata?.name ?? ''} has no pod template`);
  const target = { kind, namespace, name: metadata?.name ?? '' };
  return { pod, node: null, isSupposed: true, said: null, keeper: keeperOf(object, target, true) };
}

function waitingPod({ ownerPods, children }: Snapshot, owner: Workload | undefined, now: number): Pod | undefined {
  const waiting = (valueOf(ownerPods) ?? []).filter((pod) => {
    const status = podStatusOf(pod);
    return status.nodeName === undefined && !isFinished(status) && !status.deletion;
  });
  return owner && waiting.length > 0 ? worstPod(owner, valueOf(children) ?? [], waiting, now) : undefined;
}

async function ofPod(pod: Pod, snapshot: Snapshot, reader: ClusterReader): Promise<FitTarget> {
  const status = podStatusOf(pod);
  const { workload } = subjectOf(snapshot);
  const { namespace } = status;
  const scheduled = conditionOf(status, 'PodScheduled');
  // Where the scheduler chose the node, the pod does not ask for it.
  const node = scheduled?.status === 'True' ? (status.nodeName ?? null) : null;
  const { nodeName: _chosen, ...spec } = pod.spec ?? {};
  const owner =
    workload.kind === 'Pod' || !kindNamed(workload.kind)
      ? undefined
      : valueOf(await reader.get(workload.kind, namespace, workload.name));
  return {
    pod: node === null ? pod : { ...pod, spec },
    node,
    isSupposed: false,
    said: scheduled?.status === 'False' ? (scheduled.message ?? null) : null,
    keeper:
      workload.kind === 'Pod'
        ? keeperOf(pod, { kind: 'Pod', namespace, name: status.name }, false)
        : keeperOf(owner, { ...workload, namespace }, false),
  };
}

function keeperOf(object: KubeObject | undefined, { kind, namespace, name }: Target, isDraft: boolean): Keeper {
  const template = kind === 'Pod' ? (object as Pod | undefined) : object && templateOf({ ...object, kind });
  return { kind, name, namespace, templatePath: templatePathOf(kind), isDraft, ...(template ? { template } : {}) };
}
