import type { Labels } from '../../facts/selectors.ts';
import type { Mismatch } from '../../facts/services.ts';

/** `app=web, tier=front` */
export function labelPairs(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}

/** What a Service wants and the pod has instead. */
export function differenceText({ key, wanted, actual }: Mismatch): string {
  return `it wants ${key}=${wanted}, ${actual === undefined ? 'a label the pod does not have' : `the pod has ${key}=${actual}`}`;
}

export function actualText({ key, actual }: Mismatch): string {
  return actual === undefined ? `no label ${key}` : `${key}=${actual}`;
}
