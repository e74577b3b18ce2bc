import { describe, expect, test } from '@jest/globals';
import { alignedLines, columnWidths, fitWidths } from '../../../src/render/text/columns.ts';

describe('columns', () => {
  test('the widest gives way first, down to what can still be read', () => {
    expect(fitWidths([4, 30, 10], 40)).toEqual([4, 22, 10]);
    expect(fitWidths([30, 30], 10)).toEqual([8, 8]);
  });

  test('a row may have fewer cells than another', () => {
    const rows = [['web', 'ready', 'node-a'], ['db'], ['log', 'not\nready']];
    const widths = columnWidths(rows, 80);
    expect(widths).toEqual([3, 5, 6]);
    expect(alignedLines(rows, widths)).toEqual(['web  ready  node-a', 'db', 'log  not', '     ready']);
  });
});
