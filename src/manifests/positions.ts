import type { Range } from '../core/manifest.ts';
import { entryOf, keysOf } from '../facts/yaml/decode.ts';
import { resolved, type MapEntry, type MapNode, type Span, type YamlNode } from '../facts/yaml/nodes.ts';

/** Turns offsets of a text into lines and columns. The lines are looked for when the first is asked for. */
export class LineIndex {
  readonly #text: string;
  #starts: number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  range({ start, end }: Span): Range {
    const from = this.#position(start);
    const to = this.#position(Math.max(start, end));
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  }

  /** Line of an offset, from 1. */
  line(offset: number): number {
    return this.#position(offset).line;
  }

  /** The text of a line, from 1, without its end. */
  textOf(line: number): string {
    this.#starts ??= lineStarts(this.#text);
    const start = this.#starts[line - 1];
    return start === undefined ? '' : this.#text.slice(start, this.#starts[line]).replace(/\r?\n$|\r$/, '');
  }

  #position(offset: number): { line: number; column: number } {
    this.#starts ??= lineStarts(this.#text);
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }
}

/** A byte order mark is no part of the first line; a lone CR ends a line as well. */
function lineStarts(text: string): number[] {
  const starts = [text.charCodeAt(0) === 0xfeff ? 1 : 0];
  for (const { index, 0: lineBreak } of text.matchAll(/\r\n?|\n/g)) starts.push(index + lineBreak.length);
  return starts;
}

/** A place that a field path leads to. */
export interface Place {
  readonly node: YamlNode;
  /** The field that holds it; missing for the root and for items of lists. */
  readonly entry?: MapEntry;
  /** Offset of its dash, for an item of a block list. */
  readonly dash?: number;
  /** False where the path goes on to what is not there. */
  readonly whole: boolean;
}

/**
 * Follows a field path as the API server writes it (`spec.containers[0].resources.limits[cpu]`; keys of maps also in quotes or behind a dot) as far as
 * the tree goes. Aliases and merge keys are followed to where the value really stands.
 */
export function placeOf(root: YamlNode, path: string): Place {
  let place: Place = { node: root, whole: path === '' };
  for (let rest = path; rest !== '';) {
    const node = resolved(place.node);
    const step =
      node.kind === 'map'
        ? fieldStep(node, rest)
        : node.kind === 'seq'
          ? itemStep(node.items, node.dashes, rest)
          : undefined;
    if (!step) return { ...place, whole: false };
    rest = step.rest;
    place = { ...step.place, whole: rest === '' };
  }
  return place;
}

interface Step {
  readonly place: Omit<Place, 'whole'>;
  readonly rest: string;
}

function itemStep(items: readonly YamlNode[], dashes: readonly number[], rest: string): Step | undefined {
  const index = /^\.?\[(\d+)\]/.exec(rest);
  const node = index ? items[Number(index[1])] : undefined;
  if (!index || !node) return undefined;
  const dash = dashes[Number(index[1])];
  return { place: dash === undefined ? { node } : { node, dash }, rest: rest.slice(index[0].length) };
}

function fieldStep(map: MapNode, rest: string): Step | undefined {
  for (const [key, length] of possibleKeys(map, rest)) {
    const entry = entryOf(map, key);
    if (entry) return { place: { node: entry.value, entry }, rest: rest.slice(length) };
  }
  return undefined;
}

/** What the first step of a path may be called, with the length that it has in the path. */
function possibleKeys(map: MapNode, rest: string): (readonly [string, number])[] {
  const quoted = /^\.?\[(["'])(.*?)\1\]/.exec(rest);
  if (quoted) return [[quoted[2] ?? '', quoted[0].length]];
  const plain = /^\.?([^.[]+)(?=[.[]|$)/.exec(rest);
  const simple = plain ? ([[plain[1] ?? '', plain[0].length]] as const) : [];
  // Keys of maps (`app.kubernetes.io/name`) may contain what separates the steps of a path.
  const bracketed = rest.startsWith('[');
  const offset = bracketed || rest.startsWith('.') ? 1 : 0;
  const longer = [...keysOf(map)]
    .filter(
      (key) =>
        rest.startsWith(key, offset) &&
        (bracketed ? rest[offset + key.length] === ']' : endsStep(rest, offset + key.length)),
    )
    .sort((a, b) => b.length - a.length)
    .map((key) => [key, offset + key.length + (bracketed ? 1 : 0)] as const);
  return [...longer, ...simple];
}

function endsStep(rest: string, at: number): boolean {
  return at === rest.length || rest[at] === '.' || rest[at] === '[';
}

/** The piece of text to show for a place: a scalar itself, of what spans lines only the name. */
export function spanOf({ node, entry, dash, whole }: Place, atKey = false): Span {
  const value = resolved(node);
  if (entry && (atKey || !whole)) return entry.keyNode;
  if (value.kind === 'scalar') {
    if (value.end > value.start) return value;
    return entry ? entry.keyNode : dash === undefined ? value : { start: dash, end: dash + 1 };
  }
  if (value.flow) return node.kind === 'alias' ? node : value;
  if (entry) return entry.keyNode;
  return value.kind === 'map' ? firstField(value) : { start: value.start, end: value.start + 1 };
}

/** `name: web` of an item: its first field, with the value where that is a scalar. */
function firstField(map: MapNode): Span {
  const [first] = map.entries;
  if (!first) return map;
  const { keyNode, value } = first;
  const oneLine = value.kind === 'scalar' && value.style === 'plain' && value.end > value.start;
  return { start: keyNode.start, end: oneLine ? value.end : keyNode.end };
}

/** Paths of the fields that entries of mappings hold. */
export function pathsTo(root: YamlNode, wanted: ReadonlySet<MapEntry>): Map<MapEntry, string> {
  const paths = new Map<MapEntry, string>();
  const search = (node: YamlNode, path: string): void => {
    if (node.kind === 'seq') node.items.forEach((item, index) => search(item, `${path}[${index}]`));
    if (node.kind !== 'map') return;
    for (const entry of node.entries) {
      const inner = path === '' ? entry.key : `${path}.${entry.key}`;
      if (wanted.has(entry)) paths.set(entry, inner);
      search(entry.value, inner);
    }
  };
  if (wanted.size > 0) search(root, '');
  return paths;
}
