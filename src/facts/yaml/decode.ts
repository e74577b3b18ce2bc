import {
  resolved,
  YamlError,
  type MapEntry,
  type MapNode,
  type ScalarValue,
  type SeqNode,
  type YamlNode,
} from './nodes.ts';

/** A key that stands twice in one mapping. */
export interface DuplicateKey {
  readonly key: string;
  readonly first: MapEntry;
  readonly second: MapEntry;
}

export interface Decoded {
  readonly value: unknown;
  readonly duplicates: readonly DuplicateKey[];
}

/** The value of a node as kubectl reads it, with anchors and merge keys resolved. Throws YamlError where kubectl gives up. */
export function decodeNode(node: YamlNode): Decoded {
  const decoder = new Decoder();
  return { value: decoder.value(node), duplicates: decoder.duplicates };
}

/** Share of the work that aliases may cause, by go-yaml: nearly all in a small document, a tenth in a large one. */
function allowedAliasRatio(work: number): number {
  const [low, high] = [400_000, 4_000_000];
  if (work <= low) return 0.99;
  return work >= high ? 0.1 : 0.99 - (0.89 * (work - low)) / (high - low);
}

/** What an anchored node decodes to; the work is counted again at every alias, though done only once. */
interface Anchored {
  readonly value: unknown;
  readonly work: number;
}

class Decoder {
  readonly duplicates: DuplicateKey[] = [];
  readonly #done = new Map<YamlNode, Anchored>();
  readonly #open = new Set<YamlNode>();
  #work = 0;
  #aliasWork = 0;
  #aliasDepth = 0;

  value(node: YamlNode): unknown {
    this.#count(1, node);
    switch (node.kind) {
      case 'alias':
        return this.#alias(node.target, node.name, node.start);
      case 'scalar':
        return finite(node.value, node.start);
      case 'seq':
        return this.#guard(node, () => node.items.map((item) => this.value(item)));
      case 'map':
        return this.#guard(node, () => this.#mapping(node));
    }
  }

  #count(work: number, node: YamlNode): void {
    this.#work += work;
    if (this.#aliasDepth > 0) this.#aliasWork += work;
    const [all, aliased] = [this.#work, this.#aliasWork];
    if (aliased > 100 && all > 1000 && aliased / all > allowedAliasRatio(all)) {
      throw new YamlError('document contains excessive aliasing', node.start);
    }
  }

  #guard<T>(node: YamlNode, decode: () => T): T {
    this.#open.add(node);
    const value = decode();
    this.#open.delete(node);
    return value;
  }

  #alias(target: YamlNode, name: string, at: number): unknown {
    if (this.#open.has(target)) throw new YamlError(`anchor '${name}' value contains itself`, at);
    this.#aliasDepth++;
    const known = this.#done.get(target);
    if (known) this.#count(known.work, target);
    const before = this.#work;
    const value = known ? known.value : this.value(target);
    if (!known) this.#done.set(target, { value, work: this.#work - before });
    this.#aliasDepth--;
    return value;
  }

  #mapping(node: MapNode): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    const seen = new Map<string, MapEntry>();
    for (const entry of node.entries) {
      if (entry.merge) {
        this.#merge(entry, value);
        continue;
      }
      const identity = this.#identity(entry);
      const first = seen.get(identity);
      if (first) this.duplicates.push({ key: entry.key, first, second: entry });
      else seen.set(identity, entry);
      set(value, entry.key, this.value(entry.value));
    }
    return value;
  }

  /** `1` and `"1"` are two keys to go-yaml, although both end up as the same field. */
  #identity({ keyNode }: MapEntry): string {
    this.#count(1, keyNode);
    const key = resolved(keyNode);
    if (key.kind !== 'scalar') throw new YamlError('invalid map key: a mapping or a list', key.start, key.end);
    if (key.value === null) throw new YamlError('unsupported map key: null', keyNode.start, keyNode.end);
    return `${typeof key.value} ${String(key.value)}`;
  }

  /** `<<`: what is merged later takes the place of what is there, as in go-yaml; in a list the earlier one wins. */
  #merge({ value }: MapEntry, into: Record<string, unknown>): void {
    for (const one of mergedNodes(value)) {
      const merged = this.value(one);
      for (const [key, inner] of Object.entries(merged as Record<string, unknown>)) set(into, key, inner);
    }
  }
}

/** The mappings that a merge key brings in, in the order in which they are applied. Throws YamlError where one is none. */
function mergedNodes(value: YamlNode): YamlNode[] {
  const nodes = value.kind === 'seq' ? [...value.items].reverse() : [value];
  for (const node of nodes) {
    if (resolved(node).kind !== 'map') {
      throw new YamlError('map merge requires map or sequence of maps as the value', node.start, node.end);
    }
  }
  return nodes;
}

/** A field called `__proto__` is a field like any other. */
function set(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  else object[key] = value;
}

function finite(value: ScalarValue, at: number): ScalarValue {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  throw new YamlError('infinity and not-a-number have no place in JSON', at);
}

/** The entry whose value a field has, also where a merge key brings it in. */
export function entryOf(node: MapNode, key: string): MapEntry | undefined {
  let found: MapEntry | undefined;
  for (const entry of node.entries) {
    if (!entry.merge && entry.key === key) found = entry;
    if (entry.merge) found = mergedEntry(entry, key) ?? found;
  }
  return found;
}

function mergedEntry({ value }: MapEntry, key: string): MapEntry | undefined {
  let found: MapEntry | undefined;
  for (const node of mergedNodes(value)) {
    const map = resolved(node);
    if (map.kind === 'map') found = entryOf(map, key) ?? found;
  }
  return found;
}

/** All keys that a mapping has, merged ones included. */
export function keysOf(node: MapNode): Set<string> {
  const keys = new Set<string>();
  for (const entry of node.entries) {
    if (!entry.merge) keys.add(entry.key);
    else {
      for (const one of mergedNodes(entry.value)) {
        const map = resolved(one);
        if (map.kind === 'map') for (const key of keysOf(map)) keys.add(key);
      }
    }
  }
  return keys;
}

export function isList(node: YamlNode | undefined): node is SeqNode {
  return node?.kind === 'seq';
}
