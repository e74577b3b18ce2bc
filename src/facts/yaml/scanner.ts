import type { ScalarStyle } from './nodes.ts';
import { codes, Cursor, isBlankOrEnd, isBreak, isWordCharacter } from './cursor.ts';
import { scanBlock, scanPlain, scanQuoted, type ScannedScalar } from './scalars.ts';
import type { Token, TokenType } from './tokens.ts';

/** A place that turns out to be a key if a colon follows on the same line. */
interface PossibleKey {
  possible: boolean;
  /** It stands where only a key may stand. */
  readonly required: boolean;
  readonly pos: number;
  readonly line: number;
  readonly column: number;
  /** Its token's number in the stream of all tokens. */
  readonly number: number;
}

/** Never possible, so never changed. */
const noKey: PossibleKey = { possible: false, required: false, pos: 0, line: 0, column: 0, number: 0 };

/** A key must be shorter than this. */
const longestKey = 1024;

/**
 * Turns the text of one document into tokens, as YAML 1.1 is read by libyaml and the Go library that kubectl and the API server use:
 * what that refuses is refused here, with the same words, and what it takes is taken.
 */
export class Scanner {
  readonly #cursor: Cursor;
  #queue: Token[] = [];
  #head = 0;
  /** Tokens that were taken from the queue. */
  #taken = 0;
  #ended = false;
  #keyAllowed = true;
  readonly #indents: number[] = [];
  /** One for the block level, one for every open flow collection. */
  readonly #keys: PossibleKey[] = [noKey];

  constructor(text: string, base = 0) {
    this.#cursor = new Cursor(text, base);
    if (text.charCodeAt(0) === 0xfeff) this.#cursor.line = this.#cursor.pos = 1;
  }

  /** The next token, which stays the next one. */
  peek(): Token {
    while (this.#needsMore()) this.#fetch();
    const token = this.#queue[this.#head];
    if (!token) throw new Error('the scanner went past the end');
    return token;
  }

  next(): Token {
    const token = this.peek();
    this.#head++;
    this.#taken++;
    if (this.#head > 64 && this.#head === this.#queue.length) {
      this.#queue = [];
      this.#head = 0;
    }
    return token;
  }

  /** The next token is known once nothing that follows can make a key of it. */
  #needsMore(): boolean {
    if (this.#head === this.#queue.length) return !this.#ended;
    if (this.#ended) return false;
    for (const key of this.#keys) {
      if (key.possible && key.number === this.#taken && this.#stillPossible(key)) return true;
    }
    return false;
  }

  #stillPossible(key: PossibleKey): boolean {
    if (!key.possible) return false;
    const { line, pos } = this.#cursor;
    if (key.line === line && key.pos + longestKey >= pos) return true;
    if (key.required) this.#cursor.fail("could not find expected ':'", key.pos);
    key.possible = false;
    return false;
  }

  #push(type: TokenType, start: number, end = start, text = '', style: ScalarStyle = 'plain'): void {
    const { base } = this.#cursor;
    this.#queue.push({ type, start: base + start, end: base + end, text, style });
  }

  #insert(number: number, type: TokenType, start: number): void {
    const at = this.#cursor.base + start;
    this.#queue.splice(number - this.#taken + this.#head, 0, { type, start: at, end: at, text: '', style: 'plain' });
  }

