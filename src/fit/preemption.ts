import { matchesSelector, selectorText } from '../facts/selectors.ts';
import type { Filters, Refusal } from './filter.ts';
import type { FitIndex, NodeRecord } from './node-index.ts';
import type { Incoming } from './plugin.ts';
import type { PodRecord } from './records.ts';

/** What evicting pods of lower priority would do for the pod on one node. */
export interface DryRun {
  readonly node: string;
  /** It fits once all of them are gone. */
  readonly helps: boolean;
  /** The scheduler's words where it does not help. */
  readonly reasons: readonly string[];
}

export const notHelpful = 'Preemption is not helpful for scheduling';
export const noVictims = 'No preemption victims found for incoming pod';

/** Removes all pods of lower priority from a node and asks again (framework/preemption, DryRunPreemption). */
export function dryRun({ record }: Incoming, filters: Filters, node: NodeRecord, refusal: Refusal): DryRun {
  const { name } = node;
  if (refusal.code !== 'Unschedulable') return { node: name, helps: false, reasons: [notHelpful] };
  const lower = lowerOn(record, node);
  if (lower.length === 0) return { node: name, helps: false, reasons: [noVictims] };
  const left = filters.without(node, lower);
  return { node: name, helps: !left, reasons: left?.reasons ?? [] };
}

function lowerOn({ priority }: PodRecord, { pods }: NodeRecord): readonly PodRecord[] {
  return pods.filter((pod) => pod.priority < priority);
}

/** The pods that preemption would evict on a node where it helps. */
export interface Victims {
  readonly node: string;
  readonly pods: readonly PodRecord[];
  /** How many of them a PodDisruptionBudget would keep. */
  readonly violations: number;
}

/** Lets back in one by one, the most important first, whoever need not go. */
export function victimsOn({ record }: Incoming, filters: Filters, index: FitIndex, node: NodeRecord): Victims {
  const lower = [...lowerOn(record, node)].sort(byImportance);
  const protectedPods = violating(lower, index);
  const order = [...lower.filter((pod) => protectedPods.has(pod)), ...lower.filter((pod) => !protectedPods.has(pod))];
  const gone = new Set(lower);
  for (const pod of order) {
    gone.delete(pod);
    if (filters.without(node, [...gone])) gone.add(pod);
  }
  const pods = lower.filter((pod) => gone.has(pod));
  return { node: node.name, pods, violations: pods.filter((pod) => protectedPods.has(pod)).length };
}

/** Higher priority first, then who runs longer. */
function byImportance(a: PodRecord, b: PodRecord): number {
  return b.priority - a.priority || (a.startTime < b.startTime ? -1 : a.startTime > b.startTime ? 1 : 0);
}

/** Pods whose going would break a budget, in the order given: each takes one of what its budgets allow. */
export function violating(pods: readonly PodRecord[], { objects }: FitIndex): ReadonlySet<PodRecord> {
  const left = new Map((objects.disruptionBudgets ?? []).map((one) => [one, one.status?.disruptionsAllowed ?? 0]));
  return new Set(
    pods.filter((pod) => {
      let broken = false;
      for (const [budget, allowed] of left) {
        const selector = budget.spec?.selector;
        const mine =
          (budget.metadata?.namespace ?? 'default') === pod.namespace && matchesSelector(selector, pod.labels);
        if (!mine || selectorText(selector) === '') continue;
        left.set(budget, allowed - 1);
        broken ||= allowed <= 0;
      }
      return broken;
    }),
  );
}

/** The node that preemption would choose (pickOneNodeForPreemption); undefined where there is none to choose from. */
export function preferredVictims(candidates: readonly Victims[]): Victims | undefined {
  const base = 2 ** 31;
  const keys = ({ pods, violations }: Victims): number[] => [
    violations,
    Math.max(...pods.map(({ priority }) => priority)),
    pods.reduce((sum, { priority }) => sum + priority + base, 0),
    pods.length,
  ];
  const earliest = ({ pods }: Victims): string => {
    const highest = Math.max(...pods.map(({ priority }) => priority));
    return (
      pods
        .filter(({ priority }) => priority === highest)
        .map(({ startTime }) => startTime)
        .sort()[0] ?? ''
    );
  };
  const better = (a: Victims, b: Victims): boolean => {
    const [ka, kb] = [keys(a), keys(b)];
    const at = ka.findIndex((key, index) => key !== kb[index]);
    return at < 0 ? earliest(a) > earliest(b) : (ka[at] ?? 0) < (kb[at] ?? 0);
  };
  const [first, ...others] = candidates;
  return first && others.reduce((best, one) => (better(one, best) ? one : best), first);
}
