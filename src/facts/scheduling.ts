import type { ClusterFacts, EventFacts, PodStatusFacts } from '../core/evidence.ts';
import type { Condition, Pod } from '../core/kubernetes.ts';
import { valueOf } from '../core/lookup.ts';
import { newest } from './events.ts';
import { nodeFits, type NodeFit, type Refusal } from './node-fit.ts';
import { conditionOf, podStatusOf } from './pod-status.ts';
import {
  parseSchedulerMessage,
  reasonOf,
  type ReasonKind,
  type SchedulerMessage,
  type SchedulerReason,
} from './scheduler-message.ts';
import { isNotReadyTaint, unschedulableTaint } from './tolerations.ts';
import { waitsForNode } from './trouble.ts';

/** What keeps a pod from some nodes: the scheduler's reason, with taints told apart by who sets them. */
export type BlockKind = ReasonKind | 'not-ready';

/** One kind of obstacle with the nodes that it stands on. */
export interface Block {
  readonly kind: BlockKind;
  /** Nodes that it holds for, by the scheduler's count. */
  readonly count: number;
  /** Those of them that could be told; may be fewer than `count`, or none. */
  readonly nodes: readonly NodeFit[];
  readonly reasons: readonly SchedulerReason[];
}

/** Why no node has the pod. */
export interface Scheduling {
  /** `computed`: nobody says why, it is concluded from spec and nodes. */
  readonly source: 'condition' | 'event' | 'computed';
  readonly condition?: Condition;
  readonly event?: EventFacts;
  readonly message?: SchedulerMessage;
  /** Nodes that are meant: all, or for a pod that is bound to nodes by name those. */
  readonly total: number;
  readonly blocks: readonly Block[];
  /** Every node with what refuses the pod there; missing where the nodes could not be listed. */
  readonly fits?: readonly NodeFit[];
  /** Room is being made: pods of lower priority have been told to leave this node. `late`: they should have gone long ago. */
  readonly preempting?: { readonly node: string; readonly leaving: readonly Pod[]; readonly late: boolean };
}

/** What the question is answered from; everything but the status may be missing. */
export interface SchedulingInput {
  readonly status: PodStatusFacts;
  readonly events?: readonly EventFacts[];
  readonly cluster?: ClusterFacts;
  readonly now: number;
}

/** What the scheduler's filters answer for the pod, by whoever has asked them all. */
export interface Answers {
  /** The reasons in one text, as the scheduler would write it. */
  readonly message: SchedulerMessage;
  /** The scheduler's own words by the name of the node; none where it would take the pod. */
  readonly reasons: ReadonlyMap<string, readonly string[]>;
}

/**
 * Why a pod that waits for a node has none: what the PodScheduled condition says, else the newest FailedScheduling event, else what spec
 * and nodes let conclude. undefined for a pod that has a node, has ended or is being deleted, and where nothing speaks against any node.
 */
export function schedulingOf({ status, events, cluster, now }: SchedulingInput): Scheduling | undefined {
  if (!waitsForNode(status) || status.deletion) return undefined;
  const condition = conditionOf(status, 'PodScheduled');
  const event = newest(events, 'FailedScheduling');
  const text = condition?.status === 'False' && condition.message ? condition.message : event?.message;
  const fits = cluster && nodeFits(status.pod, cluster);
  if (!text) return mayConclude(status, now) ? computed(fits) : undefined;
  const message = parseSchedulerMessage(text);
  const preempting = preemptionOf(status, message, cluster, now);
  return {
    ...(condition?.message ? { source: 'condition', condition } : { source: 'event' }),
    ...(event ? { event } : {}),
    message,
    ...blocksOf(message, fits),
    ...(fits ? { fits } : {}),
    ...(preempting ? { preempting } : {}),
  };
}

/** The words of a scheduler that refuses every node for reasons which Kubernetes' own plugins do not give; undefined where some are known. */
export function unknownReasons({ message }: Scheduling): readonly string[] | undefined {
  const reasons = message?.reasons ?? [];
  const unknown = reasons.length > 0 && reasons.every(({ kind }) => kind === 'other');
  return unknown ? reasons.map(({ text, count }) => (count > 0 ? `${count} ${text}` : text)) : undefined;
}

