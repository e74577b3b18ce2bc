import { describe, expect, test } from '@jest/globals';
import { isSecretName } from '../../src/facts/secret-names.ts';

describe('isSecretName', () => {
  test.each([
    'PASSWORD',
    'DB_PASSWORD',
    'dbPassword',
    'api-key',
    'API_KEY',
    'apiKey',
    'client_secret',
    'GITHUB_TOKEN',
    'AWS_SECRET_ACCESS_KEY',
    'credentials',
    'private.key',
  ])('%s is one', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  test.each([
    'PATH',
    'secretName',
    'secretKeyRef',
    'tokenExpirationSeconds',
    'KEYBOARD',
    'PASSENGER_COUNT',
    'automountServiceAccountToken',
    'monkey',
    'compass',
  ])('%s is none', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});
