import { describe, expect, test } from '@jest/globals';
import { credentialSource, type CredentialSource } from '../../src/kube/credentials.ts';
import type { UserConfig } from '../../src/kube/resolved-config.ts';
import { fakeOutside, type FakeOutside } from '../support/kubeconfig.ts';

function sourceFor(
  user: Partial<UserConfig>,
  outside: FakeOutside = fakeOutside(),
  server = 'https://c',
): CredentialSource {
  return credentialSource(
    {
      cluster: { server, insecure: false },
      user: { name: 'jane', ...user },
      namespace: 'default',
      source: 'kubeconfig',
      files: [],
    },
    outside,
  );
}

const exec = {
  apiVersion: 'v1',
  command: 'never-run',
  args: [],
  env: {},
  provideClusterInfo: false,
  interactiveMode: 'Never',
};
const certificate = { clientCertificate: Buffer.from('C'), clientKey: Buffer.from('K') };

test.each<[string, Partial<UserConfig>, unknown]>([
  ['nothing', {}, {}],
  ['a token, and the exec plugin is not run', { token: 't', exec }, { token: 't' }],
  ['name and password', { username: 'u', password: 'p', exec }, { basic: { username: 'u', password: 'p' } }],
  ['a certificate, and the exec plugin is not run', { ...certificate, exec }, certificate],
  ['a token and a certificate', { ...certificate, token: 't' }, { ...certificate, token: 't' }],
])('%s', async (_name, user, credential) => {
  expect(await sourceFor(user).current()).toEqual(credential);
});

test('nothing is sent over plain HTTP', async () => {
  expect(await sourceFor({ token: 't', ...certificate }, fakeOutside(), 'http://c').current()).toEqual({});
});

test('a refused token is not tried twice', async () => {
  const source = sourceFor({ token: 't' });
  expect(await source.renew(await source.current())).toBe(false);
});

describe('a token file', () => {
  test('is trimmed, read again after a minute, and again when its token is refused', async () => {
    const files: Record<string, string> = { '/token': 'one\n' };
    let now = 0;
    const source = sourceFor({ tokenFile: '/token', token: 'older' }, fakeOutside(files, { now: () => now }));
    const first = await source.current();
    expect(first).toEqual({ token: 'one' });
    files['/token'] = 'two';
    expect(await source.current()).toEqual({ token: 'one' });
    expect(await source.renew(first)).toBe(true);
    expect(await source.current()).toEqual({ token: 'two' });
    expect(await source.renew({ token: 'two' })).toBe(false);
    files['/token'] = 'three';
    now = 61_000;
    expect(await source.current()).toEqual({ token: 'three' });
  });

  test('that is missing or empty is named', async () => {
    await expect(sourceFor({ tokenFile: '/gone' }).current()).rejects.toThrow(
      'the token file /gone cannot be used: ENOENT',
    );
    const empty = sourceFor({ tokenFile: '/token' }, fakeOutside({ '/token': ' \n' }));
    await expect(empty.current()).rejects.toThrow('the token file /token cannot be used: it is empty');
  });
});

describe('auth-provider', () => {
  const now = Math.floor(fakeOutside().now() / 1000);
  const jwt = (claims: object): string => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
  const oidc = (config: Record<string, unknown>): Partial<UserConfig> => ({ authProvider: { name: 'oidc', config } });

  test('the token of oidc is sent while it is good', async () => {
    const good = jwt({ exp: now + 60 });
    expect(await sourceFor(oidc({ 'id-token': good })).current()).toEqual({ token: good });
    const opaque = 'not-a-jwt';
    expect(await sourceFor(oidc({ 'id-token': opaque })).current()).toEqual({ token: opaque });
  });

  test.each<[string, Partial<UserConfig>, string, string]>([
    [
      'expired, can be renewed',
      oidc({ 'id-token': jwt({ exp: now + 5 }), 'refresh-token': 'r' }),
      'the OIDC token of the user "jane" has expired',
      'kubectl renews the token',
    ],
    [
      'expired for good',
      oidc({ 'id-token': jwt({ exp: now - 5 }) }),
      'the OIDC token of the user "jane" has expired',
      'log in again',
    ],
    ['missing', oidc({}), 'the OIDC token of the user "jane" is missing', 'log in again'],
    [
      'removed from Kubernetes',
      { authProvider: { name: 'gcp', config: {} } },
      'the user "jane" uses the auth provider "gcp", which Kubernetes has removed',
      'gke-gcloud-auth-plugin',
    ],
  ])('%s', (_name, user, message, hint) => {
    expect(() => sourceFor(user)).toThrow(
      expect.objectContaining({ name: 'KnownError', message, hint: expect.stringContaining(hint) }),
    );
  });
});
