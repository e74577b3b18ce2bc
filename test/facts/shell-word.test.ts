import { expect, test } from '@jest/globals';
import { wordAt } from '../../src/facts/shell-word.ts';

test.each([
  ['plain rest', 'plain', 5],
  ['"two words" x', 'two words', 11],
  ["a'b c'd", 'ab cd', 7],
  ['a\\ b', 'a b', 4],
  ['$(a "b)" c)d e', '$(a "b)" c)d', 12],
  ['${A:-b c}', '${A:-b c}', 9],
  ['2>&1;', '2>&1', 4],
  ['a&', 'a', 1],
  ['"a \\" b" c', 'a \\" b', 8],
  ['$(a \\) b) c', '$(a \\) b)', 9],
  ["$(a ')') b", "$(a ')')", 8],
  ['"a $(b "c)") d" e', 'a $(b "c)") d', 15],
  ['a\\\nb c', 'ab', 4],
  ['a\\', 'a\\', 2],
  ['', '', 1],
  [';x', ';', 1],
])('%j', (script, text, end) => {
  expect(wordAt(script, 0)).toEqual({ text, end });
});

test.each(['"a', "'a", '`a', '$(a', '"$(a"', "$('a)", '$("a)'])('%j does not end', (script) => {
  expect(wordAt(script, 0)).toBeUndefined();
});
