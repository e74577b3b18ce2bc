import { describe, expect, test } from '@jest/globals';
import type { NodeSelectorTerm, PodSpec } from '../../src/core/kubernetes.ts';
import { matchesNode, namedNodes, nodeMismatches, requirementText } from '../../src/facts/node-affinity.ts';
import { aNode } from '../support/builders.ts';

const node = aNode('node-a', { labels: { disktype: 'ssd', level: '5' } });

const requiring = (...nodeSelectorTerms: NodeSelectorTerm[]): PodSpec => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
});
const one = (operator: string, key: string, ...values: string[]): PodSpec =>
  requiring({ matchExpressions: [{ key, operator, ...(values.length > 0 ? { values } : {}) }] });

test.each<[string, PodSpec, boolean]>([
  ['nothing asked', {}, true],
  ['a pair', { nodeSelector: { disktype: 'ssd' } }, true],
  ['a wrong pair', { nodeSelector: { disktype: 'hdd' } }, false],
  ['In', one('In', 'disktype', 'hdd', 'ssd'), true],
  ['NotIn', one('NotIn', 'disktype', 'ssd'), false],
  ['NotIn without the label', one('NotIn', 'none', 'ssd'), true],
  ['Exists', one('Exists', 'disktype'), true],
  ['DoesNotExist', one('DoesNotExist', 'disktype'), false],
  ['Gt', one('Gt', 'level', '4'), true],
  ['Lt', one('Lt', 'level', '5'), false],
  ['Gt of no number', one('Gt', 'disktype', '4'), false],
  ['a term that cannot be parsed', one('In', 'disktype', 'ssd', 'not a value!'), false],
  ['no terms', requiring(), false],
  ['an empty term', requiring({}), false],
  ['one of two terms', requiring({}, { matchExpressions: [{ key: 'disktype', operator: 'Exists' }] }), true],
  [
    'a field with an operator that does not exist',
    requiring({ matchFields: [{ key: 'metadata.name', operator: 'Is', values: ['node-a'] }] }),
    false,
  ],
  ['an operator that does not exist', one('Is', 'disktype', 'ssd'), false],
  ['a number without a value', one('Gt', 'level'), false],
  ['the name', requiring({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-a'] }] }), true],
])('%s', (_name, spec, expected) => {
  expect(matchesNode(spec, node)).toBe(expected);
});

describe('what is wrong', () => {
  test('of the selector and of the closest term', () => {
    const spec = {
      nodeSelector: { tier: 'web' },
      ...requiring(
        {
          matchExpressions: [
            { key: 'disktype', operator: 'In', values: ['hdd'] },
            { key: 'x', operator: 'Exists' },
          ],
        },
        { matchExpressions: [{ key: 'disktype', operator: 'In', values: ['nvme'] }] },
      ),
    };
    const wrong = nodeMismatches(spec, node);
    expect(wrong.map(({ from, requirement, actual }) => [from, requirementText(requirement), actual])).toEqual([
      ['nodeSelector', 'tier=web', undefined],
      [1, 'disktype=nvme', 'ssd'],
    ]);
  });

  test('names that a pod is bound to', () => {
    const byName = requiring({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-b'] }] });
    expect([...(namedNodes(byName) ?? [])]).toEqual(['node-b']);
    expect(namedNodes(one('Exists', 'disktype'))).toBeUndefined();
    expect(namedNodes({})).toBeUndefined();
    expect(namedNodes(requiring({ matchFields: [{ key: 'metadata.name', operator: 'In' }] }))?.size).toBe(0);
  });

  test.each<[string, string]>([
    ['In a', 'key=a'],
    ['In a,b', 'key in (a, b)'],
    ['NotIn a', 'key!=a'],
    ['NotIn a,b', 'key not in (a, b)'],
    ['Exists', 'the label key'],
    ['DoesNotExist', 'no label key'],
    ['Gt 5', 'key>5'],
    ['Lt 5', 'key<5'],
  ])('%s reads %s', (text, words) => {
    const [operator = '', values = ''] = text.split(' ');
    expect(requirementText({ key: 'key', operator, values: values === '' ? [] : values.split(',') })).toBe(words);
  });
});
