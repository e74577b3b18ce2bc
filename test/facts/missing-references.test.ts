import { describe, expect, test } from '@jest/globals';
import type { Reference } from '../../src/core/evidence.ts';
import { absent, found, unasked, type Lookup } from '../../src/core/lookup.ts';
import type { KeyedObject } from '../../src/core/evidence.ts';
import { missingReferences } from '../../src/facts/missing-references.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { statedReferences } from '../../src/facts/references.ts';
import { podSpecFacts } from '../../src/facts/workload.ts';
import { now, waiting } from '../support/builders.ts';
import { creating } from '../support/preparing.ts';

const refused = waiting('CreateContainerConfigError', 'secret "db" not found');

function missing(object: Lookup<KeyedObject>, state = refused, key = 'password'): ReturnType<typeof missingReferences> {
  const env = [{ name: 'P', valueFrom: { secretKeyRef: { name: 'db', key } } }];
  const pod = creating({ containers: [{ name: 'web', env, state }] });
  const stated = statedReferences(podSpecFacts({ metadata: pod.metadata ?? {}, spec: pod.spec ?? {} }, 'spec'));
  const references = stated.map((one): Reference => ({ ...one, object, similar: [] }));
  return missingReferences(podStatusOf(pod), references, undefined, now);
}

describe('missingReferences', () => {
  test('the words of the kubelet are enough, whatever becomes of the question', () => {
    for (const lookup of [unasked, absent, { state: 'refused', why: 'forbidden' } as const]) {
      expect(missing(lookup)).toMatchObject([{ name: 'db', state: 'blocking', confidence: 'certain' }]);
    }
  });

  test('a refusal or silence alone is no absence', () => {
    expect(missing({ state: 'refused', why: 'forbidden' }, waiting('ContainerCreating'))).toEqual([]);
    expect(missing(unasked, waiting('ContainerCreating'))).toEqual([]);
  });

  test('an absence that is only assumed says nothing of an environment', () => {
    expect(missing({ state: 'absent', assumed: 'no Secret in the file' }, waiting('ContainerCreating'))).toEqual([]);
  });

  test('an absence that an API server states lies ahead of a container that has not come so far', () => {
    expect(missing(absent, waiting('ContainerCreating'))).toMatchObject([{ state: 'ahead' }]);
  });

  test('what is there by now has appeared; a key only if the object has it', () => {
    expect(missing(found({ name: 'db', keys: ['password'] }))).toMatchObject([{ state: 'appeared' }]);
    const keyState = waiting('CreateContainerConfigError', "couldn't find key pass-word in Secret shop/db");
    expect(missing(found({ name: 'db', keys: ['password'] }), keyState, 'pass-word')).toMatchObject([
      { key: 'pass-word', state: 'blocking', similar: ['password'] },
    ]);
  });

  test('nothing is thrown on an empty pod', () => {
    expect(missingReferences(podStatusOf({}), undefined, undefined, now)).toEqual([]);
  });
});
