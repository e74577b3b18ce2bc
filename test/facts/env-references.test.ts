import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import {
  envSources,
  isKustomized,
  isServiceVariable,
  kustomizeVariables,
  referencedNames,
} from '../../src/facts/env-references.ts';

test.each([
  ['a $(B) c $(D)$(B)', ['B', 'D']],
  ['$$(A)', []],
  ['$$$(A)', ['A']],
  ['$(A', []],
  ['$A ${A}', []],
])('names in %s', (text, expected) => {
  expect(referencedNames(text)).toEqual(expected);
});

test('variables of Services', () => {
  for (const name of ['WEB_SERVICE_HOST', 'WEB_SERVICE_PORT_HTTP', 'WEB_PORT', 'WEB_PORT_80_TCP_ADDR'])
    expect(isServiceVariable(name)).toBe(true);
  for (const name of ['WEB_HOST', 'PORTAL', 'SERVICE']) expect(isServiceVariable(name)).toBe(false);
});

function bundle(...objects: object[]): { objects: KubeObject[]; complete: Set<string> } {
  return { objects: objects as KubeObject[], complete: new Set() };
}

describe('envSources', () => {
  const container = {
    name: 'web',
    envFrom: [{ prefix: 'A_', configMapRef: { name: 'one' } }, { secretRef: { name: 'two' } }, {}],
  };

  test('names of the keys with their prefix; unknown where the object is not there', () => {
    const objects = bundle({ kind: 'ConfigMap', metadata: { name: 'one' }, data: { x: '1' } });
    expect(envSources(container, objects, 'shop')).toEqual([
      { kind: 'ConfigMap', name: 'one', index: 0, names: ['A_x'] },
      { kind: 'Secret', name: 'two', index: 1 },
    ]);
    expect(envSources(container, undefined, 'shop').map(({ names }) => names)).toEqual([undefined, undefined]);
  });
});

describe('kustomizations', () => {
  const built = bundle({
    kind: 'Kustomization',
    vars: [{ name: 'HOST' }],
    images: [
      { name: 'host:5000/app', newTag: '1' },
      { name: 'other', newName: 'x' },
    ],
  });

  test('fill in variables and tags', () => {
    expect([...kustomizeVariables(built, 'shop')]).toEqual(['HOST']);
    expect(isKustomized('host:5000/app', built, 'shop')).toBe(true);
    expect(isKustomized('host:5000/app:latest', built, 'shop')).toBe(true);
    expect(isKustomized('other', built, 'shop')).toBe(false);
  });

  test('may be written badly', () => {
    const bad = bundle({ kind: 'Kustomization', vars: 'x', images: {} });
    expect([...kustomizeVariables(bad, 'shop')]).toEqual([]);
    expect(isKustomized('app', bad, 'shop')).toBe(false);
  });
});
