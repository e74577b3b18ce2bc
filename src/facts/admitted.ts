import type { Container, LimitRange, PodSpec, ResourceList } from '../core/kubernetes.ts';
import { nameOf } from './metadata.ts';

type Item = NonNullable<NonNullable<LimitRange['spec']>['limits']>[number];

/** The items of LimitRanges for one scope. */
export function rangeItems(
  ranges: readonly LimitRange[],
  scope: string,
): { readonly range: string; readonly item: Item; readonly index: number }[] {
  return ranges.flatMap((range) =>
    (range.spec?.limits ?? []).flatMap((item, index) => {
      const { type = 'Container' } = item;
      return type === scope ? [{ range: nameOf(range), item, index }] : [];
    }),
  );
}

/**
 * A pod spec as admission makes it: missing requests become the limits (SetDefaults_Pod), then LimitRanger fills in its defaults, the first range that has one
 * (plugin/pkg/admission/limitranger, mergePodResourceRequirements).
 */
export function admitted(spec: PodSpec, ranges: readonly LimitRange[]): PodSpec {
  const items = rangeItems(ranges, 'Container').map(({ item }) => item);
  const limits = defaultsOf(items, ({ default: own, max }) => ({ ...max, ...own }));
  const requests = defaultsOf(items, ({ defaultRequest, default: limit, max, min }) => ({
    ...min,
    ...max,
    ...limit,
    ...defaultRequest,
  }));
  const filled = (container: Container): Container => {
    const { resources = {} } = container;
    const asked = { ...resources.limits, ...resources.requests };
    return {
      ...container,
      resources: { ...resources, limits: { ...limits, ...resources.limits }, requests: { ...requests, ...asked } },
    };
  };
  return {
    ...spec,
    ...(spec.containers ? { containers: spec.containers.map(filled) } : {}),
    ...(spec.initContainers ? { initContainers: spec.initContainers.map(filled) } : {}),
  };
}

function defaultsOf(items: readonly Item[], of: (item: Item) => ResourceList): ResourceList {
  const all: ResourceList = {};
  for (const item of items) for (const [resource, value] of Object.entries(of(item))) all[resource] ??= value;
  return all;
}
