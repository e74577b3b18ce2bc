import { describe, expect, test } from '@jest/globals';
import { matchesMap, matchesRequirement, matchesSelector, selectorText } from '../../src/facts/selectors.ts';

describe('matchesRequirement', () => {
  const labels = { tier: 'web', weight: '10' };

  test.each([
    ['In', 'tier', ['web', 'api'], true],
    ['In', 'tier', ['api'], false],
    ['In', 'zone', ['a'], false],
    ['NotIn', 'tier', ['web'], false],
    ['NotIn', 'tier', ['api'], true],
    ['NotIn', 'zone', ['a'], true],
    ['Exists', 'tier', undefined, true],
    ['Exists', 'zone', undefined, false],
    ['DoesNotExist', 'tier', undefined, false],
    ['DoesNotExist', 'zone', undefined, true],
    ['Gt', 'weight', ['9'], true],
    ['Gt', 'weight', ['10'], false],
    ['Lt', 'weight', ['11'], true],
    ['Lt', 'tier', ['11'], false],
    ['Lt', 'weight', ['many'], false],
    ['Gt', 'zone', ['1'], false],
    ['Like', 'tier', ['web'], false],
  ])('%s %s %j', (operator, key, values, expected) => {
    expect(matchesRequirement({ key, operator, ...(values ? { values } : {}) }, labels)).toBe(expected);
  });
});

test('the map of a Service: an empty or missing one selects nothing', () => {
  expect(matchesMap({ app: 'web' }, { app: 'web', tier: 'x' })).toBe(true);
  expect(matchesMap({ app: 'web', tier: 'y' }, { app: 'web', tier: 'x' })).toBe(false);
  expect(matchesMap({}, { app: 'web' })).toBe(false);
  expect(matchesMap(undefined, { app: 'web' })).toBe(false);
});

test('a LabelSelector: a missing one selects nothing, an empty one everything', () => {
  const selector = { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] };
  expect(matchesSelector(selector, { app: 'web', tier: 'x' })).toBe(true);
  expect(matchesSelector(selector, { app: 'web' })).toBe(false);
  expect(matchesSelector({}, { app: 'web' })).toBe(true);
  expect(matchesSelector(undefined, { app: 'web' })).toBe(false);
});

test('the text of a selector is what the API takes', () => {
  expect(
    selectorText({
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['a', 'b'] },
        { key: 'zone', operator: 'NotIn', values: ['c'] },
        { key: 'ready', operator: 'Exists' },
        { key: 'canary', operator: 'DoesNotExist' },
      ],
    }),
  ).toBe('app=web,tier in (a,b),zone notin (c),ready,!canary');
  expect(selectorText({ matchExpressions: [{ key: 'tier', operator: 'In' }] })).toBe('tier in ()');
  expect(selectorText(undefined)).toBe('');
});
