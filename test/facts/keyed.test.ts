import { expect, test } from '@jest/globals';
import { keyedObjectOf } from '../../src/facts/keyed.ts';

const metadata = { name: 'db' };
const managed = (...fieldsV1: Record<string, unknown>[]) => ({
  ...metadata,
  managedFields: fieldsV1.map((fields) => ({ manager: 'kubectl', fieldsV1: fields })),
});

test('keys of all three fields, sorted, and the type of a Secret', () => {
  expect(
    keyedObjectOf({
      kind: 'Secret',
      metadata,
      type: 'Opaque',
      data: { url: '', password: '' },
      stringData: { url: '', user: '' },
    }),
  ).toEqual({ name: 'db', type: 'Opaque', keys: ['password', 'url', 'user'] });
  expect(keyedObjectOf({ kind: 'ConfigMap', metadata, binaryData: { logo: '' } })).toEqual({
    name: 'db',
    keys: ['logo'],
  });
});

test('an object without data has no keys', () => {
  expect(keyedObjectOf({ kind: 'ConfigMap', metadata })).toEqual({ name: 'db', keys: [] });
});

test('an answer of metadata only: the keys that managedFields name', () => {
  const fields = { 'f:data': { '.': {}, 'f:url': {}, 'f:password': {} }, 'f:type': {} };
  const more = { 'f:binaryData': { 'f:logo': {} } };
  expect(keyedObjectOf({ kind: 'PartialObjectMetadata', metadata: managed(fields, more) })).toEqual({
    name: 'db',
    keys: ['logo', 'password', 'url'],
  });
});

test('where neither tells, the keys are not known', () => {
  expect(keyedObjectOf({ kind: 'PartialObjectMetadata', metadata })).toEqual({ name: 'db' });
  expect(keyedObjectOf({ kind: 'PartialObjectMetadata', metadata: managed() })).toEqual({ name: 'db' });
  expect(keyedObjectOf({ kind: 'Secret', metadata, keysOnly: true })).toEqual({ name: 'db' });
});

test('a capture holds keys without values', () => {
  expect(keyedObjectOf({ kind: 'Secret', metadata, keysOnly: true, data: { url: '' } })).toEqual({
    name: 'db',
    keys: ['url'],
  });
});
