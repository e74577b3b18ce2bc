import type { ContainerFacts, EventFacts, PodStatusFacts } from '../core/evidence.ts';
import type { Volume } from '../core/kubernetes.ts';
import { aboutContainer, withReason } from './events.ts';
import { parseImageReference, formatImageReference, sameImage } from './image-reference.ts';
import { isFinished } from './pod-status.ts';
import { classifyPullError, type PullProblem } from './pull-text.ts';
import { imageReasons } from './pulls.ts';
import { secondsBetween } from './time.ts';

/** An image that containers of the pod wait for and that could not be had. */
export interface PullTrouble {
  /** The first container that waits for it. */
  readonly container: ContainerFacts;
  /** The others that wait for the same image for the same reason. */
  readonly others: readonly ContainerFacts[];
  /** As the spec writes it. */
  readonly image: string;
  /** The image volume it belongs to; missing where it is the container's own image. */
  readonly volume?: string;
  readonly problem: PullProblem;
  readonly detail?: string;
  /** The error as the runtime gave it; empty where nothing has kept it. */
  readonly text: string;
  /** The deadline of the pod passed over it: nothing is tried any more. */
  readonly outOfTime: boolean;
  /** The events that tell of it, oldest first. */
  readonly events: readonly EventFacts[];
  /** How often the pull was tried, as far as events say. */
  readonly attempts?: number;
}

/** Waiting reasons that say nothing: the status is older than the events, or the kubelet has not written it yet. */
const silentReasons = new Set(['', 'ContainerCreating', 'PodInitializing']);
const failedPull = /^Failed to pull image "([^"]*)":? ?(.*)$/s;
const backOff = /^Back-off pulling image "([^"]*)"(?:: )?/;

/**
 * The images that keep containers of the pod from starting now. `ErrImagePull` and `ImagePullBackOff` take turns and are one trouble; from 1.32
 * on the back-off repeats the error, before that (or where the status says nothing yet) it is read from events. A pull that worked later, a pod
 * that is being deleted and one that has ended (other than by its deadline) are no trouble. Containers that fail on one image for one reason are one entry.
 */
export function pullTroubles(status: PodStatusFacts, events: readonly EventFacts[] | undefined): PullTrouble[] {
  const outOfTime = status.phase === 'Failed' && status.reason === 'DeadlineExceeded';
  if (status.deletion || (isFinished(status) && !outOfTime)) return [];
  const volumes = status.pod.spec?.volumes ?? [];
  const troubles: PullTrouble[] = [];
  for (const container of status.containers) {
    const trouble = troubleOf(container, volumes, aboutContainer(events, container.name), outOfTime);
    if (!trouble) continue;
    const same = troubles.findIndex(
      (one) =>
        sameImage(one.image, trouble.image) &&
        one.problem === trouble.problem &&
        (one.container.kind === 'ephemeral') === (container.kind === 'ephemeral'),
    );
    const first = troubles[same];
    if (first) troubles[same] = { ...first, others: [...first.others, container] };
    else troubles.push(trouble);
  }
  return troubles;
}

function troubleOf(
  container: ContainerFacts,
  volumes: readonly Volume[],
  events: readonly EventFacts[],
  outOfTime: boolean,
): PullTrouble | undefined {
  const told = saidByStatus(container, events) ?? saidByEvents(container, events, outOfTime);
  if (!told) return undefined;
  const wanted = imagesOf(container, volumes);
  // The kubelet has not tried the image that the spec names by now.
  if (told.named !== undefined && wanted.length > 0 && !wanted.some(({ image }) => sameImage(image, told.named ?? '')))
    return undefined;
  const { image, volume } = failingImage(wanted, told) ?? { image: container.spec.image ?? told.named ?? '' };
  const { problem, detail } = classifyPullError(told.text, spellings(image));
  const own = pullEvents(events);
  const attempts = own
    .filter(({ reason }) => reason === 'Failed')
    .reduce((most, { count }) => Math.max(most, count), 0);
  return {
    container,
    others: [],
    image,
    ...(volume === undefined ? {} : { volume }),
    problem,
    ...(detail === undefined ? {} : { detail }),
    text: told.text,
    outOfTime,
    events: own,
    ...(attempts > 0 ? { attempts } : {}),
  };
}

/** What is said of a failing pull: the error, and the image where the kubelet names it. */
interface Told {
  readonly text: string;
  readonly named?: string;
}

