import { describe, expect, test } from '@jest/globals';
import { maskArguments, maskSecrets, maskTokens } from '../../src/facts/secret-like.ts';

describe('tokens by their shape', () => {
  test.each([
    ['got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl back', 'got *** back'],
    ['key AKIAABCDEFGHIJKLMNOP used', 'key *** used'],
    ['ghp_abcdefghijklmnopqrstuvwxyz012345', '***'],
    ['Authorization: Bearer abc.def-ghi', 'Authorization: Bearer ***'],
    ['dial postgres://app:hunter2@db:5432/x', 'dial postgres://app:***@db:5432/x'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nend', '***\nend'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE', '***'],
  ])('%s', (text, expected) => {
    expect(maskTokens(text)).toBe(expected);
  });

  test.each([
    'MountVolume.SetUp failed for volume "token" : secret "db" not found',
    "couldn't find key password in Secret shop/db",
    'Failed to pull image "registry:5000/team/app@sha256:0123456789abcdef": unauthorized',
    'Get "http://10.0.0.1:8080/healthz": dial tcp 10.0.0.1:8080: connect: connection refused',
  ])('nothing in %s', (text) => {
    expect(maskTokens(text)).toBe(text);
  });
});

describe('what is assigned to a name that speaks of a secret', () => {
  test.each([
    ['connecting with password=hunter2 user=app', 'connecting with password=*** user=app'],
    ['{"apiKey":"k-1","port":80}', '{"apiKey":"***","port":80}'],
    ['DB_PASSWORD: s3cr3t-value', 'DB_PASSWORD: ***'],
    ['?token=abc&next=1', '?token=***&next=1'],
  ])('%s', (text, expected) => {
    expect(maskSecrets(text)).toBe(expected);
  });

  test.each([
    'sh: 1: DB_PASSWORD: parameter not set',
    'Error: environment variable "API_TOKEN" is not set',
    'FATAL:  password authentication failed for user "app"',
    'token: expired',
    '--token-ttl=3600',
  ])('nothing in %s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });
});

test('arguments: the word behind a flag for a secret', () => {
  expect(maskArguments(['--db-password', 'x', '--port', '80', '--token=abc', '--api-key', '--verbose'])).toEqual([
    '--db-password',
    '***',
    '--port',
    '80',
    '--token=***',
    '--api-key',
    '--verbose',
  ]);
});