  #fetch(): void {
    const cursor = this.#cursor;
    this.#skipToToken();
    this.#unroll(cursor.column);
    if (cursor.pos >= cursor.text.length) return this.#fetchEnd();
    const code = cursor.code();
    if (cursor.column === 0 && code === codes.percent) return this.#fetchDirective();
    if (cursor.atDocumentMarker()) return this.#fetchMarker(code === codes.dash ? 'document-start' : 'document-end');
    const char = cursor.text[cursor.pos] ?? '';
    const lone = isBlankOrEnd(cursor.code(1));
    const inFlow = cursor.flow > 0;
    switch (char) {
      case '[':
      case '{':
        return this.#fetchFlowStart(char === '[' ? 'flow-sequence-start' : 'flow-mapping-start');
      case ']':
      case '}':
        return this.#fetchFlowEnd(char === ']' ? 'flow-sequence-end' : 'flow-mapping-end');
      case ',':
        return this.#fetchFlowEntry();
      case '-':
        return lone ? this.#fetchBlockEntry() : this.#fetchScalar(scanPlain);
      case '?':
        return inFlow || lone ? this.#fetchKey() : this.#fetchScalar(scanPlain);
      case ':':
        return inFlow || lone ? this.#fetchValue() : this.#fetchScalar(scanPlain);
      case '*':
        return this.#fetchName('alias');
      case '&':
        return this.#fetchName('anchor');
      case '!':
        return this.#fetchTag();
      case "'":
        return this.#fetchScalar((at) => scanQuoted(at, 'single'));
      case '"':
        return this.#fetchScalar((at) => scanQuoted(at, 'double'));
      case '|':
      case '>':
        if (inFlow) break;
        return this.#fetchBlockScalar(char === '|' ? 'literal' : 'folded');
      case '#':
      case '%':
      case '@':
      case '`':
      case '\t':
        break;
      default:
        return this.#fetchScalar(scanPlain);
    }
    cursor.fail('found character that cannot start any token');
  }

  #skipToToken(): void {
    const cursor = this.#cursor;
    for (;;) {
      const tabs = cursor.flow > 0 || !this.#keyAllowed;
      while (cursor.code() === codes.space || (tabs && cursor.code() === codes.tab)) cursor.pos++;
      if (cursor.code() === codes.hash) cursor.skipToBreak();
      if (!isBreak(cursor.code())) return;
      cursor.takeBreak();
      if (cursor.flow === 0) this.#keyAllowed = true;
    }
  }

  /** Remembers that what starts here may become a key. */
  #saveKey(): void {
    const { flow, indent, column, pos, line } = this.#cursor;
    if (!this.#keyAllowed) return;
    this.#dropKey();
    const number = this.#taken + this.#queue.length - this.#head;
    this.#keys[this.#keys.length - 1] = {
      possible: true,
      required: flow === 0 && indent === column,
      pos,
      line,
      column,
      number,
    };
  }

  #dropKey(): void {
    const key = this.#keys.at(-1) ?? noKey;
    if (!key.possible) return;
    if (key.required) this.#cursor.fail("could not find expected ':'", key.pos);
    key.possible = false;
  }

  /** Opens a block collection where the indentation grows; before the token with that number, or behind all. */
  #roll(column: number, type: TokenType, start: number, number?: number): void {
    const cursor = this.#cursor;
    if (cursor.flow > 0 || cursor.indent >= column) return;
    this.#indents.push(cursor.indent);
    cursor.indent = column;
    if (number === undefined) this.#push(type, start);
    else this.#insert(number, type, start);
  }

  #unroll(column: number): void {
    const cursor = this.#cursor;
    if (cursor.flow > 0) return;
    while (cursor.indent > column) {
      this.#push('block-end', cursor.pos);
      cursor.indent = this.#indents.pop() ?? -1;
    }
  }

  /** Ends all that is open, for what stands outside of every node. */
  #reset(): void {
    this.#unroll(-1);
    this.#dropKey();
    this.#keyAllowed = false;
  }

  #fetchEnd(): void {
    this.#reset();
    this.#push('end', this.#cursor.pos);
    this.#ended = true;
  }

  #fetchMarker(type: 'document-start' | 'document-end'): void {
    this.#reset();
    this.#pushIndicator(type, 3);
  }

  #pushIndicator(type: TokenType, length = 1): void {
    const start = this.#cursor.pos;
    this.#cursor.pos += length;
    this.#push(type, start, start + length);
  }

  #fetchDirective(): void {
    this.#reset();
    const cursor = this.#cursor;
    const start = cursor.pos;
    cursor.skipToBreak();
    const text = cursor.text
      .slice(start, cursor.pos)
      .replace(/(^|\s)#.*$/, '')
      .trimEnd();
    this.#push('directive', start, cursor.pos, text);
  }

  #fetchFlowStart(type: TokenType): void {
    this.#saveKey();
    this.#keys.push(noKey);
    this.#cursor.flow++;
    this.#keyAllowed = true;
    this.#pushIndicator(type);
  }

  #fetchFlowEnd(type: TokenType): void {
    this.#dropKey();
    if (this.#cursor.flow > 0) {
      this.#cursor.flow--;
      this.#keys.pop();
    }
    this.#keyAllowed = false;
    this.#pushIndicator(type);
  }

  #fetchFlowEntry(): void {
    this.#dropKey();
    this.#keyAllowed = true;
    this.#pushIndicator('flow-entry');
  }

  #fetchBlockEntry(): void {
    const { flow, column, pos } = this.#cursor;
    if (flow === 0) {
      if (!this.#keyAllowed) this.#cursor.fail('block sequence entries are not allowed in this context');
      this.#roll(column, 'block-sequence-start', pos);
    }
    this.#dropKey();
    this.#keyAllowed = true;
    this.#pushIndicator('block-entry');
  }

  #fetchKey(): void {
    const { flow, column, pos } = this.#cursor;
    if (flow === 0) {
      if (!this.#keyAllowed) this.#cursor.fail('mapping keys are not allowed in this context');
      this.#roll(column, 'block-mapping-start', pos);
    }
    this.#dropKey();
    this.#keyAllowed = flow === 0;
    this.#pushIndicator('key');
  }

  #fetchValue(): void {
    const cursor = this.#cursor;
    const key = this.#keys.at(-1) ?? noKey;
    if (this.#stillPossible(key)) {
      this.#insert(key.number, 'key', key.pos);
      this.#roll(key.column, 'block-mapping-start', key.pos, key.number);
      key.possible = false;
      this.#keyAllowed = false;
    } else {
      if (cursor.flow === 0) {
        if (!this.#keyAllowed) cursor.fail('mapping values are not allowed in this context');
        this.#roll(cursor.column, 'block-mapping-start', cursor.pos);
      }
      this.#keyAllowed = cursor.flow === 0;
    }
    this.#pushIndicator('value');
  }

  #fetchScalar(scan: (cursor: Cursor) => ScannedScalar): void {
    this.#saveKey();
    this.#pushScalar(scan);
  }

  #fetchBlockScalar(style: 'literal' | 'folded'): void {
    this.#dropKey();
    this.#pushScalar((cursor) => scanBlock(cursor, style));
  }

  #pushScalar(scan: (cursor: Cursor) => ScannedScalar): void {
    const start = this.#cursor.pos;
    const { text, style, end, brokeLine } = scan(this.#cursor);
    this.#keyAllowed = brokeLine;
    this.#push('scalar', start, end, text, style);
  }

  #fetchName(type: 'alias' | 'anchor'): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const cursor = this.#cursor;
    const start = cursor.pos++;
    while (isWordCharacter(cursor.code())) cursor.pos++;
    const name = cursor.text.slice(start + 1, cursor.pos);
    if (name === '' || !(isBlankOrEnd(cursor.code()) || '?:,]}%@`'.includes(cursor.text[cursor.pos] ?? ' '))) {
      cursor.fail('did not find expected alphabetic or numeric character', start);
    }
    this.#push(type, start, cursor.pos, name);
  }

  #fetchTag(): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const cursor = this.#cursor;
    const start = cursor.pos;
    const tag = /^(?:!<[\w\-;/?:@&=+$,.!~*'()[\]%]+>|![\w-]*!?[\w\-;/?:@&=+$,.!~*'()[\]%]*)/.exec(
      cursor.text.slice(start, start + longestKey),
    );
    cursor.pos += tag?.[0].length ?? 1;
    if (!tag || !isBlankOrEnd(cursor.code()))
      return cursor.fail('did not find expected whitespace or line break', start);
    this.#push('tag', start, cursor.pos, tag[0]);
  }
}
