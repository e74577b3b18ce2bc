import type { Gap, Target } from '../core/evidence.ts';
import type { FitReport, ReportedFitNode } from '../core/fit-report.ts';
import type { Pod } from '../core/kubernetes.ts';
import { schemaVersion } from '../core/report.ts';
import { podRequests } from '../facts/effective-requests.ts';
import { formatQuantity } from '../facts/quantity.ts';
import { qualifiedPlural } from '../facts/resources.ts';
import { isSameRefusal, parseSchedulerMessage } from '../facts/scheduler-message.ts';
import { formatTime } from '../facts/time.ts';
import { changesOn, smallestChange, type Change } from '../fit/changes.ts';
import { fitKinds } from '../fit/cluster.ts';
import { edited } from '../fit/edits.ts';
import { fitPod, type Fit, type FitNode } from '../fit/evaluate.ts';
import type { FitIndex } from '../fit/node-index.ts';
import { reportedChange } from './fit-changes.ts';
import type { Keeper } from './fit-patches.ts';
import { fitSummary } from './fit-summary.ts';

/** Everything that a report about the room for a pod is made from. */
export interface FitInput {
  readonly asOf: number;
  readonly target: Target;
  /** The pod as it would come to the scheduler. */
  readonly pod: Pod;
  /** The node that it is on already. */
  readonly node: string | null;
  readonly isSupposed: boolean;
  /** What its PodScheduled condition says. */
  readonly said: string | null;
  readonly keeper: Keeper;
  readonly index: FitIndex;
  readonly gaps: readonly Gap[];
}

/** Nodes for which changes are looked for one by one. */
const mostNodes = 100;

/** Why each node takes the pod or not, and the smallest change that would let it in. */
export function reportFit(input: FitInput, options: { readonly allReasons: boolean }): FitReport {
  const { pod, index, keeper } = input;
  const fit = fitPod(pod, index, options);
  const { namespace = 'default', name = '' } = pod.metadata ?? {};
  const searched = nodesToSearch(fit);
  const nodes = fit.nodes.map((node) => reportedNode(node, input, searched));
  const smallest = fit.schedulable ? undefined : smallestChange(pod, index);
  const takers = smallest ? takersAfter(smallest, pod, index) : [];
  const said = input.said !== null && !isBorneOut(input.said, fit.message) ? input.said : null;
  const report: FitReport = {
    schemaVersion,
    kind: 'FitReport',
    asOf: formatTime(input.asOf),
    target: input.target,
    pod: {
      namespace,
      name,
      owner: keeper.kind === 'Pod' ? null : `${keeper.kind}/${keeper.name}`,
      node: input.node,
      priority: pod.spec?.priority ?? 0,
      requests: requestsOf(pod),
      supposed: input.isSupposed,
    },
    schedulable: fit.schedulable,
    summary: '',
    message: fit.message,
    said,
    held: fit.held ?? null,
    nodes,
    smallestChange: smallest ? { ...reportedChange(smallest, pod, keeper, index), nodes: takers } : null,
    preemption: preemptionOf(fit),
    couldNotCheck: couldNotCheck(fit, input, searched),
  };
  return { ...report, summary: fitSummary(report) };
}

/** The condition says what the nodes show. What is behind the reasons differs between versions. */
function isBorneOut(said: string, message: string): boolean {
  return said === message || isSameRefusal(parseSchedulerMessage(said), parseSchedulerMessage(message));
}

function requestsOf({ spec = {} }: Pod): Record<string, string> {
  return Object.fromEntries([...podRequests(spec)].map(([key, value]) => [key, formatQuantity(value, key, 'up')]));
}

/** All nodes that refuse; of very many some of each kind. */
function nodesToSearch({ nodes }: Fit): ReadonlySet<string> {
  const refusing = nodes.filter(({ fits }) => !fits);
  if (refusing.length <= mostNodes) return new Set(refusing.map(({ name }) => name));
  const groups = new Map<string, string[]>();
  for (const { name, plugin = '', reasons } of refusing) {
    const key = [plugin, ...reasons].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  const share = Math.max(1, Math.floor(mostNodes / groups.size));
  return new Set([...groups.values()].flatMap((names) => names.slice(0, share)).slice(0, mostNodes));
}

function reportedNode(node: FitNode, { pod, keeper, index }: FitInput, searched: ReadonlySet<string>): ReportedFitNode {
  const { name, fits, plugin = null, reasons, details, preemptionMayHelp, refusals } = node;
  const changes = searched.has(name) ? changesOn(pod, index, name) : [];
  return {
    name,
    fits,
    plugin,
    reasons,
    details,
    preemptionMayHelp,
    ...(refusals
      ? { refusals: refusals.map((one) => ({ plugin: one.plugin, reasons: one.reasons, details: one.details })) }
      : {}),
    changes: changes.map((change) => reportedChange(change, pod, keeper, index)),
  };
}

/** The nodes that take the pod after a change: a change of the pod may open several. */
function takersAfter({ side, node, edits }: Change, pod: Pod, index: FitIndex): string[] {
  if (side !== 'pod') return [node];
  const { nodes } = fitPod(edited(pod, edits), index);
  return nodes.flatMap(({ name, fits }) => (fits ? [name] : []));
}

function preemptionOf({ preemption }: Fit): FitReport['preemption'] {
  if (!preemption) return null;
  const { node, pods, violations } = preemption;
  return { node, victims: pods.map(({ namespace, name }) => `${namespace}/${name}`), violatedBudgets: violations };
}

function couldNotCheck(fit: Fit, { gaps, pod }: FitInput, searched: ReadonlySet<string>): Gap[] {
  const known = new Set(gaps.flatMap(({ what }) => what.split(', ')));
  const unchecked = fit.couldNotCheck.flatMap(({ plugin, what, why }): Gap[] => {
    const kind = Object.entries(fitKinds).find(([field]) => field === what)?.[1];
    // That a kind could not be read is said once, by who tried.
    return kind && known.has(qualifiedPlural(kind)) ? [] : [{ what: `${plugin}: ${kind ?? what}`, why }];
  });
  const refusing = fit.nodes.filter(({ fits }) => !fits).length;
  const unsearched =
    searched.size < refusing
      ? [{ what: 'changes', why: `looked for on ${searched.size} of the ${refusing} nodes that refuse` }]
      : [];
  const scheduler = pod.spec?.schedulerName ?? 'default-scheduler';
  const custom =
    scheduler === 'default-scheduler'
      ? []
      : [
          {
            what: `scheduler ${scheduler}`,
            why: 'the pod is placed by it, which may decide otherwise than kube-scheduler',
          },
        ];
  return [...gaps, ...unchecked, ...unsearched, ...custom];
}
