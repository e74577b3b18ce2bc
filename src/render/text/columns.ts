import Table from 'cli-table3';
import { widthOf, wrap } from './wrap.ts';

const borderless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

const gap = 2;
const narrowest = 8;

/** How wide each column may be so that all fit into `width`: natural widths, the widest made narrower first. */
export function fitWidths(natural: readonly number[], width: number): number[] {
  const widths = [...natural];
  const room = width - gap * (natural.length - 1);
  for (let excess = sum(widths) - room; excess > 0; excess--) {
    const widest = Math.max(...widths);
    if (widest <= narrowest) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Widths for rows of cells; a column is as wide as its longest line. */
export function columnWidths(rows: readonly (readonly string[])[], width: number): number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const natural = Array.from({ length: count }, (_, column) =>
    Math.max(1, ...rows.map((row) => Math.max(...(row[column] ?? '').split('\n').map(widthOf)))),
  );
  return fitWidths(natural, width);
}

/**
 * Lines of an aligned table without borders. `paint` is applied to each line of a cell after it was wrapped and before it is padded,
 * so that colours never count as width.
 */
export function alignedLines(
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  paint: (text: string, row: number, column: number) => string = (text) => text,
): string[] {
  if (rows.length === 0) return [];
  const table = new Table({
    chars: borderless,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
    colWidths: widths.map((width, column) => width + (column < widths.length - 1 ? gap : 0)),
  });
  rows.forEach((row, index) => {
    table.push(
      widths.map((width, column) =>
        wrap(row[column] ?? '', width)
          .map((line) => paint(line, index, column))
          .join('\n'),
      ),
    );
  });
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}
