import type { LabelSelectorRequirement } from '../../core/kubernetes.ts';
import { inNamespaceOf } from '../../facts/pod-affinity.ts';
import { matchesSelector, selectorText, type Labels } from '../../facts/selectors.ts';
import { isKnown, missingKinds, objectOf } from '../lookups.ts';
import { countOn, type FitIndex, type NodeRecord } from '../node-index.ts';
import type { AffinityTerm } from '../objects.ts';
import { unresolvable, unschedulable, type Incoming, type Plugin } from '../plugin.ts';
import type { PodRecord } from '../records.ts';

const name = 'InterPodAffinity';

/** Required affinity and anti-affinity to other pods, and the anti-affinity of others to this one. */
export const interPodAffinity: Plugin = {
  name,
  prepare(incoming, index) {
    const { record } = incoming;
    const wanted = termsOf(incoming, 'podAffinity');
    const avoided = termsOf(incoming, 'podAntiAffinity');
    const near = domainsWith(wanted, index, countOfAll(wanted, record));
    const far = avoided.map((term) => domainsWith([term], index, countOfAll([term], record)));
    const avoiders = avoidersOf(record, index);
    if (wanted.length === 0 && avoided.length === 0 && avoiders.size === 0) return {};
    const own = namespaceLabels(record.namespace, index);
    const first = near.size === 0 && wanted.every((term) => means(term, record.namespace, record, own));
    const ofOthers = [...avoiders.values()].flat().flatMap(({ avoids }) => avoids);
    const selective = [...wanted, ...avoided, ...ofOthers].some(({ namespaceSelector }) => namespaceSelector);
    return {
      dependsOn: (pod) => {
        const labels = namespaceLabels(pod.namespace, index);
        return (
          [...wanted, ...avoided].some((term) => means(term, record.namespace, pod, labels)) ||
          pod.avoids.some((term) => means(term, pod.namespace, record, own))
        );
      },
      unchecked: selective ? missingKinds(name, index, 'namespaces') : [],
      filter({ labels }) {
        if (!hasNear(wanted, labels, near, first))
          return unresolvable("node(s) didn't match pod affinity rules", ...wanted.map(termText('no')));
        const close = avoided.filter((term, at) => far[at]?.has(pairOf(term.topologyKey, labels)));
        if (close.length > 0)
          return unschedulable("node(s) didn't match pod anti-affinity rules", ...close.map(termText('a')));
        const by = Object.keys(labels).find((key) => avoiders.has(pairOf(key, labels)));
        if (by === undefined) return undefined;
        const [one] = [...(avoiders.get(pairOf(by, labels)) ?? [])]
          .map(({ namespace, name: pod }) => `${namespace}/${pod}`)
          .sort();
        return unschedulable(
          "node(s) didn't satisfy existing pods anti-affinity rules",
          `${one ?? ''} keeps such pods out of its ${by}`,
        );
      },
    };
  },
};

function termText(which: string): (term: AffinityTerm) => string {
  return ({ topologyKey, labelSelector }) =>
    `${which} pod with ${selectorText(labelSelector) || 'any labels'} is in its ${topologyKey}`;
}

/** Required terms of the pod, with the keys merged that the API server merges at creation. */
export function termsOf({ spec, record }: Incoming, kind: 'podAffinity' | 'podAntiAffinity'): AffinityTerm[] {
  const terms: readonly AffinityTerm[] = spec.affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.map((term) => {
    const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = term;
    const more = [
      ...ownValues(matchLabelKeys, 'In', record.labels),
      ...ownValues(mismatchLabelKeys, 'NotIn', record.labels),
    ];
    if (!labelSelector || more.length === 0) return term;
    const matchExpressions = [...(labelSelector.matchExpressions ?? []), ...more];
    return { ...term, labelSelector: { ...labelSelector, matchExpressions } };
  });
}

function ownValues(keys: readonly string[], operator: string, labels: Labels): LabelSelectorRequirement[] {
  return keys.flatMap((key) => {
    const value = labels[key];
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  });
}

/**
 * Whether a pod is meant by a term. Of a namespaceSelector the labels of the pod's namespace decide; where they are not known it counts as
 * matching.
 */
