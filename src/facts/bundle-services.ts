import type { KubeObject, Service, ServicePort } from '../core/kubernetes.ts';
import type { BundleFacts, WorkloadFacts } from '../core/manifest.ts';
import { objectsOfKind } from './bundle.ts';
import { containersOf } from './containers.ts';
import { matchesMap } from './selectors.ts';
import { hasSelector, targetPortOf } from './services.ts';
import { podTemplatePath } from './pod-template.ts';
import { templateAt } from './workload.ts';

/** The Services of the input that may lie in a namespace. */
export function servicesIn(bundle: BundleFacts, namespace: string): readonly Service[] {
  return objectsOfKind(bundle, 'Service', namespace);
}

/** A workload of the input with the template of its pods. */
interface Templated {
  readonly object: KubeObject;
  readonly template: ReturnType<typeof templateAt>;
}

const templated = new WeakMap<readonly KubeObject[], readonly Templated[]>();

/** Everything in the input that makes pods which stay; found once for all that ask. */
function workloadsIn({ objects }: BundleFacts): readonly Templated[] {
  const known = templated.get(objects);
  if (known) return known;
  const found = objects.flatMap((object): Templated[] => {
    const { kind = '' } = object;
    const template = /Job$/.test(kind) ? undefined : templateOfAny(object);
    return template ? [{ object, template }] : [];
  });
  templated.set(objects, found);
  return found;
}

/** The other workloads of the input whose pods a Service selects. Jobs end, and no Service is made for them. */
export function otherWorkloads(
  service: Service,
  bundle: BundleFacts,
  { object, namespace }: WorkloadFacts,
): KubeObject[] {
  if (!hasSelector(service)) return [];
  return workloadsIn(bundle)
    .filter(({ object: { kind, metadata }, template }) => {
      if (kind === object.kind && metadata?.name === object.metadata?.name) return false;
      if (metadata?.namespace !== undefined && metadata.namespace !== namespace) return false;
      return matchesMap(service.spec?.selector, template.metadata?.labels ?? {});
    })
    .map((one) => one.object);
}

/** Whether the pods of a workload have what a port of a Service leads to. */
export function hasTarget(workload: KubeObject, port: ServicePort): boolean {
  const spec = templateOfAny(workload)?.spec;
  return spec !== undefined && targetPortOf(port, containersOf(spec, '')).declared !== undefined;
}

function templateOfAny(object: KubeObject): ReturnType<typeof templateAt> | undefined {
  const path = podTemplatePath(object);
  return path === undefined ? undefined : templateAt(object, path);
}
