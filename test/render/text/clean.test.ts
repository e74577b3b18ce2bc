import { describe, expect, test } from '@jest/globals';
import { clean, cleanDeep, oneLine } from '../../../src/render/text/clean.ts';

describe('clean', () => {
  test.each([
    ['colours', '\u001b[31mred\u001b[0m', 'red'],
    ['cursor moves and screen clearing', 'a\u001b[2J\u001b[1;1Hb', 'ab'],
    ['a window title (OSC ended by BEL)', '\u001b]0;pwned\u0007x', 'x'],
    ['a hyperlink (OSC ended by ST)', '\u001b]8;;http://evil\u001b\\text\u001b]8;;\u001b\\', 'text'],
    ['an escape sequence that never ends', 'a\u001b]0;no end', 'a'],
    ['a device control string', '\u001bPq#0\u001b\\x', 'x'],
    ['two-character escapes', '\u001bcreset\u001b(B', 'reset'],
    ['8-bit controls', 'a\u009b31mb', 'a31mb'],
    ['bells, backspaces and NUL', 'a\u0000b\u0007c\b', 'abc'],
    ['right-to-left overrides and zero-width marks', 'user\u202etxt.exe\u200b\ufeff', 'usertxt.exe'],
    ['lone surrogates', 'a\ud800b\udc00c', 'abc'],
    ['carriage returns that would overwrite the line', 'real\rfake', 'real\nfake'],
  ])('drops %s', (_what, hostile, safe) => {
    expect(clean(hostile)).toBe(safe);
  });

  test('keeps text in every language, emoji and newlines', () => {
    const text = 'Straße 日本語 🚀 שלום\nnext';
    expect(clean(text)).toBe(text);
  });

  test('is quick with ten million characters', () => {
    const long = '\u001b[3'.repeat(1_000_000) + 'x'.repeat(7_000_000);
    expect(clean(long).endsWith('x')).toBe(true);
  });
});

test('cleanDeep reaches every string and key', () => {
  const hostile = { a: ['\u001b[1mx', { 'k\u0007': '\u202ey' }], n: 1, none: null };
  expect(cleanDeep(hostile)).toEqual({ a: ['x', { k: 'y' }], n: 1, none: null });
});

test('oneLine shows where lines ended', () => {
  expect(oneLine(' a\r\n  b\n\nc ')).toBe('a ⏎ b ⏎ c');
});
