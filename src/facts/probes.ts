import type { ContainerSpec } from '../core/evidence.ts';
import type { Container, Probe } from '../core/kubernetes.ts';

export type ProbeType = 'startup' | 'liveness' | 'readiness';

/** The order in which the kubelet lets them run: the other two wait for the startup probe. */
export const probeTypes: readonly ProbeType[] = ['startup', 'liveness', 'readiness'];

/** The numbers of a probe, all in seconds or counts, with the defaults of the API server applied. */
export interface ProbeTiming {
  readonly initialDelay: number;
  readonly period: number;
  readonly timeout: number;
  readonly failureThreshold: number;
  readonly successThreshold: number;
  /** The probe's own terminationGracePeriodSeconds for the kill; missing: the pod's counts. */
  readonly grace?: number;
  /** Seconds after the start of the container before which it is never asked. */
  readonly firstCheck: number;
  /** Seconds after the start of the container until a probe that never passes has its effect, at the earliest: firstCheck + (F − 1) × P. */
  readonly effectAfter: number;
  /** The same at the latest, if every attempt takes its whole time-out; a startup probe before it is counted with its whole budget. */
  readonly effectAtLatest: number;
}

/** A probe of a container. */
export interface ContainerProbe {
  readonly type: ProbeType;
  readonly probe: Probe;
  readonly timing: ProbeTiming;
}

/**
 * The probes of a container in the order startup, liveness, readiness, with the defaults of SetDefaults_Probe (pkg/apis/core/v1/defaults.go) applied: 0 counts
 * as not set. Regular init containers and ephemeral ones have none (the API server refuses them there).
 */
export function probesOf(container: ContainerSpec): ContainerProbe[] {
  const startup = container.spec.startupProbe ? timingOf(container.spec.startupProbe) : undefined;
  return probeTypes.flatMap((type) => {
    const probe = specOf(container.spec, type);
    if (!probe) return [];
    return [{ type, probe, timing: type === 'startup' ? (startup ?? timingOf(probe)) : timingOf(probe, startup) }];
  });
}

/** One probe of a container; undefined where it has none of that type. */
export function probeOf(container: ContainerSpec, type: ProbeType): ContainerProbe | undefined {
  return probesOf(container).find((one) => one.type === type);
}

/** The name of the field that holds a probe: `readinessProbe`. */
export function probeField(type: ProbeType): 'startupProbe' | 'livenessProbe' | 'readinessProbe' {
  return `${type}Probe`;
}

function specOf(spec: Container, type: ProbeType): Probe | undefined {
  return spec[probeField(type)];
}

/**
 * Defaults and arithmetic (pkg/kubelet/prober/worker.go): the first attempt is the first tick of the period at which the container has run for the initial delay,
 * which always counts from the start of the container; liveness and readiness wait in addition until the startup probe has passed.
 */
function timingOf(probe: Probe, startup?: ProbeTiming): ProbeTiming {
  const initialDelay = probe.initialDelaySeconds ?? 0;
  const period = probe.periodSeconds || 10;
  const timeout = probe.timeoutSeconds || 1;
  const failureThreshold = probe.failureThreshold || 3;
  const grace = probe.terminationGracePeriodSeconds;
  const firstCheck = Math.max(initialDelay, startup?.firstCheck ?? 0);
  const waited = Math.max(initialDelay, startup?.effectAtLatest ?? 0);
  return {
    initialDelay,
    period,
    timeout,
    failureThreshold,
    successThreshold: probe.successThreshold || 1,
    ...(grace === undefined || grace === null ? {} : { grace }),
    firstCheck,
    effectAfter: firstCheck + (failureThreshold - 1) * period,
    effectAtLatest: waited + period + (failureThreshold - 1) * Math.max(period, timeout) + timeout,
  };
}

/**
 * The port that a probe asks, as the kubelet resolves it (pkg/probe/util.go): a name is looked up among the ports of the same container, else read as a number.
 * `unknown` is a name that is neither: such a probe cannot be run at all. Both are missing for a command.
 */
export function probePort(container: ContainerSpec, probe: Probe): { port?: number; unknown?: string } {
  const stated = probe.httpGet?.port ?? probe.tcpSocket?.port ?? probe.grpc?.port;
  if (stated === undefined) return {};
  if (typeof stated === 'number') return { port: stated };
  const named = container.spec.ports?.find(({ name }) => name === stated);
  if (named) return { port: named.containerPort };
  return /^\d+$/.test(stated) ? { port: Number(stated) } : { unknown: stated };
}

/** The host that a probe asks where it is not the pod itself. */
export function probeHost({ httpGet, tcpSocket }: Probe): string | undefined {
  return (httpGet?.host ?? tcpSocket?.host) || undefined;
}

/** What is asked, short: `http :8080/healthz`, `tcp :5432`, `grpc :9000 (service cart)`, `exec cat /tmp/ok`. A host is shown where it is not the pod's own address. */
export function checkText(probe: Probe): string {
  const { httpGet, tcpSocket, grpc, exec } = probe;
  if (httpGet) {
    const path = httpGet.path || '/';
    const scheme = httpGet.scheme?.toLowerCase() || 'http';
    return `${scheme} ${httpGet.host ?? ''}:${httpGet.port ?? '?'}${path.startsWith('/') ? '' : '/'}${path}`;
  }
  if (tcpSocket) return `tcp ${tcpSocket.host ?? ''}:${tcpSocket.port ?? '?'}`;
  if (grpc) return `grpc :${grpc.port ?? '?'}${grpc.service ? ` (service ${grpc.service})` : ''}`;
  if (exec) return `exec ${(exec.command ?? []).join(' ')}`;
  return 'no check';
}

/** `every 10 s, 1 s time-out, 3 tries`, with the initial delay in front where there is one. */
export function timingText(timing: ProbeTiming): string {
  const { initialDelay, period, timeout, failureThreshold } = timing;
  const first = initialDelay > 0 ? `first after ${initialDelay} s, ` : '';
  return `${first}every ${period} s, ${timeout} s time-out, ${failureThreshold} ${failureThreshold === 1 ? 'try' : 'tries'}`;
}

/**
 * What failing from the start leads to and when, with the sum: `kills 25 s after start at the earliest (5 + 2 × 10)`. A readiness probe changes nothing then
 * (the container is unready until it passes), so for it the time is the one after the last success: `out of its Services 20 s after it last passed, at the earliest (2 × 10)`.
 */
export function arithmeticText(type: ProbeType, timing: ProbeTiming): string {
  const { period, failureThreshold } = timing;
  const steps = failureThreshold - 1;
  if (type === 'readiness') {
    if (steps === 0) return 'out of its Services at the first failure';
    return `out of its Services at the earliest ${steps * period} s after the first failure (${steps} × ${period})`;
  }
  const sum = [
    ...(timing.firstCheck > 0 ? [`${timing.firstCheck}`] : []),
    ...(steps > 0 ? [`${steps} × ${period}`] : []),
  ];
  return `kills ${timing.effectAfter} s after start at the earliest${sum.length > 0 ? ` (${sum.join(' + ')})` : ''}`;
}
