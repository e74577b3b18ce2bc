import { podWith, testValidation, workloadWith } from '../../support/validation.ts';

const meta = (metadata: Record<string, unknown>) => podWith({}, metadata);
const long = (length: number): string => 'a'.repeat(length);
const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: '1' };

testValidation('names of objects', 'metadata.', [
  ['a name with dots', meta({ name: 'web.example.com' }), []],
  ['253 characters', meta({ name: long(253) }), []],
  ['too long', meta({ name: long(254) }), ['invalid-value name']],
  ['capitals', meta({ name: 'Web' }), ['invalid-value name']],
  ['an underscore', meta({ name: 'my_web' }), ['invalid-value name']],
  ['a dash at the end', meta({ name: 'web-' }), ['invalid-value name']],
  ['none', meta({ name: undefined }), ['missing-field name']],
  ['an empty one', meta({ name: '' }), ['missing-field name']],
  ['a prefix instead', meta({ name: undefined, generateName: 'web-' }), []],
  ['a prefix that is none', meta({ name: undefined, generateName: 'Web-' }), ['invalid-value generateName']],
  ['no namespace', meta({}), []],
  ['a namespace with a dot', meta({ namespace: 'a.b' }), ['invalid-value namespace']],
  ['a Deployment with dots', workloadWith('Deployment', {}, {}, { name: 'web.v1' }), []],
]);

testValidation('labels and annotations', 'metadata.', [
  ['every form', meta({ labels: { a: '', 'example.com/A_b.c': 'x_Y.z', b: long(63) } }), []],
  ['a key with a space', meta({ labels: { 'a b': 'c' } }), ['invalid-value labels']],
  ['two slashes', meta({ labels: { 'a/b/c': 'd' } }), ['invalid-value labels']],
  ['a domain with capitals', meta({ labels: { 'Example.com/b': 'd' } }), ['invalid-value labels']],
  ['a value with a space', meta({ labels: { a: 'b c' } }), ['invalid-value labels']],
  ['a value that begins with a dash', meta({ labels: { a: '-b' } }), ['invalid-value labels']],
  ['a value of 64 characters', meta({ labels: { a: long(64) } }), ['invalid-value labels']],
  ['an annotation with any value', meta({ annotations: { 'example.com/a': ' any {} \n thing' } }), []],
  ['an annotation key with capitals', meta({ annotations: { 'Example.com/a': 'b' } }), []],
  ['an annotation key with a space', meta({ annotations: { 'a b': 'c' } }), ['invalid-value annotations']],
  ['256 KiB of annotations', meta({ annotations: { a: long(256 * 1024) } }), ['invalid-value annotations']],
]);

testValidation('finalizers and owners', 'metadata.', [
  ['a domain', meta({ finalizers: ['example.com/keep'] }), []],
  ['one that Kubernetes knows', meta({ finalizers: ['foregroundDeletion'] }), []],
  ['both ways to delete', meta({ finalizers: ['foregroundDeletion', 'orphan'] }), ['invalid-value finalizers']],
  ['a word with a space', meta({ finalizers: ['a b'] }), ['invalid-value finalizers']],
  ['an owner', meta({ ownerReferences: [owner] }), []],
  ['no uid', meta({ ownerReferences: [{ ...owner, uid: '' }] }), ['missing-field ownerReferences.uid']],
  ['no kind', meta({ ownerReferences: [{ ...owner, kind: '' }] }), ['missing-field ownerReferences.kind']],
  [
    'an Event',
    meta({ ownerReferences: [{ ...owner, apiVersion: 'v1', kind: 'Event' }] }),
    ['invalid-value ownerReferences'],
  ],
  [
    'two controllers',
    meta({
      ownerReferences: [
        { ...owner, controller: true },
        { ...owner, name: 'b', controller: true },
      ],
    }),
    ['invalid-value ownerReferences'],
  ],
]);
