import { isMap, isNode, isSeq, parseDocument, stringify, type Document } from 'yaml';

/** Numbers that are the same for the same seed (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let value = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  of<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }
}

const odd: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  2 ** 53,
  '',
  ' ',
  'yes',
  '0o17',
  '1:30',
  '1e3',
  'null',
  '~',
  '{{ .Values.x }}',
  '${X}',
  '\u0000',
  '\u202e',
  'é'.repeat(300),
  [],
  {},
  [null],
  [[]],
  { a: { b: [] } },
  'x'.repeat(5000),
];

const strange = [
  '\t',
  '\u0000',
  '\ufeff',
  '\u2028',
  '---\n',
  '...\n',
  '{',
  '}',
  '[',
  ']',
  '&a ',
  '*a ',
  '!!binary ',
  '<<: *a\n',
  '"',
  "'",
  '|',
  '>-\n',
  '#',
  ': ',
  '- ',
  '%YAML 1.1\n',
  '? ',
  '\r',
  '🚀',
];

type Mutation = (text: string, random: Random) => string;

const lines: readonly Mutation[] = [
  (text, random) => splice(text, random, (all, at) => all.splice(at, 1)),
  (text, random) => splice(text, random, (all, at) => all.splice(at, 0, all[at] ?? '')),
  (text, random) => splice(text, random, (all, at) => all.splice(at, 2, all[at + 1] ?? '', all[at] ?? '')),
  (text, random) => splice(text, random, (all, at) => (all[at] = `  ${all[at] ?? ''}`)),
  (text, random) => splice(text, random, (all, at) => (all[at] = (all[at] ?? '').replace(/^ {2}/, ''))),
  (text, random) =>
    splice(
      text,
      random,
      (all, at) =>
        (all[at] = `${all[at] ?? ''} # podlife-ignore: ${random.of(['unknown-field', 'x', '', 'image-tag-moves,'])}`),
    ),
];

const characters: readonly Mutation[] = [
  (text, random) => text.slice(0, random.below(text.length)),
  (text, random) => insert(text, random, random.of(strange)),
  (text, random) => {
    const at = random.below(text.length);
    return text.slice(0, at) + text.slice(at + 1 + random.below(4));
  },
  (text, random) => {
    const at = random.below(text.length);
    const piece = text.slice(at, at + random.below(200));
    return insert(text, random, piece);
  },
  (text) => text.replace(/\n/g, '\r\n'),
  (text, random) => `${text}\n---\n${text.slice(random.below(text.length))}`,
];

const objects: readonly Mutation[] = [
  (text, random) => within(text, random, (document, path) => void document.setIn(path, random.of(odd))),
  (text, random) => within(text, random, (document, path) => void document.deleteIn(path)),
  (text, random) =>
    within(
      text,
      random,
      (document, path) =>
        void document.setIn(
          [...path.slice(0, -1), misspelt(String(path.at(-1)), random)],
          copied(document.getIn(path, true)),
        ),
    ),
  (text, random) =>
    within(text, random, (document, path) => {
      const other = random.of(pathsOf(document));
      // The very same node twice would be an anchor, and one within itself a circle.
      document.setIn(path, copied(document.getIn(other, true)));
    }),
  (text) => JSON.stringify(parseDocument(text).toJS({ maxAliasCount: 50 }), undefined, 2) ?? '',
  (text) =>
    stringify(parseDocument(text).toJS({ maxAliasCount: 50 }), {
      defaultStringType: 'QUOTE_SINGLE',
      collectionStyle: 'flow',
    }),
];

/** A manifest changed in one to three ways, at the level of its lines, its characters or its fields. */
export function mutated(text: string, random: Random): string {
  let result = text;
  for (let left = 1 + random.below(3); left > 0 && result.length > 0; left--) {
    const change = random.of(random.of([lines, characters, objects, objects]));
    try {
      result = change(result, random);
    } catch {
      // What is broken already cannot be changed as an object.
    }
  }
  return result;
}

function splice(text: string, random: Random, change: (all: string[], at: number) => unknown): string {
  const all = text.split('\n');
  change(all, random.below(all.length));
  return all.join('\n');
}

function insert(text: string, random: Random, piece: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + piece + text.slice(at);
}

function copied(node: unknown): unknown {
  return isNode(node) ? node.clone() : node;
}

function misspelt(key: string, random: Random): string {
  const at = random.below(key.length + 1);
  return random.of([key.slice(0, at) + key.slice(at + 1), key.toLowerCase(), `${key}s`, key.replace(/([A-Z])/, '_$1')]);
}

function within(text: string, random: Random, change: (document: Document, path: (string | number)[]) => void): string {
  const document = parseDocument(text);
  const paths = pathsOf(document);
  if (paths.length === 0) return text;
  change(document, random.of(paths));
  return document.toString();
}

function pathsOf(document: Document): (string | number)[][] {
  const paths: (string | number)[][] = [];
  const visit = (node: unknown, path: (string | number)[]): void => {
    if (path.length > 0) paths.push(path);
    if (isMap(node)) for (const { key, value } of node.items) visit(value, [...path, String(key)]);
    if (isSeq(node)) node.items.forEach((item, index) => visit(item, [...path, index]));
  };
  visit(document.contents, []);
  return paths;
}