function means(term: AffinityTerm, namespace: string, pod: PodRecord, labels?: Labels): boolean {
  return inNamespaceOf(term, namespace, pod.namespace, labels) && matchesSelector(term.labelSelector, pod.labels);
}

/** Pods of a node that all of the terms mean. */
function countOfAll(terms: readonly AffinityTerm[], record: PodRecord): (node: NodeRecord, index: FitIndex) => number {
  const question = `affinity ${record.namespace} ${JSON.stringify(terms)}`;
  return (node, index) =>
    countOn(node, question, (pod) =>
      terms.every((term) => means(term, record.namespace, pod, namespaceLabels(pod.namespace, index))),
    );
}

export function namespaceLabels(namespace: string, index: FitIndex): Labels | undefined {
  return isKnown(index, 'namespaces') ? (objectOf(index, 'namespaces', namespace)?.metadata?.labels ?? {}) : undefined;
}

/** A label of a node as one text; never equal to that of a node that lacks the label. */
function pairOf(key: string, labels: Labels): string {
  const value = labels[key];
  return value === undefined ? '' : `${key}=${value}`;
}

/** Domains in which `count` finds pods, by the topology keys of some terms. */
function domainsWith(
  terms: readonly AffinityTerm[],
  index: FitIndex,
  count: (node: NodeRecord, index: FitIndex) => number,
): ReadonlySet<string> {
  const domains = new Set<string>();
  if (terms.length === 0) return domains;
  for (const node of index.nodes) {
    const pairs = terms.map(({ topologyKey }) => pairOf(topologyKey, node.labels)).filter((pair) => pair !== '');
    if (pairs.length > 0 && count(node, index) > 0) pairs.forEach((pair) => domains.add(pair));
  }
  return domains;
}

/** Every node has all of the keys, and a pod in each domain; the first pod of a series may go anywhere where the keys are. */
function hasNear(terms: readonly AffinityTerm[], labels: Labels, near: ReadonlySet<string>, first: boolean): boolean {
  const pairs = terms.map(({ topologyKey }) => pairOf(topologyKey, labels));
  return pairs.every((pair) => pair !== '' && (first || near.has(pair)));
}

/** Pods whose own anti-affinity means the new pod, by the domain that they keep it out of. */
export function avoidersOf(record: PodRecord, index: FitIndex): ReadonlyMap<string, readonly PodRecord[]> {
  const labels = namespaceLabels(record.namespace, index);
  const domains = new Map<string, PodRecord[]>();
  const question = `avoids ${record.namespace} ${JSON.stringify(record.labels)}`;
  const asked = (pod: PodRecord): boolean => pod.avoids.some((term) => means(term, pod.namespace, record, labels));
  for (const node of index.nodes) {
    if (node.avoiding.length === 0 || countOn(node, question, asked) === 0) continue;
    for (const pod of node.avoiding) {
      for (const term of pod.avoids) {
        const pair = pairOf(term.topologyKey, node.labels);
        if (pair === '' || !means(term, pod.namespace, record, labels)) continue;
        const list = domains.get(pair);
        if (list) list.push(pod);
        else domains.set(pair, [pod]);
      }
    }
  }
  return domains;
}

/** Pods that a term of the new pod means, in the domain that the node is in. */
export function meantNear(term: AffinityTerm, near: NodeRecord, record: PodRecord, index: FitIndex): PodRecord[] {
  const domain = pairOf(term.topologyKey, near.labels);
  if (domain === '') return [];
  return index.nodes
    .filter(({ labels }) => pairOf(term.topologyKey, labels) === domain)
    .flatMap(({ pods }) =>
      pods.filter((pod) => means(term, record.namespace, pod, namespaceLabels(pod.namespace, index))),
    );
}

/** The required terms of the pod that have no pod in the domain of a node, by position. */
export function lonelyTerms(incoming: Incoming, node: NodeRecord, index: FitIndex): number[] {
  const terms = termsOf(incoming, 'podAffinity');
  const near = domainsWith(terms, index, countOfAll(terms, incoming.record));
  return terms.flatMap(({ topologyKey }, at) => (near.has(pairOf(topologyKey, node.labels)) ? [] : [at]));
}
