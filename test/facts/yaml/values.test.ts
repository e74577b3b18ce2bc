import { describe, expect, test } from '@jest/globals';
import { lineAt, yamlValues } from '../../../src/facts/yaml/values.ts';

describe('yamlValues', () => {
  test('are those of all documents that hold something', () => {
    expect(yamlValues('# nothing yet\n---\na: 1\n---\n---\n- x\n...\n---\nnull\n')).toEqual([{ a: 1 }, ['x'], null]);
    expect(yamlValues('')).toEqual([]);
  });

  test('are as kubectl reads them', () => {
    expect(yamlValues('{a: yes, b: 0644, c: 2026-01-31, d: ~, a: off}')).toEqual([
      { a: false, b: 420, c: '2026-01-31', d: null },
    ]);
  });

  test('are refused with the place in the whole text', () => {
    const text = 'a: 1\r\n---\nb: [\n';
    expect(() => yamlValues(text)).toThrow(expect.objectContaining({ start: text.length }));
  });
});

test('lineAt counts all kinds of line ends', () => {
  expect(['', 'a', 'a\nb', 'a\r\nb\rc'].map((text) => lineAt(text, text.length))).toEqual([1, 1, 2, 3]);
});
