import { expect, test } from '@jest/globals';
import { labelsOf, nameOf, namespaceOf } from '../../src/facts/metadata.ts';

test('the name and the labels of an object, and nothing of one that states none', () => {
  expect(nameOf({ metadata: { name: 'web' } })).toBe('web');
  expect([nameOf({ metadata: {} }), nameOf({}), nameOf(undefined)]).toEqual(['', '', '']);
  expect([namespaceOf({ metadata: { namespace: 'shop' } }), namespaceOf({})]).toEqual(['shop', 'default']);
  expect(labelsOf({ metadata: { labels: { a: 'b' } } })).toEqual({ a: 'b' });
  expect([labelsOf({ metadata: {} }), labelsOf({}), labelsOf(undefined)]).toEqual([{}, {}, {}]);
});
