import type { LabelSelectorRequirement, LimitRange, PodSpec, ResourceQuota } from '../core/kubernetes.ts';
import { admitted } from './admitted.ts';
import { podLimits, podRequests } from './effective-requests.ts';
import { qosOf } from './qos.ts';
import { parseQuantity, quantityOf, type Quantity } from './quantity.ts';

interface ScopedSpec {
  hard?: Readonly<Record<string, string | number>>;
  scopes?: string[];
  scopeSelector?: { matchExpressions?: { scopeName?: string; operator?: string; values?: string[] }[] };
}

/** A resource that a quota makes mandatory and a container does not state. */
export interface QuotaUnstated {
  readonly resource: string;
  readonly container: { readonly list: 'containers' | 'initContainers'; readonly index: number };
}

/** A resource of which the pods of a workload ask for more than a quota allows at all, or than it has left. */
export interface QuotaOverrun {
  readonly resource: string;
  readonly requested: Quantity;
  readonly hard: Quantity;
  /** What others use; missing where only the quota itself is known. */
  readonly used?: Quantity;
}

/** Resources that, once a quota counts them, every container has to state (pkg/quota/v1/evaluator/core/pods.go). */
const mandatory: Readonly<Record<string, readonly ['requests' | 'limits', string]>> = {
  cpu: ['requests', 'cpu'],
  memory: ['requests', 'memory'],
  'requests.cpu': ['requests', 'cpu'],
  'requests.memory': ['requests', 'memory'],
  'limits.cpu': ['limits', 'cpu'],
  'limits.memory': ['limits', 'memory'],
};

/** Whether a quota counts pods like this one: its scopes, all of which must hold. */
export function countsPod({ spec }: ResourceQuota, pod: PodSpec): boolean {
  const { scopes = [], scopeSelector } = (spec ?? {}) as ScopedSpec;
  const selectors = scopeSelector?.matchExpressions ?? [];
  return (
    scopes.every((scope) => inScope(scope, pod, undefined)) &&
    selectors.every(({ scopeName = '', operator = 'Exists', values = [] }) =>
      inScope(scopeName, pod, { key: '', operator, values }),
    )
  );
}

function inScope(scope: string, pod: PodSpec, selector: LabelSelectorRequirement | undefined): boolean {
  switch (scope) {
    case 'Terminating':
      return pod.activeDeadlineSeconds !== undefined;
    case 'NotTerminating':
      return pod.activeDeadlineSeconds === undefined;
    case 'BestEffort':
      return qosOf(pod).class === 'BestEffort';
    case 'NotBestEffort':
      return qosOf(pod).class !== 'BestEffort';
    case 'PriorityClass': {
      const name = pod.priorityClassName;
      const listed = name !== undefined && (selector?.values ?? []).includes(name);
      if (selector?.operator === 'In') return listed;
      if (selector?.operator === 'NotIn') return !listed;
      return selector?.operator === 'DoesNotExist' ? name === undefined : name !== undefined;
    }
    default:
      // What else there is (pod affinity over namespaces) is rare enough to be left alone.
      return false;
  }
}

/** What containers fail to state although the quota makes it mandatory. Not asked of pods with resources for the whole pod. */
export function quotaUnstated(quota: ResourceQuota, pod: PodSpec, ranges: readonly LimitRange[]): QuotaUnstated[] {
  if (pod.resources || !countsPod(quota, pod)) return [];
  const filled = admitted(pod, ranges);
  const wanted = Object.keys(quota.spec?.hard ?? {}).flatMap((name) =>
    mandatory[name] ? [[name, ...mandatory[name]] as const] : [],
  );
  return (['containers', 'initContainers'] as const).flatMap((list) =>
    (filled[list] ?? []).flatMap((container, index) =>
      wanted
        .filter(([, field, resource]) => container.resources?.[field]?.[resource] === undefined)
        .map(([name]) => ({ resource: name, container: { list, index } })),
    ),
  );
}

/**
 * The resources of which so many pods ask for more than the quota allows. With `deployed`, what the quota says to be used counts the pods already, so that only what they
 * ask for alone can be held against it.
 */
export function quotaOverruns(
  quota: ResourceQuota,
  pod: PodSpec,
  count: number,
  ranges: readonly LimitRange[],
  deployed: boolean | undefined,
): QuotaOverrun[] {
  if (!countsPod(quota, pod)) return [];
  const filled = admitted(pod, ranges);
  return Object.entries(quota.spec?.hard ?? {}).flatMap(([resource, text]): QuotaOverrun[] => {
    const hard = parseQuantity(text);
    const one = usageOf(resource, filled);
    if (hard === undefined || one === undefined) return [];
    const requested = one * BigInt(count);
    if (requested > hard) return [{ resource, requested, hard }];
    const used = deployed === false ? parseQuantity(quota.status?.used?.[resource]) : undefined;
    return used !== undefined && requested > 0n && used + requested > hard ? [{ resource, requested, hard, used }] : [];
  });
}

/** What one pod counts for a resource of a quota; undefined for what pods do not count for. */
function usageOf(resource: string, pod: PodSpec): Quantity | undefined {
  if (resource === 'pods' || resource === 'count/pods') return quantityOf(1);
  if (resource.startsWith('limits.')) {
    return podLimits(pod).get(resource.slice('limits.'.length)) ?? 0n;
  }
  const name = resource.replace(/^requests\./, '');
  const counted =
    /^(cpu|memory|ephemeral-storage)$/.test(name) || (resource.startsWith('requests.') && name !== 'storage');
  return counted && !resource.includes('storageclass') ? (podRequests(pod).get(name) ?? 0n) : undefined;
}
