import type { EventFacts, OwnerFacts, PodStatusFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Observation, Remedy } from '../../core/finding.ts';
import type { Workload } from '../../core/kubernetes.ts';
import { valueOf } from '../../core/lookup.ts';
import type { Subject } from '../../core/rule.ts';
import { parseImageReference, sameImage } from '../../facts/image-reference.ts';
import { pullTroubles, type PullTrouble } from '../../facts/pull-error.ts';
import { requestedHost, type PullProblem } from '../../facts/pull-text.ts';
import { templateOf } from '../../facts/workload.ts';
import { containerText, listText } from './containers.ts';
import { eventEvidence, fieldEvidence, waitingEvidence } from './evidence.ts';
import {
  act,
  advise,
  canChangeTemplate,
  kubectl,
  look,
  podName,
  templateRisk,
  workloadName,
  workloadRef,
} from './remedies.ts';

/** The pull troubles of one problem. */
export function troublesWith(
  problem: PullProblem,
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
): PullTrouble[] {
  return pullTroubles(status, events).filter((trouble) => trouble.problem === problem);
}

/** What every finding about a pull has in common. A debug container's trouble is nobody else's: the pod itself is not harmed. */
export function pullObservation(
  trouble: PullTrouble,
): Pick<Observation, 'container' | 'detail' | 'evidence' | 'severity' | 'verdict'> {
  const { container, detail, outOfTime } = trouble;
  return {
    container: { name: container.name, kind: container.kind },
    ...(detail === undefined ? {} : { detail }),
    evidence: pullEvidence(trouble),
    ...(outOfTime ? { severity: 'error' } : {}),
    ...(container.kind === 'ephemeral' ? { severity: 'warning', verdict: 'degraded' } : {}),
  };
}

function pullEvidence({ container, others, image, volume, text, events }: PullTrouble): EvidenceItem[] {
  const failure = events.findLast(({ reason }) => reason !== 'BackOff') ?? events.at(-1);
  const statusTells = container.waiting?.message !== '' && container.waiting?.message.includes(text);
  return [
    ...(container.waiting?.reason ? [waitingEvidence(container)] : []),
    ...(failure && !statusTells ? [eventEvidence(failure)] : []),
    ...others.map(waitingEvidence),
    fieldEvidence(
      'spec',
      volume === undefined ? `${container.path}.image` : `spec.volumes[${volume}].image.reference`,
      image,
    ),
  ];
}

/** `container web`, `containers a and b`, `the image volume models of container web`: who waits for the image. */
export function waiters({ container, others, volume }: PullTrouble): string {
  const all = [container, ...others];
  const who = listText(all.map(containerText));
  return volume === undefined ? who : `image volume ${volume} of ${who}`;
}

/** The registry of an image: `docker.io` where its name has none. */
export function registryOf(image: string): string {
  return parseImageReference(image)?.registry ?? 'its registry';
}

/** A clause for a request that went somewhere else than the image's name says (a mirror, a proxy); empty where it went there. */
export function mirrorText({ image, text }: PullTrouble): string {
  const asked = requestedHost(text);
  const registry = registryOf(image);
  const official = registry === 'docker.io' && (asked?.endsWith('docker.io') || asked?.endsWith('docker.com'));
  if (asked === undefined || asked === registry || official) return '';
  return ` The node asked ${asked}, which its runtime uses for ${registry}.`;
}

/** `Tried 5 times so far.`, from the events; empty for a first try. */
export function attemptsText({ attempts }: PullTrouble): string {
  return attempts !== undefined && attempts > 1 ? ` It was tried ${attempts} times so far.` : '';
}

/** Ways to another image: back to the revision before, or a corrected name. What the workload already says otherwise comes first. */
export function imageRemedies(subject: Subject, trouble: PullTrouble, owner: OwnerFacts | undefined): Remedy[] {
  const { container, volume, image } = trouble;
  if (container.kind === 'ephemeral') {
    return [
      advise('Start another debug container from an image that can be pulled', 'one that exists cannot be changed'),
    ];
  }
  if (volume !== undefined) {
    return [
      advise(
        `Correct spec.volumes[${volume}].image.reference in ${workloadName(subject)}`,
        'it names the image',
        templateRisk(subject),
      ),
    ];
  }
  const wanted = templateImage(subject, owner, container.name);
  if (wanted !== undefined && !sameImage(wanted, image)) return [replacePod(subject, wanted)];
  return [...rollBack(subject, owner, container.name, image), editImage(subject, trouble)];
}

/** The workload's template names another image by now: this pod was made from an older one. */
function replacePod(subject: Subject, wanted: string): Remedy {
  const name = workloadName(subject);
  const pod = podName(subject);
  if (subject.workload.kind === 'Deployment') {
    return look(
      'Wait for the rollout that is under way',
      `${name} already says ${wanted}`,
      kubectl(subject, 'rollout', 'status', workloadRef(subject)),
    );
  }
  return act(
    `Delete pod ${pod}, so that it is made again from the present template`,
    `${name} already says ${wanted}, and a pod that is not ready is not replaced by itself`,
    kubectl(subject, 'delete', 'pod', pod),
    'none: the pod does not run',
  );
}

function editImage(subject: Subject, { container, image }: PullTrouble): Remedy {
  const action = `Correct the image of ${containerText(container)} in ${workloadName(subject)}`;
  const why = `it says ${image}`;
  const inPlace = subject.workload.kind === 'Pod';
  if (!canChangeTemplate(subject) && !inPlace) return advise(action, why, templateRisk(subject));
  const risk = inPlace ? 'the kubelet tries the new image at once' : templateRisk(subject);
  return act(action, why, kubectl(subject, 'edit', workloadRef(subject)), risk);
}

/** Offered where the revision before is known and had another image. */
function rollBack(subject: Subject, owner: OwnerFacts | undefined, container: string, image: string): Remedy[] {
  if (subject.workload.kind !== 'Deployment') return [];
  const [, previous] = [...(valueOf(owner?.children) ?? [])].sort((a, b) => revisionOf(b) - revisionOf(a));
  const before = previous ? imageIn(previous, container) : undefined;
  if (before === undefined || sameImage(before, image)) return [];
  return [
    act(
      `Roll ${workloadName(subject)} back to the revision before`,
      `that one runs ${before}`,
      kubectl(subject, 'rollout', 'undo', workloadRef(subject)),
      'undoes everything else that the update changed',
    ),
  ];
}

function revisionOf(replicaSet: Workload): number {
  return Number(replicaSet.metadata?.annotations?.['deployment.kubernetes.io/revision'] ?? 0);
}

function templateImage(subject: Subject, owner: OwnerFacts | undefined, container: string): string | undefined {
  const top = owner?.chain.find(({ kind, name }) => kind === subject.workload.kind && name === subject.workload.name);
  const object = valueOf(top?.object);
  return object ? imageIn(object, container) : undefined;
}

function imageIn(workload: Workload, container: string): string | undefined {
  const spec = templateOf(workload)?.spec;
  return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].find(({ name }) => name === container)?.image;
}
