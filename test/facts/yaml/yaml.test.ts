import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { decodeNode } from '../../../src/facts/yaml/decode.ts';
import { YamlError } from '../../../src/facts/yaml/nodes.ts';
import { composeYaml } from '../../../src/facts/yaml/composer.ts';
import { casesIn } from '../../support/case-file.ts';

/** Texts, most of them broken in some way, and what sigs.k8s.io/yaml 1.6.0 answered: the library by which the API server reads YAML. */
interface YamlCase {
  readonly text: string;
  readonly error?: boolean;
  /** The value as JSON, keys sorted. */
  readonly json?: string;
  /** Refused with strict validation: a key stands twice. */
  readonly strict?: boolean;
}

const cases = casesIn<YamlCase>(join(import.meta.dirname, '../../fixtures/yaml-cases.jsonl.gz'));

function read(text: string): { value: unknown; duplicates: number } | YamlError {
  try {
    const node = composeYaml(text);
    const { value, duplicates } = node ? decodeNode(node) : { value: null, duplicates: [] };
    return { value, duplicates: duplicates.length };
  } catch (error) {
    if (error instanceof YamlError) return error;
    throw error;
  }
}

function value(text: string): unknown {
  const result = read(text);
  return result instanceof YamlError ? result.message : result.value;
}

function sorted(_key: string, inner: unknown): unknown {
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
  return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
}

test(`${cases.length} texts are read as Go reads them`, () => {
  const wrong = cases.filter(({ text, error = false, json, strict = false }) => {
    const result = read(text);
    if (result instanceof YamlError) return !error;
    return error || JSON.stringify(result.value, sorted) !== json || result.duplicates > 0 !== strict;
  });
  expect(wrong).toEqual([]);
});

describe('scalars are those of YAML 1.1 as go-yaml has them', () => {
  test.each([
    ['yes', true],
    ['Off', false],
    ['n', false],
    ['"yes"', 'yes'],
    ['yES', 'yES'],
    ['~', null],
    ['0644', 420],
    ['0o17', 15],
    ['0x10', 16],
    ['0b11', 3],
    ['08', 8],
    ['1_000', 1000],
    ['1e3', 1000],
    ['+1.5', 1.5],
    ['.5', 0.5],
    ['1:30', '1:30'],
    ['2026-01-01', '2026-01-01'],
    ['1.2.3', '1.2.3'],
    ['1e400', '1e400'],
    ['!!str 5', '5'],
    ['!!float 5', 5],
    ['!!binary aGk=', 'hi'],
    ['!Ref 5', '5'],
  ])('%s', (text, expected) => {
    expect(value(`a: ${text}`)).toEqual({ a: expected });
  });

  test.each([
    ['a: .inf', 'infinity and not-a-number have no place in JSON'],
    ['a: !!int x', 'cannot decode !!str `x` as a !!int'],
    ['~: a', 'unsupported map key: null'],
    ['{a: b}: c', 'invalid map key: a mapping or a list'],
  ])('%s is refused', (text, message) => {
    expect(value(text)).toBe(message);
  });

  test('keys become texts', () => {
    expect(value('y: 1\n8080: 2\n1.5: 3')).toEqual({ true: 1, '8080': 2, '1.5': 3 });
  });

  test('a field called __proto__ is a field', () => {
    expect(Object.keys(value('__proto__: {a: 1}\nb: 2') as object)).toEqual(['__proto__', 'b']);
  });
});

describe('anchors and merge keys', () => {
  test('an alias is what its anchor marks', () => {
    expect(value('a: &x {b: 1}\nc: *x')).toEqual({ a: { b: 1 }, c: { b: 1 } });
  });

  test('what is merged can be set anew, earlier ones of a list win', () => {
    expect(value('- &x {a: 1, b: 1}\n- &y {b: 2, c: 2}\n- {<<: [*x, *y], c: 3}')).toEqual([
      { a: 1, b: 1 },
      { b: 2, c: 2 },
      { a: 1, b: 1, c: 3 },
    ]);
  });

  test.each([
    ['a: *x', "unknown anchor 'x' referenced"],
    ['a: &x [*x]', "anchor 'x' value contains itself"],
    ['a: {<<: 5}', 'map merge requires map or sequence of maps as the value'],
  ])('%s is refused', (text, message) => {
    expect(value(text)).toBe(message);
  });

  test('a billion laughs are not laughed', () => {
    const levels = [...'bcdefghijk'].map((name, index) => {
      const before = `*${'abcdefghij'.charAt(index)}`;
      return `${name}: &${name} [${Array(10).fill(before).join(', ')}]`;
    });
    expect(value(`a: &a [${Array(10).fill('x').join(', ')}]\n${levels.join('\n')}`)).toBe(
      'document contains excessive aliasing',
    );
  });
});

test('what is nested too deeply is refused, not a crash', () => {
  expect(value('['.repeat(100_000))).toMatch(/max depth/);
  expect(value(`${'a: {'.repeat(100_000)}`)).toMatch(/max depth/);
  expect(value(`${'- '.repeat(100_000)}x`)).toMatch(/max depth/);
});

test('errors stand where they are', () => {
  const error = read('a: b\nc: "d\n');
  expect(error).toMatchObject({ message: 'found unexpected end of stream', start: 8 });
});
