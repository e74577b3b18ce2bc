import type { OwnerFacts, PodSpecFacts } from '../core/evidence.ts';
import type { Condition, Workload } from '../core/kubernetes.ts';
import { valueOf } from '../core/lookup.ts';
import type { Subject } from '../core/rule.ts';
import { nameOf } from './metadata.ts';
import { ofKind, ownerOf, workloadCondition } from './rollout.ts';
import { parseTime } from './time.ts';
import { podSpecFacts, templateOf } from './workload.ts';

/** A Job that failed, or is about to: its pods are being stopped. Times in milliseconds. */
export interface JobFailure {
  readonly job: Workload;
  readonly name: string;
  /** `BackoffLimitExceeded`, `DeadlineExceeded`, `PodFailurePolicy`, `MaxFailedIndexesExceeded`, `FailedIndexes`. */
  readonly reason: string;
  readonly message: string;
  /** `Failed`, or `FailureTarget` while its pods are still ending (Kubernetes 1.31 and later). */
  readonly condition: Condition;
  readonly startedAt?: number;
  readonly failedAt?: number;
  readonly template?: PodSpecFacts;
  /** The CronJob that made it. */
  readonly cronJob?: string;
}

/**
 * The failed Job that a target is about: the Job itself, that of the pod, or the newest one of a CronJob (an older one that failed is history).
 * Read from its conditions (pkg/controller/job/job_controller.go); undefined while it runs, when it is complete, or when it was not read.
 */
export function jobFailure(owner: OwnerFacts, subject: Subject): JobFailure | undefined {
  const job = jobOf(owner, subject);
  const condition = ['Failed', 'FailureTarget']
    .map((type) => workloadCondition(job, type))
    .find((one) => one?.status === 'True');
  if (!job || !condition) return undefined;
  const startedAt = parseTime(job.status?.startTime);
  const failedAt = parseTime(
    workloadCondition(job, 'FailureTarget')?.lastTransitionTime ?? condition.lastTransitionTime,
  );
  const template = templateOf(job);
  const cronJob = job.metadata?.ownerReferences?.find(({ kind }) => kind === 'CronJob')?.name;
  return {
    job,
    name: nameOf(job),
    reason: condition.reason ?? '',
    message: condition.message ?? '',
    condition,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(failedAt === undefined ? {} : { failedAt }),
    ...(template ? { template: podSpecFacts(template, 'spec.template.spec') } : {}),
    ...(cronJob ? { cronJob } : {}),
  };
}

function jobOf(owner: OwnerFacts, subject: Subject): Workload | undefined {
  if (subject.target.kind !== 'CronJob') return ofKind(owner, 'Job');
  return ownerOf(owner, subject) && valueOf(owner.children)?.[0];
}

/** How a Job counts its failures. */
export interface JobRetries {
  /** Retries after the first try; 6 when missing. */
  readonly backoffLimit: number;
  /** With OnFailure the container is restarted in its pod and the pod is deleted in the end; with Never each try is a pod of its own, and stays. */
  readonly restartPolicy: string;
  /** Pods that failed, by the status. */
  readonly failed: number;
}

/** Retries of a Job as a whole with the defaults of pkg/apis/batch/v1/defaults.go. `backoffLimitPerIndex` is not among them: an index that uses it up ends the Job with another reason. */
export function jobRetries({ spec = {}, status = {} }: Workload): JobRetries {
  return {
    backoffLimit: spec.backoffLimit ?? 6,
    restartPolicy: spec.template?.spec?.restartPolicy ?? 'Never',
    failed: status.failed ?? 0,
  };
}

/** What the message of a PodFailurePolicy condition says: `Container x for pod ns/p failed with exit code 3 matching FailJob rule at index 0`. */
export interface PolicyMatch {
  readonly container?: string;
  readonly pod?: string;
  readonly exitCode?: number;
  readonly podCondition?: string;
  readonly action?: string;
  readonly rule?: number;
}

/** Reads that message (job/pod_failure_policy.go); what it does not say stays undefined. */
export function policyMatchOf(message: string): PolicyMatch {
  const container = /^Container (\S+) for pod \S*?\/?([^/\s]+) failed with exit code (-?\d+)/.exec(message);
  const condition = /^Pod \S*?\/?([^/\s]+) has condition (\S+)/.exec(message);
  const rule = /matching (\S+) rule at index (\d+)/.exec(message);
  const pod = container?.[2] ?? condition?.[1];
  return {
    ...(container?.[1] ? { container: container[1], exitCode: Number(container[3]) } : {}),
    ...(condition?.[2] ? { podCondition: condition[2] } : {}),
    ...(pod ? { pod } : {}),
    ...(rule?.[1] ? { action: rule[1], rule: Number(rule[2]) } : {}),
  };
}
