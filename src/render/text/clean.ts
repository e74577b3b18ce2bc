/** Terminal escape sequences: CSI, OSC (to BEL or ST), and the two-character ones. */

const escapes =
  /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[PX^_][^\u001b]*(?:\u001b\\)?|\u001b[ -/]*[0-~]/g;
/** C0 and C1 controls but tab and newline, bidirectional marks and overrides, invisible format characters, lone surrogates. */
const controls =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** What nearly every text is made of; to look it over for the rest costs a hundred times more. */
const harmless = /^[\n -~·×–—‘’“”•…→≤≥]*$/;

/** A string that may be printed: without escape sequences, control characters and marks that change what is read. Tabs become blanks. */
export function clean(text: string): string {
  if (harmless.test(text)) return text;
  return text.replace(/\r\n?/g, '\n').replace(escapes, '').replace(controls, '').replace(/\t/g, '  ');
}

/** The same for every string within a value. */
export function cleanDeep<T>(value: T): T {
  if (typeof value === 'string') return clean(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => cleanDeep(item)) as T;
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [clean(key), cleanDeep(inner)])) as T;
  }
  return value;
}

/** On one line: newlines become ` ⏎ `. */
export function oneLine(text: string): string {
  return clean(text)
    .trim()
    .replace(/\s*\n\s*/g, ' ⏎ ');
}
