import type { Container, PodSpec } from '../core/kubernetes.ts';
import { podRequests } from './effective-requests.ts';
import { freeOn, type NodeFit } from './node-fit.ts';
import { parseQuantity, type Quantity } from './quantity.ts';

/** A container, or the pod as a whole, that asks for a resource. */
export interface Asker {
  /** Name of the container; missing for pod-level requests and overhead. */
  readonly container?: string;
  readonly path: string;
  /** As it is written in the spec. */
  readonly text: string;
  readonly amount: Quantity;
}

/** A resource that a pod does not get, and what room there is for it. */
export interface ResourceRoom {
  readonly resource: string;
  readonly asked: Quantity;
  readonly askers: readonly Asker[];
  /** `not-offered`: no node has any; `too-big`: more than any node has when it is empty; `busy`: others use it. */
  readonly kind: 'not-offered' | 'too-big' | 'busy';
  /** The node with the most of it, and how much that is. */
  readonly largest?: { readonly node: string; readonly allocatable: Quantity };
  /** The node with the most of it free. Missing where pods are not known, or those known do not explain what is missing. */
  readonly roomiest?: { readonly node: string; readonly free: Quantity };
}

/**
 * What room some nodes have for a resource (`pods`: slots) that a pod asks for and does not get there. Without nodes, `unresolvable` tells
 * whether the scheduler holds that evicting pods cannot help, which means that the nodes are too small.
 */
export function roomFor(
  resource: string,
  spec: PodSpec,
  nodes: readonly NodeFit[],
  unresolvable: boolean,
): ResourceRoom {
  const asked = resource === 'pods' ? (parseQuantity(1) ?? 0n) : (podRequests(spec).get(resource) ?? 0n);
  const base = { resource, asked, askers: askersOf(resource, spec) };
  const [largest] = nodes
    .map((fit) => ({ node: fit.name, allocatable: fit.allocatable.get(resource) ?? 0n }))
    .sort((a, b) => compare(b.allocatable, a.allocatable));
  if (!largest) return { ...base, kind: unresolvable && resource !== 'pods' ? 'too-big' : 'busy' };
  if (largest.allocatable === 0n) return { ...base, kind: 'not-offered', largest };
  const [roomiest] = nodes
    .flatMap((fit) => {
      const free = freeOn(fit, resource);
      return free === undefined ? [] : [{ node: fit.name, free }];
    })
    .sort((a, b) => compare(b.free, a.free));
  const explained = roomiest && roomiest.free < asked ? { roomiest } : {};
  return { ...base, kind: asked > largest.allocatable ? 'too-big' : 'busy', largest, ...explained };
}

function compare(a: Quantity, b: Quantity): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function askersOf(resource: string, spec: PodSpec): Asker[] {
  const ofList = (containers: Container[] | undefined, field: string): Asker[] =>
    (containers ?? []).flatMap((container) =>
      asker(container.resources?.requests?.[resource], `spec.${field}[${container.name}]`, container.name),
    );
  const podLevel = asker(spec.resources?.requests?.[resource], 'spec');
  const containers = [...ofList(spec.containers, 'containers'), ...ofList(spec.initContainers, 'initContainers')];
  return podLevel.length > 0 ? podLevel : containers;
}

function asker(text: string | number | undefined, at: string, container?: string): Asker[] {
  const amount = parseQuantity(text) ?? 0n;
  if (amount <= 0n) return [];
  const path = `${at}.resources.requests`;
  return [{ path, text: String(text), amount, ...(container === undefined ? {} : { container }) }];
}
