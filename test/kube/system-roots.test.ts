import { describe, expect, test } from '@jest/globals';
import { realOutside } from '../../src/kube/outside.ts';
import { systemRoots } from '../../src/kube/system-roots.ts';
import { fakeOutside } from '../support/kubeconfig.ts';

const pem = (name: string): string => `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----`;

/** The names of the certificates that are found. */
async function found(
  files: Record<string, string>,
  env: Record<string, string> = {},
): Promise<readonly string[] | undefined> {
  const roots = await systemRoots(fakeOutside(files, { env }));
  return roots?.toString().match(/^\w+$/gm) ?? undefined;
}

describe('the authorities of a machine with Linux', () => {
  const debian = { '/etc/ssl/certs/ca-certificates.crt': `# two\n${pem('a')}\r\n${pem('b')}\n` };

  test('are in the first file that there is', async () => {
    const fedora = { '/etc/pki/tls/certs/ca-bundle.crt': pem('c'), '/etc/ssl/cert.pem': pem('d') };
    expect(await found(debian)).toEqual(['a', 'b']);
    expect(await found(fedora)).toEqual(['c']);
    expect(await found({ ...fedora, ...debian })).toEqual(['a', 'b', 'c']);
  });

  test('and in the folders, each once', async () => {
    const local = { '/etc/ssl/certs/own.pem': pem('own').replace(/\n/g, '\r\n'), '/etc/ssl/certs/0f.0': pem('a') };
    expect(await found({ ...debian, ...local })).toEqual(['a', 'b', 'own']);
  });

  test('SSL_CERT_FILE and SSL_CERT_DIR name others', async () => {
    const files = { ...debian, '/x/one.crt': pem('x'), '/y/two.crt': pem('y'), '/z/three.crt': pem('z') };
    expect(await found(files, { SSL_CERT_FILE: '/x/one.crt' })).toEqual(['x', 'a', 'b']);
    expect(await found(files, { SSL_CERT_DIR: '/y:/z:/missing' })).toEqual(['a', 'b', 'y', 'z']);
    expect(await found(files, { SSL_CERT_FILE: '/x/none.crt', SSL_CERT_DIR: '/y' })).toEqual(['y']);
  });

  test('may be none', async () => {
    expect(await found({ '/etc/ssl/cert.pem': 'no certificate' })).toBeUndefined();
    expect(await found({})).toBeUndefined();
  });
});

test('elsewhere Node is asked', async () => {
  const trustedByNode = async (): Promise<string[]> => [pem('n'), pem('m')];
  const roots = await systemRoots(fakeOutside({}, { platform: 'darwin', trustedByNode }));
  expect(roots?.toString()).toBe(`${pem('n')}\n${pem('m')}`);
  expect(await systemRoots(fakeOutside({}, { platform: 'win32' }))).toBeUndefined();
  const outside = realOutside({ env: {}, version: '', stderr: () => undefined });
  expect((await outside.trustedByNode()).every((one) => one.startsWith('-----BEGIN CERTIFICATE-----'))).toBe(true);
});
