import type { ContainerFacts } from '../core/evidence.ts';

/** When a container in CrashLoopBackOff is started next. */
export interface NextStart {
  /** Milliseconds since the epoch; missing where the end of the last run or the delay is not known. */
  readonly at?: number;
  /** The delay that runs, in seconds. */
  readonly delaySeconds?: number;
}

/**
 * The kubelet starts a container in CrashLoopBackOff once `now - finishedAt` has reached the delay that its waiting message names
 * (pkg/kubelet/kuberuntime, doBackOff). The delay is configured per node, so it is only ever read, never assumed. undefined for a
 * container that is not in CrashLoopBackOff. The start comes a little later than `at`: at the next sync of the pod.
 */
export function nextStart(container: ContainerFacts): NextStart | undefined {
  if (container.waiting?.reason !== 'CrashLoopBackOff') return undefined;
  const delaySeconds = parseGoDuration(/back-off ([0-9hmsµu.]+) restarting/i.exec(container.waiting.message)?.[1]);
  if (delaySeconds === undefined) return {};
  const finishedAt = container.last?.finishedAt;
  return { delaySeconds, ...(finishedAt === undefined ? {} : { at: finishedAt + delaySeconds * 1000 }) };
}

const unitSeconds: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** Seconds of a duration as Go prints it (`1m20s`, `5m0s`, `2.5s`); undefined for none. */
export function parseGoDuration(text: string | undefined): number | undefined {
  const parts = [...(text ?? '').matchAll(/([0-9.]+)(ms|h|m|s)/g)];
  if (parts.length === 0) return undefined;
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitSeconds[unit ?? ''] ?? 0), 0);
}
