import { expect, test } from '@jest/globals';
import { isPlaceholder, isTemplated } from '../../src/facts/placeholders.ts';

test.each(['${A}', 'web-${A}', '$(A)', '$A', '${A:-3}'])('%s is left for somebody to fill in', (text) => {
  expect(isPlaceholder(text)).toBe(true);
});

test.each(['', 'web', '$', 'a$b', '5$', '$$'])('%j is not', (text) => {
  expect(isPlaceholder(text)).toBe(false);
});

test.each([
  ['{{ .Values.a }}', true],
  ['a-{% if b %}', true],
  ['<%= a %>', true],
  ['{{', false],
  ['}} {{', false],
  ['{a}', false],
])('%s is a template: %s', (text, expected) => {
  expect(isTemplated(text)).toBe(expected);
});
