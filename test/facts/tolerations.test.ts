import { describe, expect, test } from '@jest/globals';
import type { Toleration } from '../../src/core/kubernetes.ts';
import { taintText, tolerates, untoleratedTaints } from '../../src/facts/tolerations.ts';

const taint = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };

test.each<[Toleration, boolean]>([
  [{ key: 'dedicated', operator: 'Equal', value: 'gpu', effect: 'NoSchedule' }, true],
  [{ key: 'dedicated', value: 'gpu' }, true],
  [{ key: 'dedicated', operator: 'Exists' }, true],
  [{ operator: 'Exists' }, true],
  [{ operator: 'Exists', effect: 'NoExecute' }, false],
  [{ key: 'dedicated', value: 'batch' }, false],
  [{ key: 'dedicated' }, false],
  [{ key: 'other', operator: 'Exists' }, false],
  [{ key: 'dedicated', operator: 'Sometimes' }, false],
])('%j', (toleration, expected) => {
  expect(tolerates(toleration, taint)).toBe(expected);
});

test('Lt and Gt compare whole numbers', () => {
  const level = { key: 'level', value: '5', effect: 'NoSchedule' };
  expect(tolerates({ key: 'level', operator: 'Lt', value: '10' }, level)).toBe(true);
  expect(tolerates({ key: 'level', operator: 'Gt', value: '10' }, level)).toBe(false);
  expect(tolerates({ key: 'level', operator: 'Gt', value: '4' }, level)).toBe(true);
  expect(tolerates({ key: 'level', operator: 'Lt', value: '5' }, level)).toBe(false);
  expect(tolerates({ key: 'level', operator: 'Gt', value: '5' }, level)).toBe(false);
  expect(tolerates({ key: 'level', operator: 'Lt' }, level)).toBe(false);
  expect(tolerates({ key: 'level', operator: 'Lt', value: '10' }, { key: 'level', effect: 'NoSchedule' })).toBe(false);
  expect(tolerates({ key: 'level', operator: 'Lt', value: '010' }, level)).toBe(false);
  expect(tolerates({ key: 'level', operator: 'Lt', value: 'x' }, level)).toBe(false);
});

describe('untoleratedTaints', () => {
  test('leaves out preferences', () => {
    expect(untoleratedTaints([{ ...taint, effect: 'PreferNoSchedule' }, taint], undefined)).toEqual([taint]);
    expect(untoleratedTaints(undefined, [])).toEqual([]);
  });

  test('as kubectl writes them', () => {
    expect(taintText(taint)).toBe('dedicated=gpu:NoSchedule');
    expect(taintText({ key: 'a', effect: 'NoExecute' })).toBe('a:NoExecute');
  });
});
