import type { Container, LimitRange, PersistentVolumeClaimSpec, PodSpec, ResourceList } from '../core/kubernetes.ts';
import { admitted, rangeItems } from './admitted.ts';
import { amountsOf, podLimits, podRequests, type Amounts } from './effective-requests.ts';
import { formatQuantity, parseQuantity, type Quantity } from './quantity.ts';
import type { LimitViolation } from './refusal.ts';

/** A bound of a LimitRange that a manifest breaks, with the range and, for a bound on containers, whose list and position it is. */
export interface FoundViolation {
  readonly range: string;
  readonly violation: LimitViolation;
  /** The bound is a limit that the range fills in where none is stated. */
  readonly filledIn?: boolean;
  readonly container?: { readonly list: 'containers' | 'initContainers'; readonly index: number };
}

/** What is stated of a container, a pod or a claim. */
interface Stated {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** The bounds that a pod spec breaks once admission has filled in its defaults (plugin/pkg/admission/limitranger, PodValidateLimitFunc). */
export function limitRangeViolations(spec: PodSpec, ranges: readonly LimitRange[]): FoundViolation[] {
  if (ranges.length === 0) return [];
  const pod = admitted(spec, ranges);
  const violations: FoundViolation[] = [];
  for (const list of ['containers', 'initContainers'] as const) {
    for (const [index, container] of (pod[list] ?? []).entries()) {
      const stated = statedBy(container);
      violations.push(
        ...overDefault(spec[list]?.[index], ranges).map((one) => ({ ...one, container: { list, index } })),
      );
      for (const { range, item } of rangeItems(ranges, 'Container')) {
        const broken = brokenBounds(item, 'Container', stated);
        violations.push(...broken.map((violation) => ({ range, violation, container: { list, index } })));
      }
    }
  }
  for (const { range, item } of rangeItems(ranges, 'Pod')) {
    const whole = { requests: podRequests(pod), limits: podLimits(pod) };
    violations.push(...brokenBounds(item, 'Pod', whole).map((violation) => ({ range, violation })));
  }
  return violations;
}

/**
 * A request above the limit that a LimitRange fills in because the container states none: the pod as admitted is invalid. Not where the range has a maximum, which
 * the request then passes as well.
 */
function overDefault(container: Container | undefined, ranges: readonly LimitRange[]): FoundViolation[] {
  const { requests = {}, limits = {} } = container?.resources ?? {};
  return Object.entries(requests).flatMap(([resource, text]): FoundViolation[] => {
    if (limits[resource] !== undefined) return [];
    for (const { range, item } of rangeItems(ranges, 'Container')) {
      const filled = item.default?.[resource];
      const [request, limit] = [parseQuantity(text), parseQuantity(filled)];
      if (filled === undefined) continue;
      const over =
        request !== undefined && limit !== undefined && request > limit && item.max?.[resource] === undefined;
      const violation = {
        bound: 'maximum',
        resource,
        scope: 'Container',
        allowed: String(filled),
        field: 'request',
        actual: String(text),
      } as const;
      return over ? [{ range, violation, filledIn: true }] : [];
    }
    return [];
  });
}

/** The bounds that a claim breaks. */
export function claimViolations(spec: PersistentVolumeClaimSpec, ranges: readonly LimitRange[]): FoundViolation[] {
  const stated = { requests: amountsOf(spec.resources?.requests), limits: new Map<string, Quantity>() };
  return rangeItems(ranges, 'PersistentVolumeClaim').flatMap(({ range, item: { min, max } }) =>
    [...edge('minimum', min, 'PersistentVolumeClaim', stated), ...edge('maximum', max, 'PersistentVolumeClaim', stated)]
      .filter(({ field }) => field === 'request')
      .map((violation) => ({ range, violation })),
  );
}

function statedBy({ resources }: Container): Stated {
  return { requests: amountsOf(resources?.requests), limits: amountsOf(resources?.limits) };
}

type Item = ReturnType<typeof rangeItems>[number]['item'];

function brokenBounds({ min, max, maxLimitRequestRatio }: Item, scope: string, stated: Stated): LimitViolation[] {
  return [
    ...edge('minimum', min, scope, stated),
    ...edge('maximum', max, scope, stated),
    ...ratios(maxLimitRequestRatio, scope, stated),
  ];
}

/** A minimum must be asked for and kept by the limit as well, a maximum must be set as a limit and kept by the request as well. */
function edge(
  bound: 'minimum' | 'maximum',
  edges: ResourceList | undefined,
  scope: string,
  stated: Stated,
): LimitViolation[] {
  const mandatory = bound === 'minimum' || scope === 'PersistentVolumeClaim' ? 'request' : 'limit';
  return Object.entries(edges ?? {}).flatMap(([resource, text]): LimitViolation[] => {
    const allowed = parseQuantity(text);
    if (allowed === undefined) return [];
    const outside = (value: Quantity | undefined): boolean =>
      value !== undefined && (bound === 'minimum' ? value < allowed : value > allowed);
    const values = { request: stated.requests.get(resource), limit: stated.limits.get(resource) };
    const common = { bound, resource, scope, allowed: String(text) } as const;
    if (values[mandatory] === undefined) return [{ ...common, field: mandatory }];
    const fields = (['request', 'limit'] as const).filter((field) => outside(values[field]));
    return fields
      .slice(0, 1)
      .map((field) => ({ ...common, field, actual: formatQuantity(values[field] ?? 0n, resource) }));
  });
}

function ratios(
  limits: ResourceList | undefined,
  scope: string,
  { requests, limits: stated }: Stated,
): LimitViolation[] {
  return Object.entries(limits ?? {}).flatMap(([resource, allowed]): LimitViolation[] => {
    const [request = 0n, limit = 0n] = [requests.get(resource), stated.get(resource)];
    const common = { bound: 'ratio', resource, scope, allowed: String(allowed) } as const;
    if (request === 0n) return [{ ...common, field: 'request' }];
    if (limit === 0n) return [{ ...common, field: 'limit' }];
    const ratio = Number(limit) / Number(request);
    return ratio > Number(allowed) ? [{ ...common, actual: String(Number(ratio.toFixed(2))) }] : [];
  });
}
