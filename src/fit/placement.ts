import type { ClusterFacts, PodStatusFacts, StorageFacts } from '../core/evidence.ts';
import type { KubeNode, PersistentVolumeClaim, Pod } from '../core/kubernetes.ts';
import { valueOf } from '../core/lookup.ts';
import { nodeFits } from '../facts/node-fit.ts';
import {
  isSameRefusal,
  obstaclesOf,
  parseSchedulerMessage,
  type SchedulerMessage,
  type SchedulerReason,
} from '../facts/scheduler-message.ts';
import {
  blocksOf,
  customScheduler,
  mayConclude,
  schedulingOf,
  type Answers,
  type Scheduling,
  type SchedulingInput,
} from '../facts/scheduling.ts';
import { waitsForNode } from '../facts/trouble.ts';
import { fitPod, type Fit, type FitNode } from './evaluate.ts';
import { fitErrorText } from './message.ts';
import { indexCluster, suppose, type ClusterObjects, type FitIndex } from './node-index.ts';

/** Where the scheduler's last word is not what its own filters make of the nodes and pods that were read. */
export interface Difference {
  /**
   * `foreign`: another scheduler, an extender or an added plugin decides. `takes`: some node would take the pod now. `others`: every node
   * refuses it still, but not for the reasons that the scheduler gave.
   */
  readonly kind: 'foreign' | 'takes' | 'others';
  /** What the scheduler said. */
  readonly said: readonly SchedulerReason[];
  /** Nodes that take the pod by the scheduler's own filters. */
  readonly takers: readonly string[];
  /** When the scheduler said what it said, milliseconds; missing where no event tells. */
  readonly saidAt?: number;
}

/** Why no node has the pod: the scheduler's words joined with the evaluation of every node. */
export interface Placement extends Scheduling {
  /** What every node answers, by its name. Missing where nodes or pods were not read, and where what was read does not bear out the words. */
  readonly answers?: ReadonlyMap<string, FitNode>;
  readonly difference?: Difference;
}

export interface PlacementInput extends SchedulingInput {
  readonly storage?: StorageFacts;
}

/** Many rules ask about one pod: it is evaluated once. */
const placements = new WeakMap<PodStatusFacts, { readonly input: PlacementInput; readonly placement?: Placement }>();

/**
 * Why a pod that waits for a node has none. The evaluation tells which node gives which reason, speaks where the scheduler has said nothing,
 * and shows where its words are not what the nodes show now. Where nodes or pods were not read, the scheduler's words stand alone.
 */
export function placementOf(input: PlacementInput): Placement | undefined {
  const { status, events, cluster, storage, now } = input;
  if (!waitsForNode(status) || status.deletion) return undefined;
  const before = placements.get(status);
  const old = before?.input;
  if (before && old?.events === events && old?.cluster === cluster && old?.storage === storage && old?.now === now) {
    return before.placement;
  }
  const placement = place(input);
  placements.set(status, { input, ...(placement ? { placement } : {}) });
  return placement;
}

function place(input: PlacementInput): Placement | undefined {
  const said = schedulingOf(input);
  const fit = evaluated(input);
  if (!fit || fit.held) return said;
  const answers = answersOf(fit);
  if (!said?.message) return silent(input, fit, answers) ?? said;
  const byName = namedAnswers(fit);
  if (isSameRefusal(said.message, answers.message)) {
    return { ...said, ...blocksOf(said.message, said.fits, answers), answers: byName };
  }
  const { failed, truncated, nodes = 0 } = said.message;
  const whole = fit.nodes.length >= nodes && fit.couldNotCheck.length === 0;
  const plain = !failed && !truncated && !isConfigured(said.message, input.status);
  const comparable = plain && whole && isSure(fit, answers, input);
  return comparable ? differing(said, said.message, fit, answers, input.status) : said;
}

/** Reasons that come from the scheduler's own configuration, which no object of the cluster tells. */
function isConfigured({ reasons }: SchedulerMessage, { pod }: PodStatusFacts): boolean {
  const spreads = (pod.spec?.topologySpreadConstraints ?? []).length > 0;
  return reasons.some(
    ({ kind, text }) => kind === 'features' || text.includes('scheduler-enforced') || (kind === 'spread' && !spreads),
  );
}