/** The obstacles of some kinds, as one. undefined where there is none of them. */
export function blockOf(scheduling: Scheduling | undefined, ...kinds: BlockKind[]): Block | undefined {
  const blocks = (scheduling?.blocks ?? []).filter(({ kind }) => kinds.includes(kind));
  const [first] = blocks;
  if (!first) return undefined;
  const nodes = [...new Set(blocks.flatMap((block) => block.nodes))];
  // One node may be short of several resources: their counts overlap and must not be added up.
  const most = Math.max(...blocks.map(({ count }) => count));
  const count = kinds.includes('resource')
    ? Math.max(most, nodes.length)
    : blocks.reduce((sum, one) => sum + one.count, 0);
  return { kind: first.kind, count, nodes, reasons: blocks.flatMap(({ reasons }) => reasons) };
}

/** Seconds within which a scheduler that runs has looked at a new pod. */
const soon = 5;

/** Whether something may be concluded from spec and nodes without a word of the scheduler: it has had time, and is the one of every cluster. */
export function mayConclude(status: PodStatusFacts, now: number): boolean {
  const age = now - (status.created ?? 0);
  return age >= soon * 1000 && !customScheduler(status) && !status.pod.spec?.schedulingGates?.length;
}

/** Without a word of the scheduler: each node's first refusal, if every node has one. */
function computed(fits: readonly NodeFit[] | undefined): Scheduling | undefined {
  if (!fits || fits.length === 0 || !fits.every(({ refusal }) => refusal)) return undefined;
  const meant = fits.filter(({ refusal }) => refusal !== 'not-named');
  // The one node that it is bound to by name is not there.
  if (meant.length === 0) {
    return {
      source: 'computed',
      total: fits.length,
      blocks: [{ kind: 'affinity', count: fits.length, nodes: fits, reasons: [] }],
      fits,
    };
  }
  const kinds = new Set(meant.map(kindOfFit));
  const blocks = [...kinds].map((kind) => {
    const nodes = meant.filter((fit) => kindOfFit(fit) === kind);
    return { kind, count: nodes.length, nodes, reasons: [] };
  });
  return { source: 'computed', total: meant.length, blocks, fits };
}

/** The scheduler that the pod asks for, where it is not the one of every cluster. */
export function customScheduler({ pod }: PodStatusFacts): string | undefined {
  const name = pod.spec?.schedulerName;
  return name && name !== 'default-scheduler' ? name : undefined;
}

function kindOfFit(fit: NodeFit): BlockKind {
  if (fit.refusal === 'taint') return taintKind(fit);
  return fit.refusal ?? 'other';
}

/** Taints that the control plane sets and takes away by itself are the node's trouble; one of anybody else is meant to stay. */
function taintKind({ taints }: NodeFit): BlockKind {
  const ofCordon = (key: string): boolean => key === unschedulableTaint.key;
  if (taints.every(({ key }) => ofCordon(key))) return 'cordoned';
  return taints.every((taint) => isNotReadyTaint(taint) || ofCordon(taint.key)) ? 'not-ready' : 'taint';
}

/** Kinds that the plain questions about a node tell; the scheduler asks them before all others. */
const plain: Readonly<Partial<Record<ReasonKind, Refusal>>> = {
  'not-named': 'not-named',
  cordoned: 'cordoned',
  taint: 'taint',
  affinity: 'affinity',
  'host-port': 'host-port',
  resource: 'resource',
  'pod-slots': 'resource',
};

/**
 * The obstacles that a text of the scheduler names. With the answers of the nodes it is told exactly which nodes each of them is on;
 * without, as far as the plain questions tell.
 */
export function blocksOf(
  message: SchedulerMessage,
  fits: readonly NodeFit[] | undefined,
  answers?: Answers,
): { total: number; blocks: Block[] } {
  const unnamed = message.reasons.filter(({ kind }) => kind === 'not-named').reduce((sum, { count }) => sum + count, 0);
  const reasons = message.reasons.filter(({ kind }) => kind !== 'not-named');
  const all = message.nodes ?? fits?.length ?? 0;
  // The one node that a pod is bound to by name does not exist: every node is another one.
  if (reasons.length === 0 && unnamed > 0) {
    return { total: all, blocks: [{ kind: 'affinity', count: unnamed, nodes: fits ?? [], reasons: message.reasons }] };
  }
  const blocks = reasons.flatMap((reason) => ofReason(reason, message, fits, answers));
  return { total: all - unnamed, blocks };
}

