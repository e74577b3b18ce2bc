import { expect, test } from '@jest/globals';
import { isKnownError, KnownError } from '../../src/core/errors.ts';

test('a KnownError is known by its name, so that another bundle may have made it', () => {
  const error = new KnownError('no such file', 'check the name');
  expect(error).toMatchObject({ message: 'no such file', hint: 'check the name' });
  expect(isKnownError(error)).toBe(true);
  expect(isKnownError(Object.assign(new Error('x'), { name: 'KnownError' }))).toBe(true);
  expect(isKnownError(new TypeError('x'))).toBe(false);
  expect(isKnownError('text')).toBe(false);
});
