import type { Fault } from './names.ts';

/**
 * What is wrong with an IP address (IsValidIPForLegacyField). `strict`, since 1.36: no leading zeros, which other programs read as octal, and
 * no IPv4 address in the form of IPv6.
 */
export function ipFault(text: string, strict: boolean): Fault | undefined {
  const groups = ipv6Groups(text);
  if (!groups && !isIpv4(text)) {
    return { says: 'is not an IP address', allowed: 'It must be an address such as 10.9.8.7 or 2001:db8::1.' };
  }
  if (!strict) return undefined;
  if (/(^|[.:])0\d+\./.test(text) || /\.0\d+$/.test(text) || /(^|:)0[0-9a-f]{4}/i.test(text)) {
    return { says: 'has leading zeros', allowed: 'Write the numbers without leading zeros.' };
  }
  const isMapped = groups?.slice(0, 6).every((group, index) => group === (index < 5 ? 0 : 0xffff)) ?? false;
  return isMapped ? { says: 'is an IPv4 address as IPv6', allowed: 'Write it as an IPv4 address.' } : undefined;
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d+$/.test(part) && Number(part) <= 255);
}

/** The eight groups of an IPv6 address; undefined for anything else. For an IPv4 address at its end stand two zeros. */
function ipv6Groups(text: string): number[] | undefined {
  const [, before, embedded] = /^(.*:)([^:]*\.[^:]*)$/s.exec(text) ?? [];
  if (embedded !== undefined && !isIpv4(embedded)) return undefined;
  const halves = (before === undefined ? text : `${before}0:0`).split('::');
  const [head = [], tail, ...others] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const given = [...head, ...(tail ?? [])];
  const missing = 8 - given.length;
  if (others.length > 0 || (tail ? missing < 1 : missing !== 0)) return undefined;
  if (!given.every((group) => /^0*[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return [...head, ...Array<string>(missing).fill('0'), ...(tail ?? [])].map((group) => Number.parseInt(group, 16));
}
