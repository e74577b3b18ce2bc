import { expect, test } from '@jest/globals';
import { parseDocuments } from '../../src/manifests/document.ts';

const many = 200_000;

/** Texts that make a careless reader overflow its stack, its memory, or the patience of its user. */
const hostile: Readonly<Record<string, string>> = {
  'opening braces': '{'.repeat(many),
  'opening template braces': `a: ${'{{ '.repeat(many)}`,
  'opening brackets': '['.repeat(many),
  'nested lists': '- '.repeat(many),
  'nested keys': '? '.repeat(many),
  'nested mappings': Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
  'a quote that never ends': `"${'a '.repeat(many)}`,
  'one long line': `a: ${'x'.repeat(many)}`,
  'one long list': `[${'1,'.repeat(many)}1]`,
  'one long mapping': `{${Array.from({ length: many / 4 }, (_, index) => `k${index}: v`).join(', ')}}`,
  'one key again and again': 'a: b\n'.repeat(many / 10),
  'aliases without end': `a: &a x\nb:\n${'- *a\n'.repeat(many)}`,
  'merge keys without end': `a: &a {x: 1}\nb:\n${'  <<: *a\n'.repeat(many / 4)}`,
  separators: '---\n'.repeat(many),
  'blank lines': '\n'.repeat(many),
  'comments that ignore': `${'# podlife-ignore: x\n'.repeat(many / 10)}a: b\n`,
  'fields that are ignored': Array.from({ length: many / 20 }, (_, index) => `a${index}: b # podlife-ignore: x`).join(
    '\n',
  ),
  'variables that never end': `apiVersion: v1\nkind: Pod\nmetadata: {name: "${'${'.repeat(many)}"}\n`,
  'template lines': 'a: {{ x }}\n'.repeat(many / 4),
  'nothing but NUL': '\0'.repeat(many),
};

test.each(Object.entries(hostile))('%s are read or refused in time', (_name, text) => {
  const start = performance.now();
  const documents = parseDocuments(text, 'a.yaml');
  expect(documents.flatMap(({ problems }) => problems).length).toBeLessThanOrEqual(100);
  // Far more than it takes, far less than anything that grows with the square of the length.
  expect(performance.now() - start).toBeLessThan(10_000);
});
