/** Longer texts are cut: a report is to be read, and a message of a controller may be megabytes. */
export const longestText = 2000;

/** Fields that must stay what they are, whatever their length: commands that run as printed and values of patches. */
const verbatim: ReadonlySet<string> = new Set(['command', 'patch']);

/** A text of at most `longest` characters; what is cut off is replaced by an ellipsis. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const kept = text.slice(0, longest - 1);
  const last = kept.charCodeAt(kept.length - 1);
  // Half of a surrogate pair is no character.
  const half = last >= 0xd800 && last <= 0xdbff;
  return `${half ? kept.slice(0, -1) : kept}…`;
}

/** The same value with every text in it cut to a length that can be read. */
export function cutTexts<T>(value: T): T {
  return cutWithin(value) as T;
}

function cutWithin(value: unknown): unknown {
  if (typeof value === 'string') return cut(value, longestText);
  if (Array.isArray(value)) return value.map(cutWithin);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, verbatim.has(key) ? inner : cutWithin(inner)]),
  );
}
