import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/kubernetes.ts';
import { goKind, mismatch, typeWords, valueWords } from '../../../src/facts/schema/mismatch.ts';
import { withoutNulls } from '../../../src/facts/schema/nulls.ts';
import { existsIn, minorOf, schemaOf, typeOfKind, type FieldType } from '../../../src/facts/schema/types.ts';
import { freeze } from '../../support/freeze.ts';

const text: FieldType = { is: 'string' };
const list: FieldType = { is: 'list', of: text };
const map: FieldType = { is: 'map', of: text };
const object: FieldType = { is: 'object', name: 'core.v1.PodSpec' };

describe('mismatch', () => {
  test.each<[unknown, FieldType, string | undefined]>([
    ['a', text, undefined],
    [80, text, 'is not a text'],
    [['a'], list, undefined],
    [{}, list, 'is not a list of texts'],
    [{}, { is: 'list', of: object }, 'is not a list'],
    [{}, map, undefined],
    [[], map, 'is not a mapping of texts'],
    ['a', { is: 'map', of: { is: 'quantity' } }, 'is not a mapping'],
    [{}, object, undefined],
    ['a', object, 'is not a mapping (PodSpec)'],
    ['a', { is: 'object', name: 'Plain' }, 'is not a mapping (Plain)'],
    [true, { is: 'bool' }, undefined],
    ['true', { is: 'bool' }, 'is not true or false'],
    [-1, { is: 'int32' }, undefined],
    [2 ** 31, { is: 'int32' }, 'does not fit in 32 bits'],
    [2 ** 31, { is: 'int64' }, undefined],
    [2 ** 63, { is: 'int64' }, 'does not fit in 64 bits'],
    [1.5, { is: 'int32' }, 'is not a whole number'],
    ['http', { is: 'intOrString' }, undefined],
    [80, { is: 'intOrString' }, undefined],
    [2 ** 31, { is: 'intOrString' }, 'does not fit in 32 bits'],
    [true, { is: 'intOrString' }, 'is not a whole number or a text'],
    ['1Gi', { is: 'quantity' }, undefined],
    [2, { is: 'quantity' }, undefined],
    [true, { is: 'quantity' }, 'is not a quantity'],
    ['2026-01-31T12:00:00Z', { is: 'time' }, undefined],
    ['2026-01-31 12:00', { is: 'time' }, 'is not a time as in 2026-01-31T12:00:00Z'],
    ['2026-02-30T12:00:00Z', { is: 'time' }, 'is not a time as in 2026-01-31T12:00:00Z'],
    ['aGk=', { is: 'bytes' }, undefined],
    [[104, 105], { is: 'bytes' }, undefined],
    ['a', { is: 'bytes' }, 'is not a base64 text'],
    [[256], { is: 'bytes' }, 'is not a base64 text'],
    [{ any: ['thing'] }, { is: 'any' }, undefined],
    [null, object, undefined],
    [undefined, text, undefined],
  ])('%p as %p: %p', (value, type, fault) => {
    expect(mismatch(value, type)).toBe(fault);
  });

  test('says what there is, in words and in those of Go', () => {
    const values = [['a'], { a: 1 }, 'a', 'b'.repeat(50), 8, true, null];
    expect(values.map(valueWords)).toEqual([
      'a list',
      'a mapping',
      'the text "a"',
      `the text "${'b'.repeat(37)}…"`,
      'the number 8',
      'true',
      'null',
    ]);
    expect(values.slice(0, 6).map(goKind)).toEqual(['array', 'object', 'string', 'string', 'number', 'bool']);
    expect(typeWords({ is: 'any' })).toBe('anything');
  });
});

describe('nulls', () => {
  const pod = (spec: object): KubeObject => ({ apiVersion: 'v1', kind: 'Pod', spec });
  const decoded = (spec: object): unknown => {
    const given = pod(spec);
    freeze(given);
    return withoutNulls(given)['spec'];
  };

  test('fields go', () => {
    expect(decoded({ nodeName: null, containers: [{ name: 'a', image: null }] })).toEqual({
      containers: [{ name: 'a' }],
    });
  });

  test('in lists and as values of maps they are zero values', () => {
    expect(decoded({ containers: [null], nodeSelector: { a: null } })).toEqual({
      containers: [{}],
      nodeSelector: { a: '' },
    });
    expect(decoded({ overhead: { cpu: null } })).toEqual({ overhead: { cpu: '0' } });
    expect(decoded({ securityContext: { supplementalGroups: [1, null] } })).toEqual({
      securityContext: { supplementalGroups: [1, 0] },
    });
    expect(decoded({ containers: [{ args: [null, 'a'] }] })).toEqual({ containers: [{ args: ['', 'a'] }] });
  });

  test('what is no object where one belongs stays as it is', () => {
    expect(decoded({ containers: 'none', nodeSelector: ['a', null], nodeName: null })).toEqual({
      containers: 'none',
      nodeSelector: ['a', null],
    });
  });

  test('unknown fields keep theirs', () => {
    expect(decoded({ colour: null, nodeName: null })).toEqual({ colour: null });
  });

  test('they just go from what is not known', () => {
    const custom: KubeObject = { apiVersion: 'example.com/v1', kind: 'Thing', spec: { a: null, b: [null, 1] } };
    expect(withoutNulls(custom)).toEqual({ apiVersion: 'example.com/v1', kind: 'Thing', spec: { b: [1] } });
    expect(withoutNulls({ kind: 'Thing', spec: { a: null } })).toEqual({ kind: 'Thing', spec: {} });
  });

  test('an object without any is the same', () => {
    const whole = pod({ containers: [] });
    expect(withoutNulls(whole)).toBe(whole);
  });
});

describe('the table of types', () => {
  test('knows kinds and their fields', () => {
    const deployment = typeOfKind('apps/v1', 'Deployment') ?? '';
    expect(schemaOf(deployment).get('spec')?.type.is).toBe('object');
    expect(typeOfKind('apps/v1', 'Thing')).toBeUndefined();
    expect(schemaOf('no.such.Type').size).toBe(0);
  });

  test('judges by the nearest version that it knows', () => {
    const newest = minorOf(undefined);
    expect([minorOf('1.99'), minorOf('nonsense'), minorOf(`v1.${newest}.2`)]).toEqual([newest, newest, newest]);
    expect(minorOf('1.0')).toBe(minorOf('1.1'));
    expect(minorOf('1.0')).toBeLessThan(newest);
  });

  test('knows since when and until when a field exists', () => {
    const field = { type: text, since: 30, until: 33 };
    expect([29, 30, 33, 34].map((minor) => existsIn(field, minor))).toEqual([false, true, true, false]);
    expect(existsIn({ type: text }, 1)).toBe(true);
  });
});
