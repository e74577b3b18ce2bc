/** Why a text is not what it should be: a clause that goes behind it, and a sentence that says what is allowed. */
export interface Fault {
  readonly says: string;
  readonly allowed: string;
}

/*
 * The formats of names (apimachinery/pkg/util/validation/validation.go). Each function gives the fault, or undefined for a good one.
 * Lengths are those of UTF-8, which the patterns make those of the text.
 */

const label = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const labelWithUnderscore = '_?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?';
const labelPattern = new RegExp(`^${label}$`);
const subdomainPattern = new RegExp(`^${label}(?:\\.${label})*$`);
const searchPattern = new RegExp(`^${labelWithUnderscore}(?:\\.${labelWithUnderscore})*$`);
const qualifiedPattern = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

export const longestLabel = 63;
export const longestSubdomain = 253;

function tooLong(most: number): Fault {
  return { says: 'is too long', allowed: `At most ${most} characters are allowed.` };
}

export function dnsLabel(text: string): Fault | undefined {
  if (text.length > longestLabel) return tooLong(longestLabel);
  if (labelPattern.test(text)) return undefined;
  const allowed = "Lower-case letters, digits and '-' are allowed, with a letter or digit at both ends.";
  if (subdomainPattern.test(text)) return { says: 'contains dots', allowed };
  return { says: 'is not a DNS label', allowed };
}

export function dnsSubdomain(text: string): Fault | undefined {
  if (text.length > longestSubdomain) return tooLong(longestSubdomain);
  if (subdomainPattern.test(text)) return undefined;
  return {
    says: 'is not a DNS name',
    allowed: "Lower-case letters, digits, '-' and '.' are allowed, with a letter or digit at both ends of every part.",
  };
}

/** A search domain of DNS, which may have underscores. */
export function searchDomain(text: string): Fault | undefined {
  if (text.length > longestSubdomain) return tooLong(longestSubdomain);
  if (searchPattern.test(text)) return undefined;
  return {
    says: 'is not a DNS name',
    allowed:
      "Lower-case letters, digits, '-', '_' and '.' are allowed, with a letter or digit at the end of every part.",
  };
}

/** A key of labels and annotations, a resource, a condition: `name` or `domain/name`. */
export function qualifiedName(text: string): Fault | undefined {
  const parts = text.split('/');
  const [name = '', prefix] = parts.reverse();
  const allowed =
    "A name of letters, digits, '-', '_' and '.' (at most 63, a letter or digit at both ends), if need be behind a DNS name and '/'.";
  if (parts.length > 2) return { says: "has more than one '/'", allowed };
  if (prefix !== undefined) {
    if (prefix === '') return { says: "has nothing before the '/'", allowed };
    if (dnsSubdomain(prefix)) return { says: "has no DNS name before the '/'", allowed };
  }
  if (name === '') return { says: 'has no name', allowed };
  if (name.length > longestLabel) return { says: 'is too long', allowed };
  return qualifiedPattern.test(name) ? undefined : { says: 'is not a valid name', allowed };
}

export function labelValue(text: string): Fault | undefined {
  if (text.length > longestLabel) return tooLong(longestLabel);
  if (text === '' || qualifiedPattern.test(text)) return undefined;
  return {
    says: 'is not a label value',
    allowed: "Letters, digits, '-', '_' and '.' are allowed, with a letter or digit at both ends; it may be empty.",
  };
}

/** The name of a port (IANA_SVC_NAME). */
export function portName(text: string): Fault | undefined {
  const allowed = "At most 15 lower-case letters, digits and single '-', at least one letter, no '-' at the ends.";
  if (text.length > 15) return { says: 'is too long for the name of a port', allowed };
  if (!/^[-a-z0-9]+$/.test(text)) return { says: 'is not the name of a port', allowed };
  if (!/[a-z]/.test(text))
    return { says: 'has no letter', allowed: `${allowed} A port number is written without quotes.` };
  return /--|^-|-$/.test(text) ? { says: 'is not the name of a port', allowed } : undefined;
}

/** `relaxed`: since 1.32 anything printable but '=' will do. */
export function envVarName(text: string, relaxed: boolean): Fault | undefined {
  if (relaxed) {
    if (/^[ -<>-~]+$/.test(text)) return undefined;
    return { says: 'is not the name of a variable', allowed: "Printable ASCII characters other than '=' are allowed." };
  }
  const allowed = "Letters, digits, '_', '-' and '.' are allowed, and no digit at the beginning.";
  if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(text)) return { says: 'is not the name of a variable', allowed };
  return climbs(text) ? { says: "begins with '..'", allowed } : undefined;
}

/** A key of a ConfigMap or Secret. */
export function configKey(text: string): Fault | undefined {
  if (text.length > longestSubdomain) return tooLong(longestSubdomain);
  const allowed = "Letters, digits, '-', '_' and '.' are allowed, but not '.', '..' or '..' at the beginning.";
  if (!/^[-._a-zA-Z0-9]+$/.test(text)) return { says: 'is not a key', allowed };
  return climbs(text) ? { says: 'is not a key', allowed } : undefined;
}

/** hasChDirPrefix: '.', '..' and what begins with '..'. */
function climbs(text: string): boolean {
  return text === '.' || text.startsWith('..');
}

export function headerName(text: string): Fault | undefined {
  if (/^[-A-Za-z0-9]+$/.test(text)) return undefined;
  return { says: 'is not the name of an HTTP header', allowed: "Letters, digits and '-' are allowed." };
}

/** The prefix of generated names may end with '-' (maskTrailingDash). */
export function namePrefix(text: string, format: (name: string) => Fault | undefined): Fault | undefined {
  return format(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text);
}

export type Format = (text: string) => Fault | undefined;