function saidByStatus({ waiting }: ContainerFacts, events: readonly EventFacts[]): Told | undefined {
  if (!waiting || !imageReasons.has(waiting.reason)) return undefined;
  const { message } = waiting;
  const named = backOff.exec(message)?.[1];
  const text = message.replace(backOff, '').replace(/^\w+: (?=\S)/, (prefix) => (isReason(prefix) ? '' : prefix));
  if (text !== '') return { text, ...(named === undefined ? {} : { named }) };
  const fromEvent = newestError(events);
  if (fromEvent && (named === undefined || fromEvent.named === undefined || sameImage(named, fromEvent.named)))
    return fromEvent;
  return { text: '', ...(named === undefined ? {} : { named }) };
}

function isReason(prefix: string): boolean {
  return imageReasons.has(prefix.slice(0, prefix.indexOf(':')));
}

/**
 * The status says nothing, and the newest thing that events tell of the container is that its pull failed. A container that its pod's deadline
 * found without an instance is shown as ended, with an invented exit code.
 */
function saidByEvents(
  { waiting, last, terminated }: ContainerFacts,
  events: readonly EventFacts[],
  outOfTime: boolean,
): Told | undefined {
  const silent = waiting !== undefined && silentReasons.has(waiting.reason);
  const invented = outOfTime && terminated?.reason === 'ContainerStatusUnknown';
  if ((!silent && !invented) || last) return undefined;
  const error = newestError(events);
  const later = withReason(events, 'Pulled', 'Created', 'Started').at(-1);
  return error && (!later || later.last < error.at) ? error : undefined;
}

function newestError(events: readonly EventFacts[]): (Told & { at: number }) | undefined {
  const errors = withReason(events, 'Failed', 'InspectFailed', 'ErrImageNeverPull').flatMap((event) => {
    if (event.reason !== 'Failed') return [{ text: event.message, at: event.last }];
    const [, named, text = ''] = failedPull.exec(event.message) ?? [];
    return named === undefined ? [] : [{ text, named, at: event.last }];
  });
  return errors.at(-1);
}

function pullEvents(events: readonly EventFacts[]): EventFacts[] {
  return events.filter(
    ({ reason, message }) =>
      reason === 'InspectFailed' ||
      reason === 'ErrImageNeverPull' ||
      (reason === 'Failed' && failedPull.test(message)) ||
      (reason === 'BackOff' && backOff.test(message)),
  );
}

interface Wanted {
  readonly image: string;
  readonly volume?: string;
}

/** The image of a container and those of the image volumes that it mounts. */
function imagesOf(container: ContainerFacts, volumes: readonly Volume[]): Wanted[] {
  const mounted = new Set((container.spec.volumeMounts ?? []).map(({ name }) => name));
  const ofVolumes = volumes.flatMap(({ name, image }): Wanted[] =>
    mounted.has(name) && image?.reference ? [{ image: image.reference, volume: name }] : [],
  );
  return [...(container.spec.image ? [{ image: container.spec.image }] : []), ...ofVolumes];
}

function failingImage(wanted: readonly Wanted[], { text, named }: Told): Wanted | undefined {
  const byName = named === undefined ? undefined : wanted.find(({ image }) => sameImage(image, named));
  return byName ?? wanted.find(({ image }) => spellings(image).some((name) => text.includes(name))) ?? wanted[0];
}

/** The ways in which a text may name an image: as written, and in full. */
function spellings(image: string): string[] {
  const reference = parseImageReference(image);
  if (!reference) return [image];
  const full = formatImageReference(reference);
  return [...new Set([image, full, `${reference.registry}/${reference.repository}`])];
}

/** A pull that goes on: since when, milliseconds, and the event that says so. */
export interface RunningPull {
  readonly container: ContainerFacts;
  readonly image: string;
  readonly event: EventFacts;
  readonly seconds: number;
}

/**
 * Pulls that have begun and neither ended nor failed. A container that waits for no stated reason is pulling while `Pulling` is the newest
 * thing that events tell of it and of the pod's sandbox; where that event has expired nothing is known.
 */
export function runningPulls(
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
  now: number,
): RunningPull[] {
  if (status.deletion || isFinished(status)) return [];
  return status.containers.flatMap((container): RunningPull[] => {
    const { waiting } = container;
    if (!waiting || !silentReasons.has(waiting.reason)) return [];
    const own = aboutContainer(events, container.name);
    const event = withReason(own, 'Pulling').at(-1);
    if (!event) return [];
    const sandbox = withReason(events, 'SandboxChanged', 'FailedCreatePodSandBox', 'FailedMount');
    const ended = own.some(({ reason, last }) => reason !== 'Pulling' && last >= event.last);
    if (ended || sandbox.some(({ last }) => last > event.last)) return [];
    const image = /"([^"]*)"/.exec(event.message)?.[1] ?? container.spec.image ?? '';
    return [{ container, image, event, seconds: secondsBetween(event.last, now) }];
  });
}
