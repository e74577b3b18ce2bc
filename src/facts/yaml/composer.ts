import {
  resolved,
  YamlError,
  type AliasNode,
  type MapEntry,
  type MapNode,
  type ScalarNode,
  type SeqNode,
  type YamlNode,
} from './nodes.ts';
import { scalarValue } from './yaml11.ts';
import { Scanner } from './scanner.ts';
import type { Token, TokenType } from './tokens.ts';

/** No object of Kubernetes is nested like this; a text that is would only exhaust the stack. */
const deepest = 500;
/** Longer texts are rarely met twice. */
const longestShared = 40;

type Open<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer I)[] ? I[] : T[K] };

interface Properties {
  /** Offset behind them. */
  readonly end: number;
  readonly anchor: string | undefined;
  readonly tag: string;
}

/** The nodes of one document, which starts at `base` of its file. undefined where it holds nothing but comments. Throws YamlError. */
export function composeYaml(text: string, base = 0): YamlNode | undefined {
  const forbidden = /[^\t\n\r\x20-\x7e\x85\xa0-\ufffd]/.exec(text);
  if (forbidden) {
    const undecodable = forbidden[0] === '\ufffe';
    throw new YamlError(undecodable ? 'invalid UTF-8' : 'control characters are not allowed', base + forbidden.index);
  }
  return new Composer(text, base).document();
}

