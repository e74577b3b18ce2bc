import type { Range } from '../core/manifest.ts';
import { type Span, type YamlNode } from '../facts/yaml/nodes.ts';
import type { LineIndex } from './positions.ts';
import type { Piece } from '../facts/yaml/split.ts';

/** `# podlife-ignore: rule[, rule] -- reason`: which lines it speaks of. */
export interface IgnoreComment {
  readonly rules: readonly string[];
  readonly reason?: string;
  /** Where the comment itself stands. */
  readonly range: Range;
  /** First and last line that it covers: a field with everything below it, an item of a list, or the document. */
  readonly from: number;
  readonly to: number;
}

const pattern = /(^|[ \t])#[ \t]*podlife-ignore[ \t]*:?([^\r\n]*)/gm;

/**
 * The comments of a document that ignore rules. One at the end of a line speaks of the field or item that starts on that line, one on a line of its own of
 * what starts on the next line; in front of the first field, and behind `---`, that is the whole document.
 */
export function ignoresOf(piece: Piece, root: YamlNode | undefined, lines: LineIndex): IgnoreComment[] {
  const { text, base } = piece;
  if (!text.includes('podlife-ignore')) return [];
  const coverage = new Coverage(piece, root);
  const comments: IgnoreComment[] = [];
  for (const match of text.matchAll(pattern)) {
    const start = base + match.index + (match[1]?.length ?? 0);
    if (coverage.isInText(start)) continue;
    const [names = '', ...reason] = (match[2] ?? '').split(/\s+--\s+|\s+--$/);
    const covered = coverage.of(start);
    comments.push({
      rules: names.split(/[\s,]+/).filter((name) => name !== ''),
      ...(reason.length > 0 ? { reason: reason.join(' -- ').trim() } : {}),
      range: lines.range({ start, end: base + match.index + match[0].trimEnd().length }),
      from: lines.line(covered.start),
      to: lines.line(Math.max(covered.start, covered.end - 1)),
    });
  }
  return comments;
}

/** What comments of a document speak of. Everything in it is looked up in order, because there may be many comments. */
class Coverage {
  readonly #piece: Piece;
  readonly #root: YamlNode | undefined;
  /** Starts of the lines that are neither empty nor a comment nor a separator. */
  readonly #content: number[];
  /** Fields and items of lists, each with everything below it. */
  readonly #units: Span[] = [];
  /** Texts in quotes or in blocks: what looks like a comment in there is none. */
  readonly #texts: Span[] = [];

  constructor(piece: Piece, root: YamlNode | undefined) {
    this.#piece = piece;
    this.#root = root;
    const content = piece.text.matchAll(/^(?![ \t]*(?:#|\r?$)|---(?:\s|$))/gm);
    this.#content = [...content].map(({ index }) => piece.base + index);
    if (root) visit(root, (node) => this.#add(node));
    for (const spans of [this.#units, this.#texts]) spans.sort((x, y) => x.start - y.start || y.end - x.end);
  }

  #add(node: YamlNode): void {
    if (node.kind === 'scalar' && node.style !== 'plain') this.#texts.push(node);
    if (node.kind === 'map') {
      for (const { keyNode, value } of node.entries) {
        this.#units.push({ start: keyNode.start, end: Math.max(keyNode.end, value.end) });
      }
    }
    if (node.kind === 'seq') {
      node.items.forEach((item, index) => {
        const start = node.dashes[index] ?? item.start;
        this.#units.push({ start, end: Math.max(start + 1, item.end) });
      });
    }
  }

  isInText(offset: number): boolean {
    const before =
      this.#texts[firstAfter(this.#texts.length, (index) => (this.#texts[index]?.start ?? 0) > offset) - 1];
    return before !== undefined && offset < before.end;
  }

  of(comment: number): Span {
    const { text, base } = this.#piece;
    const whole = { start: base, end: base + text.length };
    if (!this.#root) return whole;
    const lineStart = text.lastIndexOf('\n', comment - base - 1) + 1;
    const before = text.slice(lineStart, comment - base).trim();
    const alone = before === '' || before === '---';
    const content = this.#content;
    const start = alone
      ? content[firstAfter(content.length, (index) => (content[index] ?? 0) > comment)]
      : base + lineStart;
    if (start === undefined) return whole;
    const lineEnd = text.indexOf('\n', start - base);
    const end = lineEnd < 0 ? whole.end : base + lineEnd;
    if (alone && this.#root.start >= start && this.#root.start < end) return whole;
    // The first that starts on the line is the widest: the others are in it.
    const unit = this.#units[firstAfter(this.#units.length, (index) => (this.#units[index]?.start ?? 0) >= start)];
    return unit && unit.start < end ? unit : { start, end };
  }
}

/** The first index from 0 for which something holds that holds for all behind it; the length where it holds for none. */
function firstAfter(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function visit(node: YamlNode, see: (node: YamlNode) => void): void {
  see(node);
  if (node.kind === 'seq') for (const item of node.items) visit(item, see);
  if (node.kind === 'map') {
    for (const { keyNode, value } of node.entries) {
      see(keyNode);
      visit(value, see);
    }
  }
}
