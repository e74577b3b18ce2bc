import type { OwnerFacts, PodStatusFacts } from '../core/evidence.ts';
import { valueOf } from '../core/lookup.ts';
import { wentOn } from './job-attempts.ts';
import { isFinished } from './pod-status.ts';
import { desiredReplicas } from './workload.ts';

/** What became of the work of a pod that was taken away. */
export type Replacement = 'none' | 'replaced' | 'expected';

/**
 * `none`: a bare pod, nothing makes another. `replaced`: its owner has as many ready pods as it asks for, or its Job goes on with another one. `expected`: the owner makes another one, or it is
 * not known whether it has.
 */
export function replacementOf(owner: OwnerFacts | undefined, status: PodStatusFacts): Replacement {
  const [direct] = owner?.chain ?? [];
  if (!direct && (status.pod.metadata?.ownerReferences ?? []).length === 0) return 'none';
  const workload = direct ? valueOf(direct.object) : undefined;
  // A pod that still runs may be counted itself.
  if (!direct || !workload || !isFinished(status)) return 'expected';
  if (direct.kind === 'Job') return wentOn(status, workload, valueOf(owner?.pods) ?? []) ? 'replaced' : 'expected';
  const ready = direct.kind === 'DaemonSet' ? workload.status?.numberReady : workload.status?.readyReplicas;
  return ready !== undefined && ready >= desiredReplicas(workload) && ready > 0 ? 'replaced' : 'expected';
}
