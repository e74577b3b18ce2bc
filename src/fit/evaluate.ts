import type { Pod } from '../core/kubernetes.ts';
import type { Unchecked } from './cluster.ts';
import { filtersFor, refusalsOn, type Filters, type Refusal } from './filter.ts';
import { fitErrorText, gated, noNodes } from './message.ts';
import { suppose, type FitIndex, type NodeRecord } from './node-index.ts';
import { incomingOf, type Code, type Incoming } from './plugin.ts';
import { claimsOf } from './plugins/dynamic-resources.ts';
import { plugins } from './plugins/index.ts';
import { dryRun, preferredVictims, victimsOn, type DryRun, type Victims } from './preemption.ts';

export interface FitOptions {
  /** Go on after the first plugin that refuses a node. */
  readonly allReasons?: boolean;
}

/** What the scheduler answers for one node. */
export interface FitNode {
  readonly name: string;
  readonly fits: boolean;
  /** The plugin that refuses first. */
  readonly plugin?: string;
  readonly code?: Code;
  /** The scheduler's own words; empty where it fits. */
  readonly reasons: readonly string[];
  /** The same with names and numbers. */
  readonly details: readonly string[];
  /** Evicting pods of lower priority from this node would let the pod in. */
  readonly preemptionMayHelp: boolean;
  /** Everything that refuses, the first included; only with `allReasons`. */
  readonly refusals?: readonly Refusal[];
}

export interface Fit {
  readonly schedulable: boolean;
  /** The text of the PodScheduled condition; empty where the pod can be scheduled or gets no condition. */
  readonly message: string;
  /** Why the pod is not even looked at; `nodes` then say what would come after. */
  readonly held?: { readonly plugin: string; readonly reason: string };
  readonly nodes: readonly FitNode[];
  /** What preemption would evict, and where the pod would go then. */
  readonly preemption?: Victims;
  readonly couldNotCheck: readonly Unchecked[];
}

/** Most nodes for which victims are looked for one by one; the scheduler, too, looks at a sample of that size. */
const sample = 100;

/** Evaluates the filters of kube-scheduler's default profile for a pod on every node. */
export function fitPod(pod: Pod, index: FitIndex, options: FitOptions = {}): Fit {
  const incoming = incomingOf(pod);
  const held = plugins
    .map((plugin) => ({ plugin: plugin.name, reason: plugin.hold?.(incoming, index) ?? '' }))
    .find(({ reason }) => reason !== '');
  // Nothing is evicted for a pod that does not enter the queue.
  const { preemption, ...fit } = evaluate(incoming, index, options);
  if (!held) return preemption ? { ...fit, preemption } : fit;
  return { ...fit, schedulable: false, held, message: held.plugin === 'SchedulingGates' ? gated : '' };
}

function evaluate(incoming: Incoming, index: FitIndex, options: FitOptions): Fit {
  const filters = filtersFor(incoming, index);
  const couldNotCheck = [...filters.unchecked, ...unknownPods(index)];
  if (index.nodes.length === 0) return { schedulable: false, message: noNodes, nodes: [], couldNotCheck };
  const refusals = index.nodes.map((node) => refusalsOn(filters, node, options.allReasons ?? false));
  if (refusals.some((list) => list.length === 0)) {
    const nodes = index.nodes.map((node, at) => fitNode(node, refusals[at] ?? [], options));
    return { schedulable: true, message: '', nodes, couldNotCheck };
  }
  const way = wayOut(incoming, index, filters, refusals);
  const freed = way.preemption ? undefined : deallocated(incoming, index, refusals);
  if (freed) return evaluate(incoming, freed, options);
  const nodes = index.nodes.map((node, at) => fitNode(node, refusals[at] ?? [], options, way.runs[at]?.helps));
  const [whole] = filters.rejects[0]?.reasons ?? [];
  const firsts = refusals.map(([first]) => ({ reasons: first?.reasons ?? [] }));
  const message = fitErrorText(index.nodes.length, firsts, whole, way.text);
  return {
    schedulable: false,
    message,
    nodes,
    couldNotCheck,
    ...(way.preemption ? { preemption: way.preemption } : {}),
  };
}

