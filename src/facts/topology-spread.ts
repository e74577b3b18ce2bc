import type { KubeNode, LabelSelector, Pod, TopologySpreadConstraint } from '../core/kubernetes.ts';
import { matchesNode } from './node-affinity.ts';
import { matchesSelector, selectorText } from './selectors.ts';
import { untoleratedTaints } from './tolerations.ts';

/** A domain of a spread constraint with the pods that are counted in it. */
export interface SpreadDomain {
  readonly value: string;
  readonly count: number;
  readonly nodes: readonly KubeNode[];
}

/** How the pods that a constraint counts are spread. */
export interface Spread {
  readonly constraint: TopologySpreadConstraint;
  /** Position in `spec.topologySpreadConstraints`. */
  readonly index: number;
  /** Sorted by name. Only domains of nodes that count. */
  readonly domains: readonly SpreadDomain[];
  /** The smallest count, or 0 where there are fewer domains than minDomains. */
  readonly least: number;
  /** Nodes without the label. */
  readonly unlabelled: readonly KubeNode[];
  /** Domains that may not get another pod. */
  readonly full: readonly SpreadDomain[];
}

/**
 * The constraints of a pod that forbid rather than prefer, with the counts the scheduler works with (podtopologyspread/filtering.go).
 * By default tainted and cordoned nodes count as domains, nodes outside the pod's own selector do not; ending pods are not counted.
 */
export function spreadsOf(pod: Pod, nodes: readonly KubeNode[], pods: readonly Pod[]): Spread[] {
  const all = pod.spec?.topologySpreadConstraints ?? [];
  const hard = all.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule');
  return hard.map((constraint) => {
    const selector = selectorOf(constraint, pod);
    const eligible = nodes.filter(
      (node) =>
        hard.every(({ topologyKey }) => labelOf(node, topologyKey) !== undefined) && counts(node, constraint, pod),
    );
    const counted = pods.filter((one) => isCounted(one, pod, selector));
    const domains = domainsOf(eligible, constraint.topologyKey, counted);
    const fewest = domains.length === 0 ? 0 : Math.min(...domains.map(({ count }) => count));
    const least = domains.length < (constraint.minDomains ?? 1) ? 0 : fewest;
    const self = matchesSelector(selector, pod.metadata?.labels ?? {}) ? 1 : 0;
    return {
      constraint,
      index: all.indexOf(constraint),
      domains,
      least,
      unlabelled: nodes.filter((node) => labelOf(node, constraint.topologyKey) === undefined),
      full: domains.filter(({ count }) => count + self - least > constraint.maxSkew),
    };
  });
}

function labelOf(node: KubeNode, key: string): string | undefined {
  return node.metadata?.labels?.[key];
}

function selectorOf(
  { labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint,
  pod: Pod,
): LabelSelector | undefined {
  if (!labelSelector) return undefined;
  const labels = pod.metadata?.labels ?? {};
  const merged = matchLabelKeys.flatMap((key) => {
    const value = labels[key];
    return value === undefined ? [] : [{ key, operator: 'In', values: [value] }];
  });
  return { ...labelSelector, matchExpressions: [...(labelSelector.matchExpressions ?? []), ...merged] };
}

function counts(
  node: KubeNode,
  { nodeAffinityPolicy, nodeTaintsPolicy }: TopologySpreadConstraint,
  { spec = {} }: Pod,
): boolean {
  if (nodeAffinityPolicy !== 'Ignore' && !matchesNode(spec, node)) return false;
  return nodeTaintsPolicy !== 'Honor' || untoleratedTaints(node.spec?.taints, spec.tolerations).length === 0;
}

function isCounted(one: Pod, pod: Pod, selector: LabelSelector | undefined): boolean {
  // The scheduler counts nothing for a selector without requirements, although it matches everything.
  if (!selector || selectorText(selector) === '') return false;
  const sameNamespace = (one.metadata?.namespace ?? 'default') === (pod.metadata?.namespace ?? 'default');
  return sameNamespace && !one.metadata?.deletionTimestamp && matchesSelector(selector, one.metadata?.labels ?? {});
}

function domainsOf(nodes: readonly KubeNode[], key: string, pods: readonly Pod[]): SpreadDomain[] {
  const values = [...new Set(nodes.map((node) => labelOf(node, key) ?? ''))].sort();
  return values.map((value) => {
    const within = nodes.filter((node) => labelOf(node, key) === value);
    const names = new Set(within.map(({ metadata }) => metadata?.name));
    return { value, nodes: within, count: pods.filter(({ spec }) => names.has(spec?.nodeName)).length };
  });
}
