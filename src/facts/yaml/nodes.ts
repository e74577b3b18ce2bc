/** A piece of a text by offsets (UTF-16 units); the end is behind the last character. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';
export type ScalarValue = string | number | boolean | null;

export interface ScalarNode extends Span {
  readonly kind: 'scalar';
  readonly style: ScalarStyle;
  /** The value as kubectl reads it. */
  readonly value: ScalarValue;
  /** The characters of the scalar without its quotes, escapes resolved: `0644` where the value is 420. */
  readonly text: string;
}

export interface MapEntry {
  /** The key as kubectl reads it: `"true"` for a plain `y`. */
  readonly key: string;
  readonly keyNode: YamlNode;
  readonly value: YamlNode;
  /** True for `<<`: the value is what is merged. */
  readonly merge: boolean;
}

export interface MapNode extends Span {
  readonly kind: 'map';
  readonly flow: boolean;
  readonly entries: readonly MapEntry[];
}

export interface SeqNode extends Span {
  readonly kind: 'seq';
  readonly flow: boolean;
  readonly items: readonly YamlNode[];
  /** Offset of the dash of every item; empty in flow style. */
  readonly dashes: readonly number[];
}

/** `*name`: it stands for the node that the anchor names. */
export interface AliasNode extends Span {
  readonly kind: 'alias';
  readonly name: string;
  readonly target: YamlNode;
}

/** A value with its place in the text. Anchors are shared nodes, so that a tree is a graph; it has no cycles once it is decoded. */
export type YamlNode = ScalarNode | MapNode | SeqNode | AliasNode;

/** The node that an alias stands for; any other node itself. */
export function resolved(node: YamlNode): Exclude<YamlNode, AliasNode> {
  let current = node;
  while (current.kind === 'alias') current = current.target;
  return current;
}

/** Why a text is not YAML, and where. */
export class YamlError extends Error {
  readonly start: number;
  readonly end: number;

  constructor(message: string, start: number, end = start + 1) {
    super(message);
    this.start = start;
    this.end = end;
  }
}