function unknownPods({ podsKnown }: FitIndex): Unchecked[] {
  if (podsKnown) return [];
  return [
    {
      plugin: 'NodeResourcesFit',
      what: 'pods',
      why: 'no Pod objects could be read: what nodes have free is not known',
    },
  ];
}

function fitNode({ name }: NodeRecord, refusals: readonly Refusal[], options: FitOptions, helps = false): FitNode {
  const [first] = refusals;
  const all = options.allReasons ? { refusals } : {};
  if (!first) return { name, fits: true, reasons: [], details: [], preemptionMayHelp: false, ...all };
  const { plugin, code, reasons, details } = first;
  return { name, fits: false, plugin, code, reasons, details, preemptionMayHelp: helps, ...all };
}

interface WayOut {
  /** The scheduler's words behind the reasons. */
  readonly text: string;
  readonly runs: readonly DryRun[];
  readonly preemption?: Victims;
}

/** What the plugins say that look for a way out: DynamicResources, then DefaultPreemption. */
function wayOut(
  incoming: Incoming,
  index: FitIndex,
  filters: Filters,
  refusals: readonly (readonly Refusal[])[],
): WayOut {
  const [reject] = filters.rejects;
  // The plugin was not prepared, which the scheduler reports as a missing state.
  if (reject && reject.plugin !== 'DynamicResources') return { text: 'not found', runs: [] };
  const hasClaims = (incoming.spec.resourceClaims ?? []).length > 0 && !reject;
  const claims = hasClaims ? 'still not schedulable' : 'no new claims to deallocate';
  const text = (preemption: string): string => `${claims}, preemption: ${preemption}`;
  if (incoming.spec.preemptionPolicy === 'Never')
    return { text: text('not eligible due to preemptionPolicy=Never.'), runs: [] };
  if (isWaitingForVictims(incoming, index, refusals))
    return { text: text('not eligible due to a terminating pod on the nominated node.'), runs: [] };
  const runs = index.nodes.flatMap((node, at) => {
    const first = refusals[at]?.[0];
    return first ? [dryRun(incoming, filters, node, first)] : [];
  });
  const candidates = index.nodes.filter((_, at) => runs[at]?.helps).slice(0, sample);
  const preemption = preferredVictims(candidates.map((node) => victimsOn(incoming, filters, index, node)));
  return preemption ? { text: '', runs, preemption } : { text: text(fitErrorText(runs.length, runs)), runs };
}

/** The pod has evicted others already, and they are on their way out. */
function isWaitingForVictims(
  { pod, record }: Incoming,
  { nodes, positions }: FitIndex,
  refusals: readonly (readonly Refusal[])[],
): boolean {
  const at = positions.get(pod.status?.nominatedNodeName ?? '') ?? -1;
  if (refusals[at]?.[0]?.code !== 'Unschedulable') return false;
  return (
    nodes[at]?.pods.some(({ priority, ending, preempted }) => priority < record.priority && ending && preempted) ??
    false
  );
}

/**
 * Where nobody uses an allocated claim that is on the wrong node, the scheduler takes the devices back and starts anew: the cluster after
 * that. undefined where there is no such claim.
 */
function deallocated(
  incoming: Incoming,
  index: FitIndex,
  refusals: readonly (readonly Refusal[])[],
): FitIndex | undefined {
  const elsewhere = refusals.some(([first]) => first?.reasons.includes('resourceclaim not available on the node'));
  if (!elsewhere) return undefined;
  const free = claimsOf(incoming, index).filter(({ status }) => status?.allocation && !status.reservedFor?.length);
  if (free.length === 0) return undefined;
  const resourceClaims = (index.objects.resourceClaims ?? []).map((one) =>
    free.includes(one) ? { ...one, status: {} } : one,
  );
  return suppose(index, { objects: { resourceClaims } });
}
