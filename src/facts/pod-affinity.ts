import type { KubeNode, Pod, PodAffinityTerm } from '../core/kubernetes.ts';
import { namespaceOf } from './metadata.ts';
import { matchesSelector, selectorText, type Labels } from './selectors.ts';

/**
 * Whether a pod is meant by an affinity term of a pod in `namespace` (scheduler/framework AffinityTerm.Matches). An empty
 * namespaceSelector means all namespaces; of one with requirements nothing can be said without the labels of namespaces: it counts as
 * matching.
 */
export function meantBy(term: PodAffinityTerm, namespace: string, pod: Pod): boolean {
  const own = namespaceOf(pod);
  return inNamespaceOf(term, namespace, own) && matchesSelector(term.labelSelector, pod.metadata?.labels ?? {});
}

/**
 * Whether a term of a pod in `namespace` speaks of pods in namespace `own`: those listed, and those whose labels match the
 * namespaceSelector; without either its own namespace alone.
 */
export function inNamespaceOf(
  { namespaces = [], namespaceSelector }: PodAffinityTerm,
  namespace: string,
  own: string,
  labels?: Labels,
): boolean {
  if (namespaces.includes(own)) return true;
  if (namespaceSelector) return !labels || matchesSelector(namespaceSelector, labels);
  return namespaces.length === 0 && own === namespace;
}

/** The labels that a term asks for, in words. A selector without requirements matches every pod, a missing one none. */
export function labelsText({ labelSelector }: PodAffinityTerm): string {
  return selectorText(labelSelector) || (labelSelector ? 'any labels' : 'labels that its term does not name');
}

/** Required terms of a kind; empty where the pod has none. */
export function requiredTerms(pod: Pod, kind: 'podAffinity' | 'podAntiAffinity'): readonly PodAffinityTerm[] {
  return pod.spec?.affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** A pod in the way, on its node. */
export interface Neighbour {
  readonly pod: Pod;
  readonly node: string;
  readonly term: PodAffinityTerm;
  /** Value of the term's topologyKey on that node. */
  readonly domain: string;
}

/** Pods that the pod's own required anti-affinity keeps it away from. */
export function avoidedPods(pod: Pod, pods: readonly Pod[], nodes: readonly KubeNode[]): Neighbour[] {
  const namespace = pod.metadata?.namespace ?? 'default';
  return requiredTerms(pod, 'podAntiAffinity').flatMap((term) =>
    pods.filter((one) => meantBy(term, namespace, one)).flatMap((one) => neighbour(one, term, nodes)),
  );
}

/** Pods whose required anti-affinity keeps this pod away: the rule is symmetric. */
export function avoidingPods(pod: Pod, pods: readonly Pod[], nodes: readonly KubeNode[]): Neighbour[] {
  return pods.flatMap((one) =>
    requiredTerms(one, 'podAntiAffinity')
      .filter((term) => meantBy(term, namespaceOf(one), pod))
      .flatMap((term) => neighbour(one, term, nodes)),
  );
}

function neighbour(pod: Pod, term: PodAffinityTerm, nodes: readonly KubeNode[]): Neighbour[] {
  const node = pod.spec?.nodeName ?? '';
  const domain = nodes.find(({ metadata }) => metadata?.name === node)?.metadata?.labels?.[term.topologyKey];
  return domain === undefined ? [] : [{ pod, node, term, domain }];
}
