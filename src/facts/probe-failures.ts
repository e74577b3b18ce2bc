import type { ContainerSpec, EventFacts, LogTail } from '../core/evidence.ts';
import type { Probe } from '../core/kubernetes.ts';
import { listenersIn, type Listener } from './listening.ts';
import { probeHost, probePort, type ProbeType } from './probes.ts';

/** What the events say of one probe of one container. */
export interface ProbeFailures {
  /** Failures that count towards the threshold. Events are dropped when there are many, so it may have been more. */
  readonly count: number;
  /** Attempts whose handler could not be run at all: they count neither as failure nor as success. */
  readonly errored: number;
  /** The event seen first and the one seen last, of either kind. */
  readonly first?: EventFacts;
  readonly last?: EventFacts;
  /** Oldest first, by when each was last seen. */
  readonly events: readonly EventFacts[];
}

/** Why a probe fails, as `detail` of a finding. */
export type FailureDetail =
  | 'wrong-port'
  | 'wrong-path'
  | 'server-error'
  | 'auth'
  | 'timeout'
  | 'connection-refused'
  | 'wrong-scheme'
  | 'command-missing'
  | 'command-failed'
  | 'dns'
  | 'grpc'
  | 'too-early';

/** Why a probe fails, with what was read to say so. */
export interface ProbeDiagnosis {
  /** Missing where the evidence does not tell. */
  readonly detail?: FailureDetail;
  /** What the kubelet said, without its `Readiness probe failed:`; missing without events. */
  readonly said?: string;
  readonly statusCode?: number;
  /** The port that is asked; missing for commands, and for a name that the container does not declare. */
  readonly port?: number;
  /** The name of a port that the container does not declare. */
  readonly unknownPort?: string;
  /** TCP ports that the container itself declares. */
  readonly declared: readonly number[];
  /** Where its log says that it listens. */
  readonly listeners: readonly Listener[];
  /** The program that is not in the image. */
  readonly command?: string;
  /** The handler cannot be run, whatever the application does: it will never fail and never pass. */
  readonly neverCounts: boolean;
}

const prefix = /^(?:\(combined from similar events\): )?(Startup|Liveness|Readiness) probe (failed|errored[^:]*): ?/;

/**
 * The Unhealthy events of one probe of a container (pkg/kubelet/prober/prober.go: `X probe failed: …` counts, `X probe errored…: …` does not).
 * With `since` (milliseconds, the start of the instance) only those seen from then on.
 */
export function probeFailures(
  container: ContainerSpec,
  type: ProbeType,
  events: readonly EventFacts[] | undefined,
  since?: number,
): ProbeFailures {
  const own = (events ?? []).filter(
    (event) =>
      event.reason === 'Unhealthy' &&
      (event.container ?? container.name) === container.name &&
      prefix.exec(event.message)?.[1]?.toLowerCase() === type &&
      (since === undefined || event.last >= since),
  );
  const sum = (list: readonly EventFacts[]): number => list.reduce((total, event) => total + event.count, 0);
  const errors = own.filter((event) => prefix.exec(event.message)?.[2]?.startsWith('errored'));
  const first = own.reduce<EventFacts | undefined>((a, b) => (a && a.first <= b.first ? a : b), undefined);
  const last = own.at(-1);
  return {
    count: sum(own) - sum(errors),
    errored: sum(errors),
    ...(first ? { first } : {}),
    ...(last ? { last } : {}),
    events: own,
  };
}

/**
 * Why the probe fails by what the kubelet said, the spec and the log, and what that rests on. `pod` are all containers of the pod: they share one network, so a port that another one declares is not a wrong one.
 * Without events only what the spec alone shows (a port name that does not exist) is said.
 */
export function diagnoseProbe(
  container: ContainerSpec,
  probe: Probe,
  failures: ProbeFailures,
  logs?: readonly LogTail[],
  pod: readonly ContainerSpec[] = [container],
): ProbeDiagnosis {
  const message = failures.last?.message;
  const said = message?.replace(prefix, '').trim();
  const { port, unknown } = probePort(container, probe);
  const lines = (logs ?? []).filter((log) => log.container === container.name).flatMap((log) => log.lines);
  const listeners = listenersIn(lines);
  const statusCode = Number(/statuscode: (\d{3})/.exec(said ?? '')?.[1]) || undefined;
  const command = said === undefined ? undefined : missingCommand(said, probe);
  const known = {
    ...(said === undefined ? {} : { said }),
    ...(statusCode === undefined ? {} : { statusCode }),
    ...(port === undefined ? {} : { port }),
    ...(unknown === undefined ? {} : { unknownPort: unknown }),
    ...(command === undefined ? {} : { command }),
    declared: tcpPorts(container),
    listeners,
    neverCounts: unknown !== undefined || (/probe errored/.test(message ?? '') && isPermanent(said ?? '')),
  };
  const slow = /^(?:\(.*?\): )?(?:Startup|Liveness) /.test(message ?? '') && seemsToStart(lines, listeners);
  const detail = detailOf(probe, known, pod, slow);
  return { ...known, ...(detail ? { detail } : {}) };
}

/** TCP ports that a container declares, in order. */
export function tcpPorts(container: ContainerSpec): number[] {
  return (container.spec.ports ?? []).flatMap(({ containerPort, protocol }) =>
    (protocol ?? 'TCP') === 'TCP' ? [containerPort] : [],
  );
}

/** Errors of a handler that will be the same the next time; a container that has just gone is not one. */
function isPermanent(said: string): boolean {
  if (/not running|stopped|no running task|CONTAINER_EXITED|not found: not found|task .* not found/i.test(said))
    return false;
  return /executable file not found|no such file or directory|permission denied|strconv\.Atoi|invalid port number|reading body|is a directory|exec format error|not a directory/i.test(
    said,
  );
}

