import { expect, test } from '@jest/globals';
import { parseDuration, requestTimeout } from '../../src/kube/duration.ts';

test.each<[string, number | undefined]>([
  ['0', 0],
  ['30', 30_000],
  ['5s', 5000],
  ['1h30m', 5_400_000],
  ['1.5s', 1500],
  ['250ms', 250],
  ['0s', 0],
  ['', undefined],
  ['s', undefined],
  ['5 s', undefined],
  ['-1s', undefined],
  ['1d', undefined],
])('%j', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test('what --request-timeout cannot be is said', () => {
  expect(() => requestTimeout('soon')).toThrow('invalid --request-timeout "soon"');
});
