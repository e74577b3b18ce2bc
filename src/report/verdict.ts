import type { PodStatusFacts, Target } from '../core/evidence.ts';
import { isCause, type Finding, type Verdict } from '../core/finding.ts';
import type { Pod } from '../core/kubernetes.ts';
import { shouldRestart } from '../facts/containers.ts';
import { conditionOf, isFinished, isScheduled, podStatusOf } from '../facts/pod-status.ts';
import { isWorkingOn } from '../facts/start-stage.ts';
import { secondsBetween } from '../facts/time.ts';
import { troubleOf } from '../facts/worst-pod.ts';

/** How the living pods of an owner stand. */
export interface Standing {
  readonly pods: number;
  readonly unready: number;
  /** Pods that are not ready, and the explained one in any case: it may be ready between two crashes. */
  readonly affected: number;
}

/** Kinds whose pods serve beside each other: while others are ready, one broken pod does not break the whole. */
const serving: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet']);

/** How the living pods of an owner stand; undefined where they are not known, or the target is no owner. */
export function standingOf(
  target: Target,
  explained: PodStatusFacts | undefined,
  pods: readonly Pod[] | undefined,
): Standing | undefined {
  if (target.kind === 'Pod' || !pods) return undefined;
  const living = pods.map(podStatusOf).filter((status) => !isFinished(status) && !status.deletion);
  const unready = living.filter((status) => !isReady(status));
  const between = living.some((status) => status.name === explained?.name && isReady(status)) ? 1 : 0;
  return { pods: living.length, unready: unready.length, affected: unready.length + between };
}

/**
 * The report in one word. The first finding tells; one that merely informs cannot make healthy what by its status is not. For an owner whose other pods
 * are ready, what breaks or holds up one pod degrades the whole.
 */
export function verdictOf(
  findings: readonly Finding[],
  status: PodStatusFacts | undefined,
  target: Target,
  standing: Standing | undefined,
  now: number,
): Verdict {
  const first = findings.find(({ severity }) => severity !== 'advice');
  const derived = status ? statusVerdict(status, now) : 'unknown';
  const verdict = first && !isContradicted(first, derived, status) ? first.verdict : derived;
  const broken = verdict === 'failing' || verdict === 'pending';
  const othersServe = standing !== undefined && standing.pods > standing.affected && serving.has(target.kind);
  return broken && othersServe ? 'degraded' : verdict;
}

/** Rules that say what somebody chose for an owner, whatever state a pod that is left of it is in. */
const aboutOwner: ReadonlySet<string> = new Set(['scaled-to-zero', 'job-suspended']);

/** Information that all is well, about a pod of which the status says otherwise. */
export function isContradicted(first: Finding, derived: Verdict, status: PodStatusFacts | undefined): boolean {
  if (!status || isCause(first.severity) || aboutOwner.has(first.rule)) return false;
  const well = first.verdict === 'healthy' || first.verdict === 'completed';
  return well && derived !== 'healthy' && derived !== 'completed';
}

/** Seconds that a container may take to get ready before its pod is more than starting. */
const patience = 60;

/** What the status alone says of a pod. */
export function statusVerdict(status: PodStatusFacts, now: number): Verdict {
  if (status.deletion) return 'terminating';
  if (status.phase === 'Succeeded') return 'completed';
  if (status.phase === 'Failed') return 'failing';
  if (!isScheduled(status)) return 'pending';
  if (isReady(status)) return 'healthy';
  if (hasDoneItsWork(status)) return 'completed';
  if (isWorkingOn(status)) return 'healthy';
  if (troubleOf(status) >= 8) return 'failing';
  if (status.phase !== 'Running') return 'starting';
  const starts = status.containers.map(({ running }) => running?.startedAt ?? 0);
  const ran = secondsBetween(Math.max(0, ...starts), now);
  return ran > patience ? 'degraded' : 'starting';
}

/** Every app container exited with 0 for good; the phase follows a moment later. */
function hasDoneItsWork({ containers, pod }: PodStatusFacts): boolean {
  const apps = containers.filter(({ kind }) => kind === 'app');
  return (
    apps.length > 0 && apps.every((app) => app.terminated?.exitCode === 0 && !shouldRestart(app, pod.spec ?? {}, 0))
  );
}

function isReady(status: PodStatusFacts): boolean {
  return conditionOf(status, 'Ready')?.status === 'True';
}
