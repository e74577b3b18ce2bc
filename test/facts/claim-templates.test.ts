import { expect, test } from '@jest/globals';
import { askedClaims, madeClaims } from '../../src/facts/claim-templates.ts';
import { aWorkload, namespace } from '../support/builders.ts';
import { aClaim } from '../support/pending.ts';

const spec = { accessModes: ['ReadWriteOnce'] };
const set = aWorkload('StatefulSet', 'db.v1', {
  spec: { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec }, { spec }] },
});

test('the claims that a StatefulSet makes for its pods', () => {
  const patterns = madeClaims({ objects: [set, aWorkload('StatefulSet', 'bare')], complete: new Set() }, namespace);
  const isMade = (name: string): boolean => patterns.some((pattern) => pattern.test(name));
  expect(['data-db.v1-0', 'data-db.v1-12'].every(isMade)).toBe(true);
  expect(['data-dbxv1-0', 'data-db.v1', 'logs-db.v1-0', 'data-db.v1-0-x'].some(isMade)).toBe(false);
});

test('the claims that a manifest asks for', () => {
  expect(askedClaims(set, 'spec.template.spec', [])).toEqual([
    { what: 'volumeClaimTemplate data', path: 'spec.volumeClaimTemplates[0].spec', spec },
    { what: 'volumeClaimTemplate 1', path: 'spec.volumeClaimTemplates[1].spec', spec },
  ]);
  const claim = aClaim('data');
  expect(askedClaims(claim, undefined, [])).toEqual([{ what: 'the claim', path: 'spec', spec: claim['spec'] }]);
  expect(askedClaims({ kind: 'PersistentVolumeClaim' }, undefined, [])).toEqual([
    { what: 'the claim', path: 'spec', spec: {} },
  ]);
  const volumes = [
    { name: 'a', emptyDir: {} },
    { name: 'b', ephemeral: { volumeClaimTemplate: { spec } } },
    { ephemeral: { volumeClaimTemplate: { spec } } },
  ];
  expect(askedClaims(aWorkload('Deployment', 'web'), 'spec.template.spec', volumes)).toEqual([
    { what: 'volume b', path: 'spec.template.spec.volumes[1].ephemeral.volumeClaimTemplate.spec', spec },
    { what: 'volume 2', path: 'spec.template.spec.volumes[2].ephemeral.volumeClaimTemplate.spec', spec },
  ]);
});
