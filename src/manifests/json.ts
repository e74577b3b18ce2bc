import { YamlError, type MapEntry, type ScalarNode, type Span, type YamlNode } from '../facts/yaml/nodes.ts';

const deepest = 500;

/** The values of a text that is JSON: one, or several in a row as `kubectl get … -o json >> file` leaves them. Throws YamlError. */
export function* parseJson(text: string, base = 0): Generator<YamlNode, void> {
  const reader = new JsonReader(text, base);
  while (!reader.atEnd()) yield reader.value(0);
}

const literals: Readonly<Record<string, true | false | null>> = { true: true, false: false, null: null };

class JsonReader {
  readonly #text: string;
  #pos = 0;

  /** Offset of the text in the file. */
  readonly #base: number;

  constructor(text: string, base: number) {
    this.#text = text;
    this.#base = base;
    if (text.charCodeAt(0) === 0xfeff) this.#pos = 1;
  }

  atEnd(): boolean {
    this.#skip();
    return this.#pos >= this.#text.length;
  }

  value(depth: number): YamlNode {
    this.#skip();
    if (depth > deepest) throw new YamlError(`exceeded max depth of ${deepest}`, this.#base + this.#pos);
    const char = this.#text[this.#pos];
    if (char === '{') return this.#object(depth);
    if (char === '[') return this.#array(depth);
    return char === '"' ? this.#string() : this.#literal();
  }

  #skip(): void {
    for (let code = this.#text.charCodeAt(this.#pos); code === 32 || (code >= 9 && code <= 13);) {
      code = this.#text.charCodeAt(++this.#pos);
    }
  }

  /** Takes the character if it is the next one. */
  #take(char: string): boolean {
    this.#skip();
    if (this.#text[this.#pos] !== char) return false;
    this.#pos++;
    return true;
  }

  #fail(expected: string): never {
    const found = this.#text[this.#pos];
    const what = found === undefined ? 'the text ends' : `found ${JSON.stringify(found)}`;
    throw new YamlError(`not valid JSON: ${what} where ${expected} should be`, this.#base + this.#pos);
  }

  #span(start: number): Span {
    return { start: this.#base + start, end: this.#base + this.#pos };
  }

  #object(depth: number): YamlNode {
    const start = this.#pos++;
    const entries: MapEntry[] = [];
    while (!this.#take('}')) {
      if (entries.length > 0 && !this.#take(',')) this.#fail('a comma or }');
      this.#skip();
      if (this.#text[this.#pos] !== '"') this.#fail('a key in double quotes');
      const keyNode = this.#string();
      if (!this.#take(':')) this.#fail('a colon');
      entries.push({ key: keyNode.text, keyNode, value: this.value(depth + 1), merge: false });
    }
    return { kind: 'map', flow: true, entries, ...this.#span(start) };
  }

  #array(depth: number): YamlNode {
    const start = this.#pos++;
    const items: YamlNode[] = [];
    while (!this.#take(']')) {
      if (items.length > 0 && !this.#take(',')) this.#fail('a comma or ]');
      items.push(this.value(depth + 1));
    }
    return { kind: 'seq', flow: true, items, dashes: [], ...this.#span(start) };
  }

  #string(): ScalarNode {
    const start = this.#pos;
    let end = start + 1;
    while (end < this.#text.length && this.#text[end] !== '"') end += this.#text[end] === '\\' ? 2 : 1;
    this.#pos = end + 1;
    try {
      const value: unknown = JSON.parse(this.#text.slice(start, end + 1));
      if (typeof value === 'string')
        return { kind: 'scalar', style: 'double', value, text: value, ...this.#span(start) };
    } catch {
      // Said below, with its place.
    }
    throw new YamlError(
      'not valid JSON: a text that does not end, or has an escape or a character that JSON has not',
      this.#base + start,
    );
  }

  #literal(): ScalarNode {
    const start = this.#pos;
    const text =
      /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|[a-z]+)/.exec(this.#text.slice(start, start + 400))?.[0] ?? '';
    const word = Object.hasOwn(literals, text) ? literals[text] : undefined;
    const value = word !== undefined ? word : Number(text === '' ? 'none' : text);
    if (typeof value === 'number' && !Number.isFinite(value)) return this.#fail('a value');
    this.#pos += text.length;
    return { kind: 'scalar', style: 'plain', value, text, ...this.#span(start) };
  }
}
