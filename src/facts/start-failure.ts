import type { ContainerFacts, EventFacts, LogTail, OwnerFacts, PodStatusFacts, Termination } from '../core/evidence.ts';
import type { Confidence } from '../core/finding.ts';
import { classifyCreateError, execFailureInLog, type CreateErrorKind, type ExecFailure } from './create-error.ts';
import { deathOf } from './death.ts';
import { aboutContainer, withReason } from './events.ts';
import { retriedWell } from './job-attempts.ts';
import { logHint } from './log-hints.ts';
import { isFinished } from './pod-status.ts';

/** A container that the runtime could not create or start, with where that was read. */
export interface StartFailure {
  readonly container: ContainerFacts;
  readonly kind: CreateErrorKind;
  readonly detail?: string;
  readonly path?: string;
  /** The error as the runtime or the kubelet gave it, or the line of the log. */
  readonly text: string;
  readonly confidence: Confidence;
  readonly source: 'waiting' | 'terminated' | 'event' | 'log';
  readonly termination?: Termination;
  readonly event?: EventFacts;
  /** How often it was tried, as far as events say. */
  readonly attempts?: number;
}

/** What is looked at for failing starts. Without events or logs less is found; nothing else is concluded from their absence. */
export interface StartFacts {
  readonly status: PodStatusFacts;
  readonly events?: readonly EventFacts[];
  readonly logs?: readonly LogTail[];
  readonly owner?: OwnerFacts;
  readonly now: number;
}

/** Waiting reasons of a start that failed (pkg/kubelet/kuberuntime/kuberuntime_container.go). */
const startReasons = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'PreCreateHookError',
  'PreStartHookError',
]);
const silentReasons = new Set(['', 'ContainerCreating', 'PodInitializing']);
/** `Failed` events that tell of the image, by the reason alone. */
const imageTrouble =
  /^Error: (?:ErrImagePull|ImagePullBackOff|InvalidImageName|ImageInspectError|ErrImageNeverPull|RegistryUnavailable|SignatureValidationFailed)$/;

/**
 * The containers whose start fails now. A failing start shows in the waiting state (before the first run and between two), in the end of an
 * instance that never ran (`StartError`, exit code 128), or in events only, where the status has not been written yet. runc, crun and the init
 * process of an image report the very last step in the container's log. Missing ConfigMaps, Secrets and keys are left out, and
 * so are pods that are being deleted or were ended from outside.
 */
export function startFailures({ status, events, logs, owner, now }: StartFacts): StartFailure[] {
  if (status.deletion || status.phase === 'Succeeded' || (isFinished(status) && status.reason !== '')) return [];
  if (retriedWell(status, owner, now)) return [];
  return status.containers.flatMap((container): StartFailure[] => {
    const own = aboutContainer(events, container.name);
    const failed = failedEvents(own).at(-1);
    const failure =
      fromWaiting(container, failed) ??
      fromTermination(container, status, events, failed, now) ??
      fromEvents(container, own, failed) ??
      fromLog(container, status, events, logs, now);
    if (!failure) return [];
    return [{ ...failure, ...(failed && failed.count > 1 ? { attempts: failed.count } : {}) }];
  });
}

function failure(
  container: ContainerFacts,
  text: string,
  source: StartFailure['source'],
  where: Pick<StartFailure, 'termination' | 'event'>,
): StartFailure | undefined {
  const error = classifyCreateError(text);
  return error && { container, ...error, text, confidence: 'certain', source, ...where };
}

function fromWaiting(container: ContainerFacts, event: EventFacts | undefined): StartFailure | undefined {
  const { reason = '', message = '' } = container.waiting ?? {};
  // The reason is the text of a Go error, which may be a whole sentence (a RuntimeClass that is not there).
  const sentence = /\s/.test(reason);
  if (!startReasons.has(reason) && !sentence) return undefined;
  if (message !== '' || sentence)
    return failure(
      container,
      [reason, message].filter((part) => part && !startReasons.has(part)).join(': '),
      'waiting',
      {},
    );
  return event ? failure(container, errorOf(event), 'event', { event }) : undefined;
}

function fromTermination(
  container: ContainerFacts,
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
  event: EventFacts | undefined,
  now: number,
): StartFailure | undefined {
  const death = deathOf(container, status, events, now);
  const own = container.kind === 'ephemeral' ? container.terminated : undefined;
  const termination = death?.current === true ? death.termination : own;
  // One that runs has been started.
  if (!termination || container.running || !neverRan(termination)) return undefined;
  if (termination.message === '' && event) return failure(container, errorOf(event), 'event', { event, termination });
  return failure(container, termination.message, 'terminated', { termination });
}

/** containerd says StartError, dockershim ContainerCannotRun; others only by their message. */
function neverRan({ reason, exitCode, message }: Termination): boolean {
  if (reason === 'StartError' || reason === 'ContainerCannotRun') return true;
  return (
    exitCode === 128 &&
    /OCI runtime|unable to start container process|failed to create (?:containerd|shim) task/i.test(message)
  );
}

/** The status says nothing of the start yet (or any more), and the newest event of the container is that it failed. */
function fromEvents(
  container: ContainerFacts,
  own: readonly EventFacts[],
  event: EventFacts | undefined,
): StartFailure | undefined {
  const { waiting, last } = container;
  const silent = waiting && !last && (silentReasons.has(waiting.reason) || waiting.reason === 'CrashLoopBackOff');
  if (!silent || !event) return undefined;
  const started = withReason(own, 'Started').at(-1);
  if (started && started.last > event.last) return undefined;
  return failure(container, errorOf(event), 'event', { event });
}

function fromLog(
  container: ContainerFacts,
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
  logs: readonly LogTail[] | undefined,
  now: number,
): StartFailure | undefined {
  const death = deathOf(container, status, events, now);
  if (death?.kind !== 'exit' || !death.current) return undefined;
  const found = inLastWords(lastWords(container, death.termination, logs));
  if (!found) return undefined;
  const { kind, path, line, byRuntime } = found;
  return {
    container,
    kind,
    ...(path === undefined ? {} : { path }),
    text: line,
    confidence: byRuntime ? 'certain' : 'likely',
    source: 'log',
    termination: death.termination,
  };
}

/** The program itself could not be executed, or what it wanted to run is for another processor. */
function inLastWords(lines: readonly string[]): ExecFailure | undefined {
  const own = execFailureInLog(lines);
  if (own) return own;
  const hint = logHint(lines);
  return hint?.kind === 'wrong-platform' ? { kind: 'exec-format', line: hint.line, byRuntime: false } : undefined;
}

/** The log of the instance that ended, else of the one that was read, with its termination message. */
function lastWords(
  container: ContainerFacts,
  { message }: Termination,
  logs: readonly LogTail[] | undefined,
): readonly string[] {
  const own = (logs ?? []).filter((log) => log.container === container.name);
  const ended = own.find(({ previous }) => previous === (container.terminated === undefined)) ?? own[0];
  return [...(ended?.lines ?? []), ...(message ? message.split('\n') : [])];
}

function failedEvents(own: readonly EventFacts[]): EventFacts[] {
  return withReason(own, 'Failed').filter(
    ({ message }) => /^(?:Error: |Internal Pre)/.test(message) && !imageTrouble.test(message),
  );
}

function errorOf({ message }: EventFacts): string {
  return message.replace(/^Error: /, '');
}
