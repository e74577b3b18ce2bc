import type { PodStatusFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Observation, Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import { customScheduler, type Block } from '../../facts/scheduling.ts';
import { formatSpan, secondsBetween } from '../../facts/time.ts';
import type { Difference, Placement } from '../../fit/placement.ts';
import { fieldEvidence } from './evidence.ts';
import { kubectl, kubectlCluster, look } from './remedies.ts';
import { aboutBlock, messageEvidence, namesText, weightOf } from './scheduling.ts';

/** What a rule says of an obstacle. */
export interface RefusalWords {
  readonly detail?: string;
  readonly title: string;
  readonly explanation: string;
  /** Beside the scheduler's own words. */
  readonly evidence: readonly EvidenceItem[];
  readonly remedies: readonly Remedy[];
}

/** The pod that a finding is about. */
export interface Asked {
  readonly status: PodStatusFacts;
  readonly subject: Subject;
  readonly now: number;
}

/** The finding about an obstacle, with the scheduler's words and how they agree with what the nodes show. */
export function refusal(facts: Asked, placement: Placement, block: Block, words: RefusalWords): Observation {
  const about = aboutBlock(placement, block);
  const { difference } = placement;
  if (difference?.kind === 'takes') return { ...about, ...outdated(facts, placement, difference, words) };
  // It is said once, by the finding that stands first.
  const first = placement.blocks.every((other) => weightOf(other) <= weightOf(block));
  return {
    ...about,
    ...words,
    explanation: `${words.explanation}${first ? differenceText(facts, placement) : ''}`,
    evidence: [...messageEvidence(placement), ...words.evidence],
  };
}

/** What each node of a block answers, with its numbers: `asks 2 cpu; 1.2 of 4 free`. Empty where the nodes were not asked. */
export function answerEvidence({ answers }: Placement, { nodes }: Block): EvidenceItem[] {
  return nodes.slice(0, 5).flatMap(({ name }) => {
    const details = answers?.get(name)?.details ?? [];
    return details.length > 0 ? [fieldEvidence('node', name, details.join(', '))] : [];
  });
}

/** Where the scheduler's words are not what the nodes show: which of the two is trusted, and why. */
export function differenceText({ status, now }: Asked, { difference }: Placement): string {
  if (!difference || difference.kind === 'takes') return '';
  if (difference.kind === 'others') {
    const said = difference.said.map(reasonText).join(', ');
    return ` This is what the nodes show now; the scheduler's last word${agoText(difference, now)} was another: ${said}.`;
  }
  const { takers } = difference;
  const own =
    takers.length > 0
      ? `the filters of kube-scheduler would let the pod in on ${namesText(takers)}`
      : 'the filters of kube-scheduler refuse the pod for other reasons';
  const custom = customScheduler(status);
  if (custom) return ` Scheduler ${custom} decides by rules of its own: ${own}.`;
  const foreign = difference.said.filter(({ kind }) => kind === 'other').map(({ text }) => `"${text}"`);
  return ` ${namesText(foreign)} is none of Kubernetes' own reasons, so an extender or an added plugin gives it: ${own}.`;
}

function reasonText({ text, count }: { text: string; count: number }): string {
  return count > 0 ? `${count} ${text}` : text;
}

/** ` 12 min ago`, or nothing where no event tells when. */
function agoText({ saidAt }: Difference, now: number): string {
  return saidAt === undefined ? '' : ` ${formatSpan(secondsBetween(saidAt, now))} ago`;
}

/** Seconds after which a pod has been tried again even if nothing happened (5 min in the unschedulable pool), with a margin for back-off. */
const retriedAfter = 360;

/** A node would take the pod by now: the scheduler's words are of the past, and what they say is no reason to change anything. */
function outdated(
  { status, subject, now }: Asked,
  placement: Placement,
  difference: Difference,
  { detail }: RefusalWords,
): Observation {
  const { takers, saidAt = status.created } = difference;
  const due = saidAt === undefined || secondsBetween(saidAt, now) < retriedAfter;
  const said = difference.said.map(reasonText).join(', ');
  const next = due
    ? 'A refused pod is tried again when something changes that matters to it, and within 5 min in any case.'
    : 'It should have been tried again since, so the scheduler is stuck or knows of something that was not read.';
  const where = look(
    'See whether it has a node by now',
    'it is tried again by itself',
    kubectl(subject, 'get', 'pod', status.name, '-o', 'wide'),
  );
  const scheduler = look(
    'See whether the scheduler runs',
    'its pods usually live in kube-system',
    kubectlCluster('get', 'pods', '-n', 'kube-system'),
  );
  return {
    severity: due ? 'info' : 'warning',
    verdict: due ? 'starting' : 'pending',
    confidence: due ? 'likely' : 'possible',
    ...(detail === undefined ? {} : { detail }),
    title: `the scheduler found no node for it${agoText(difference, now)}, but ${namesText(takers)} would take it now`,
    explanation:
      `The scheduler's last word was: ${said}. By the nodes and pods that could be read, ${namesText(takers)} ` +
      `${takers.length === 1 ? 'passes' : 'pass'} all filters of kube-scheduler now. ${next}`,
    evidence: [
      ...messageEvidence(placement),
      ...takers.slice(0, 5).map((name) => fieldEvidence('node', name, 'passes all filters of kube-scheduler')),
    ],
    remedies: due ? [where] : [where, scheduler],
  };
}
