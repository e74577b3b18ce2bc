import { X509Certificate } from 'node:crypto';
import type { Agent } from 'node:http';
import type { RequestOptions } from 'node:https';
import { createSecureContext } from 'node:tls';
// The index would bring the whole client along: all that is needed is its TLS and proxy agents.
import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { KnownError } from '../core/errors.ts';
import type { Credential } from './credentials.ts';
import { optional } from './entry-values.ts';
import { messageOf, oneLine } from './outside.ts';
import type { ClusterConfig } from './resolved-config.ts';

/** Requests that may be under way at once. */
const mostSockets = 8;

/** The agent that all requests with one client certificate share: TLS and proxy as the cluster wants them, connections kept open. */
export async function openAgent(
  cluster: ClusterConfig,
  { clientCertificate, clientKey }: Credential,
  proxyUrl: string | undefined,
): Promise<Agent> {
  const { server, insecure, tlsServerName, certificateAuthority } = cluster;
  check('certificate authority', () => certificateAuthority && new X509Certificate(certificateAuthority));
  check('client certificate and its key', () => {
    // Without a list of authorities Node would load its own, which takes longer than all the rest.
    if (clientCertificate) createSecureContext({ ca: [], cert: clientCertificate, key: clientKey });
  });
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    {
      name: 'cluster',
      server,
      // The client refuses plain HTTP unless it is told not to care; kubectl does not.
      skipTLSVerify: insecure || server.startsWith('http:'),
      ...optional('caData', certificateAuthority?.toString('base64')),
      ...optional('tlsServerName', tlsServerName),
      ...optional('proxyUrl', proxyUrl),
    },
    {
      name: 'user',
      ...optional('certData', clientCertificate?.toString('base64')),
      ...optional('keyData', clientKey?.toString('base64')),
    },
  );
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    const shown = oneLine(proxyUrl ?? '').replace(/\/\/[^@/]*@/, '//');
    throw new KnownError(`the proxy ${shown} cannot be used: ${oneLine(messageOf(error))}`);
  }
  const { agent } = options;
  if (typeof agent !== 'object') throw new Error('the client made no agent');
  return Object.assign(agent, { keepAlive: true, maxSockets: mostSockets, maxFreeSockets: mostSockets });
}

/** Node would leave out an authority that is damaged, and fail late and obscurely at the rest. */
function check(what: string, parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    throw new KnownError(`the ${what} cannot be used: ${oneLine(messageOf(error))}`);
  }
}
