import { YamlError } from './nodes.ts';

/** Character codes beyond the end of the text are NaN, which is equal to none of these. */
export const codes = {
  tab: 9,
  newline: 10,
  carriageReturn: 13,
  space: 32,
  doubleQuote: 34,
  hash: 35,
  percent: 37,
  ampersand: 38,
  quote: 39,
  asterisk: 42,
  plus: 43,
  comma: 44,
  dash: 45,
  dot: 46,
  zero: 48,
  nine: 57,
  colon: 58,
  question: 63,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  openBrace: 123,
  closeBrace: 125,
} as const;

export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** Line breaks of YAML 1.1: LF, CR, NEL, LS, PS. */
export function isBreak(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
}

/** A blank, a line break, or the end of the text (NaN). */
export function isBlankOrEnd(code: number): boolean {
  return code <= 32
    ? code === 32 || code === 9 || code === 10 || code === 13
    : code > 0x84
      ? isBreak(code)
      : code !== code;
}

export function isBreakOrEnd(code: number): boolean {
  return code !== code || isBreak(code);
}

/** What may stand in the name of an anchor or a tag handle. */
export function isWordCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45
  );
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** A place in a text that moves forward, and the start of the line it is on. */
export class Cursor {
  readonly text: string;
  pos = 0;
  /** Offset at which the current line starts. */
  line = 0;
  /** Column of the innermost open block collection; -1 outside of all. */
  indent = -1;
  /** How many flow collections are open. */
  flow = 0;

  /** Offset of the text in the file. */
  readonly base: number;

  constructor(text: string, base: number) {
    this.text = text;
    this.base = base;
  }

  get column(): number {
    return this.pos - this.line;
  }

  code(ahead = 0): number {
    return this.text.charCodeAt(this.pos + ahead);
  }

  /** Goes behind the line break that it stands at, and gives the break as the value of a scalar has it. */
  takeBreak(): string {
    const code = this.code();
    this.pos += code === codes.carriageReturn && this.code(1) === codes.newline ? 2 : 1;
    this.line = this.pos;
    return code === 0x2028 ? '\u2028' : code === 0x2029 ? '\u2029' : '\n';
  }

  skipBlanks(): void {
    while (isBlank(this.code())) this.pos++;
  }

  skipToBreak(): void {
    while (!isBreakOrEnd(this.code())) this.pos++;
  }

  /** Whether `---` or `...` stands here at the start of a line. */
  atDocumentMarker(): boolean {
    if (this.pos !== this.line) return false;
    const code = this.code();
    if (code !== codes.dash && code !== codes.dot) return false;
    return this.code(1) === code && this.code(2) === code && isBlankOrEnd(this.code(3));
  }

  fail(message: string, start = this.pos): never {
    throw new YamlError(message, this.base + start);
  }
}
