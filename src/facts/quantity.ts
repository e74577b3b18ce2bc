/**
 * An exact amount of a resource in whole billionths of its unit (cores, bytes, pieces): the finest that Kubernetes keeps
 * (apimachinery/pkg/api/resource/quantity.go). Compare and add it as the bigint that it is.
 */
export type Quantity = bigint;

const unit = 1_000_000_000n;

const decimal: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binary: readonly string[] = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/**
 * Reads a quantity: `250m`, `1.5`, `512Mi`, `12G`, `1e3`, `1E` (exa), or a plain number. What is finer than a billionth is rounded away
 * from zero, as Kubernetes does. undefined for a missing or malformed one.
 */
export function parseQuantity(text: string | number | undefined): Quantity | undefined {
  const match = /^([+-]?)(\d+\.?\d*|\.\d+)(?:([eE][+-]?\d+)|(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]))?$/.exec(
    String(text ?? ''),
  );
  if (!match) return undefined;
  const [, sign, digits = '', exponent, suffix = ''] = match;
  const [whole = '', fraction = ''] = digits.split('.');
  const power = exponent ? Number(exponent.slice(1)) : (decimal[suffix] ?? 0);
  if (Math.abs(power) > 40) return undefined;
  const factor = 1024n ** BigInt(Math.max(0, binary.indexOf(suffix)));
  const shift = 9 + power - fraction.length;
  const mantissa = BigInt(whole + fraction) * factor;
  const amount = shift >= 0 ? mantissa * 10n ** BigInt(shift) : divideUp(mantissa, 10n ** BigInt(-shift));
  return sign === '-' ? -amount : amount;
}

/** A number of whole units as a quantity. */
export function quantityOf(amount: number): Quantity {
  return BigInt(Math.trunc(amount)) * unit;
}

function divideUp(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by;
}

/** How to round what has too many digits to be read: room is rounded down, so that what is said to fit does fit. */
export type Rounding = 'down' | 'up';

/** Whether a resource is counted in bytes. */
export function isBytes(resource: string): boolean {
  return /^(memory|storage|ephemeral-storage|hugepages-.+)$/.test(resource);
}

/**
 * A quantity as people write it: cpu as `250m`, `1.2`; bytes as `512Mi`, `1.5Gi`, or `12G` where only that is exact; anything else as a
 * plain number. cpu keeps three digits behind the point, bytes at most two.
 */
export function formatQuantity(value: Quantity, resource: string, rounding: Rounding = 'down'): string {
  if (value < 0n) return `-${formatQuantity(-value, resource, rounding === 'down' ? 'up' : 'down')}`;
  if (resource === 'cpu' || resource.endsWith('.cpu')) {
    const milli = rounded(value, 1_000_000n, rounding);
    return milli < 1000n ? (milli === 0n ? '0' : `${milli}m`) : withPoint(milli, 3);
  }
  if (!isBytes(resource)) return withPoint(rounded(value, 1_000_000n, rounding), 3);
  return formatBytes(value, rounding);
}

function formatBytes(value: Quantity, rounding: Rounding): string {
  const bytes = value / unit;
  const power = Math.max(
    0,
    binary.findLastIndex((_, index) => bytes >= 1024n ** BigInt(index)),
  );
  const size = 1024n ** BigInt(power) * unit;
  const hundredths = rounded(value * 100n, size, rounding);
  if (hundredths * size !== value * 100n) {
    const round = [...'EPTGM'].find((suffix) => value % 10n ** BigInt(9 + (decimal[suffix] ?? 0)) === 0n);
    if (round) return `${value / 10n ** BigInt(9 + (decimal[round] ?? 0))}${round}`;
  }
  return `${withPoint(hundredths, 2)}${binary[power] ?? ''}`;
}

function rounded(value: bigint, by: bigint, rounding: Rounding): bigint {
  return rounding === 'down' ? value / by : divideUp(value, by);
}

/** `withPoint(1250n, 3)` is `1.25`. */
function withPoint(value: bigint, digits: number): string {
  const text = value.toString().padStart(digits + 1, '0');
  const fraction = text.slice(-digits).replace(/0+$/, '');
  return fraction ? `${text.slice(0, -digits)}.${fraction}` : text.slice(0, -digits);
}

/** An amount with the name of its resource, as a sentence says it: `16 cpu`, `64Gi memory`, `1 nvidia.com/gpu`. */
export function amountText(value: Quantity, resource: string, rounding: Rounding = 'up'): string {
  return `${formatQuantity(value, resource, rounding)} ${resource}`;
}
