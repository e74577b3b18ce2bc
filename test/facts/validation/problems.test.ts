import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/kubernetes.ts';
import type { DocumentProblem } from '../../../src/core/manifest.ts';
import { Field } from '../../../src/facts/validation/field.ts';
import { validateObject } from '../../../src/facts/validation/index.ts';
import { Problems, valueText, wordList } from '../../../src/facts/validation/problems.ts';
import { containerWith, podWith, workloadWith } from '../../support/validation.ts';

function only(object: KubeObject): DocumentProblem {
  const [first, ...others] = validateObject(object);
  if (!first) throw new Error('nothing was said');
  expect(others.map(({ path }) => path)).toEqual([]);
  return first;
}

describe('Field', () => {
  const root = new Field({ list: [{ name: 'a' }, null], map: { 'b.c/d': 1 }, text: 'e', off: false });

  test('walks by path and by place', () => {
    expect(root.child('list').items()[0]?.child('name')).toMatchObject({
      value: 'a',
      path: 'list[0].name',
      place: 'list[0].name',
    });
    expect(root.child('map').entries()[0]?.[1]).toMatchObject({ value: 1, path: 'map[b.c/d]', place: 'map["b.c/d"]' });
  });

  test('what is missing or of another type reads as nothing', () => {
    const missing = root.at('no', 'such', 'field');
    expect([missing.isSet, missing.text, missing.number, missing.flag, missing.size]).toEqual([
      false,
      '',
      undefined,
      undefined,
      0,
    ]);
    expect([missing.items(), missing.entries(), missing.texts, missing.labels]).toEqual([[], [], [], {}]);
    const text = root.child('text');
    expect([text.number, text.flag, text.items(), text.entries()]).toEqual([undefined, undefined, [], []]);
  });

  test('names its last step', () => {
    expect(root.child('list').items()[1]?.label).toBe('list[1]');
    expect(root.child('map').entries()[0]?.[1].label).toBe('map["b.c/d"]');
  });
});

describe('texts', () => {
  test.each([
    [undefined, ''],
    [null, ''],
    ['', '""'],
    ['a'.repeat(50), `"${'a'.repeat(37)}…"`],
    [-1, '-1'],
    [false, 'false'],
    [['a', 1], '["a",1]'],
    [[{}], ''],
    [{ a: 1 }, ''],
  ])('%p as a value', (value, text) => {
    expect(valueText(value)).toBe(text);
  });

  test('lists of words', () => {
    expect([wordList([]), wordList(['a']), wordList(['a', 'b', 'c']), wordList(['a', 'b'], 'or')]).toEqual([
      '',
      'a',
      'a, b and c',
      'a or b',
    ]);
  });

  test('a word that was probably meant', () => {
    expect(only(podWith({ dnsPolicy: 'ClusterFrist' })).explanation).toContain('perhaps ClusterFirst was meant');
    expect(only(podWith({ dnsPolicy: 'ClusterFrist' })).fix).toBeUndefined();
  });

  test('a word in the wrong case is mended', () => {
    expect(only(containerWith({ imagePullPolicy: 'ifnotpresent' }))).toMatchObject({
      title: 'imagePullPolicy "ifnotpresent" is not a value that exists',
      fix: { edits: [{ kind: 'set', path: 'spec.containers[0].imagePullPolicy', value: 'IfNotPresent' }] },
    });
  });

  test('a problem belongs to the rule of its subject, else to that of its sort', () => {
    const problems = new Problems('advice');
    problems.required(new Field(undefined, 'a'), 'Why.');
    problems.within('probe-invalid').required(new Field(undefined, 'b'), 'Why.');
    expect(problems.list.map(({ rule, stage }) => `${rule} ${stage}`)).toEqual([
      'missing-field advice',
      'probe-invalid advice',
    ]);
  });
});

describe('places', () => {
  test('stand where the path of the API server says less', () => {
    expect(only(podWith({}, { labels: { fine: 'a', 'example.com/b': 'c d' } }))).toMatchObject({
      path: 'metadata.labels',
      place: 'metadata.labels["example.com/b"]',
    });
    expect(
      only(containerWith({ resources: { requests: { memory: '2Gi' }, limits: { memory: '1Gi' } } })),
    ).toMatchObject({
      path: 'spec.containers[0].resources.requests',
      place: 'spec.containers[0].resources.requests["memory"]',
    });
  });

  test('are left out where it says all', () => {
    expect(only(containerWith({ image: '' })).place).toBeUndefined();
  });

  test('are the claims of a StatefulSet where its volumes come from them', () => {
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
    const claims = ['good', 'not_good'].map((name) => ({ metadata: { name }, spec }));
    expect(only(workloadWith('StatefulSet', { volumeClaimTemplates: claims }))).toMatchObject({
      place: 'spec.volumeClaimTemplates[1].metadata.name',
    });
  });
});
