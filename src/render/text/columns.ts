import { widthOf, wrap } from './wrap.ts';

export const gap = 2;
const narrowest = 8;

/** What is done to each line of a cell after it was wrapped and before it is padded, so that colours never count as width. */
export type PaintCell = (text: string, row: number, column: number) => string;

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

/** Lines of cells side by side, without head and borders. */
export function alignedLines(
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  paint: PaintCell = (text) => text,
): string[] {
  return rows.flatMap((row, index) => {
    const cells = widths.map((width, column) => wrap(row[column] ?? '', width));
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
      cells
        .map((lines, column) => {
          const text = lines[line] ?? '';
          const blank = (widths[column] ?? 0) + gap - widthOf(text);
          return paint(text, index, column) + ' '.repeat(Math.max(blank, 0));
        })
        .join('')
        .trimEnd(),
    );
  });
}
