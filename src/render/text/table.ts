import Table from 'cli-table3';
import { gap, type PaintCell } from './columns.ts';
import { wrap } from './wrap.ts';

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

/** A table without borders: the lines of each row, the head being the first. */
export function tableRows(
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  paint: PaintCell,
): string[][] {
  const table = new Table({
    chars: borderless,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
    colWidths: widths.map((width, column) => width + (column < widths.length - 1 ? gap : 0)),
  });
  const heights = rows.map((row, index) => {
    const cells = widths.map((width, column) => wrap(row[column] ?? '', width));
    table.push(cells.map((lines, column) => lines.map((line) => paint(line, index, column)).join('\n')));
    return Math.max(...cells.map((lines) => lines.length));
  });
  const lines = table.toString().split('\n');
  let start = 0;
  return heights.map((height) => lines.slice(start, (start += height)).map((line) => line.trimEnd()));
}
