import type { OwnerFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Observation } from '../../core/finding.ts';
import type { Pod, PodSpec } from '../../core/kubernetes.ts';
import { valueOf } from '../../core/lookup.ts';
import { fullNameOf, nameOf } from '../../facts/metadata.ts';
import type { NodeFit, Refusal } from '../../facts/node-fit.ts';
import type { Block, BlockKind, Scheduling } from '../../facts/scheduling.ts';
import { isControlPlaneTaint } from '../../facts/tolerations.ts';
import { templateOf } from '../../facts/workload.ts';
import { parseTime } from '../../facts/time.ts';
import { eventEvidence, fieldEvidence, timed } from './evidence.ts';

/** `both nodes`, `all 14 nodes`, `2 of 3 nodes`, `the only node`. */
export function countText({ count }: { count: number }, { total }: Pick<Scheduling, 'total'>): string {
  if (count !== total) return `${count} of ${total} nodes`;
  if (total === 1) return 'the only node';
  return total === 2 ? 'both nodes' : `all ${total} nodes`;
}

/** `is` behind one, `are` behind several. */
export function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}

/** `node-a`, `node-a and node-b`, `node-a, node-b, node-c and 4 more`. */
export function namesText(names: readonly string[], most = 4): string {
  const shown = names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown.slice(-1).join('')}`;
}

/** The nodes of a block by name, in brackets: ` (node-a and node-b)`; nothing where they are not known. */
export function inBrackets(nodes: readonly NodeFit[]): string {
  return nodes.length > 0 ? ` (${namesText(nodes.map(({ name }) => name))})` : '';
}

/** `web-0 on node-a`, of a pod that has a node. */
export function placedText(pod: Pod): string {
  return `${nameOf(pod)} on ${pod.spec?.nodeName ?? ''}`;
}

/** What keeps a pod from a node, behind the node's name. */
export const refusedText: Readonly<Record<Refusal, string>> = {
  'not-named': 'is not the node that it names',
  cordoned: 'is cordoned',
  taint: 'has a taint it does not tolerate',
  affinity: 'is outside its node selector or affinity',
  'host-port': 'has its host port taken',
  resource: 'has no room for it',
};

const inOneWord: Readonly<Partial<Record<BlockKind, string>>> = {
  cordoned: 'cordoned',
  taint: 'tainted',
  'not-ready': 'not ready',
  affinity: 'outside its node selector or affinity',
  'host-port': 'with its host port taken',
  resource: 'too small or too full',
  'pod-slots': 'with no pod slot left',
  'in-use': 'refused because a volume is in use',
  'volume-limit': 'with no room for more volumes',
  'volume-zone': 'out of reach of its volume',
  'no-volume': 'without a volume for its claim',
  'no-storage': 'without storage for its claim',
  spread: 'against its spread constraint',
  'spread-label': 'without the label of its spread constraint',
  'pod-affinity': 'away from the pods it wants beside it',
  'anti-affinity': 'with a pod it keeps away from',
  'existing-anti-affinity': 'with a pod that keeps it away',
  'resource-claim': 'without the devices it claims',
};

function stateText({ kind, reasons }: Block): string {
  return inOneWord[kind] ?? `refused with "${reasons.map(({ text }) => text).join(', ')}"`;
}

/** What keeps the pod from the other nodes, for the end of an explanation: ` The others: 1 tainted, 2 cordoned.` */
export function othersText(scheduling: Scheduling, ...own: BlockKind[]): string {
  const others = scheduling.blocks.filter(({ kind, count }) => !own.includes(kind) && count > 0);
  if (others.length === 0) return '';
  const [only] = others;
  if (others.length === 1 && only?.count === 1) return ` The other node is ${stateText(only)}.`;
  const parts = others.map((block) => `${block.count} ${stateText(block)}`);
  return ` The others: ${[...new Set(parts)].join(', ')}.`;
}

/** What the scheduler said, from the condition or else the event. */
export function messageEvidence({ source, condition, event }: Scheduling): EvidenceItem[] {
  if (source === 'condition' && condition) {
    const text = `${condition.reason ?? 'False'}: ${condition.message ?? ''}`;
    return [
      {
        ...fieldEvidence('status', 'status.conditions[PodScheduled]', text),
        ...timed(parseTime(condition.lastTransitionTime)),
      },
    ];
  }
  return source === 'event' && event ? [eventEvidence(event)] : [];
}

/** How much sooner one obstacle is removed than another, if it is all that stands between the pod and a node. */
const ease: Readonly<Partial<Record<BlockKind, number>>> = {
  'not-ready': 90,
  'no-nodes': 90,
  cordoned: 80,
  taint: 70,
  resource: 60,
  'pod-slots': 60,
  'in-use': 58,
  'volume-limit': 55,
  'volume-gone': 54,
  'no-volume': 52,
  'no-storage': 52,
  'resource-claim': 50,
  'volume-zone': 48,
  spread: 46,
  'spread-label': 46,
  'host-port': 45,
  'anti-affinity': 44,
  'existing-anti-affinity': 44,
  'pod-affinity': 40,
  affinity: 20,
  features: 15,
};

/**
 * Weight of the finding about a block. A node that other things refuse as well is not won by removing one; the taint of the control plane
 * is rarely meant to be tolerated; nodes that the pod does not select were never meant for it.
 */
export function weightOf(block: Block): number {
  const weight = ease[block.kind] ?? 30;
  const early = block.kind === 'cordoned' || block.kind === 'taint' || block.kind === 'not-ready';
  if (!early || block.nodes.length === 0) return weight;
  if (block.kind === 'taint' && block.nodes.every(({ taints }) => taints.some(isControlPlaneTaint))) return 10;
  const won = block.nodes.some(({ refusals }) => refusals.length === 1);
  return won ? weight : weight - 75;
}

/** Confidence, weight and, while room is being made by preemption, severity and verdict: what all findings about a block share. */
export function aboutBlock(
  scheduling: Scheduling,
  block: Block,
): Pick<Observation, 'weight' | 'confidence' | 'severity' | 'verdict'> {
  const { preempting, source } = scheduling;
  const waits = preempting && { severity: preempting.late ? ('warning' as const) : ('info' as const) };
  return {
    weight: weightOf(block),
    confidence: source === 'computed' ? 'likely' : 'certain',
    ...(waits ? { ...waits, verdict: preempting.late ? ('pending' as const) : ('starting' as const) } : {}),
  };
}

/** What preemption adds to an explanation: who leaves, or why nobody is made to. */
export function preemptionText({ preempting, message }: Scheduling): string {
  if (preempting) {
    const names = preempting.leaving.map(fullNameOf);
    const who = names.length > 0 ? namesText(names) : 'pods of lower priority';
    const late = preempting.late ? ', which should have stopped by now' : '';
    return ` Room is being made on ${preempting.node}: it waits for ${who} to stop${late}.`;
  }
  return message?.preemption?.never ? ' Its priority class forbids it to evict others (preemptionPolicy Never).' : '';
}

/** How a pod that waits for others to leave is titled; undefined for one that does not. */
export function preemptionTitle({ preempting }: Scheduling): string | undefined {
  return preempting && `it waits for pods of lower priority to leave ${preempting.node}`;
}

/** The pod spec as the user wrote it: that of the workload's template, without what admission added; else the pod's own. */
export function writtenSpec(owner: OwnerFacts | undefined, spec: PodSpec): PodSpec {
  const top = owner?.chain.at(-1);
  const object = valueOf(top?.object);
  return (object && templateOf(object)?.spec) ?? spec;
}
