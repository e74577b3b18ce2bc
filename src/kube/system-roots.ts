import { join } from 'node:path';
import type { Outside } from './outside.ts';

/** The first of these that can be read counts. */
const files = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
const folders = ['/etc/ssl/certs', '/etc/pki/tls/certs'];

const certificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * The authorities that the machine trusts, in PEM, for a cluster whose kubeconfig names none. On Linux they are looked for where kubectl looks
 * (crypto/x509, root_linux.go and root_unix.go), SSL_CERT_FILE and SSL_CERT_DIR included; elsewhere Node asks the system, where it can.
 * undefined where nothing is found: then Node's own list counts.
 */
export async function systemRoots(outside: Outside): Promise<Buffer | undefined> {
  const texts = outside.platform === 'linux' ? await textsOf(outside) : await outside.trustedByNode();
  const found = new Set(texts.flatMap((text) => text.match(certificate) ?? []).map((one) => one.replace(/\r/g, '')));
  return found.size > 0 ? Buffer.from([...found].join('\n')) : undefined;
}

async function textsOf(outside: Outside): Promise<string[]> {
  const { SSL_CERT_FILE: file, SSL_CERT_DIR: dirs } = outside.env;
  const texts: string[] = [];
  for (const path of file ? [file] : files) {
    const text = await textOf(path, outside);
    if (text === undefined) continue;
    texts.push(text);
    break;
  }
  for (const folder of dirs ? dirs.split(':') : folders) {
    const names = await outside.readFolder(folder).catch(() => []);
    for (const name of names) texts.push((await textOf(join(folder, name), outside)) ?? '');
  }
  return texts;
}

async function textOf(path: string, { readFile }: Outside): Promise<string | undefined> {
  return readFile(path).then(
    (bytes) => bytes.toString('latin1'),
    () => undefined,
  );
}
