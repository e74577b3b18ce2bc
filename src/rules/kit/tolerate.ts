import type { Remedy } from '../../core/finding.ts';
import type { PodSpec, Taint, Toleration } from '../../core/kubernetes.ts';
import type { Subject } from '../../core/rule.ts';
import type { NodeFit } from '../../facts/node-fit.ts';
import { taintText } from '../../facts/tolerations.ts';
import { changePod } from './remedies.ts';
import { namesText } from './scheduling.ts';

/** Adds tolerations for all taints of a node to those that the workload has: the list is replaced as a whole. */
export function tolerate(subject: Subject, { name, taints }: NodeFit, written: PodSpec): Remedy {
  const added = [...new Map(taints.map((taint) => [taintText(taint), tolerationOf(taint)])).values()];
  const value = [...(written.tolerations ?? []).filter((one) => !isDefault(one)), ...added];
  return changePod(subject, ['tolerations'], value, {
    action: `Tolerate ${namesText(taints.map(taintText))}, if the pod is meant for such nodes`,
    why: `then ${name} may take it`,
  });
}

function tolerationOf({ key, value, effect }: Taint): Toleration {
  return { key, operator: value ? 'Equal' : 'Exists', ...(value ? { value } : {}), effect };
}

/** What the DefaultTolerationSeconds admission plugin adds to every pod. */
function isDefault({ key, effect, operator, tolerationSeconds }: Toleration): boolean {
  const ofNode = key === 'node.kubernetes.io/not-ready' || key === 'node.kubernetes.io/unreachable';
  return ofNode && effect === 'NoExecute' && operator === 'Exists' && tolerationSeconds !== undefined;
}

/** `dedicated=gpu:NoSchedule`, `every taint`: a toleration as people read it. */
export function tolerationText({ key, operator, value, effect }: Toleration): string {
  const what = key ? `${key}${operator === 'Exists' ? '' : `=${value ?? ''}`}` : 'every taint';
  return `${what}${effect ? `:${effect}` : ''}`;
}
