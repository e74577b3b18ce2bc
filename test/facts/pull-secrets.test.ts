import { describe, expect, test } from '@jest/globals';
import type { KeyedObject, Reference } from '../../src/core/evidence.ts';
import { absent, found, unasked, type Lookup } from '../../src/core/lookup.ts';
import { eventsOf } from '../../src/facts/events.ts';
import { pullSecretNames, unusablePullSecrets } from '../../src/facts/pull-secrets.ts';
import { anEvent } from '../support/builders.ts';

const spec = { imagePullSecrets: [{ name: 'login' }, {}] };
const event = anEvent(
  'FailedToRetrieveImagePullSecret',
  'Unable to retrieve some image pull secrets (other, login); attempting to pull the image may not succeed.',
);

function reference(object: Lookup<KeyedObject>): Reference[] {
  return [
    {
      kind: 'Secret',
      name: 'login',
      optional: false,
      via: 'imagePullSecrets',
      path: 'spec.imagePullSecrets[0]',
      object,
      similar: ['login-2'],
    },
  ];
}

describe('unusablePullSecrets', () => {
  test('missing by the API, by a file, by the kubelet', () => {
    expect(unusablePullSecrets(spec, reference(absent), [])).toMatchObject([
      { name: 'login', problem: 'missing', assumed: false, similar: ['login-2'] },
    ]);
    expect(unusablePullSecrets(spec, reference({ state: 'absent', assumed: 'file' }), [])).toMatchObject([
      { assumed: true },
    ]);
    expect(unusablePullSecrets(spec, undefined, eventsOf([event]))).toMatchObject([
      { problem: 'missing', assumed: false },
    ]);
  });

  test('of a wrong type, or without the key', () => {
    expect(unusablePullSecrets(spec, reference(found({ name: 'login', type: 'Opaque' })), [])).toMatchObject([
      { problem: 'wrong-type', type: 'Opaque' },
    ]);
    const type = 'kubernetes.io/dockerconfigjson';
    expect(unusablePullSecrets(spec, reference(found({ name: 'login', type, keys: ['x'] })), [])).toMatchObject([
      { problem: 'no-key' },
    ]);
    expect(
      unusablePullSecrets(spec, reference(found({ name: 'login', type, keys: ['.dockerconfigjson'] })), []),
    ).toEqual([]);
  });

  test('what could not be read is not called unusable', () => {
    expect(unusablePullSecrets(spec, reference({ state: 'refused', why: 'forbidden' }), [])).toEqual([]);
    expect(unusablePullSecrets(spec, reference(unasked), [])).toEqual([]);
    expect(unusablePullSecrets({}, undefined, eventsOf([event]))).toEqual([]);
  });

  test('names', () => {
    expect(pullSecretNames(spec)).toEqual(['login']);
  });
});
