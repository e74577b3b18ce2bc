import type { ContainerSpec, PodSpecFacts } from '../../core/evidence.ts';
import type { EvidenceItem } from '../../core/finding.ts';
import type { LimitRange, ObjectMeta, ResourceList } from '../../core/kubernetes.ts';
import type { WorkloadFacts } from '../../core/manifest.ts';
import { staysRunning } from '../../core/rule.ts';
import { effectiveLimit, effectiveRequest } from '../../facts/effective-resources.ts';
import { isInjected } from '../../facts/services.ts';
import { fieldEvidence } from './evidence.ts';

/** Containers that stay and that somebody wrote: a mesh brings its own proxies with what they need. */
export function ownContainers({ containers }: PodSpecFacts): ContainerSpec[] {
  return containers.filter((container) => staysRunning(container.kind) && !isInjected(container));
}

/** Pods of a chart's tests live for seconds; what they ask for is of no matter. */
export function isTestHook(spec: PodSpecFacts, workload: WorkloadFacts | undefined): boolean {
  const metas: readonly (ObjectMeta | undefined)[] = [spec.metadata, workload?.object.metadata];
  return metas.some((meta) => /\btest\b/.test(meta?.annotations?.['helm.sh/hook'] ?? ''));
}

/** Whether no container of the pod asks for or is limited in cpu or memory once the defaults of LimitRanges are in. */
export function asksForNothing({ spec, containers }: PodSpecFacts, ranges: readonly LimitRange[]): boolean {
  return containers.every(
    ({ kind, spec: container }) =>
      kind === 'ephemeral' ||
      ['cpu', 'memory'].every(
        (resource) =>
          effectiveRequest(container, resource, spec, ranges) === undefined &&
          effectiveLimit(container, resource, spec, ranges) === undefined,
      ),
  );
}

/** The nearest field of a container's resources that exists, so that a finding has a place: `resources.limits`, `resources`. */
export function resourcesPath({ path, spec }: ContainerSpec, field: 'requests' | 'limits'): string {
  return spec.resources ? `${path}.resources.${field}` : `${path}.resources`;
}

/** What a container states of its resources. */
export function resourcesEvidence({ path, spec }: ContainerSpec): EvidenceItem {
  const { requests, limits } = spec.resources ?? {};
  return fieldEvidence('spec', `${path}.resources`, `requests ${listText(requests)}; limits ${listText(limits)}`);
}

function listText(list: ResourceList | undefined): string {
  const entries = Object.entries(list ?? {}).map(([resource, amount]) => `${resource} ${amount}`);
  return entries.length > 0 ? entries.join(', ') : 'nothing';
}
