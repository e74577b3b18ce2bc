import type { Range } from '../core/manifest.ts';
import { type Span, type YamlNode } from './nodes.ts';
import type { LineIndex } from './positions.ts';
import type { Piece } from './split.ts';

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
export function ignoresOf({ text, base }: Piece, root: YamlNode | undefined, lines: LineIndex): IgnoreComment[] {
  if (!text.includes('podlife-ignore')) return [];
  const scalars = root ? scalarSpans(root) : [];
  const comments: IgnoreComment[] = [];
  for (const match of text.matchAll(pattern)) {
    const start = base + match.index + (match[1]?.length ?? 0);
    if (scalars.some((scalar) => scalar.start <= start && start < scalar.end)) continue;
    const [names = '', ...reason] = (match[2] ?? '').split(/\s+--\s+|\s+--$/);
    const covered = coveredSpan({ text, base }, start, root);
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

function scalarSpans(root: YamlNode): Span[] {
  const spans: Span[] = [];
  visit(root, (node) => {
    if (node.kind === 'scalar' && node.style !== 'plain') spans.push(node);
  });
  return spans;
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

/** What a comment at an offset of the file speaks of. */
function coveredSpan({ text, base }: Piece, comment: number, root: YamlNode | undefined): Span {
  const whole = { start: base, end: base + text.length };
  if (!root) return whole;
  const lineStart = text.lastIndexOf('\n', comment - base - 1) + 1;
  const before = text.slice(lineStart, comment - base).trim();
  const alone = before === '' || before === '---';
  const line = alone ? nextContent(text, comment - base) : lineStart;
  if (line === undefined) return whole;
  const [start, end] = [base + line, base + endOfLine(text, line)];
  if (alone && root.start >= start && root.start < end) return whole;
  const units = unitsOf(root).filter((unit) => unit.start >= start && unit.start < end);
  const [widest] = units.sort((a, b) => b.end - b.start - (a.end - a.start));
  return widest ?? { start, end };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Start of the first line below that is neither empty nor a comment nor a separator. */
function nextContent(text: string, from: number): number | undefined {
  const next = /\n(?![ \t]*(?:#|\r?\n|$)|---(?:\s|$))/.exec(text.slice(from));
  return next ? from + next.index + 1 : undefined;
}

/** Fields and items of lists, each with everything below it. */
function unitsOf(root: YamlNode): Span[] {
  const units: Span[] = [];
  visit(root, (node) => {
    if (node.kind === 'map') {
      for (const { keyNode, value } of node.entries)
        units.push({ start: keyNode.start, end: Math.max(keyNode.end, value.end) });
    }
    if (node.kind === 'seq') {
      node.items.forEach((item, index) => {
        const start = node.dashes[index] ?? item.start;
        units.push({ start, end: Math.max(start + 1, item.end) });
      });
    }
  });
  return units;
}
