import { nodeNamed, nodeRecord, suppose } from '../node-index.ts';
import type { Plugin } from '../plugin.ts';
import { violating } from '../preemption.ts';
import type { PodRecord } from '../records.ts';
import type { Fix, Obstacle, Step } from './fix.ts';

/** From here on a priority is Kubernetes' own. */
const systemPriority = 2_000_000_000;

/** Whether a plugin accepts the node once some pods are gone. */
type Enough = (gone: readonly PodRecord[]) => boolean;

/**
 * The pods that have to leave for a plugin to accept the node: the one pod that costs least if one is enough, else what is left when all
 * that need not go are let back in, the dearest first. undefined where that does not help. For plugins that look at the pods of the node
 * alone. Pods of DaemonSets and static pods are not moved: they would come back.
 */
export function movingSome(plugin: Plugin, obstacle: Obstacle, candidates: readonly PodRecord[]): Fix | undefined {
  const { incoming, node, index } = obstacle;
  const { filter } = plugin.prepare(incoming, index);
  const enough: Enough = (gone) =>
    !filter?.(
      nodeRecord(
        node.node,
        node.pods.filter((pod) => !gone.includes(pod)),
      ),
    );
  const ranked = rank(candidates, obstacle);
  const one = ranked.find(({ pod }) => enough([pod]));
  if (one) return stepsOf(plugin, [one], obstacle);
  let gone = ranked;
  if (!enough(gone.map(({ pod }) => pod))) return undefined;
  for (const back of [...ranked].reverse()) {
    const fewer = gone.filter((other) => other !== back);
    if (enough(fewer.map(({ pod }) => pod))) gone = fewer;
  }
  return stepsOf(plugin, gone, obstacle);
}

/** All of some pods, or the cheapest `count` of them, each of which is in the way. undefined where that does not help. */
export function movingAll(
  plugin: Plugin,
  obstacle: Obstacle,
  candidates: readonly PodRecord[],
  count = candidates.length,
): Fix | undefined {
  const { incoming, node, index } = obstacle;
  const gone = rank(candidates, obstacle).slice(0, count);
  if (gone.length < count) return undefined;
  const supposed = suppose(index, { without: gone.map(({ pod }) => pod) });
  const there = nodeNamed(supposed, node.name);
  const { reject, filter } = plugin.prepare(incoming, supposed);
  return reject || !there || filter?.(there) ? undefined : stepsOf(plugin, gone, obstacle);
}

interface Ranked {
  readonly pod: PodRecord;
  readonly cost: number;
  /** A PodDisruptionBudget does not let it go now. */
  readonly kept: boolean;
}

/** The pods that can be moved, the cheapest first. */
function rank(candidates: readonly PodRecord[], { incoming, index }: Obstacle): readonly Ranked[] {
  const { ownerUid } = incoming.record;
  // A pod of the same owner has nowhere to go either: it would wait as the one that comes does now.
  const movable = candidates.filter(
    (pod) =>
      pod.owner !== 'DaemonSet' && pod.owner !== 'Node' && (pod.ending || !ownerUid || pod.ownerUid !== ownerUid),
  );
  const kept = violating(movable, index);
  return movable
    .map((pod) => ({ pod, kept: kept.has(pod), cost: costOf(pod, incoming.record.priority, kept.has(pod)) }))
    .sort((a, b) => a.cost - b.cost || (nameOf(a.pod) < nameOf(b.pod) ? -1 : 1));
}

function stepsOf({ name }: Plugin, gone: readonly Ranked[], obstacle: Obstacle): Fix {
  return gone.map((one) => moveStep(name, one, obstacle));
}

/** A pod that nobody makes again cannot really be moved: it is lost. */
function costOf({ ending, priority, owner }: PodRecord, mine: number, kept: boolean): number {
  if (ending) return 0.5;
  const precious = (priority > mine ? 4 : 0) + (priority >= systemPriority ? 10 : 0);
  return 2 + precious + (kept ? 3 : 0) + (owner === '' ? 4 : 0);
}

function moveStep(plugin: string, { pod, cost, kept }: Ranked, { incoming, index }: Obstacle): Step {
  const { priority } = incoming.record;
  const { namespace, name, node } = pod;
  const notes = [
    pod.priority > priority ? `its priority ${pod.priority} is above ${priority}` : '',
    kept ? 'its PodDisruptionBudget does not allow it now' : '',
    index.objects.disruptionBudgets ? '' : 'PodDisruptionBudgets could not be read',
  ].filter((note) => note !== '');
  const action = pod.ending ? `wait until ${nameOf(pod)} is gone from ${node}` : `move ${nameOf(pod)} off ${node}`;
  return {
    plugin,
    side: 'other-pods',
    action,
    why: [pod.ending ? 'it is being deleted' : 'it is in the way', ...notes].join('; '),
    size: cost,
    edits: [{ target: { kind: 'Pod', namespace, name, node }, op: 'move-away', path: '' }],
  };
}

function nameOf({ namespace, name }: PodRecord): string {
  return `${namespace}/${name}`;
}
