import stringWidth from 'string-width';

/** ASCII, and the signs that podlife itself writes: one column each. */
const narrow = /^[ -~·×–—‘’“”•…→↳⏎−≤≥─-╿▲○◌●◑◔✓✔✗✖]*$/;

/** Columns that a text takes on a terminal: wide characters take two, colours none. */
export function widthOf(text: string): number {
  // To ask the library about nearly every text would cost more than all the rest of drawing.
  return narrow.test(text) ? text.length : stringWidth(text);
}

/** Breaks a text into lines of at most `width` columns, at blanks where there are some, inside words that are longer than a line. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(width, 1)));
}

function wrapLine(line: string, width: number): string[] {
  if (widthOf(line) <= width) return [line];
  const lines: string[] = [];
  let current = '';
  let used = 0;
  for (const word of wordsOf(line, width)) {
    const visible = widthOf(word.trimEnd());
    if (used + visible <= width || visible === 0) {
      current += word;
      used += widthOf(word);
      continue;
    }
    if (current.trim() !== '') lines.push(current.trimEnd());
    const pieces = breakWord(word, width);
    lines.push(...pieces.slice(0, -1));
    current = pieces.slice(-1).join('');
    used = widthOf(current);
  }
  if (current.trim() !== '') lines.push(current.trimEnd());
  return lines;
}

const unit = /^(?:s|ms|min|h|d|B|[kMGT]B|[KMGT]iB)(?!\w)/;

/** Words with the blank behind them. A number and its unit are one word, unless that is too long for a line. */
function wordsOf(line: string, width: number): string[] {
  const words: string[] = [];
  for (const word of line.match(/\S*\s|\S+/g) ?? []) {
    const before = words.at(-1) ?? '';
    const belongs = /\d $/.test(before) && unit.test(word) && widthOf(before + word.trimEnd()) <= width;
    if (belongs) words[words.length - 1] = before + word;
    else words.push(word);
  }
  return words;
}

function breakWord(word: string, width: number): string[] {
  if (widthOf(word.trimEnd()) <= width) return [word];
  const pieces: string[] = [];
  let current = '';
  for (const character of word) {
    if (current !== '' && widthOf(current + character) > width) {
      const end = jointIn(current);
      pieces.push(current.slice(0, end));
      current = current.slice(end);
    }
    current += character;
  }
  return [...pieces, current];
}

/** Where a long name is best broken: behind its last slash, dot or the like, unless that leaves little of the line. */
function jointIn(piece: string): number {
  const joint = /^.*[/.:,=_-](?=[^/.:,=_-])/.exec(piece)?.[0].length ?? 0;
  return joint * 2 > piece.length ? joint : piece.length;
}

/** The text cut to `width` columns, with an ellipsis where something was cut off. */
export function truncate(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  return `${startOf(text, Math.max(width - 1, 1))}…`;
}

function startOf(text: string, width: number): string {
  let start = '';
  for (const character of text) {
    if (widthOf(start + character) > width) break;
    start += character;
  }
  return start;
}
