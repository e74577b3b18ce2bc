import type { ContainerFacts, ContainerSpec, PodStatusFacts } from '../core/evidence.ts';
import type { Handler } from '../core/kubernetes.ts';
import { secondsBetween } from './time.ts';

/** The least time between SIGTERM and SIGKILL (kuberuntime_container.go, minimumGracePeriodInSeconds). */
export const leastKillSeconds = 2;

/** A preStop hook. */
export interface PreStop {
  readonly container: ContainerSpec;
  readonly handler: 'exec' | 'http' | 'sleep' | 'tcp';
  /** Seconds that it takes by its own words; missing where only running it would tell. */
  readonly seconds?: number;
  /** It does more than sleep: `seconds` is the least it takes. */
  readonly atLeast: boolean;
}

/** How the stopping of a deleted pod goes. Times in milliseconds since the epoch. */
export interface PodTermination {
  readonly requested: number;
  /** End of the grace period. */
  readonly deadline: number;
  readonly graceSeconds: number;
  /** Seconds since the request. */
  readonly usedSeconds: number;
  /** Seconds until the deadline; 0 once it has passed. */
  readonly remainingSeconds: number;
  /** Seconds since the deadline; 0 before it. */
  readonly overdueSeconds: number;
  /** The hooks of the containers that were to be stopped. */
  readonly preStops: readonly PreStop[];
  /** The longest preStop hook that is known, no longer than the grace period; missing where there is none or its length is not known. */
  readonly preStopSeconds?: number;
  /** When the last container gets SIGTERM, as far as its preStop hook tells. Sidecars get it after the app containers have ended. */
  readonly termAt?: number;
  /** When the last container is killed with SIGKILL at the latest: the deadline, or 2 s after a hook that used up the grace period. */
  readonly killAt: number;
  /** Containers that still run, by the status. */
  readonly running: readonly ContainerFacts[];
}

/**
 * The course of a termination (pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer): the preStop hook runs first and on the same
 * clock as the grace period, then SIGTERM, then SIGKILL when the grace period is over, but never sooner than 2 s after SIGTERM. A grace period of 0
 * counts as 1 and skips the hook. undefined where nobody asked for the deletion.
 */
export function terminationOf(status: PodStatusFacts, now: number): PodTermination | undefined {
  const { deletion } = status;
  if (!deletion) return undefined;
  const { requested, deadline, graceSeconds } = deletion;
  const grace = Math.max(1, graceSeconds);
  const preStops = graceSeconds > 0 ? status.containers.flatMap(preStopOf) : [];
  const known = preStops.flatMap(({ seconds }) => (seconds === undefined ? [] : [Math.min(seconds, grace)]));
  const longest = known.length > 0 ? Math.max(...known) : undefined;
  const certain = preStops.every(({ seconds, atLeast }) => seconds !== undefined && !atLeast);
  const hook = certain ? (longest ?? 0) : undefined;
  return {
    requested,
    deadline,
    graceSeconds,
    usedSeconds: secondsBetween(requested, now),
    remainingSeconds: secondsBetween(now, deadline),
    overdueSeconds: secondsBetween(deadline, now),
    preStops,
    ...(longest === undefined ? {} : { preStopSeconds: longest }),
    ...(hook === undefined ? {} : { termAt: requested + hook * 1000 }),
    killAt: requested + Math.max(grace, (hook ?? grace) + leastKillSeconds) * 1000,
    running: status.containers.filter(({ running }) => running !== undefined),
  };
}

/** The preStop hook of a container with its length where its words tell: `sleep`, or a command that sleeps. Empty where it has none. */
export function preStopOf(container: ContainerSpec): PreStop[] {
  const hook = container.spec.lifecycle?.preStop;
  const handler = hook ? handlerOf(hook) : undefined;
  if (!hook || !handler) return [];
  if (handler === 'sleep') return [{ container, handler, seconds: hook.sleep?.seconds ?? 0, atLeast: false }];
  if (handler !== 'exec') return [{ container, handler, atLeast: false }];
  return [{ container, handler, ...sleepOf(hook.exec?.command ?? []) }];
}

function handlerOf(hook: Handler): PreStop['handler'] | undefined {
  if (hook.sleep) return 'sleep';
  if (hook.exec) return 'exec';
  if (hook.httpGet) return 'http';
  return hook.tcpSocket ? 'tcp' : undefined;
}

const shell = /(?:^|\/)(?:sh|bash|ash|dash|zsh)$/;
const sleepCommand = /^(?:\/(?:usr\/)?bin\/)?sleep$/;
const sleepCall = /(?:^|[\s;&|(])(?:\/(?:usr\/)?bin\/)?sleep\s+(\d+(?:\.\d+)?)([smhd]?)(?=$|[\s;&|)])/g;
const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86400 };

/** Seconds that a command sleeps: `sleep 8`, `sh -c "sleep 8 && nginx -s quit"`. What it does besides is not known. */
function sleepOf(command: readonly string[]): { seconds?: number; atLeast: boolean } {
  const [program = '', ...args] = command;
  if (sleepCommand.test(program)) {
    const seconds = sleepsIn(`sleep ${args.join(' ')}`);
    return seconds === undefined ? { atLeast: false } : { seconds, atLeast: false };
  }
  const script = shell.test(program) ? args.at(-1) : undefined;
  // In a loop or behind a condition a sleep may run any number of times.
  if (script === undefined || /\b(?:while|until|for|if)\b|\|\|/.test(script)) return { atLeast: true };
  const seconds = sleepsIn(script);
  if (seconds === undefined) return { atLeast: true };
  return { seconds, atLeast: script.trim().replace(sleepCall, '').trim() !== '' };
}

function sleepsIn(text: string): number | undefined {
  const calls = [...text.matchAll(sleepCall)];
  if (calls.length === 0) return undefined;
  return calls.reduce((sum, [, amount = '0', unit = '']) => sum + Number(amount) * (units[unit] ?? 1), 0);
}