type Known = Omit<ProbeDiagnosis, 'detail'>;

function detailOf(probe: Probe, known: Known, pod: readonly ContainerSpec[], slow: boolean): FailureDetail | undefined {
  const { said, statusCode } = known;
  if (known.unknownPort !== undefined || /strconv\.Atoi|invalid port number/.test(said ?? '')) return 'wrong-port';
  if (said === undefined) return undefined;
  if (probe.exec) return execDetail(said, known);
  if (statusCode !== undefined) return slow && statusCode >= 500 ? 'too-early' : statusDetail(statusCode, probe);
  if (/HTTP response to HTTPS client|first record does not look like a TLS|malformed HTTP response "\\x15/.test(said)) {
    return 'wrong-scheme';
  }
  if (/remote error: tls: (bad certificate|certificate required|handshake failure)/.test(said)) return 'auth';
  if (/no such host|server misbehaving|name resolution|dial tcp: lookup/i.test(said)) return 'dns';
  if (/connection refused|actively refused/.test(said)) return refusedDetail(probe, known, pod, slow);
  if (probe.grpc) return grpcDetail(said, known, probe, pod);
  if (/malformed HTTP response "\\x00\\x00/.test(said)) return 'grpc';
  if (isTimeout(said)) return 'timeout';
  if (/EOF|connection reset/.test(said) && speaksTls(probe, known, pod)) return 'wrong-scheme';
  return undefined;
}

function isTimeout(said: string): boolean {
  return /time-?out|timed out|deadline ?exceeded|Client\.Timeout/i.test(said);
}

function statusDetail(code: number, probe: Probe): FailureDetail | undefined {
  if (code === 404 || code === 405 || code === 410) return 'wrong-path';
  if (code === 401 || code === 403 || code === 407) return 'auth';
  if (code >= 500) return 'server-error';
  const port = String(probe.httpGet?.port ?? '');
  if (code === 400 && !isHttps(probe) && /443$|https|tls/.test(port)) return 'wrong-scheme';
  return undefined;
}

function isHttps(probe: Probe): boolean {
  return probe.httpGet?.scheme?.toUpperCase() === 'HTTPS';
}

/** Plain HTTP is spoken to a port that looks made for TLS. */
function speaksTls(probe: Probe, { port }: Known, pod: readonly ContainerSpec[]): boolean {
  if (!probe.httpGet || isHttps(probe)) return false;
  const declared = pod.flatMap(({ spec }) => spec.ports ?? []).find(({ containerPort }) => containerPort === port);
  return /443$/.test(String(port)) || /https|tls|ssl/.test(declared?.name ?? '');
}

function execDetail(said: string, { command }: Known): FailureDetail {
  if (command !== undefined) return 'command-missing';
  return /command timed out|^command .* timed out|DeadlineExceeded|context deadline exceeded/.test(said)
    ? 'timeout'
    : 'command-failed';
}

/** Nobody listens where the probe asks: the wrong place, only within the pod, or not yet. */
function refusedDetail(probe: Probe, known: Known, pod: readonly ContainerSpec[], slow: boolean): FailureDetail {
  const { port, listeners } = known;
  // Probes are sent by the node: with a host, even 127.0.0.1, another machine than the pod is asked.
  if (port === undefined || probeHost(probe) !== undefined) return 'connection-refused';
  if (listeners.some((one) => one.port === port)) return 'connection-refused';
  if (isUndeclared(known, pod)) return 'wrong-port';
  if (slow) return 'too-early';
  return listeners.length > 0 && !listeners.every((one) => one.loopback) ? 'wrong-port' : 'connection-refused';
}

function isUndeclared({ port, declared }: Known, pod: readonly ContainerSpec[]): boolean {
  return port !== undefined && declared.length > 0 && !pod.some((container) => tcpPorts(container).includes(port));
}

function grpcDetail(said: string, known: Known, probe: Probe, pod: readonly ContainerSpec[]): FailureDetail {
  if (/health rpc did not complete/.test(said)) return 'timeout';
  const noServer = /failed to connect/.test(said);
  const elsewhere = known.listeners.length > 0 && !known.listeners.some(({ port }) => port === probe.grpc?.port);
  return noServer && (isUndeclared(known, pod) || elsewhere) ? 'wrong-port' : 'grpc';
}

/** The program that the runtime or a shell did not find; undefined where it found it. */
function missingCommand(said: string, probe: Probe): string | undefined {
  if (!probe.exec) return undefined;
  const runtime = /exec: \\?"([^"\\]+)\\?": (?:executable file not found|stat [^:]+: no such file|no such file)/.exec(
    said,
  );
  if (runtime) return runtime[1];
  const shell =
    /(?:^|\n)[^\n]*?(?:sh|bash|ash|dash|zsh)?: (?:line )?(?:\d+: )?([^\s:]+): (?:command )?not found/.exec(said) ??
    /(?:sh|bash): (?:line )?(?:\d+: )?(\/[^\s:]+): No such file or directory/.exec(said);
  if (shell) return shell[1];
  return /executable file not found|failed to start exec.*no such file or directory/.test(said)
    ? probe.exec.command?.[0]
    : undefined;
}

const loading =
  /\b(load|start|boot|initiali[sz]|migrat|appl(y|ying)|deploy|warm|compil|import|restor|replay|recover|index|prepar|build|upgrad)\w*/i;
const trouble = /\b(fatal|panic|exception|traceback|error|refused|denied)\b/i;

/** The log tells of work before the application listens, and of nothing that went wrong. */
function seemsToStart(lines: readonly string[], listeners: readonly Listener[]): boolean {
  return (
    listeners.length === 0 && lines.some((line) => loading.test(line)) && !lines.some((line) => trouble.test(line))
  );
}
