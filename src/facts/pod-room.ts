import type { KubeNode, PodSpec, Workload } from '../core/kubernetes.ts';
import type { BundleFacts, WorkloadFacts } from '../core/manifest.ts';
import { objectsOfKind } from './bundle.ts';
import { matchesNode, requiredNodeTerms } from './node-affinity.ts';
import { leastReplicas } from './rolling-update.ts';
import { untoleratedTaints } from './tolerations.ts';

/**
 * How many pods of a workload are there at a time at least: replicas (what an autoscaler keeps where there is one), or the parallelism of a Job. undefined for a
 * DaemonSet, which has one on each node.
 */
export function podsAtOnce({ kind, object }: WorkloadFacts, bundle: BundleFacts | undefined): number | undefined {
  const workload: Workload = object;
  if (kind === 'DaemonSet') return undefined;
  if (kind === 'Pod') return 1;
  if (kind !== 'Job' && kind !== 'CronJob') return leastReplicas(workload, bundle);
  const job = kind === 'CronJob' ? workload.spec?.jobTemplate?.spec : workload.spec;
  const { parallelism = 1, completions = parallelism } = job ?? {};
  return Math.min(parallelism, completions);
}

/** How many places of a kind (nodes, zones) there are for a pod, and how that is known. */
export interface Domains {
  readonly count: number;
  readonly because: string;
}

export const hostname = 'kubernetes.io/hostname';

/**
 * The number of domains of a topology key that a pod may use at most: as far as its own selector names them, or as the input knows the nodes. undefined where
 * nobody said how many there are, or nodes without the label would take any number.
 */
export function domainsFor(key: string, spec: PodSpec, bundle: BundleFacts | undefined): Domains | undefined {
  const pinned = pinnedValues(key, spec);
  if (pinned) return { count: pinned.length, because: `the pod selects ${key} ${pinned.join(', ')}` };
  if (bundle?.complete.has('Node')) {
    const nodes: readonly KubeNode[] = objectsOfKind(bundle, 'Node', '');
    const usable = nodes.filter(
      (node) =>
        matchesNode(spec, node) &&
        !node.spec?.unschedulable &&
        untoleratedTaints(node.spec?.taints, spec.tolerations).length === 0,
    );
    const values = usable.map(({ metadata }) => metadata?.labels?.[key]);
    if (usable.length === 0 || values.includes(undefined)) return undefined;
    const count = new Set(values).size;
    return {
      count,
      because: `the nodes that the pod may use have ${count === 1 ? 'one value' : `${count} values`} of ${key}`,
    };
  }
  if (key !== hostname || bundle?.nodes === undefined) return undefined;
  return {
    count: bundle.nodes,
    because: bundle.nodes === 1 ? 'the cluster has one node' : `the cluster has ${bundle.nodes} nodes`,
  };
}

/** The only values of a node label that a pod accepts; undefined where it does not say. */
function pinnedValues(key: string, spec: PodSpec): string[] | undefined {
  const selected = spec.nodeSelector?.[key];
  if (selected !== undefined) return [selected];
  const terms = requiredNodeTerms(spec);
  if (!terms || terms.length === 0) return undefined;
  const values = new Set<string>();
  for (const { matchExpressions = [] } of terms) {
    const one = matchExpressions.find((requirement) => requirement.key === key && requirement.operator === 'In');
    if (!one) return undefined;
    for (const value of one.values ?? []) values.add(value);
  }
  return [...values];
}
