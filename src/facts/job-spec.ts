import type { KubeObject, Workload, WorkloadSpec } from '../core/kubernetes.ts';

/** The spec of a Job, or of the Jobs that a CronJob makes, and where it stands. */
export interface JobSpec {
  readonly spec: WorkloadSpec;
  readonly path: string;
  /** The spec of the CronJob. */
  readonly cron?: WorkloadSpec;
}

export function jobSpecOf(object: KubeObject): JobSpec | undefined {
  const { kind, spec = {} } = object as Workload;
  if (kind === 'Job') return { spec, path: 'spec' };
  if (kind !== 'CronJob') return undefined;
  return { spec: spec.jobTemplate?.spec ?? {}, path: 'spec.jobTemplate.spec', cron: spec };
}

/** How long a Job goes on when every try fails at once. */
export interface RetryTime {
  /** Retries after the first try; of each index where `perIndex`. */
  readonly retries: number;
  readonly perIndex: boolean;
  /** Seconds of waiting between them, all together. */
  readonly waits: number;
  /** The longest wait between two, seconds. */
  readonly longest: number;
  /** Path of the field that says how many. */
  readonly field: 'backoffLimit' | 'backoffLimitPerIndex';
}

const firstWait = 10;

/**
 * Waits between the tries of a Job: with restartPolicy Never each try is a new pod and the controller waits 10 s, twice as long each time, up to 10 min
 * (job/backoff_utils.go); with OnFailure the kubelet restarts the container with the same steps up to 5 min. backoffLimit is 6 when missing; with a limit for each index the
 * one for the whole Job is practically none.
 */
export function retryTimeOf({ spec }: JobSpec): RetryTime {
  const perIndex = spec.backoffLimitPerIndex !== undefined;
  const retries = spec.backoffLimitPerIndex ?? spec.backoffLimit ?? 6;
  const longest = spec.template?.spec?.restartPolicy === 'OnFailure' ? 300 : 600;
  const steps = Math.ceil(Math.log2(longest / firstWait));
  const growing = Math.min(retries, steps);
  const waits = firstWait * (2 ** growing - 1) + Math.max(0, retries - steps) * longest;
  return { retries, perIndex, waits, longest, field: perIndex ? 'backoffLimitPerIndex' : 'backoffLimit' };
}

/** Made by a chart or a delivery tool for one step of a deployment, which looks after it: Helm and Argo CD hooks. */
export function isDeliveryHook({ metadata }: KubeObject): boolean {
  return Object.keys(metadata?.annotations ?? {}).some((key) =>
    /^(?:helm\.sh\/hook|argocd\.argoproj\.io\/hook)$/.test(key),
  );
}
