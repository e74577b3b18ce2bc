import { describe, expect, test } from '@jest/globals';
import { alignedLines, columnWidths, fitWidths } from '../../../src/render/text/columns.ts';
import { truncate, widthOf, wrap } from '../../../src/render/text/wrap.ts';

describe('wrap', () => {
  test('breaks at blanks and keeps given line ends', () => {
    expect(wrap('one two three\nfour', 7)).toEqual(['one two', 'three', 'four']);
  });

  test('breaks words that are longer than a line', () => {
    expect(wrap('abcdefghij kl', 4)).toEqual(['abcd', 'efgh', 'ij', 'kl']);
  });

  test('breaks long names where they have joints', () => {
    expect(wrap('tolerate node.kubernetes.io/unreachable:NoSchedule', 26)).toEqual([
      'tolerate',
      'node.kubernetes.io/',
      'unreachable:NoSchedule',
    ]);
    expect(wrap('registry.example.com', 12)).toEqual(['registry.', 'example.com']);
    // A joint near the start would leave most of the line empty.
    expect(wrap('a/bcdefghijkl', 6)).toEqual(['a/bcde', 'fghijk', 'l']);
  });

  test('keeps a number and its unit together where a line has room for them', () => {
    expect(wrap('it kills after 30 s at most', 17)).toEqual(['it kills after', '30 s at most']);
    expect(wrap('it has room for 2 MiB, not 3 seconds', 18)).toEqual(['it has room for', '2 MiB, not 3', 'seconds']);
    expect(wrap('100000 ms', 6)).toEqual(['100000', 'ms']);
  });

  test('counts wide characters as two columns', () => {
    expect(wrap('日本語日本語', 6)).toEqual(['日本語', '日本語']);
    for (const line of wrap('ポッド が 起動 しません', 9)) expect(widthOf(line)).toBeLessThanOrEqual(9);
  });

  test('keeps empty lines', () => {
    expect(wrap('a\n\nb', 10)).toEqual(['a', '', 'b']);
  });

  test('never loops on a width of nothing', () => {
    expect(wrap('ab', 0)).toEqual(['a', 'b']);
  });
});

test('truncate says that something was cut', () => {
  expect(truncate('abcdef', 4)).toBe('abc…');
  expect(truncate('abc', 4)).toBe('abc');
});

describe('columns', () => {
  test('the widest column gives way first', () => {
    expect(fitWidths([10, 50], 42)).toEqual([10, 30]);
  });

  test('columns are not made narrower than a word', () => {
    expect(fitWidths([20, 20], 5)).toEqual([8, 8]);
  });

  test('every line fits and cells stay aligned', () => {
    const rows = [
      ['a', 'some longer text that wraps'],
      ['bb', '日本語日本語日本語'],
    ];
    const lines = alignedLines(rows, columnWidths(rows, 20));
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(20);
    expect(lines[0]).toMatch(/^a {3}some/);
    expect(lines.some((line) => line.startsWith('bb  日'))).toBe(true);
  });

  test('paint does not count as width', () => {
    const plain = alignedLines([['a', 'b']], [1, 1]);
    const painted = alignedLines([['a', 'b']], [1, 1], (text) => `\u001b[1m${text}\u001b[22m`);
    expect(painted.map((line) => widthOf(line))).toEqual(plain.map((line) => widthOf(line)));
  });

  test('no rows are no lines', () => {
    expect(alignedLines([], [])).toEqual([]);
  });
});
