import type { Unchecked } from './cluster.ts';
import { nodeNamed, nodeRecord, suppose, type FitIndex, type NodeRecord } from './node-index.ts';
import type { Incoming, Plugin, Prepared, Rejection } from './plugin.ts';
import { plugins } from './plugins/index.ts';
import { nodeAffinity } from './plugins/node-affinity.ts';
import type { PodRecord } from './records.ts';

/** A refusal with the plugin that says it. */
export interface Refusal extends Rejection {
  readonly plugin: string;
}

/** The filters, prepared for one pod and one state of the cluster. */
export interface Filters {
  /** The pod is refused before any node is looked at. The first one counts. */
  readonly rejects: readonly Refusal[];
  /** What refuses the pod on a node, `rejects` apart: the first plugin that does, or all that do. */
  readonly on: (node: NodeRecord, all: boolean) => readonly Refusal[];
  /** The plugin that refuses the pod on a node first, once some of the node's pods are gone. */
  readonly without: (node: NodeRecord, gone: readonly PodRecord[]) => Refusal | undefined;
  readonly unchecked: readonly Unchecked[];
}

/** Prepares the filters. Pods that were promised a node count there as if they ran already, as in the scheduler. */
export function filtersFor(incoming: Incoming, index: FitIndex): Filters {
  const plain = prepare(incoming, index);
  const on: Filters['on'] = (node, all) => {
    const waiting = (index.nominated.get(node.name) ?? []).filter(
      ({ priority, uid }) => priority >= incoming.record.priority && (uid === '' || uid !== incoming.record.uid),
    );
    if (waiting.length === 0) return plain.on(node, all);
    const filled = suppose(index, { extra: { node: node.name, pods: waiting } });
    const there = filled.nodes[index.positions.get(node.name) ?? -1] ?? node;
    const refusals = prepare(incoming, filled).on(there, all);
    return refusals.length > 0 ? refusals : plain.on(node, all);
  };
  return {
    get rejects() {
      return plain.rejects;
    },
    get unchecked() {
      return plain.unchecked;
    },
    on,
    without(node, gone) {
      if (!index.nominated.has(node.name)) return plain.without(node, gone);
      const supposed = suppose(index, { without: gone });
      const there = nodeNamed(supposed, node.name) ?? node;
      return filtersFor(incoming, supposed).on(there, false)[0];
    },
  };
}

function prepare(incoming: Incoming, index: FitIndex): Filters {
  const known = new Map<Plugin, Prepared>();
  // A plugin may look at the whole cluster: it is asked only when its turn comes.
  const of = (plugin: Plugin): Prepared => {
    const prepared = known.get(plugin) ?? plugin.prepare(incoming, index);
    known.set(plugin, prepared);
    return prepared;
  };
  const only = nodeAffinity.prepare(incoming, index).only;
  return {
    get rejects() {
      return plugins.flatMap((plugin) => {
        const { reject } = of(plugin);
        return reject ? [{ plugin: plugin.name, ...reject }] : [];
      });
    },
    get unchecked() {
      return plugins.flatMap((plugin) => of(plugin).unchecked ?? []);
    },
    on(node, all) {
      const refusals: Refusal[] = only && !only.has(node.name) ? [notNamed(nodeAffinity.name)] : [];
      for (const plugin of plugins) {
        if (!all && refusals.length > 0) break;
        // That the node is not named is the same obstacle.
        if (refusals.some((one) => one.plugin === plugin.name)) continue;
        const { filter } = of(plugin);
        const refusal = filter?.(node);
        if (refusal) refusals.push({ plugin: plugin.name, ...refusal });
      }
      return refusals;
    },
    without(node, gone) {
      const leaving = new Set(gone);
      const there = nodeRecord(
        node.node,
        node.pods.filter((pod) => !leaving.has(pod)),
      );
      let supposed: FitIndex | undefined;
      for (const plugin of plugins) {
        let prepared = of(plugin);
        // Only where it matters to the plugin is the whole cluster looked at again.
        if (prepared.dependsOn && gone.some(prepared.dependsOn)) {
          supposed ??= suppose(index, { without: gone });
          prepared = plugin.prepare(incoming, supposed);
        }
        const refusal = prepared.filter?.(there);
        if (refusal) return { plugin: plugin.name, ...refusal };
      }
      return undefined;
    },
  };
}

function notNamed(plugin: string): Refusal {
  return {
    plugin,
    code: 'UnschedulableAndUnresolvable',
    reasons: [`node(s) didn't satisfy plugin(s) [${plugin}]`],
    details: ['the pod is bound to other nodes by their names'],
  };
}

/** What refuses the pod on a node, whole-pod refusals first: the first plugin, or all. Empty where it fits. */
export function refusalsOn(filters: Filters, node: NodeRecord, all: boolean): readonly Refusal[] {
  const { rejects } = filters;
  if (!all && rejects.length > 0) return rejects.slice(0, 1);
  return [...rejects, ...filters.on(node, all).filter(({ plugin }) => rejects.every((one) => one.plugin !== plugin))];
}
