import type { Pod } from '../core/kubernetes.ts';
import type { FitCluster } from './cluster.ts';
import { applyEdits, edited, type Edit } from './edits.ts';
import { filtersFor, refusalsOn } from './filter.ts';
import type { Fix, Side, Step } from './fixes/fix.ts';
import { fixers } from './fixes/index.ts';
import { nodeNamed, suppose, type ClusterObjects, type FitIndex } from './node-index.ts';
import { incomingOf, type Incoming } from './plugin.ts';

/** What lets the pod in on one node: one thing to do, or several that only together do it. */
export interface Change {
  readonly node: string;
  /** An imperative clause; several are joined. */
  readonly action: string;
  readonly why: string;
  /** Whose change it is; `mixed` where it is several objects'. */
  readonly side: Side | 'mixed';
  /** Comparable: smaller is a smaller change. */
  readonly size: number;
  readonly steps: readonly Step[];
  /** In the order in which they are to be made. */
  readonly edits: readonly Edit[];
}

/** Pod and cluster after a change, for another look. */
export function applyChange(
  pod: Pod,
  cluster: FitCluster,
  change: Pick<Change, 'edits'>,
): { readonly pod: Pod; readonly cluster: FitCluster } {
  return applyEdits(pod, cluster, change.edits);
}

/** Nodes that are looked at for the smallest change of all: those that fewest plugins refuse. */
const shortList = 50;

/** States that are looked at for one node before the search is given up. Each may take a look at the whole cluster. */
function patienceFor({ nodes }: FitIndex): number {
  return nodes.length > 500 ? 40 : 200;
}

/**
 * The smallest changes that let the pod in on a node, smallest first: the smallest of all, the smallest on the pod's side alone, and the
 * smallest that leaves the pod as it is. Empty where it fits, and where no edit helps. Each was tried: with it the node fits, and none of
 * its steps can be left out.
 */
export function changesOn(pod: Pod, index: FitIndex, node: string): Change[] {
  const start: State = { incoming: incomingOf(pod), index, steps: [], size: 0 };
  const found = [
    search(start, node, () => true),
    search(start, node, ({ side }) => side === 'pod'),
    search(start, node, ({ side }) => side !== 'pod'),
  ].flatMap((steps) => (steps && steps.length > 0 ? [changeOf(node, steps)] : []));
  const distinct = new Map(found.map((change) => [JSON.stringify(change.edits), change]));
  return [...distinct.values()].sort((a, b) => a.size - b.size);
}

/** The smallest change that lets the pod in anywhere; undefined where it fits somewhere or no edit helps. */
export function smallestChange(pod: Pod, index: FitIndex): Change | undefined {
  const filters = filtersFor(incomingOf(pod), index);
  const near = index.nodes
    .map((node) => ({ node: node.name, refusals: refusalsOn(filters, node, true).length }))
    .sort((a, b) => a.refusals - b.refusals);
  const gates = gateSteps(pod);
  const [first] = near;
  if (!first || (first.refusals === 0 && gates.length === 0)) return undefined;
  if (first.refusals === 0) return changeOf(first.node, gates);
  const start: State = { incoming: incomingOf(pod), index, steps: [], size: 0 };
  let best: Change | undefined;
  for (const { node } of near.slice(0, shortList)) {
    const steps = search(start, node, () => true, best?.size);
    if (steps && (!best || sizeOf(steps) + sizeOf(gates) < best.size)) best = changeOf(node, [...gates, ...steps]);
  }
  return best;
}

function gateSteps({ spec }: Pod): Step[] {
  const gates = (spec?.schedulingGates ?? []).map(({ name }) => name);
  if (gates.length === 0) return [];
  return [
    {
      plugin: 'SchedulingGates',
      side: 'pod',
      action: `have scheduling gate ${gates.join(', ')} removed by whoever set it`,
      why: 'the scheduler does not look at the pod before',
      size: 1,
      edits: [{ target: { kind: 'incoming' }, op: 'remove', path: '/spec/schedulingGates' }],
    },
  ];
}

function changeOf(node: string, steps: readonly Step[]): Change {
  const sides = new Set(steps.map(({ side }) => side));
  const [side = 'pod'] = sides;
  return {
    node,
    action: steps.map(({ action }) => action).join(', and '),
    why: [...new Set(steps.map(({ why }) => why))].join('; '),
    side: sides.size > 1 ? 'mixed' : side,
    size: sizeOf(steps),
    steps,
    edits: steps.flatMap(({ edits }) => edits),
  };
}

