import { describe, expect, test } from '@jest/globals';
import type { LabelSelectorRequirement } from '../../src/core/kubernetes.ts';
import { contradictionIn, selectorRequirements } from '../../src/facts/requirement-sets.ts';

/** `zone In a,b` */
function requirement(text: string): LabelSelectorRequirement {
  const [key = '', operator = '', values] = text.split(' ');
  return { key, operator, ...(values ? { values: values.split(',') } : {}) };
}

function pair(...texts: string[]): string | undefined {
  const found = contradictionIn(texts.map((text) => ({ requirement: requirement(text), path: text })));
  return found ? `${found.one.path} | ${found.other.path}` : undefined;
}

describe('contradictionIn', () => {
  test.each([
    [['z In a', 'z In b'], 'z In a | z In b'],
    [['z In a,b', 'z NotIn b,a'], 'z In a,b | z NotIn b,a'],
    [['z In a,b,c', 'z NotIn a', 'z NotIn b,c'], 'z In a,b,c | z NotIn b,c'],
    [['z In a,b', 'z In b,c', 'z In a,c'], 'z In a,b | z In a,c'],
    [['z Exists', 'z DoesNotExist'], 'z Exists | z DoesNotExist'],
    [['z In a', 'z DoesNotExist'], 'z In a | z DoesNotExist'],
    [['n Gt 4', 'n Lt 5'], 'n Gt 4 | n Lt 5'],
    [['n In 3,4', 'n Gt 4'], 'n In 3,4 | n Gt 4'],
    [['n Gt 4', 'n In 3,4'], 'n Gt 4 | n In 3,4'],
    [['n In 5,6', 'n Lt 5'], 'n In 5,6 | n Lt 5'],
    [['n Lt 5', 'n Gt 4'], 'n Lt 5 | n Gt 4'],
    [['z NotIn b,a', 'z In a,b'], 'z NotIn b,a | z In a,b'],
    [
      ['beta.kubernetes.io/arch In arm64', 'kubernetes.io/arch In amd64'],
      'beta.kubernetes.io/arch In arm64 | kubernetes.io/arch In amd64',
    ],
  ])('%j', (texts, expected) => {
    expect(pair(...texts)).toBe(expected);
  });

  test.each([
    [['z In a', 'y In b']],
    [['z In a,b', 'z In b,c']],
    [['z In a,b', 'z NotIn a']],
    [['z NotIn a', 'z DoesNotExist']],
    [['n Gt 4', 'n Lt 6']],
    [['n In 4,5', 'n Gt 4']],
    [['z Unknown a', 'z In b']],
    [[]],
  ])('none in %j', (texts) => {
    expect(pair(...texts)).toBeUndefined();
  });
});

test('selectorRequirements reads nodeSelector and the system', () => {
  expect(
    selectorRequirements({ nodeSelector: { 'a.b/c': 'd' }, os: { name: 'linux' } }, 'spec').map(({ path }) => path),
  ).toEqual(['spec.os.name', 'spec.nodeSelector["a.b/c"]']);
});
