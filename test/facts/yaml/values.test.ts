import { describe, expect, test } from '@jest/globals';
import { YamlError } from '../../../src/facts/yaml/nodes.ts';
import { placeOfError, yamlValues } from '../../../src/facts/yaml/values.ts';

const valuesOf = (text: string): unknown[] => [...yamlValues(text)];

describe('yamlValues', () => {
  test('are those of all documents that hold something', () => {
    expect(valuesOf('# nothing yet\n---\na: 1\n---\n---\n- x\n...\n---\nnull\n')).toEqual([{ a: 1 }, ['x'], null]);
    expect(valuesOf('')).toEqual([]);
  });

  test('are as kubectl reads them', () => {
    expect(valuesOf('{a: yes, b: 0644, c: 2026-01-31, d: ~, a: off}')).toEqual([
      { a: false, b: 420, c: '2026-01-31', d: null },
    ]);
  });

  test('are refused with the place in the whole text', () => {
    const text = 'a: 1\r\n---\nb: [\n';
    expect(() => valuesOf(text)).toThrow(expect.objectContaining({ start: text.length }));
  });
});

test('no document is read before it is asked for', () => {
  const [first] = yamlValues('a: 1\n---\n]\n');
  expect(first).toEqual({ a: 1 });
});

test('placeOfError counts all kinds of line ends', () => {
  const places = ['', 'a', 'a\nb', 'a\r\nb\rc'].map((text) => placeOfError(new YamlError('x', text.length), text, 'f'));
  expect(places).toEqual(['f:1', 'f:1', 'f:2', 'f:3']);
  expect(placeOfError(new Error('x'), 'a\nb', 'f')).toBe('f');
});