class Composer {
  readonly #scanner: Scanner;
  readonly #anchors = new Map<string, YamlNode>();
  readonly #handles = new Map([
    ['!', '!'],
    ['!!', 'tag:yaml.org,2002:'],
  ]);
  readonly #texts = new Map<string, string>();
  #depth = 0;

  constructor(text: string, base: number) {
    this.#scanner = new Scanner(text, base);
  }

  document(): YamlNode | undefined {
    const directives = this.#directives();
    const first = this.#scanner.peek();
    if (first.type === 'document-start') this.#scanner.next();
    else if (directives) throw new YamlError('did not find expected <document start>', first.start);
    if (['end', 'document-start', 'document-end'].includes(this.#scanner.peek().type)) return undefined;
    const node = this.#node(true, false);
    const rest = this.#scanner.peek();
    if (rest.type !== 'end' && rest.type !== 'document-end' && rest.type !== 'document-start') {
      throw new YamlError('did not find expected <document start>', rest.start);
    }
    return node;
  }

  #directives(): boolean {
    let seen = false;
    for (let token = this.#scanner.peek(); token.type === 'directive'; token = this.#scanner.peek()) {
      const [name, one, two] = token.text.slice(1).split(/\s+/);
      if (name === 'YAML' && one !== '1.1') throw new YamlError('found incompatible YAML document', token.start);
      if (name !== 'YAML' && name !== 'TAG') throw new YamlError('found unknown directive name', token.start);
      if (name === 'TAG') this.#handles.set(one ?? '', two ?? '');
      seen = true;
      this.#scanner.next();
    }
    return seen;
  }

  #node(block: boolean, indentless: boolean): YamlNode {
    const token = this.#scanner.peek();
    if (token.type === 'alias') return this.#alias();
    const properties = this.#properties();
    const next = this.#scanner.peek();
    if (++this.#depth > deepest) throw new YamlError(`exceeded max depth of ${deepest}`, next.start);
    const node = this.#content(next, properties, block, indentless);
    this.#depth--;
    return trimmed(node);
  }

  #content(token: Token, properties: Properties, block: boolean, indentless: boolean): YamlNode {
    switch (token.type) {
      case 'scalar':
        return this.#scalar(this.#scanner.next(), properties);
      case 'flow-sequence-start':
        return this.#flowSequence(properties);
      case 'flow-mapping-start':
        return this.#flowMapping(properties);
      case 'block-sequence-start':
        if (block) return this.#blockSequence(properties);
        break;
      case 'block-mapping-start':
        if (block) return this.#blockMapping(properties);
        break;
      case 'block-entry':
        if (indentless) return this.#indentlessSequence(properties);
        break;
    }
    if (properties.anchor !== undefined || properties.tag !== '') return this.#empty(properties.end, properties);
    throw new YamlError('did not find expected node content', token.start);
  }

  #alias(): AliasNode {
    const { text, start, end } = this.#scanner.next();
    const target = this.#anchors.get(text);
    if (!target) throw new YamlError(`unknown anchor '${text}' referenced`, start, end);
    return { kind: 'alias', name: text, target, start, end };
  }

  /** Anchor and tag, in any order. */
  #properties(): Properties {
    let anchor: string | undefined;
    let tag = '';
    let end = 0;
    for (let token = this.#scanner.peek(); ; token = this.#scanner.peek()) {
      if (token.type === 'anchor' && anchor === undefined) anchor = token.text;
      else if (token.type === 'tag' && tag === '') tag = this.#fullTag(token);
      else return { end, anchor, tag };
      ({ end } = this.#scanner.next());
    }
  }

  #fullTag({ text, start, end }: Token): string {
    if (text.startsWith('!<')) return text.slice(2, -1);
    const handle = /^![\w-]*!/.exec(text)?.[0] ?? '!';
    if (text === '!') return text;
    const prefix = this.#handles.get(handle);
    if (prefix === undefined) throw new YamlError('found undefined tag handle', start, end);
    return prefix + text.slice(handle.length);
  }

  #name(node: YamlNode, { anchor }: Properties): void {
    if (anchor !== undefined) this.#anchors.set(anchor, node);
  }

  #scalar({ text: own, style, start, end }: Token, properties: Properties): ScalarNode {
    const text = this.#shared(own);
    const value = scalarValue(text, style, properties.tag, start);
    const node: ScalarNode = { kind: 'scalar', style, value, text, start, end };
    this.#name(node, properties);
    return node;
  }

  /** The same text for all scalars that are alike: a large document repeats a few words over and over. */
  #shared(text: string): string {
    if (text.length > longestShared) return text;
    const known = this.#texts.get(text);
    if (known === undefined) this.#texts.set(text, text);
    return known ?? text;
  }

  /** A value that is not there. */
  #empty(at: number, properties?: Properties): ScalarNode {
    const value = properties?.tag ? scalarValue('', 'plain', properties.tag, at) : null;
    const node: ScalarNode = { kind: 'scalar', style: 'plain', value, text: '', start: at, end: at };
    if (properties) this.#name(node, properties);
    return node;
  }

  #at(...types: readonly TokenType[]): boolean {
    return types.includes(this.#scanner.peek().type);
  }

  #blockSequence(properties: Properties): SeqNode {
    const { start } = this.#scanner.next();
    const node: Open<SeqNode> = { kind: 'seq', flow: false, items: [], dashes: [], start, end: start };
    this.#name(node, properties);
    while (this.#at('block-entry')) this.#blockItem(node, 'block-entry', 'block-end');
    const token = this.#scanner.peek();
    if (token.type !== 'block-end') throw new YamlError("did not find expected '-' indicator", token.start);
    this.#scanner.next();
    return node;
  }

  /** A list whose dashes stand in the column of the key that holds it. */
  #indentlessSequence(properties: Properties): SeqNode {
    const { start } = this.#scanner.peek();
    const node: Open<SeqNode> = { kind: 'seq', flow: false, items: [], dashes: [], start, end: start };
    this.#name(node, properties);
    while (this.#at('block-entry')) this.#blockItem(node, 'block-entry', 'key', 'value', 'block-end');
    return node;
  }

  #blockItem(node: Open<SeqNode>, ...ends: readonly TokenType[]): void {
    const dash = this.#scanner.next();
    node.dashes.push(dash.start);
    const item = this.#at(...ends) ? this.#empty(dash.end) : this.#node(true, false);
    node.items.push(item);
    node.end = Math.max(dash.end, item.end);
  }

  #blockMapping(properties: Properties): MapNode {
    const { start } = this.#scanner.next();
    const node: Open<MapNode> = { kind: 'map', flow: false, entries: [], start, end: start };
    this.#name(node, properties);
    for (let token = this.#scanner.peek(); token.type !== 'block-end'; token = this.#scanner.peek()) {
      if (token.type !== 'key') throw new YamlError('did not find expected key', token.start);
      this.#scanner.next();
      const key = this.#at('key', 'value', 'block-end') ? this.#empty(token.end) : this.#node(true, true);
      let value: YamlNode | undefined;
      if (this.#at('value')) {
        const colon = this.#scanner.next();
        value = this.#at('key', 'value', 'block-end') ? this.#empty(colon.end) : this.#node(true, true);
      }
      node.entries.push(entry(key, value ?? this.#empty(key.end)));
      node.end = Math.max(key.end, value?.end ?? 0);
    }
    this.#scanner.next();
    return node;
  }

  #flowSequence(properties: Properties): SeqNode {
    const { start } = this.#scanner.next();
    const node: Open<SeqNode> = { kind: 'seq', flow: true, items: [], dashes: [], start, end: start };
    this.#name(node, properties);
    while (!this.#at('flow-sequence-end')) {
      if (node.items.length > 0) this.#comma("did not find expected ',' or ']'");
      if (this.#at('flow-sequence-end')) break;
      node.items.push(this.#at('key') ? this.#singlePair() : this.#node(false, false));
    }
    node.end = this.#scanner.next().end;
    return node;
  }

  /** `[a: 1]`: a mapping of one field without braces. */
  #singlePair(): MapNode {
    const { start } = this.#scanner.next();
    const key = this.#at('value', 'flow-entry', 'flow-sequence-end') ? this.#empty(start) : this.#node(false, false);
    const value = this.#flowValue('flow-sequence-end') ?? this.#empty(key.end);
    return { kind: 'map', flow: true, entries: [entry(key, value)], start, end: Math.max(key.end, value.end) };
  }

  #flowMapping(properties: Properties): MapNode {
    const { start } = this.#scanner.next();
    const node: Open<MapNode> = { kind: 'map', flow: true, entries: [], start, end: start };
    this.#name(node, properties);
    while (!this.#at('flow-mapping-end')) {
      if (node.entries.length > 0) this.#comma("did not find expected ',' or '}'");
      if (this.#at('flow-mapping-end')) break;
      node.entries.push(this.#flowPair());
    }
    node.end = this.#scanner.next().end;
    return node;
  }

  #flowPair(): MapEntry {
    if (!this.#at('key')) {
      const key = this.#node(false, false);
      return entry(key, this.#empty(key.end));
    }
    const { end } = this.#scanner.next();
    const key = this.#at('value', 'flow-entry', 'flow-mapping-end') ? this.#empty(end) : this.#node(false, false);
    return entry(key, this.#flowValue('flow-mapping-end') ?? this.#empty(key.end));
  }

  #flowValue(closing: TokenType): YamlNode | undefined {
    if (!this.#at('value')) return undefined;
    const { end } = this.#scanner.next();
    return this.#at('flow-entry', closing) ? this.#empty(end) : this.#node(false, false);
  }

  #comma(problem: string): void {
    const token = this.#scanner.peek();
    if (token.type !== 'flow-entry') throw new YamlError(problem, token.start);
    this.#scanner.next();
  }
}

/** A list that grew has room for more, which costs as much memory again as all that is in it. */
function trimmed(node: YamlNode): YamlNode {
  if (node.kind === 'map') return Object.assign(node, { entries: node.entries.slice() });
  if (node.kind === 'seq') return Object.assign(node, { items: node.items.slice(), dashes: node.dashes.slice() });
  return node;
}

function entry(key: YamlNode, value: YamlNode): MapEntry {
  const node = resolved(key);
  const scalar = node.kind === 'scalar';
  const merge = scalar && node.style === 'plain' && node.text === '<<';
  // kubectl turns keys into strings as Go prints them: a plain `y` becomes `true`, `8080` stays.
  return { key: scalar ? String(node.value) : '', keyNode: key, value, merge };
}
