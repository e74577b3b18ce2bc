import type { ContainerSpec, PodSpecFacts } from '../../core/evidence.ts';
import type { EvidenceItem } from '../../core/finding.ts';
import { staysRunning, type Subject } from '../../core/rule.ts';
import { checkText, probeField, probesOf, timingText, type ContainerProbe } from '../../facts/probes.ts';
import { fieldEvidence } from './evidence.ts';

/** Work that is meant to end: a Job, a CronJob, or any pod that is not restarted when it is done. */
export function worksToEnd({ spec }: PodSpecFacts, { workload }: Subject): boolean {
  return (
    workload.kind === 'Job' || workload.kind === 'CronJob' || ['Never', 'OnFailure'].includes(spec.restartPolicy ?? '')
  );
}

/** Containers that stay: app containers and sidecars. Init and debug containers have neither probes nor hooks; one without a name is refused anyway. */
export function stayingContainers({ containers }: PodSpecFacts): ContainerSpec[] {
  return containers.filter(({ kind, name }) => staysRunning(kind) && Boolean(name));
}

export interface ProbeOfContainer extends ContainerProbe {
  readonly container: ContainerSpec;
  /** Field path of the probe. */
  readonly path: string;
}

/** Every probe of every container that stays. */
export function allProbes(spec: PodSpecFacts): ProbeOfContainer[] {
  return stayingContainers(spec).flatMap((container) =>
    probesOf(container).map((one) => ({ ...one, container, path: `${container.path}.${probeField(one.type)}` })),
  );
}

/** A probe as evidence: what it asks and when. */
export function probeEvidence({ path, probe, timing }: ProbeOfContainer): EvidenceItem {
  return fieldEvidence('spec', path, `${checkText(probe)}, ${timingText(timing)}`);
}

/** `1 s`, `1 time`: a number with its word. */
export function counted(amount: number, word: string): string {
  return `${amount} ${word}${amount === 1 ? '' : 's'}`;
}
