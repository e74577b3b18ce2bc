import type { KubeNode, LabelSelector, Pod, TopologySpreadConstraint } from '../core/kubernetes.ts';
import { labelsOf, nameOf, namespaceOf } from './metadata.ts';
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
  /** Its selector, with `matchLabelKeys` merged in. */
  readonly selector: LabelSelector | undefined;
  /** Position in `spec.topologySpreadConstraints`. */
  readonly index: number;
  /** Sorted by name. Only domains of nodes that count. */
  readonly domains: readonly SpreadDomain[];
  /** The smallest count, or 0 where there are fewer domains than minDomains. */
  readonly least: number;
  /** 1 where the pod itself counts, else 0. */
  readonly self: number;
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
  const byNode = new Map<string, Pod[]>();
  for (const one of pods) {
    const name = one.spec?.nodeName ?? '';
    const list = byNode.get(name);
    if (list) list.push(one);
    else byNode.set(name, [one]);
  }
  return spreadsOver(pod, nodes, (node, selector) => {
    const here = byNode.get(nameOf(node)) ?? [];
    return here.filter((one) => isCounted(one, pod, selector)).length;
  });
}

/** The number of pods on a node that count for a constraint with this selector (that with `matchLabelKeys` merged in). */
export type CountOn = (node: KubeNode, selector: LabelSelector) => number;

/** As `spreadsOf`, for whoever has the pods on the nodes counted already. A selector that selects nothing is not asked about. */
export function spreadsOver(pod: Pod, nodes: readonly KubeNode[], countOn: CountOn): Spread[] {
  const all = pod.spec?.topologySpreadConstraints ?? [];
  const hard = all.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule');
  return hard.map((constraint) => {
    const selector = selectorOf(constraint, pod);
    const eligible = nodes.filter(
      (node) =>
        hard.every(({ topologyKey }) => labelOf(node, topologyKey) !== undefined) && counts(node, constraint, pod),
    );
    // The scheduler counts nothing for a selector without requirements, although it matches everything.
    const domains = domainsOf(eligible, constraint.topologyKey, (node) =>
      selector && selectorText(selector) !== '' ? countOn(node, selector) : 0,
    );
    const fewest = domains.reduce((least, { count }) => Math.min(least, count), domains[0]?.count ?? 0);
    const least = domains.length < (constraint.minDomains ?? 1) ? 0 : fewest;
    const self = matchesSelector(selector, labelsOf(pod)) ? 1 : 0;
    return {
      constraint,
      selector,
      index: all.indexOf(constraint),
      domains,
      least,
      self,
      unlabelled: nodes.filter((node) => labelOf(node, constraint.topologyKey) === undefined),
      full: domains.filter(({ count }) => count + self - least > constraint.maxSkew),
    };
  });
}

function labelOf(node: KubeNode, key: string): string | undefined {
  return labelsOf(node)[key];
}

function selectorOf(
  { labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint,
  pod: Pod,
): LabelSelector | undefined {
  if (!labelSelector) return undefined;
  const labels = labelsOf(pod);
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

function isCounted(one: Pod, pod: Pod, selector: LabelSelector): boolean {
  const sameNamespace = namespaceOf(one) === namespaceOf(pod);
  return sameNamespace && !one.metadata?.deletionTimestamp && matchesSelector(selector, labelsOf(one));
}

function domainsOf(nodes: readonly KubeNode[], key: string, countOn: (node: KubeNode) => number): SpreadDomain[] {
  const byValue = new Map<string, { value: string; count: number; nodes: KubeNode[] }>();
  for (const node of nodes) {
    const value = labelOf(node, key) ?? '';
    const domain = byValue.get(value) ?? { value, count: 0, nodes: [] };
    domain.count += countOn(node);
    domain.nodes.push(node);
    byValue.set(value, domain);
  }
  return [...byValue.values()].sort((a, b) => (a.value < b.value ? -1 : 1));
}
