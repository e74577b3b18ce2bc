import type { Container, LimitRange, PodSpec } from '../core/kubernetes.ts';
import type { BundleFacts } from '../core/manifest.ts';
import { objectsOfKind } from './bundle.ts';
import { defaultLimit } from './limit-range.ts';
import { parseQuantity, type Quantity } from './quantity.ts';

/** The LimitRanges of the input that fill in what containers of the namespace leave out. */
export function limitRangesIn(bundle: BundleFacts | undefined, namespace: string): readonly LimitRange[] {
  const ranges: readonly LimitRange[] = objectsOfKind(bundle, 'LimitRange', namespace);
  // Objects of the input are as somebody wrote them.
  return ranges.filter(({ spec }) => Array.isArray(spec?.limits));
}

/**
 * What a container may use of a resource at most once its pod exists: its own limit, else the default of a LimitRange, and never more than the pod as a whole may.
 * undefined for no bound; a limit of 0 is none.
 */
export function effectiveLimit(
  container: Container,
  resource: string,
  pod: PodSpec,
  ranges: readonly LimitRange[],
): Quantity | undefined {
  const own = positive(container.resources?.limits?.[resource]) ?? positive(defaultLimit(ranges, resource)?.value);
  const whole = positive(pod.resources?.limits?.[resource]);
  return own !== undefined && whole !== undefined && whole < own ? whole : (own ?? whole);
}

/**
 * What a container asks for of a resource once its pod exists: its own request, else its own limit (the API server copies it), else the default of a LimitRange,
 * else what the pod as a whole asks for. undefined for nothing; a request of 0 is none.
 */
export function effectiveRequest(
  container: Container,
  resource: string,
  pod: PodSpec,
  ranges: readonly LimitRange[],
): Quantity | undefined {
  const { requests, limits } = container.resources ?? {};
  const stated = requests?.[resource] !== undefined ? positive(requests[resource]) : positive(limits?.[resource]);
  return (
    stated ??
    (requests?.[resource] === undefined ? positive(defaultRequest(ranges, resource)) : undefined) ??
    positive(pod.resources?.requests?.[resource]) ??
    positive(pod.resources?.limits?.[resource])
  );
}

/** `defaultRequest` of the first LimitRange for containers that has one: `default`, `max`, then `min` stand in for it (SetDefaults_LimitRangeItem). */
function defaultRequest(ranges: readonly LimitRange[], resource: string): string | number | undefined {
  for (const item of ranges.flatMap((range) => range.spec?.limits ?? [])) {
    if ((item.type ?? 'Container') !== 'Container') continue;
    const value =
      item.defaultRequest?.[resource] ?? item.default?.[resource] ?? item.max?.[resource] ?? item.min?.[resource];
    if (value !== undefined) return value;
  }
  return undefined;
}

function positive(text: string | number | undefined): Quantity | undefined {
  const value = parseQuantity(text);
  return value !== undefined && value > 0n ? value : undefined;
}