/** The scheduler has said nothing, or what it said is gone. Where evicting others helps, it does that by itself. */
function silent(input: PlacementInput, fit: Fit, answers: Answers): Placement | undefined {
  const { status, cluster, now } = input;
  const stuck = fit.nodes.length > 0 && !fit.schedulable && !fit.preemption;
  if (!cluster || !stuck || !mayConclude(status, now) || !isSure(fit, answers, input)) return undefined;
  const fits = nodeFits(status.pod, cluster);
  return { source: 'computed', ...blocksOf(answers.message, fits, answers), fits, answers: namedAnswers(fit) };
}

function differing(
  said: Scheduling,
  message: SchedulerMessage,
  fit: Fit,
  answers: Answers,
  status: PodStatusFacts,
): Placement {
  const takers = fit.nodes.filter(({ fits }) => fits).map(({ name }) => name);
  const differs = (kind: Difference['kind']): Difference => ({
    kind,
    said: message.reasons,
    takers,
    ...(said.event ? { saidAt: said.event.last } : {}),
  });
  const added = message.reasons.some(({ kind }) => kind === 'other');
  if (added || customScheduler(status)) return { ...said, difference: differs('foreign') };
  if (takers.length === 0) {
    const now = blocksOf(answers.message, said.fits, answers);
    return { ...said, ...now, answers: namedAnswers(fit), difference: differs('others') };
  }
  // What kept the pod from the nodes that take it now is what has changed.
  const left = obstaclesOf(answers.message.reasons);
  const gone = said.blocks.filter(({ reasons }) =>
    [...obstaclesOf(reasons)].some(([key, count]) => count > (left.get(key) ?? 0)),
  );
  return { ...said, blocks: gone.length > 0 ? gone : said.blocks, difference: differs('takes') };
}

function answersOf({ message, nodes }: Fit): Answers {
  // Of a pod that fits somewhere there is no message, but other nodes may refuse it.
  const text = message || fitErrorText(nodes.length, nodes);
  return {
    message: parseSchedulerMessage(text),
    reasons: new Map(nodes.map(({ name, reasons }) => [name, reasons])),
  };
}

function namedAnswers({ nodes }: Fit): ReadonlyMap<string, FitNode> {
  return new Map(nodes.map((node) => [node.name, node]));
}

/**
 * Every answer holds, whatever was not read: a pod that was not read could only take room, and the refusals that depend on one are few. What
 * refuses the pod as a whole are claims, whose rules look at them whatever is said.
 */
function isSure({ nodes, couldNotCheck }: Fit, { message }: Answers, { status, cluster }: PlacementInput): boolean {
  if (message.wholePod) return false;
  const unsure = new Set(couldNotCheck.map(({ plugin }) => plugin));
  const pods = valueOf(cluster?.pods) ?? [];
  // Every cluster runs pods of its own: where there are none, only a part of the pods was read.
  const whole = pods.some(({ metadata }) => (metadata?.namespace ?? 'default') !== status.namespace);
  return nodes.every(({ fits, plugin = '' }) => {
    if (fits) return whole && unsure.size === 0;
    return !unsure.has(plugin) && (whole || plugin !== 'InterPodAffinity');
  });
}

/** The scheduler's filters over what was read; undefined where nodes or pods were not. */
function evaluated({ status, cluster, storage }: PlacementInput): Fit | undefined {
  const pods = valueOf(cluster?.pods);
  if (!cluster || !pods) return undefined;
  return fitPod(status.pod, suppose(indexOf(cluster.nodes, pods), { objects: objectsOf(storage) }));
}

const indexes = new WeakMap<readonly Pod[], { readonly nodes: readonly KubeNode[]; readonly index: FitIndex }>();

/** The same lists are asked about many pods: they are folded once. */
function indexOf(nodes: ClusterFacts['nodes'], pods: readonly Pod[]): FitIndex {
  const before = indexes.get(pods);
  if (before?.nodes === nodes) return before.index;
  const index = indexCluster({ nodes, pods });
  indexes.set(pods, { nodes, index });
  return index;
}

/** The claims of the pod and what they may be bound to. A claim that could not be read makes all of them unknown. */
function objectsOf(storage: StorageFacts | undefined): Partial<ClusterObjects> {
  const lookups = storage?.claims.map(({ claim }) => claim);
  const read = lookups?.every(({ state }) => state === 'found' || state === 'absent');
  const claims = lookups?.flatMap((lookup): PersistentVolumeClaim[] =>
    lookup.state === 'found' ? [lookup.value] : [],
  );
  const volumes = valueOf(storage?.persistentVolumes);
  const storageClasses = valueOf(storage?.storageClasses);
  return {
    ...(read && claims ? { claims } : {}),
    ...(volumes ? { volumes } : {}),
    ...(storageClasses ? { storageClasses } : {}),
  };
}
