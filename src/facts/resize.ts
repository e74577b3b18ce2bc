import type { ContainerFacts, PodStatusFacts } from '../core/evidence.ts';
import type { Condition } from '../core/kubernetes.ts';
import { conditionOf } from './pod-status.ts';
import { formatQuantity, parseQuantity } from './quantity.ts';

/** A resize in place that is not carried out. */
export interface StuckResize {
  readonly kind: 'Deferred' | 'Infeasible' | 'Error';
  /** What the kubelet says of it; empty where it says nothing. */
  readonly message: string;
  /** Missing for Kubernetes 1.32 and older, which say it in `status.resize`. */
  readonly condition?: Condition;
}

/**
 * Conditions PodResizePending and PodResizeInProgress/Error of 1.33 and later, else `status.resize` of before (pkg/kubelet/status,
 * SetPodResizePendingCondition: every reason but Infeasible counts as Deferred). undefined where no resize hangs.
 */
export function stuckResize(status: PodStatusFacts): StuckResize | undefined {
  const pending = conditionOf(status, 'PodResizePending');
  if (pending?.status === 'True') {
    const kind = pending.reason === 'Infeasible' ? 'Infeasible' : 'Deferred';
    return { kind, message: pending.message ?? '', condition: pending };
  }
  const progress = conditionOf(status, 'PodResizeInProgress');
  if (progress?.status === 'True' && progress.reason === 'Error') {
    return { kind: 'Error', message: progress.message ?? '', condition: progress };
  }
  const old = status.pod.status?.resize;
  return old === 'Deferred' || old === 'Infeasible' ? { kind: old, message: '' } : undefined;
}

/** A request that a container has in its spec and not on its node. */
export interface WantedChange {
  readonly path: string;
  /** `2 cpu for web (it has 500m)` */
  readonly text: string;
}

/** What the node has admitted for a container: its allocated resources, else what the runtime has. */
export function allocatedTo(container: ContainerFacts): Readonly<Record<string, string | number>> | undefined {
  return container.status?.allocatedResources ?? container.status?.resources?.requests;
}

/** What a container asks for and does not have. Empty where that is not known. */
export function wantedChanges(container: ContainerFacts): WantedChange[] {
  const wanted = container.spec.resources?.requests ?? {};
  const given = allocatedTo(container);
  if (!given) return [];
  return ['cpu', 'memory'].flatMap((resource) => {
    const [to, from] = [parseQuantity(wanted[resource]), parseQuantity(given[resource])];
    if (to === undefined || to === from) return [];
    const had = from === undefined ? 'none' : formatQuantity(from, resource);
    const text = `${formatQuantity(to, resource)} ${resource} for ${container.name} (it has ${had})`;
    return [{ path: `${container.path}.resources.requests.${resource}`, text }];
  });
}
