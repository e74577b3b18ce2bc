import { describe, expect, test } from '@jest/globals';
import { amountText, formatQuantity, parseQuantity } from '../../src/facts/quantity.ts';

describe('parseQuantity', () => {
  test.each([
    ['250m', 250_000_000n],
    ['1.2', 1_200_000_000n],
    [2, 2_000_000_000n],
    ['.5', 500_000_000n],
    ['5.', 5_000_000_000n],
    ['1k', 1_000n * 10n ** 9n],
    ['12G', 12n * 10n ** 18n],
    ['1E', 10n ** 27n],
    ['1e3', 10n ** 12n],
    ['1E+3', 10n ** 12n],
    ['25e-3', 25_000_000n],
    ['512Mi', 512n * 1024n ** 2n * 10n ** 9n],
    ['1.5Gi', 1536n * 1024n ** 2n * 10n ** 9n],
    ['1Ei', 1024n ** 6n * 10n ** 9n],
    ['7n', 7n],
    ['0.1n', 1n],
    ['100u', 100_000n],
    ['-1', -(10n ** 9n)],
    ['+1', 10n ** 9n],
  ])('%s', (text, value) => {
    expect(parseQuantity(text)).toBe(value);
  });

  test.each(['', 'abc', '1 Gi', '1GiB', 'Mi', '1K', '--1', '1e', '1e99999', undefined])('nothing of %s', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  test('different spellings of one amount are equal', () => {
    expect(parseQuantity('1Gi')).toBe(parseQuantity('1024Mi'));
    expect(parseQuantity('0.5')).toBe(parseQuantity('500m'));
    expect(parseQuantity('1e3')).toBe(parseQuantity('1k'));
  });
});

describe('formatQuantity', () => {
  test.each([
    ['250m', 'cpu', '250m'],
    ['1200m', 'cpu', '1.2'],
    ['16', 'cpu', '16'],
    ['0', 'cpu', '0'],
    ['64Gi', 'memory', '64Gi'],
    ['1536Mi', 'memory', '1.5Gi'],
    ['512Mi', 'memory', '512Mi'],
    ['12G', 'memory', '12G'],
    ['7804468Ki', 'memory', '7.44Gi'],
    ['267847642337', 'ephemeral-storage', '249.45Gi'],
    ['100', 'memory', '100'],
    ['1', 'nvidia.com/gpu', '1'],
    ['-512Mi', 'memory', '-512Mi'],
  ])('%s %s is %s', (text, resource, expected) => {
    expect(formatQuantity(parseQuantity(text) ?? 0n, resource)).toBe(expected);
  });

  test('room is rounded down, what is asked up', () => {
    const value = parseQuantity('1.23456') ?? 0n;
    expect(formatQuantity(value, 'cpu', 'down')).toBe('1.234');
    expect(amountText(value, 'cpu')).toBe('1.235 cpu');
  });
});
