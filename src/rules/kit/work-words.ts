import type { PodStatusFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Observation } from '../../core/finding.ts';
import type { Workload } from '../../core/kubernetes.ts';
import { workloadCondition } from '../../facts/rollout.ts';
import { formatSpan, parseTime, secondsBetween } from '../../facts/time.ts';
import { fieldEvidence, terminationEvidence } from './evidence.ts';
import { listOf } from './probe-words.ts';

/** What a complete Job says of its work. */
export interface JobWords {
  /** `Job seed` once it is complete, else `the pod`. */
  readonly words: string;
  /** One sentence with a blank before it; empty without a Job. */
  readonly sentence: string;
  readonly evidence: EvidenceItem[];
}

/** How far a Job has got. */
export function jobWords(job: Workload | undefined): JobWords {
  const name = job?.metadata?.name;
  if (!job || !name) return { words: 'the pod', sentence: '', evidence: [] };
  const condition = workloadCondition(job, 'Complete');
  const complete = condition?.status === 'True';
  const { succeeded = 0, failed = 0 } = job.status ?? {};
  const from = parseTime(job.status?.startTime);
  const to = parseTime(job.status?.completionTime);
  const took = from !== undefined && to !== undefined ? ` in ${formatSpan(secondsBetween(from, to))}` : '';
  const wanted = job.spec?.completions ?? 1;
  const retries = failed > 0 ? `, after ${failed} failed ${failed === 1 ? 'attempt' : 'attempts'}` : '';
  return {
    words: complete ? `Job ${name}` : 'the pod',
    sentence: complete
      ? ` Job ${name} is complete${took}: ${succeeded} of ${wanted} done${retries}.`
      : ` Job ${name} has ${succeeded} of ${wanted} done.`,
    evidence: condition ? [fieldEvidence('owner', `Job/${name} status.conditions[Complete]`, condition.status)] : [],
  };
}

/** The pod of a Job still has its work before it; nothing for pods of other owners. */
export function openWork(job: Workload | undefined, kind: string): string {
  if (!job && kind !== 'Job' && kind !== 'CronJob') return '';
  const failed = job?.status?.failed ?? 0;
  const before = failed > 0 ? `, and ${failed === 1 ? '1 attempt' : `${failed} attempts`} before it failed` : '';
  return ` Its work is not done yet${before}.`;
}

/** Not ready by its condition, and only because some of its containers have done their work. */
export function workingOn(status: PodStatusFacts): Observation {
  const apps = status.containers.filter(({ kind }) => kind === 'app');
  const done = apps.filter(({ terminated }) => terminated).map(({ name }) => name);
  const rest = apps.filter(({ running }) => running).map(({ name }) => name);
  return {
    title: `${rest.length === 1 ? 'container' : 'containers'} ${listOf(rest)} ${rest.length === 1 ? 'runs' : 'run'}, and ${listOf(done)} ${done.length === 1 ? 'has' : 'have'} done ${done.length === 1 ? 'its' : 'their'} work`,
    explanation: `${listOf(done)} ended with exit code 0 and ${done.length === 1 ? 'is' : 'are'} not started again; the pod completes when ${listOf(rest)} ${rest.length === 1 ? 'ends' : 'end'} too. Until then it counts as not ready, since a container that has ended is not. A helper that never ends by itself belongs into initContainers with restartPolicy Always: as a sidecar it is stopped when the work is done.`,
    evidence: apps.flatMap((container) =>
      container.terminated
        ? [terminationEvidence(container, container.terminated)]
        : [fieldEvidence('status', `status.containerStatuses[${container.name}].state`, 'running')],
    ),
    remedies: [],
  };
}