function sizeOf(steps: readonly Step[]): number {
  return Math.round(steps.reduce((sum, { size }) => sum + size, 0) * 1000) / 1000;
}

interface State {
  readonly incoming: Incoming;
  readonly index: FitIndex;
  readonly steps: readonly Step[];
  readonly size: number;
}

/**
 * Cheapest first: satisfies the plugin that refuses first in each way there is, and goes on from there, since what is changed for one may
 * matter to another. Gives up above a size.
 */
function search(start: State, node: string, allowed: (step: Step) => boolean, below = Infinity): Step[] | undefined {
  const open = [start];
  const patience = patienceFor(start.index);
  for (let looked = 0; looked < patience; looked++) {
    const at = open.reduce((best, { size }, index) => (size < (open[best]?.size ?? Infinity) ? index : best), 0);
    const [state] = open.splice(at, 1);
    if (!state || state.size >= below) return undefined;
    const refusal = refusalOn(state, node);
    if (refusal === undefined) return pruned(start, state.steps, node);
    for (const fix of fixesFor(refusal, state, node)) {
      if (fix.length > 0 && fix.every(allowed)) open.push(after(state, fix));
    }
  }
  return undefined;
}

/** The plugin that refuses first. */
function refusalOn({ incoming, index }: State, node: string): string | undefined {
  const there = nodeNamed(index, node);
  return there && refusalsOn(filtersFor(incoming, index), there, false)[0]?.plugin;
}

function fixesFor(plugin: string, { incoming, index }: State, name: string): readonly Fix[] {
  const node = nodeNamed(index, name);
  return (node && fixers[plugin]?.({ incoming, node, index })) ?? [];
}

function after(state: State, steps: Fix): State {
  return {
    ...supposed(
      state,
      steps.flatMap(({ edits }) => edits),
    ),
    steps: [...state.steps, ...steps],
    size: state.size + sizeOf(steps),
  };
}

/** The pod and the index with edits made. */
function supposed({ incoming, index }: State, edits: readonly Edit[]): { incoming: Incoming; index: FitIndex } {
  const mine = edits.filter(({ target }) => target.kind === 'incoming');
  const pod = mine.length > 0 ? incomingOf(edited(incoming.pod, mine)) : incoming;
  const leaving = edits.flatMap(({ target }) =>
    target.kind !== 'Pod'
      ? []
      : (nodeNamed(index, target.node)?.pods.filter(
          ({ namespace, name }) => namespace === target.namespace && name === target.name,
        ) ?? []),
  );
  let next = leaving.length > 0 ? suppose(index, { without: leaving }) : index;
  const nodeEdits = edits.filter(({ target }) => target.kind === 'Node');
  for (const { target } of nodeEdits.slice(0, 1)) {
    const node = target.kind === 'Node' ? nodeNamed(next, target.name)?.node : undefined;
    if (node) next = suppose(next, { node: edited(node, nodeEdits) });
  }
  const claims = claimsAfter(next.objects, edits);
  return { incoming: pod, index: claims ? suppose(next, { objects: { claims } }) : next };
}

function claimsAfter({ claims }: ClusterObjects, edits: readonly Edit[]): ClusterObjects['claims'] {
  const mine = edits.filter(({ target }) => target.kind === 'PersistentVolumeClaim');
  if (!claims || mine.length === 0) return undefined;
  return applyEdits({}, { nodes: [], claims }, mine).cluster.claims;
}

/** Leaves out what later steps have made needless, and lowers requests no further than is left to lower. */
function pruned(start: State, steps: readonly Step[], node: string): Step[] {
  let kept = [...steps];
  for (const step of steps) {
    const others = kept.filter((one) => one !== step);
    if (refusalOn(after(start, others), node) === undefined) kept = others;
  }
  const lowering = kept.filter(({ plugin, side }) => plugin === 'NodeResourcesFit' && side === 'pod');
  if (lowering.length === 0 || lowering.length === kept.length) return kept;
  const others = kept.filter((one) => !lowering.includes(one));
  const state = after(start, others);
  if (refusalOn(state, node) !== 'NodeResourcesFit') return kept;
  const again = fixesFor('NodeResourcesFit', state, node).find((fix) => fix.every(({ side }) => side === 'pod'));
  if (!again || refusalOn(after(state, again), node) !== undefined) return kept;
  return [...others, ...again];
}
