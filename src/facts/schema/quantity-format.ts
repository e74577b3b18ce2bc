const suffixes = new Set(['', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']);

/**
 * Why the API server cannot decode a text as a quantity; undefined where it can (apimachinery/pkg/api/resource, ParseQuantity). It takes more than people write:
 * a lone sign, a lone suffix and `1.` are numbers to it.
 */
export function quantityFault(text: string): string | undefined {
  const trimmed = text.trim();
  const match = /^[+-]?\d*(?:\.\d*)?([eEinumkKMGTP]*[-+]?\d*)$/.exec(trimmed);
  if (trimmed === '' || !match) return 'is not a quantity';
  const suffix = match[1] ?? '';
  if (suffixes.has(suffix) || /^[eE][-+]?\d+$/.test(suffix)) return undefined;
  return `has the unit ${suffix}, which Kubernetes does not know`;
}

/** `256Mi` for `256MiB`, `1k` for `1KB`: what a number with a unit of bytes is called in Kubernetes; undefined for anything else. */
export function withoutByte(text: string): string | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kKMGTPE])(i?)[bB]\s*$/.exec(text);
  if (!match) return undefined;
  const [, amount = '', letter = '', binary = ''] = match;
  return `${amount}${binary === '' ? letter.replace('K', 'k') : letter.toUpperCase()}${binary}`;
}
