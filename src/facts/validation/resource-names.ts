import { parseQuantity, type Quantity } from '../quantity.ts';
import { qualifiedName, type Fault } from './names.ts';

/*
 * What Kubernetes knows of a resource by its name (pkg/apis/core/helper/helpers.go).
 */

const hugePages = 'hugepages-';
const unit = 1_000_000_000n;

export function isHugePages(name: string): boolean {
  return name.startsWith(hugePages);
}

/** In a domain of Kubernetes' own, or without one. */
export function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** A resource of somebody else: `nvidia.com/gpu`. */
export function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && qualifiedName(`requests.${name}`) === undefined;
}

/** Whether the limit may be above the request. */
export function mayOvercommit(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}

/** What is wrong with an amount of a resource (ValidateResourceQuantityValue and the rule for huge pages). */
export function quantityFault(name: string, value: unknown): Fault | undefined {
  const amount = milliOf(value);
  if (amount === undefined) return undefined;
  if (amount < 0n) return { says: 'is negative', allowed: 'It must be 0 or more.' };
  if (isExtended(name) && amount % unit !== 0n) {
    return { says: 'is not a whole number', allowed: `${name} is counted in whole pieces.` };
  }
  if (isHugePages(name) && !isDivisible(amount, name.slice(hugePages.length))) {
    return {
      says: `is not a multiple of ${name}`,
      allowed: `It must be so many whole pages of ${name.slice(hugePages.length)}.`,
    };
  }
  return undefined;
}

function isDivisible(amount: Quantity, size: string): boolean {
  const page = parseQuantity(size);
  if (page === undefined || page <= 0n || page % unit !== 0n) return false;
  return roundedUp(amount, unit) % page === 0n;
}

/** Away from zero, as Kubernetes rounds. */
function roundedUp(value: Quantity, step: bigint): Quantity {
  const rest = value % step;
  return rest === 0n ? value : value - rest + step;
}

/** An amount as the API server keeps it: rounded up to thousandths. null is nothing; undefined for what is no quantity. */
export function milliOf(value: unknown): Quantity | undefined {
  if (value === null) return 0n;
  const exact = typeof value === 'string' || typeof value === 'number' ? parseQuantity(value) : undefined;
  if (exact === undefined) return undefined;
  return exact < 0n ? -roundedUp(-exact, unit / 1000n) : roundedUp(exact, unit / 1000n);
}
