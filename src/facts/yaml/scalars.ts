import type { ScalarStyle } from './nodes.ts';
import { codes, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd, isDigit, type Cursor } from './cursor.ts';

/** A scalar as it was scanned; the cursor stands behind it. */
export interface ScannedScalar {
  readonly text: string;
  readonly style: ScalarStyle;
  /** Offset behind its last character, without the blanks and breaks that follow it. */
  readonly end: number;
  /** True where line breaks follow that the scanner went over. */
  readonly brokeLine: boolean;
}

/** Characters that end a plain scalar in a flow collection. */
function endsFlow(code: number): boolean {
  return (
    code === codes.comma ||
    code === codes.question ||
    code === codes.openBracket ||
    code === codes.closeBracket ||
    code === codes.openBrace ||
    code === codes.closeBrace
  );
}

export function scanPlain(cursor: Cursor): ScannedScalar {
  const { text } = cursor;
  const indent = cursor.indent + 1;
  let value = '';
  let end = cursor.pos;
  let gap = '';
  let brokeLine = false;
  for (;;) {
    if (cursor.atDocumentMarker() || cursor.code() === codes.hash) break;
    const start = cursor.pos;
    const stop = endOfPlainWord(cursor);
    if (stop > start) {
      value += gap + text.slice(start, stop);
      gap = '';
      brokeLine = false;
      end = cursor.pos = stop;
    }
    const code = cursor.code();
    if (!isBlank(code) && !isBreak(code)) break;
    const space = scanGap(cursor, indent, 'plain');
    gap = space.text;
    brokeLine = space.brokeLine;
    if (cursor.flow === 0 && cursor.column < indent) break;
  }
  return { text: value, style: 'plain', end, brokeLine };
}

/** Where the next run of characters of a plain scalar ends: at a blank, a break, `: `, or what ends it in flow style. */
function endOfPlainWord(cursor: Cursor): number {
  const { text, flow } = cursor;
  let pos = cursor.pos;
  for (;;) {
    const code = text.charCodeAt(pos);
    if (isBlankOrEnd(code)) return pos;
    if (code === codes.colon && isBlankOrEnd(text.charCodeAt(pos + 1))) return pos;
    if (flow > 0 && endsFlow(code)) return pos;
    pos++;
  }
}

