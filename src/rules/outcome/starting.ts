import type { EventFacts, PodStatusFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import type { Workload } from '../../core/kubernetes.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { nameOf } from '../../facts/metadata.ts';
import { isFinished } from '../../facts/pod-status.ts';
import { podlessOwner } from '../../facts/podless.ts';
import { isOutdated, ownerOf, progressOf } from '../../facts/rollout.ts';
import { unknownReasons } from '../../facts/scheduling.ts';
import { isDone, startStageOf, type StartStage } from '../../facts/start-stage.ts';
import { formatSpan, secondsBetween } from '../../facts/time.ts';
import { placementOf } from '../../fit/placement.ts';
import { eventEvidence, fieldEvidence } from '../kit/evidence.ts';
import { kubectl, kubectlCluster, look } from '../kit/remedies.ts';
import { creatingWords } from '../kit/podless-words.ts';
import { stageWords } from '../kit/start-stage.ts';
import { unknownRefusal } from '../kit/unplaced-words.ts';

/** Seconds after which a start without any sign of trouble deserves a doubt: what a node does itself is done sooner than pulls, init containers and probes. */
function patienceFor(stage: StartStage['stage']): number {
  return ['scheduling', 'accepting', 'sandbox', 'creating'].includes(stage) ? 180 : 600;
}

export const starting = defineRule({
  id: 'starting',
  title: 'The pod is on its way',
  topic: 'outcome',
  severity: 'info',
  verdict: 'starting',
  role: 'summary',
  needs: ['owner'],
  mayUse: ['status', 'events', 'cluster', 'storage'],

  *check(facts) {
    const { status, events, owner, subject, now } = facts;
    const podless = status ? undefined : podlessOwner(owner, subject, now);
    if (podless?.state === 'creating') yield creatingWords(podless);
    if (!status) return;
    if (isFinished(status) || status.deletion || isDone(status)) return;
    const stage = startStageOf(status, events);
    const workload = ownerOf(owner, subject);
    const rollout = rolloutWords(workload, subject);
    if (!stage) {
      if (rollout)
        yield { title: rollout.title, explanation: rollout.sentence, evidence: rollout.evidence, remedies: [] };
      return;
    }
    if (stage.stage === 'conditions' && status.containers.length === 0) return;
    const placement = placementOf({ ...facts, status });
    const reasons = placement && unknownReasons(placement);
    if (placement && reasons) {
      yield unknownRefusal({ status, subject, now }, placement, reasons);
      return;
    }
    // Then a rule has said that it is tried again.
    if (placement?.difference?.kind === 'takes') return;
    const words = stageWords(stage, now);
    const ended = newestEnd(status);
    const from = ended ?? status.created;
    const age = from === undefined ? undefined : secondsBetween(from, now);
    const long = age !== undefined && age > patienceFor(stage.stage) && stage.nextAt === undefined;
    yield {
      detail: stage.stage,
      ...(long ? { confidence: 'possible' as const } : {}),
      title: `${words.title}${age === undefined ? '' : `, ${formatSpan(age)} after ${ended === undefined ? 'its creation' : 'its containers ended'}`}`,
      explanation: [
        words.sentence,
        long ? 'That is longer than is usual, but nothing that was read says that something is wrong.' : words.next,
        rollout?.sentence ?? '',
      ]
        .filter((part) => part !== '')
        .join(' '),
      evidence: [
        fieldEvidence('status', 'status.phase', status.phase),
        ...lastEvent(status, events),
        ...(rollout?.evidence ?? []),
      ],
      remedies: long ? lookFurther(status, subject) : [],
    };
  },
});

/** Where what hinders a pod for so long would be said. */
function lookFurther({ name, nodeName }: PodStatusFacts, subject: Subject): Remedy[] {
  return [
    look(
      'See the events of the pod',
      'what its node cannot do is said again there every few minutes',
      kubectl(subject, 'describe', 'pod', name),
    ),
    ...(nodeName === undefined
      ? []
      : [
          look(
            `See whether node ${nodeName} is well`,
            'its conditions and events tell of its disk, its network and its kubelet',
            kubectlCluster('describe', 'node', nodeName),
          ),
        ]),
  ];
}

/** All of it ended and comes again, as after a restart of its node: the start counts from then. */
function newestEnd({ containers }: PodStatusFacts): number | undefined {
  if (containers.some(({ running }) => running)) return undefined;
  const ends = containers.flatMap(({ last }) => (last?.finishedAt === undefined ? [] : [last.finishedAt]));
  return ends.length > 0 ? Math.max(...ends) : undefined;
}

function lastEvent(status: PodStatusFacts, events: readonly EventFacts[] | undefined): EvidenceItem[] {
  const own = (events ?? []).filter(({ object }) => object.name === status.name);
  return own.slice(-1).map(eventEvidence);
}

/** A rollout of the target that is under way in good order; undefined where it is done, or where another object than the pod's owner is asked about. */
function rolloutWords(
  workload: Workload | undefined,
  { target }: Subject,
): { title: string; sentence: string; evidence: EvidenceItem[] } | undefined {
  const { kind = '', spec } = workload ?? {};
  if (!workload || kind !== target.kind || !['Deployment', 'StatefulSet'].includes(kind)) return undefined;
  const { desired, existing, updated, available } = progressOf(workload);
  if (spec?.paused || spec?.updateStrategy?.type === 'OnDelete' || spec?.updateStrategy?.rollingUpdate?.partition)
    return undefined;
  if (!isOutdated(workload) && updated >= desired && available >= desired && existing <= desired) return undefined;
  const name = `${kind}/${nameOf(workload)}`;
  const wait = spec?.minReadySeconds ?? 0;
  const rule =
    wait > 0
      ? ` Each new pod has to stay ready for ${formatSpan(wait)} (minReadySeconds) before the next one follows.`
      : '';
  return {
    title: `${name} is being rolled out: ${updated} of ${desired} pods have the newest version, ${available} are available`,
    sentence: `A rollout of ${name} is under way: ${updated} of ${desired} pods have the newest version, and of all its pods ${available} are available.${rule}`,
    evidence: [
      fieldEvidence('owner', `${name} status`, `updated ${updated}, available ${available}, wanted ${desired}`),
    ],
  };
}
