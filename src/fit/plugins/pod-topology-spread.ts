import type { LabelSelector } from '../../core/kubernetes.ts';
import { nameOf } from '../../facts/metadata.ts';
import { matchesSelector } from '../../facts/selectors.ts';
import { spreadsOver, type Spread } from '../../facts/topology-spread.ts';
import { countOn, nodeNamed, type FitIndex } from '../node-index.ts';
import { unresolvable, unschedulable, type Incoming, type Plugin } from '../plugin.ts';
import type { PodRecord } from '../records.ts';

/** Spread constraints that forbid. */
export const podTopologySpread: Plugin = {
  name: 'PodTopologySpread',
  prepare(incoming, index) {
    const { record } = incoming;
    const spreads = spreadsFor(incoming, index);
    if (spreads.length === 0) return {};
    const full = spreads.map((spread) => new Map(spread.full.map((domain) => [domain.value, domain])));
    return {
      dependsOn: (pod) => spreads.some(({ selector }) => isCounted(pod, record, selector)),
      filter({ labels }) {
        for (const [at, { constraint, least, self }] of spreads.entries()) {
          const { topologyKey, maxSkew } = constraint;
          const value = labels[topologyKey];
          if (value === undefined)
            return unresolvable(
              "node(s) didn't match pod topology spread constraints (missing required label)",
              `has no label ${topologyKey}`,
            );
          const domain = full[at]?.get(value);
          if (!domain) continue;
          return unschedulable(
            "node(s) didn't match pod topology spread constraints",
            `${topologyKey}=${value} would have ${domain.count + self}, the least has ${least}, maxSkew is ${maxSkew}`,
          );
        }
        return undefined;
      },
    };
  },
};

function isCounted(one: PodRecord, { namespace }: PodRecord, selector: LabelSelector | undefined): boolean {
  return one.namespace === namespace && !one.ending && matchesSelector(selector, one.labels);
}

/** The pod's constraints that forbid, counted over the cluster. */
export function spreadsFor({ pod, record }: Incoming, index: FitIndex): Spread[] {
  const constraints = pod.spec?.topologySpreadConstraints ?? [];
  if (!constraints.some(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule')) return [];
  const keys = new Map<LabelSelector, string>();
  return spreadsOver(
    pod,
    index.nodes.map(({ node }) => node),
    (node, selector) => {
      const key = keys.get(selector) ?? `spread ${record.namespace} ${JSON.stringify(selector)}`;
      keys.set(selector, key);
      const here = nodeNamed(index, nameOf(node));
      return here ? countOn(here, key, (one) => isCounted(one, record, selector)) : 0;
    },
  );
}
