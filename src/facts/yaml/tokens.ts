import type { ScalarStyle } from './nodes.ts';

export type TokenType =
  | 'end'
  | 'directive'
  | 'document-start'
  | 'document-end'
  | 'block-sequence-start'
  | 'block-mapping-start'
  | 'block-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

export interface Token {
  readonly type: TokenType;
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
  /** Of a scalar its text, of an anchor or alias its name, of a tag or a directive the whole of it. */
  readonly text: string;
  readonly style: ScalarStyle;
}
