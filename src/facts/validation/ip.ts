import type { Fault } from './names.ts';

/**
 * What is wrong with an IP address (IsValidIPForLegacyField). `strict`, since 1.36: no leading zeros, which other programs read as octal, and
 * no IPv4 address in the form of IPv6.
 */
export function ipFault(text: string, strict: boolean): Fault | undefined {
  const allowed = 'It must be an address such as 10.9.8.7 or 2001:db8::1.';
  if (!isIpv4(text) && !isIpv6(text)) return { says: 'is not an IP address', allowed };
  if (!strict) return undefined;
  if (/(^|[.:])0\d+\./.test(text) || /\.0\d+$/.test(text)) {
    return { says: 'has leading zeros', allowed: 'Write the numbers without leading zeros.' };
  }
  if (isMapped(text)) return { says: 'is an IPv4 address as IPv6', allowed: 'Write it as an IPv4 address.' };
  return undefined;
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d+$/.test(part) && Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2 || !text.includes(':')) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const all = groups.flat();
  const last = all.at(-1) ?? '';
  const embedded = last.includes('.') && text.endsWith(last);
  if (embedded && !isIpv4(last)) return false;
  const hex = embedded ? all.slice(0, -1) : all;
  const count = hex.length + (embedded ? 2 : 0);
  return hex.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) && (halves.length === 2 ? count <= 7 : count === 8);
}

/** ::ffff:0:0/96 */
function isMapped(text: string): boolean {
  if (!text.includes(':')) return false;
  const [head = '', tail] = text.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const rest = tail === undefined ? before : after;
  const last = rest.at(-1) ?? '';
  const low = last.includes('.') ? 1 : 2;
  const words =
    tail === undefined
      ? before
      : [...before, ...Array<string>(Math.max(0, 6 + low - before.length - after.length)).fill('0'), ...after];
  const high = words.slice(0, words.length - low);
  return (
    high.length === 6 &&
    high.slice(0, 5).every((word) => Number.parseInt(word, 16) === 0) &&
    Number.parseInt(high[5] ?? '', 16) === 0xffff
  );
}