/** Blanks and line breaks between two pieces of a plain or quoted scalar, folded: one break is a blank, more are breaks less one. */
function scanGap(
  cursor: Cursor,
  indent: number,
  style: ScalarStyle,
  broken = false,
): { text: string; brokeLine: boolean } {
  let blanks = '';
  let first = '';
  let more = '';
  let brokeLine = broken;
  for (let code = cursor.code(); isBlank(code) || isBreak(code); code = cursor.code()) {
    if (isBlank(code)) {
      if (style === 'plain' && brokeLine && code === codes.tab && cursor.column < indent) {
        cursor.fail('found a tab character that violates indentation');
      }
      if (!brokeLine) blanks += cursor.text[cursor.pos] ?? '';
      cursor.pos++;
    } else if (brokeLine) {
      more += cursor.takeBreak();
    } else {
      first = cursor.takeBreak();
      brokeLine = true;
    }
  }
  if (!brokeLine) return { text: blanks, brokeLine };
  return { text: first === '\n' ? more || ' ' : first + more, brokeLine };
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

const escapedLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

export function scanQuoted(cursor: Cursor, style: 'single' | 'double'): ScannedScalar {
  const opened = cursor.pos++;
  const quote = style === 'single' ? codes.quote : codes.doubleQuote;
  let value = '';
  for (;;) {
    if (cursor.atDocumentMarker()) cursor.fail('found unexpected document indicator', opened);
    if (cursor.pos >= cursor.text.length) cursor.fail('found unexpected end of stream', opened);
    const word = style === 'single' ? singleQuotedWord(cursor) : doubleQuotedWord(cursor, opened);
    value += word.text;
    if (cursor.code() === quote) break;
    value += scanGap(cursor, 0, style, word.joined).text;
  }
  cursor.pos++;
  return { text: value, style, end: cursor.pos, brokeLine: false };
}

function singleQuotedWord(cursor: Cursor): { text: string; joined: boolean } {
  const { text } = cursor;
  let value = '';
  let start = cursor.pos;
  for (;;) {
    const code = text.charCodeAt(cursor.pos);
    if (isBlankOrEnd(code)) break;
    if (code === codes.quote) {
      if (text.charCodeAt(cursor.pos + 1) !== codes.quote) break;
      value += text.slice(start, cursor.pos + 1);
      cursor.pos++;
      start = cursor.pos + 1;
    }
    cursor.pos++;
  }
  return { text: value + text.slice(start, cursor.pos), joined: false };
}

/** Up to the next blank, break or closing quote; `joined` where it ends with a break that a backslash takes away. */
function doubleQuotedWord(cursor: Cursor, opened: number): { text: string; joined: boolean } {
  const { text } = cursor;
  let value = '';
  let start = cursor.pos;
  for (;;) {
    const code = text.charCodeAt(cursor.pos);
    if (isBlankOrEnd(code) || code === codes.doubleQuote) break;
    if (code !== codes.backslash) {
      cursor.pos++;
      continue;
    }
    value += text.slice(start, cursor.pos);
    if (isBreak(text.charCodeAt(cursor.pos + 1))) {
      cursor.pos++;
      cursor.takeBreak();
      return { text: value, joined: true };
    }
    value += takeEscape(cursor, opened);
    start = cursor.pos;
  }
  return { text: value + text.slice(start, cursor.pos), joined: false };
}

function takeEscape(cursor: Cursor, opened: number): string {
  const at = cursor.pos;
  const letter = cursor.text[at + 1] ?? '';
  cursor.pos += 2;
  const plain = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
  if (plain !== undefined) return plain;
  const length = Object.hasOwn(escapedLengths, letter) ? escapedLengths[letter] : undefined;
  if (length === undefined) return cursor.fail('found unknown escape character', letter === '' ? opened : at);
  const digits = cursor.text.slice(cursor.pos, cursor.pos + length);
  if (!/^[0-9A-Fa-f]+$/.test(digits) || digits.length < length)
    cursor.fail('did not find expected hexadecimal number', at);
  const point = parseInt(digits, 16);
  if ((point >= 0xd800 && point <= 0xdfff) || point > 0x10ffff) {
    cursor.fail('found invalid Unicode character escape code', at);
  }
  cursor.pos += length;
  return String.fromCodePoint(point);
}

type Chomping = 'strip' | 'clip' | 'keep';

export function scanBlock(cursor: Cursor, style: 'literal' | 'folded'): ScannedScalar {
  const opened = cursor.pos++;
  const { chomping, increment } = blockHeader(cursor, opened);
  let indent = increment > 0 ? Math.max(cursor.indent, 0) + increment : 0;
  let end = cursor.pos;
  if (cursor.pos < cursor.text.length) cursor.takeBreak();
  const leading = blockBreaks(cursor, indent);
  if (indent === 0) indent = Math.max(leading.widest, cursor.indent + 1, 1);
  let value = '';
  let lineBreak = '';
  let { breaks } = leading;
  let blankBefore = false;
  while (cursor.column === indent && cursor.pos < cursor.text.length) {
    const blank = isBlank(cursor.code());
    const folds = style === 'folded' && lineBreak === '\n' && !blankBefore && !blank;
    value += (folds ? (breaks === '' ? ' ' : '') : lineBreak) + breaks;
    blankBefore = blank;
    const start = cursor.pos;
    cursor.skipToBreak();
    end = cursor.pos;
    value += cursor.text.slice(start, end);
    lineBreak = end < cursor.text.length ? cursor.takeBreak() : '';
    ({ breaks } = blockBreaks(cursor, indent));
  }
  if (chomping !== 'strip') value += lineBreak;
  if (chomping === 'keep') value += breaks;
  return { text: value, style, end, brokeLine: true };
}

/** What may follow `|` and `>` on their line: indicators and a comment. */
function blockHeader(cursor: Cursor, opened: number): { chomping: Chomping; increment: number } {
  let chomping: Chomping = 'clip';
  let increment = 0;
  for (let taken = 0; taken < 2; taken++) {
    const code = cursor.code();
    if ((code === codes.plus || code === codes.dash) && chomping === 'clip') {
      chomping = code === codes.plus ? 'keep' : 'strip';
    } else if (isDigit(code) && increment === 0) {
      if (code === codes.zero) cursor.fail('found an indentation indicator equal to 0');
      increment = code - codes.zero;
    } else break;
    cursor.pos++;
  }
  cursor.skipBlanks();
  if (cursor.code() === codes.hash) cursor.skipToBreak();
  if (!isBreakOrEnd(cursor.code())) cursor.fail('did not find expected comment or line break', opened);
  return { chomping, increment };
}

/** Empty lines and the indentation of the line behind them; `indent` 0 where it is still to be found. */
function blockBreaks(cursor: Cursor, indent: number): { breaks: string; widest: number } {
  let breaks = '';
  let widest = 0;
  for (;;) {
    while ((indent === 0 || cursor.column < indent) && cursor.code() === codes.space) cursor.pos++;
    widest = Math.max(widest, cursor.column);
    if ((indent === 0 || cursor.column < indent) && cursor.code() === codes.tab) {
      cursor.fail('found a tab character where an indentation space is expected');
    }
    if (!isBreak(cursor.code())) return { breaks, widest };
    breaks += cursor.takeBreak();
  }
}
