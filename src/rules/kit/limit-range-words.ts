import type { ContainerSpec, LimitsFacts } from '../../core/evidence.ts';
import type { Remedy } from '../../core/finding.ts';
import { valueOf } from '../../core/lookup.ts';
import { type Subject } from '../../core/rule.ts';
import { limitRangeOf, ratioOf } from '../../facts/limit-range.ts';
import { nameOf } from '../../facts/metadata.ts';
import { formatQuantity, parseQuantity } from '../../facts/quantity.ts';
import type { LimitViolation } from '../../facts/refusal.ts';
import { mergePodSpec } from './remedies.ts';

export function rangeName(limits: LimitsFacts | undefined, violations: readonly LimitViolation[]): string {
  const [first] = violations;
  const range = first && limitRangeOf(valueOf(limits?.limitRanges) ?? [], first);
  return range ? `LimitRange ${nameOf(range)}` : 'a LimitRange';
}

export function boundHeadline({ bound, resource, scope, allowed, field = 'limit', actual }: LimitViolation): string {
  if (bound === 'ratio')
    return `limit to request of ${resource} is ${actual ? Number(actual) : 'open'}, at most ${ratioOf(allowed)} is allowed per ${scope}`;
  const word = bound === 'maximum' ? 'at most' : 'at least';
  return `${resource} ${field} ${actual ?? 'is not stated'}, ${word} ${allowed} per ${scope}`;
}

export function boundSentence({ bound, resource, scope, allowed, field = 'limit', actual }: LimitViolation): string {
  const one = scope === 'PersistentVolumeClaim' ? 'a claim' : `a ${scope.toLowerCase()}`;
  if (bound === 'ratio') {
    const is = actual ? `here it is ${Number(actual)}` : `here the ${field} is not stated`;
    return `The ${resource} limit of ${one} may be at most ${ratioOf(allowed)} times its request, and ${is}.`;
  }
  const word = bound === 'maximum' ? 'at most' : 'at least';
  const is = actual ? `asks for a ${field} of ${actual}` : `states no ${field}`;
  return `The LimitRange lets ${one} have ${word} ${allowed} of ${resource}, and one ${is}.`;
}

export function stated(resources: ContainerSpec['spec']['resources'], resource: string): string {
  const value = (amount: string | number | undefined): string => (amount === undefined ? 'none' : String(amount));
  return `request ${value(resources?.requests?.[resource])}, limit ${value(resources?.limits?.[resource])}`;
}

/** Brings the containers that break it inside the bounds; for a pod as a boundSentence the containers have to share, which is left to people. */
export function withinBounds(
  breaking: readonly { violation: LimitViolation; containers: readonly ContainerSpec[] }[],
  subject: Subject,
): Remedy[] {
  const resources = new Map<ContainerSpec, { requests?: Record<string, string>; limits?: Record<string, string> }>();
  for (const { violation, containers } of breaking) {
    for (const container of containers) {
      const change = resources.get(container) ?? {};
      const { requests, limits } = inBounds(violation, container);
      if (!requests && !limits) continue;
      resources.set(container, {
        ...change,
        ...(requests ? { requests: { ...change.requests, ...requests } } : {}),
        ...(limits ? { limits: { ...change.limits, ...limits } } : {}),
      });
    }
  }
  if (resources.size === 0) return [];
  const merge: Record<string, unknown[]> = {};
  for (const [{ name, kind }, change] of resources) {
    const list = kind === 'app' ? 'containers' : 'initContainers';
    merge[list] = [...(merge[list] ?? []), { name, resources: change }];
  }
  return [
    mergePodSpec(subject, merge, {
      action: `Set ${[...resources].map(([{ name }, change]) => `${changeText(change)} in container ${name}`).join(', ')}`,
      why: 'that is inside the bounds; whether the program can live with it is another question',
    }),
  ];
}

function changeText(change: { requests?: Record<string, string>; limits?: Record<string, string> }): string {
  return Object.entries(change)
    .map(
      ([field, values]) =>
        `${field} ${Object.entries(values)
          .map((pair) => pair.join('='))
          .join(',')}`,
    )
    .join(' and ');
}

function inBounds(
  { bound, resource, allowed, field }: LimitViolation,
  { spec }: ContainerSpec,
): { requests?: Record<string, string>; limits?: Record<string, string> } {
  const limit = parseQuantity(spec.resources?.limits?.[resource]);
  const request = parseQuantity(spec.resources?.requests?.[resource]);
  const edge = parseQuantity(allowed);
  if (bound === 'ratio') {
    const times = ratioOf(allowed);
    const asked = spec.resources?.requests?.[resource];
    if (limit === undefined) return asked === undefined ? {} : { limits: { [resource]: String(asked) } };
    const least = BigInt(Math.ceil(Number(limit) / times));
    return { requests: { [resource]: formatQuantity(least, resource, 'up') } };
  }
  const both = field === 'request' ? limit : request;
  const other = field === 'request' ? 'limits' : 'requests';
  const outside = edge !== undefined && both !== undefined && (bound === 'maximum' ? both > edge : both < edge);
  // A request above the limit, or a limit below the request, is refused as well.
  const follows = outside && (bound === 'maximum') === (field === 'limit');
  const own = { [field === 'request' ? 'requests' : 'limits']: { [resource]: allowed } };
  return follows ? { ...own, [other]: { [resource]: allowed } } : own;
}
