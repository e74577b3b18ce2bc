import type { Taint, Toleration } from '../core/kubernetes.ts';

/**
 * Whether a toleration tolerates a taint (api/core/v1/toleration.go, ToleratesTaint). An empty key with Exists tolerates everything, an
 * empty effect every effect. Lt and Gt (TaintTolerationComparisonOperators) compare whole numbers.
 */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  switch (toleration.operator || 'Equal') {
    case 'Exists':
      return true;
    case 'Equal':
      return (toleration.value ?? '') === (taint.value ?? '');
    case 'Lt':
      return compareWhole(taint.value, toleration.value) < 0;
    case 'Gt':
      return compareWhole(taint.value, toleration.value) > 0;
    default:
      return false;
  }
}

const whole = /^(0|-?[1-9]\d*)$/;

function compareWhole(a = '', b = ''): number {
  if (!whole.test(a) || !whole.test(b)) return NaN;
  const difference = BigInt(a) - BigInt(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The taints that keep a pod with these tolerations from a node: PreferNoSchedule keeps nobody away. */
export function untoleratedTaints(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
): Taint[] {
  return (taints ?? []).filter(
    (taint) =>
      (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute') &&
      !(tolerations ?? []).some((toleration) => tolerates(toleration, taint)),
  );
}

/** `key=value:NoSchedule`, as kubectl writes a taint. */
export function taintText({ key, value, effect }: Taint): string {
  return `${key}${value ? `=${value}` : ''}${effect ? `:${effect}` : ''}`;
}

/** The taint that a cordon leaves. */
export const unschedulableTaint: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

const notReady = new Set([
  'node.kubernetes.io/not-ready',
  'node.kubernetes.io/unreachable',
  'node.kubernetes.io/network-unavailable',
  'node.kubernetes.io/out-of-service',
  'node.cloudprovider.kubernetes.io/uninitialized',
  'node.cloudprovider.kubernetes.io/shutdown',
]);

/** Set by the control plane while a node cannot run pods; goes away by itself when it can. */
export function isNotReadyTaint({ key }: Taint): boolean {
  return notReady.has(key);
}

/** Set by the control plane while a node is short of memory, disk or process ids. */
export function isPressureTaint({ key }: Taint): boolean {
  return /^node\.kubernetes\.io\/(memory|disk|pid)-pressure$/.test(key);
}

/** Keeps ordinary pods off the machines of the control plane. */
export function isControlPlaneTaint({ key }: Taint): boolean {
  return key === 'node-role.kubernetes.io/control-plane' || key === 'node-role.kubernetes.io/master';
}
