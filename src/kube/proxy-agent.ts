import type { Agent } from 'node:http';
import type { RequestOptions } from 'node:https';
// The index would bring the whole client along: all that is needed is how it speaks to proxies.
import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { KnownError } from '../core/errors.ts';
import type { Credential } from './credentials.ts';
import { optional } from './entry-values.ts';
import { messageOf, oneLine } from './outside.ts';
import type { ClusterConfig } from './resolved-config.ts';

/** The client's agent for requests that go through an HTTP or SOCKS proxy. A proxy that cannot be used is a KnownError. */
export async function proxyAgent(
  { server, insecure, tlsServerName, certificateAuthority }: ClusterConfig,
  { clientCertificate, clientKey }: Credential,
  proxyUrl: string,
): Promise<Agent> {
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    {
      name: 'cluster',
      server,
      // The client refuses plain HTTP unless it is told not to care; kubectl does not.
      skipTLSVerify: insecure || server.startsWith('http:'),
      ...optional('caData', certificateAuthority?.toString('base64')),
      ...optional('tlsServerName', tlsServerName),
      proxyUrl,
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
    const shown = oneLine(proxyUrl).replace(/\/\/[^@/]*@/, '//');
    throw new KnownError(`the proxy ${shown} cannot be used: ${oneLine(messageOf(error))}`);
  }
  const { agent } = options;
  if (typeof agent !== 'object') throw new Error('the client made no agent');
  return agent;
}
