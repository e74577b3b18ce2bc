import type { ContainerSpec, PodSpecFacts } from '../core/evidence.ts';
import type { LimitRange } from '../core/kubernetes.ts';
import { nameOf } from './metadata.ts';
import { parseQuantity } from './quantity.ts';
import type { LimitViolation, Refusal } from './refusal.ts';

/** One whole, as quantities are kept (nano). */
const unit = 1_000_000_000n;

type Item = NonNullable<NonNullable<LimitRange['spec']>['limits']>[number];

/** The LimitRange that a refusal is about: the first with that very bound for the scope and resource. */
export function limitRangeOf(ranges: readonly LimitRange[], violation: LimitViolation): LimitRange | undefined {
  const field = { maximum: 'max', minimum: 'min', ratio: 'maxLimitRequestRatio' } as const;
  return ranges.find((range) =>
    range.spec?.limits?.some((item) => {
      const bound = parseQuantity(item[field[violation.bound]]?.[violation.resource]);
      return (
        (item.type ?? 'Container') === violation.scope &&
        bound !== undefined &&
        bound === parseQuantity(violation.allowed)
      );
    }),
  );
}

/** What a LimitRange gives a container that states no limit or request of a resource. Missing where none does. */
export interface ContainerDefault {
  readonly range: string;
  readonly value: string;
}

/**
 * The default limit of a resource that LimitRanger puts into containers (plugin/pkg/admission/limitranger): `default`, which is `max` where it is missing
 * (SetDefaults_LimitRangeItem). The first range that has one counts.
 */
export function defaultLimit(ranges: readonly LimitRange[], resource: string): ContainerDefault | undefined {
  for (const range of ranges) {
    for (const item of range.spec?.limits ?? []) {
      const value = (item.type ?? 'Container') === 'Container' ? defaultOf(item, resource) : undefined;
      if (value !== undefined) return { range: nameOf(range), value: String(value) };
    }
  }
  return undefined;
}

function defaultOf(item: Item, resource: string): string | number | undefined {
  return item.default?.[resource] ?? item.max?.[resource];
}

/**
 * Containers of the template that break a bound per container. Where the message gives the value that was seen, those that state it; where it says that none was
 * stated, those that state none. Empty for bounds per pod or claim.
 */
export function breakingContainers(violation: LimitViolation, template: PodSpecFacts | undefined): ContainerSpec[] {
  if (violation.scope !== 'Container') return [];
  return (template?.containers ?? []).filter(({ kind, spec }) => {
    if (kind === 'ephemeral') return false;
    const limit = parseQuantity(spec.resources?.limits?.[violation.resource]);
    // The API server fills a missing request with the limit.
    const request = parseQuantity(spec.resources?.requests?.[violation.resource]) ?? limit;
    if (violation.bound === 'ratio') {
      const allowed = ratioOf(violation.allowed);
      if (violation.actual === undefined) return (violation.field === 'request' ? request : limit) === undefined;
      return limit !== undefined && request !== undefined && request > 0n && Number(limit) / Number(request) > allowed;
    }
    const value = violation.field === 'request' ? request : limit;
    const allowed = parseQuantity(violation.allowed);
    if (violation.actual === undefined) return value === undefined;
    if (value === undefined || allowed === undefined) return false;
    return violation.bound === 'maximum' ? value > allowed : value < allowed;
  });
}

/** A ratio as a number: LimitRanges write it as a quantity, `1500m` for 1.5. Without one that can be read 1, the least there is. */
export function ratioOf(allowed: string): number {
  return Number(parseQuantity(allowed) ?? unit) / Number(unit);
}

const bound =
  /(minimum|maximum) (\S+) usage per (\w+) is (\S+?)(?:\. {1,2}No (request|limit) is specified|, but (request|limit) is ([^\s,\]]+))/g;
const ratio =
  /(\S+) max limit to request ratio per (\w+) is (\S+), but (?:provided ratio is ([\d.]+)|no (request|limit) is specified)/g;

/** plugin/pkg/admission/limitranger/admission.go */
export function limitRangeRefusal(text: string): Refusal | undefined {
  const bounds = [...text.matchAll(bound)].map(
    ([, which, resource = '', scope = '', allowed = '', unstated, stated, actual]): LimitViolation => ({
      bound: which === 'minimum' ? 'minimum' : 'maximum',
      resource,
      scope,
      allowed,
      field: (unstated ?? stated) === 'request' ? 'request' : 'limit',
      ...(actual ? { actual } : {}),
    }),
  );
  const ratios = [...text.matchAll(ratio)].map(
    ([, resource = '', scope = '', allowed = '', actual, unstated]): LimitViolation => ({
      bound: 'ratio',
      resource: resource.replace(/^\[/, ''),
      scope,
      allowed,
      ...(actual ? { actual } : {}),
      ...(unstated ? { field: unstated === 'request' ? 'request' : 'limit' } : {}),
    }),
  );
  const violations = [...bounds, ...ratios];
  return violations.length > 0 ? { kind: 'limit-range', violations } : undefined;
}
