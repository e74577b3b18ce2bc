import type { OwnerFacts } from '../core/evidence.ts';
import type { Workload } from '../core/kubernetes.ts';
import { valueOf } from '../core/lookup.ts';
import type { Subject } from '../core/rule.ts';
import { createFailure } from './create-failure.ts';
import { isComplete } from './job-attempts.ts';
import { jobFailure } from './job.ts';
import { hasEnded, isOutdated, ownerOf } from './rollout.ts';
import { parseTime, secondsBetween } from './time.ts';
import { desiredReplicas } from './workload.ts';

/** Why an owner has no pods although nothing is wrong with it. */
export type Podless =
  /** The work is done and its pods were removed; for a CronJob the work of its newest Job. */
  | { readonly state: 'done'; readonly owner: Workload; readonly job: Workload }
  /** A CronJob between two runs; `last` is when it started one, milliseconds, missing before the first. */
  | { readonly state: 'waiting'; readonly owner: Workload; readonly last?: number }
  /** Its controller has only just been asked for pods. */
  | { readonly state: 'creating'; readonly owner: Workload; readonly seconds?: number };

/** Seconds that a controller may take to make the first pods: it acts at once, and tries again with a growing pause. */
const patience = 60;

/**
 * What an owner without any pod is doing, where that is in order. undefined for a pod as target, for an owner that has pods or whose pods could not be listed, that wants
 * none (zero replicas, suspended), whose pods are refused, whose Job failed, and for one that has waited too long for them.
 */
export function podlessOwner(owner: OwnerFacts, subject: Subject, now: number): Podless | undefined {
  if (subject.target.kind === 'Pod' || valueOf(owner.pods)?.length !== 0) return undefined;
  const top = ownerOf(owner, subject);
  if (!top || top.spec?.suspend === true || top.metadata?.deletionTimestamp) return undefined;
  if (createFailure(owner, subject) || jobFailure(owner, subject)) return undefined;
  if (top.kind === 'CronJob') return cronJobState(top, owner, now);
  if (top.kind === 'Job') return jobState(top, top, now);
  return wantsPods(top) ? creating(top, top, now) : undefined;
}

/** It wants pods, has none at all and nobody says why, for longer than a controller takes to make them. */
export function lacksPods(owner: OwnerFacts, subject: Subject, now: number): boolean {
  if (subject.target.kind === 'Pod' || valueOf(owner.pods)?.length !== 0) return false;
  const top = ownerOf(owner, subject);
  if (!top || top.kind === 'CronJob' || top.spec?.suspend === true || hasEnded(top)) return false;
  const created = parseTime(top.metadata?.creationTimestamp);
  const wants = top.kind === 'Job' ? top.spec?.parallelism !== 0 : wantsPods(top);
  return wants && created !== undefined && secondsBetween(created, now) > patience;
}

function cronJobState(top: Workload, owner: OwnerFacts, now: number): Podless | undefined {
  const [job] = valueOf(owner.children) ?? [];
  const state = job && job.spec?.suspend !== true ? jobState(top, job, now) : undefined;
  if (job) return state;
  const last = parseTime(top.status?.lastScheduleTime);
  return { state: 'waiting', owner: top, ...(last === undefined ? {} : { last }) };
}

function jobState(top: Workload, job: Workload, now: number): Podless | undefined {
  if (isComplete(job)) return { state: 'done', owner: top, job };
  return job.spec?.parallelism === 0 ? undefined : creating(top, job, now);
}

/** A DaemonSet learns from its controller how many pods it wants. */
function wantsPods(top: Workload): boolean {
  return top.kind === 'DaemonSet' && !top.status?.observedGeneration ? true : desiredReplicas(top) > 0;
}

function creating(top: Workload, maker: Workload, now: number): Podless | undefined {
  const created = parseTime(maker.metadata?.creationTimestamp);
  const seconds = created === undefined ? undefined : secondsBetween(created, now);
  if (seconds !== undefined && seconds > patience && !isOutdated(maker)) return undefined;
  return { state: 'creating', owner: top, ...(seconds === undefined ? {} : { seconds }) };
}