function ofReason(
  reason: SchedulerReason,
  message: SchedulerMessage,
  fits: readonly NodeFit[] | undefined,
  answers: Answers | undefined,
): Block[] {
  const exact = answers && (fits ?? []).filter((fit) => gives(reason, fit, answers));
  const nodes = message.wholePod ? [] : (exact ?? nodesOf(reason, message, fits ?? []));
  const whole = { kind: reason.kind, count: reason.count, nodes, reasons: [reason] };
  if (reason.kind !== 'taint') return [whole];
  if (nodes.length === 0) return [{ ...whole, kind: kindOfTaintText(reason) }];
  const kinds = [...new Set(nodes.map(taintKind))];
  const [only] = kinds;
  if (kinds.length === 1 && only) return [{ ...whole, kind: only }];
  return kinds.map((kind) => {
    const group = nodes.filter((fit) => taintKind(fit) === kind);
    return { kind, count: group.length, nodes: group, reasons: [reason] };
  });
}

/** Whether a node gives a reason. Taints are told apart by what the node carries: their text is another in each version. */
function gives(reason: SchedulerReason, fit: NodeFit, { reasons }: Answers): boolean {
  return (reasons.get(fit.name) ?? []).some((text) => {
    const { kind, subject } = reasonOf(text, 1);
    if (kind !== reason.kind) return false;
    return kind === 'taint' ? matchesText(reason, fit) : subject === reason.subject;
  });
}

function kindOfTaintText({ subject = '' }: SchedulerReason): BlockKind {
  if (subject === unschedulableTaint.key) return 'cordoned';
  return isNotReadyTaint({ key: subject, effect: '' }) ? 'not-ready' : 'taint';
}

/**
 * The nodes that a reason of the message is about. What the plain questions tell is taken from them; where the pods on the nodes are not
 * all known, or the reason is of another plugin, it is what is left over if only one reason is left for it.
 */
function nodesOf(reason: SchedulerReason, { reasons }: SchedulerMessage, fits: readonly NodeFit[]): NodeFit[] {
  const refusal = plain[reason.kind];
  const same = fits.filter((fit) => fit.refusal === refusal && matchesText(reason, fit));
  const sure = refusal !== undefined && refusal !== 'host-port' && refusal !== 'resource';
  if (sure || (refusal !== undefined && same.length === reason.count)) return same;
  const early = new Set<Refusal | undefined>(['not-named', 'cordoned', 'taint', 'affinity']);
  const left = fits.filter((fit) => !early.has(fit.refusal));
  const late = new Set(reasons.filter(({ kind }) => !early.has(plain[kind])).map(({ kind }) => plain[kind] ?? kind));
  if (late.size === 1) return left.length === reason.count || refusal === 'resource' ? left : [];
  const others = left.filter(({ refusal: first }) => first === undefined);
  const lateOthers = [...late].filter((kind) => kind !== 'resource' && kind !== 'host-port');
  if (refusal === undefined) return lateOthers.length === 1 && others.length === reason.count ? others : [];
  return same;
}

function matchesText(reason: SchedulerReason, fit: NodeFit): boolean {
  if (reason.kind === 'resource') return fit.shortages.some(({ resource }) => resource === reason.subject);
  if (reason.kind === 'pod-slots') return fit.shortages.some(({ resource }) => resource === 'pods');
  if (reason.kind !== 'taint' || !reason.subject) return true;
  const [first] = fit.taints;
  return first?.key === reason.subject && (first.value ?? '') === (reason.value ?? '');
}

/** Seconds that a pod may need beyond its grace period before it counts as stuck. */
const patience = 60;

function preemptionOf(
  status: PodStatusFacts,
  message: SchedulerMessage,
  cluster: ClusterFacts | undefined,
  now: number,
): Scheduling['preempting'] {
  const node = status.pod.status?.nominatedNodeName;
  if (!node || message.failed || (message.preemption && !message.preemption.terminating)) return undefined;
  const onNode = (valueOf(cluster?.pods) ?? []).filter((pod) => pod.spec?.nodeName === node).map(podStatusOf);
  const leaving = onNode.filter(({ deletion }) => deletion !== undefined);
  const late = leaving.some(({ deletion }) => deletion && deletion.deadline + patience * 1000 < now);
  return { node, leaving: leaving.map(({ pod }) => pod), late };
}
