import type { Container, ContainerStatus, KubeNode, Pod, PodSpec, ResourceList } from '../core/kubernetes.ts';
import { parseQuantity, type Quantity } from './quantity.ts';

/** Amounts by resource. A resource that is not in it counts as none. */
export type Amounts = ReadonlyMap<string, Quantity>;

/** The amounts of a resource list; entries that cannot be read are left out. */
export function amountsOf(list: ResourceList | undefined): Map<string, Quantity> {
  const amounts = new Map<string, Quantity>();
  for (const [resource, text] of Object.entries(list ?? {})) {
    const value = parseQuantity(text);
    if (value !== undefined) amounts.set(resource, value);
  }
  return amounts;
}

/** What a node offers to pods: its allocatable, not its capacity. */
export function allocatableOf(node: KubeNode): Amounts {
  return amountsOf(node.status?.allocatable);
}

const billion = 1_000_000_000n;

/** The step in which the scheduler counts a resource: thousandths of a core, whole bytes, whole pieces. */
export function schedulerStep(resource: string): Quantity {
  return resource === 'cpu' ? 1_000_000n : billion;
}

/**
 * Amounts as the scheduler counts them (scheduler/framework/types.go, Resource.Add): each rounded up to its step, and only resources that
 * it knows: cpu, memory, ephemeral-storage, pods, and scalars (extended resources, huge pages, attachable volumes).
 */
export function schedulerAmounts(amounts: Amounts): Map<string, Quantity> {
  const counted = new Map<string, Quantity>();
  for (const [resource, value] of amounts) {
    if (!isPlain(resource) && !isScalar(resource)) continue;
    const step = schedulerStep(resource);
    counted.set(resource, value % step === 0n ? value : ((value > 0n ? value + step : value) / step) * step);
  }
  return counted;
}

function isPlain(resource: string): boolean {
  return resource === 'cpu' || resource === 'memory' || resource === 'ephemeral-storage' || resource === 'pods';
}

/** schedutil.IsScalarResourceName: what is not in a domain of Kubernetes' own counts as an extended resource. */
function isScalar(resource: string): boolean {
  if (/^(hugepages-|attachable-volumes-)/.test(resource) || resource.includes('kubernetes.io/')) return true;
  return resource.includes('/') && !resource.startsWith('requests.');
}

type RequestsOf = (container: Container) => Amounts;

/**
 * What the scheduler asks for a pod that is not on a node yet, from its spec alone (component-helpers/resource/helpers.go, PodRequests):
 * the larger of what all containers and sidecars need together and what the most demanding step of the start needs, each resource by
 * itself; pod-level requests replace the sum of cpu, memory and huge pages; overhead is added at last.
 */
export function podRequests(spec: PodSpec): Map<string, Quantity> {
  return aggregate(spec, (container) => amountsOf(container.resources?.requests), amountsOf(spec.resources?.requests));
}

/** What the limits of a pod come to (PodLimits of the same source); overhead is added to what is limited only. */
export function podLimits(spec: PodSpec): Map<string, Quantity> {
  const limitsOf: RequestsOf = (container) => amountsOf(container.resources?.limits);
  const limits = aggregate({ ...spec, overhead: {} }, limitsOf, amountsOf(spec.resources?.limits));
  for (const [resource, overhead] of amountsOf(spec.overhead)) {
    const limit = limits.get(resource);
    if (limit) limits.set(resource, limit + overhead);
  }
  return limits;
}

/**
 * What a pod that is on a node is charged there: as `podRequests`, but a container or sidecar that is resized in place counts with the
 * largest of what is asked, allocated and in effect; with the latter two alone where the node cannot ever grant the resize.
 */
export function chargedRequests({ spec = {}, status = {} }: Pod): Map<string, Quantity> {
  const statuses = new Map<string, ContainerStatus>();
  for (const one of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])])
    statuses.set(one.name, one);
  const pending = status.conditions?.find(({ type }) => type === 'PodResizePending');
  const infeasible = pending?.status === 'True' && pending.reason === 'Infeasible';
  const charged = (
    asked: ResourceList | undefined,
    actual: ResourceList | undefined,
    allocated: ResourceList | undefined,
  ): Amounts => mostOf([...(infeasible ? [] : [amountsOf(asked)]), amountsOf(actual), amountsOf(allocated)]);
  const requestsOf: RequestsOf = (container) => {
    const own = statuses.get(container.name);
    const step = spec.initContainers?.includes(container) && !isSidecar(container);
    if (step || !own?.resources) return amountsOf(container.resources?.requests);
    return charged(container.resources?.requests, own.resources.requests, own.allocatedResources);
  };
  const podLevel =
    status.resources || status.allocatedResources
      ? charged(spec.resources?.requests, status.resources?.requests, status.allocatedResources)
      : amountsOf(spec.resources?.requests);
  return aggregate(spec, requestsOf, podLevel);
}

function aggregate(spec: PodSpec, requestsOf: RequestsOf, podLevel: Amounts): Map<string, Quantity> {
  const steady = new Map<string, Quantity>();
  const sidecars = new Map<string, Quantity>();
  const start = new Map<string, Quantity>();
  for (const container of spec.containers ?? []) add(steady, requestsOf(container));
  for (const container of spec.initContainers ?? []) {
    const own = requestsOf(container);
    if (isSidecar(container)) {
      add(steady, own);
      add(sidecars, own);
      raise(start, sidecars);
    } else {
      raise(start, sum(own, sidecars));
    }
  }
  raise(steady, start);
  for (const [resource, value] of podLevel) if (isPodLevel(resource)) steady.set(resource, value);
  add(steady, amountsOf(spec.overhead));
  return steady;
}

function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

/** Resources that may be asked for the pod as a whole (PodLevelResources). */
function isPodLevel(resource: string): boolean {
  return resource === 'cpu' || resource === 'memory' || resource.startsWith('hugepages-');
}

function add(to: Map<string, Quantity>, amounts: Amounts): void {
  for (const [resource, value] of amounts) to.set(resource, (to.get(resource) ?? 0n) + value);
}

function raise(to: Map<string, Quantity>, amounts: Amounts): void {
  for (const [resource, value] of amounts) if (value > (to.get(resource) ?? 0n)) to.set(resource, value);
}

function sum(a: Amounts, b: Amounts): Amounts {
  const both = new Map(a);
  add(both, b);
  return both;
}

function mostOf(lists: readonly Amounts[]): Amounts {
  const most = new Map<string, Quantity>();
  for (const list of lists) {
    for (const [resource, value] of list) {
      const known = most.get(resource);
      if (known === undefined || value > known) most.set(resource, value);
    }
  }
  return most;
}
