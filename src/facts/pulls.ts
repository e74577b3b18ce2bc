import type { ContainerFacts, EventFacts } from '../core/evidence.ts';
import { parseGoDuration } from './back-off.ts';
import { aboutContainer } from './events.ts';

/** Waiting reasons that speak of the image. */
export const imageReasons: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);

/** The newest pull of a container's image as its events tell it. Times in milliseconds. */
export interface Pull {
  readonly state: 'done' | 'active' | 'failed';
  /** Missing where the event is gone. */
  readonly began?: number;
  readonly ended?: number;
  /** Seconds that it took with the waiting for other pulls, as the kubelet measured it. */
  readonly took?: number;
  /** Seconds without that waiting. */
  readonly pulling?: number;
  readonly bytes?: number;
}

/**
 * The newest pull of the image of one container; undefined where there was none to see: the image was on the node, or the events have expired.
 * Event times are whole seconds, so of events at the same time the end counts, not the beginning.
 */
export function pullOf(container: ContainerFacts, events: readonly EventFacts[] | undefined): Pull | undefined {
  const own = aboutContainer(events, container.name);
  const newest = (reason: string, text: string): EventFacts | undefined =>
    own.findLast((event) => event.reason === reason && event.message.includes(text));
  const began = newest('Pulling', '');
  const begin = began ? { began: began.last } : {};
  if (imageReasons.has(container.waiting?.reason ?? '')) return { state: 'failed', ...begin };
  const pulled = newest('Pulled', 'Successfully pulled');
  const failed = newest('Failed', 'Failed to pull image');
  const since = Math.max(began?.last ?? 0, failed?.last ?? 0);
  if (pulled && pulled.last >= since)
    return { state: 'done', ...begin, ended: pulled.last, ...measured(pulled.message) };
  // One that started or ended since has its image: the event of the end of the pull is gone.
  if (container.running || container.terminated || container.last) return undefined;
  if (failed && failed.last >= (began?.last ?? 0)) return { state: 'failed', ...begin };
  return began ? { state: 'active', ...begin } : undefined;
}

/** `Successfully pulled image "x" in 1.2s (3.4s including waiting). Image size: 1234 bytes.` */
function measured(message: string): Pick<Pull, 'took' | 'pulling' | 'bytes'> {
  const match = /" in ([^\s.(]+(?:\.[^\s.(]+)?)(?: \((\S+) including waiting\))?/.exec(message);
  const pulling = parseGoDuration(match?.[1]);
  const took = parseGoDuration(match?.[2]) ?? pulling;
  const bytes = /Image size: (\d+) bytes/.exec(message)?.[1];
  return {
    ...(pulling === undefined ? {} : { pulling }),
    ...(took === undefined ? {} : { took }),
    ...(bytes === undefined ? {} : { bytes: Number(bytes) }),
  };
}
