import { expect, test } from '@jest/globals';
import { plainSecret } from '../../src/facts/plain-secret.ts';

test.each([
  ['DB_PASSWORD', 'hunter2', 'name'],
  ['CLIENT_SECRET', 'Zm9v', 'name'],
  ['MONGO_URI', 'mongodb://u:p4ss@db/x', 'url'],
  ['ANY', 'ghp_0123456789012345678901234567890123', 'key'],
  ['KEY', '-----BEGIN PRIVATE KEY-----', 'key'],
])('%s=%s is a secret by its %s', (name, value, kind) => {
  expect(plainSecret({ name, value })).toBe(kind);
});

test.each([
  ['DB_PASSWORD', '  '],
  ['DB_PASSWORD', '$(PASS)'],
  ['DB_PASSWORD', '{{ .Values.password }}'],
  ['DB_PASSWORD', 'arn:aws:secretsmanager:eu-west-1:1:secret:x'],
  ['DB_PASSWORD', 'op://vault/item'],
  ['AUTH_TOKEN', 'https://id.example/token'],
  ['TOKEN', '3600'.slice(0, 3)],
  ['CREDENTIALS', 'google-credentials'],
  ['MONGO_URI', 'mongodb://u:****@db/x'],
  ['USER', 'admin'],
  ['PWD', '/'],
])('%s=%s is none', (name, value) => {
  expect(plainSecret({ name, value })).toBeUndefined();
});

test('a value from elsewhere is none', () => {
  expect(plainSecret({ name: 'DB_PASSWORD' })).toBeUndefined();
});
