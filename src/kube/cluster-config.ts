import { KnownError } from '../core/errors.ts';
import { optional, pemField, readPath } from './entry-values.ts';
import type { KubeFlags } from './flags.ts';
import { isRecord, textField, type Entry } from './kubeconfig-file.ts';
import { oneLine, type Outside } from './outside.ts';
import type { ClusterConfig } from './resolved-config.ts';

/** The cluster of an entry, if there is one, with the flags laid over it. */
export async function clusterConfig(
  entry: Entry | undefined,
  flags: KubeFlags,
  outside: Outside,
): Promise<ClusterConfig> {
  const fields = entry?.fields ?? {};
  const given = flags.server ?? textField(fields, 'server');
  if (entry && given === undefined) throw new KnownError(`${entry.file}: the cluster of the context has no server`);
  const insecureFlag = flags.insecureSkipTlsVerify;
  const insecure = insecureFlag ?? (flags.certificateAuthority ? false : fields['insecure-skip-tls-verify'] === true);
  const authority = insecure
    ? {}
    : flags.certificateAuthority
      ? await authorityOf(flags, outside)
      : optional('certificateAuthority', await pemField(entry, 'certificate-authority', outside));
  const tlsServerName = flags.tlsServerName ?? (flags.server ? undefined : textField(fields, 'tls-server-name'));
  const hasTls = insecure || 'certificateAuthority' in authority || flags.clientCertificate !== undefined;
  const server = given ?? outside.env['KUBERNETES_MASTER'] ?? 'http://localhost:8080';
  return {
    server: serverUrl(server, hasTls ? 'https' : 'http'),
    insecure,
    ...authority,
    ...optional('tlsServerName', tlsServerName),
    ...optional('proxyUrl', textField(fields, 'proxy-url')),
    ...(flags.disableCompression || fields['disable-compression'] === true ? { disableCompression: true } : {}),
    ...optional('execConfig', execExtension(fields['extensions'])),
  };
}

/** The authority that a flag names. */
export async function authorityOf(flags: KubeFlags, outside: Outside): Promise<{ certificateAuthority?: Buffer }> {
  const { certificateAuthority: path } = flags;
  return path === undefined ? {} : { certificateAuthority: await readPath(path, 'certificate-authority', outside) };
}

/** A URL with the scheme that client-go would put before an address without one. */
function serverUrl(server: string, scheme: string): string {
  const text = /^[a-zA-Z]+:\/\//.test(server) ? server : `${scheme}://${server}`;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new KnownError(`"${oneLine(server)}" is not the address of a server`);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new KnownError(`the address of the server, "${oneLine(server)}", starts with neither https:// nor http://`);
  }
  return `${url.protocol}//${url.host}${url.pathname}`.replace(/\/+$/, '');
}

function execExtension(extensions: unknown): unknown {
  if (!Array.isArray(extensions)) return undefined;
  const match: unknown = extensions.find((one) => isRecord(one) && one['name'] === 'client.authentication.k8s.io/exec');
  return isRecord(match) ? match['extension'] : undefined;
}
