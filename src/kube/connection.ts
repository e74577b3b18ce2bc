import { X509Certificate } from 'node:crypto';
import http, { type Agent } from 'node:http';
import https from 'node:https';
import { createSecureContext, type SecureContext } from 'node:tls';
import { KnownError } from '../core/errors.ts';
import type { Credential } from './credentials.ts';
import { optional } from './entry-values.ts';
import { messageOf, oneLine, type Outside } from './outside.ts';
import type { ClusterConfig } from './resolved-config.ts';
import { systemRoots } from './system-roots.ts';

/** Requests that may be under way at once. More would wait for handshakes longer than for a connection that is open already. */
const mostSockets = 4;

/** The agent that all requests with one client certificate share: TLS and proxy as the cluster wants them, connections kept open. */
export async function openAgent(
  named: ClusterConfig,
  credential: Credential,
  proxyUrl: string | undefined,
  outside: Outside,
): Promise<Agent> {
  const pool = { keepAlive: true, maxSockets: mostSockets, maxFreeSockets: mostSockets };
  const plain = named.server.startsWith('http:');
  const cluster = plain || named.insecure ? named : await withAuthority(named, outside);
  // Also where a proxy's agent makes contexts of its own: here a certificate that cannot be used is named.
  const secureContext = plain ? undefined : secureContextOf(cluster, credential);
  if (proxyUrl !== undefined) {
    const { proxyAgent } = await import('./proxy-agent.ts');
    return Object.assign(await proxyAgent(cluster, credential, proxyUrl), pool);
  }
  if (plain) return new http.Agent(pool);
  return new https.Agent({
    ...pool,
    ...optional('secureContext', secureContext),
    ...optional('servername', cluster.tlsServerName),
    ...(cluster.insecure ? { rejectUnauthorized: false } : {}),
  });
}

/** Where the kubeconfig names no authority, those of the machine count. */
async function withAuthority(cluster: ClusterConfig, outside: Outside): Promise<ClusterConfig> {
  if (cluster.certificateAuthority !== undefined) return cluster;
  return { ...cluster, ...optional('certificateAuthority', await systemRoots(outside)) };
}

/** Once for all connections: Node takes milliseconds to make one that trusts an authority. */
function secureContextOf(
  { certificateAuthority }: ClusterConfig,
  { clientCertificate, clientKey }: Credential,
): SecureContext {
  try {
    return createSecureContext({
      ...optional('ca', certificateAuthority),
      ...optional('cert', clientCertificate),
      ...optional('key', clientKey),
    });
  } catch (error) {
    throw cannotBeUsed('client certificate and its key', error);
  }
}

/** Says so where the authority is damaged: Node leaves it out without a word, and then trusts no server. */
export function checkAuthority({ certificateAuthority }: ClusterConfig): void {
  if (certificateAuthority === undefined) return;
  try {
    new X509Certificate(certificateAuthority);
  } catch (error) {
    throw cannotBeUsed('certificate authority', error);
  }
}

function cannotBeUsed(what: string, error: unknown): KnownError {
  return new KnownError(`the ${what} cannot be used: ${oneLine(messageOf(error))}`);
}
