import type { ClusterReader } from '../core/reader.ts';
import { HttpClusterReader } from './client.ts';
import { credentialSource } from './credentials.ts';
import { requestTimeout } from './duration.ts';
import type { KubeFlags } from './flags.ts';
import { loadKubeconfig } from './kubeconfig-file.ts';
import { resolveKubeconfig } from './kubeconfig.ts';
import { realOutside, type Outside } from './outside.ts';
import type { ResolvedConfig } from './resolved-config.ts';
import { Transport } from './transport.ts';

export interface ConnectedCluster {
  readonly reader: ClusterReader;
  /** The namespace that counts where none is given. */
  readonly namespace: string;
  readonly contextName?: string;
}

/**
 * The cluster that kubectl with the same flags would ask. Nothing is sent yet: that comes with the first question.
 * `given` is what the caller has of the outside world; the rest is taken as it is.
 */
export async function connect(
  flags: KubeFlags,
  given: Pick<Outside, 'env' | 'version' | 'stderr'> & Partial<Outside>,
): Promise<ConnectedCluster> {
  const outside: Outside = { ...realOutside(given), ...given };
  const timeout = flags.requestTimeout === undefined ? undefined : requestTimeout(flags.requestTimeout);
  const config = await resolveKubeconfig(flags, outside);
  const credentials = credentialSource(config, outside);
  const transport = new Transport({ config, credentials, outside, timeout, verbosity: flags.verbosity });
  return {
    reader: new HttpClusterReader(transport, outside.now, hintFor(config)),
    namespace: config.namespace,
    ...(config.contextName === undefined ? {} : { contextName: config.contextName }),
  };
}

/** The names in the kubeconfig that `--context`, `--cluster` and `--user` take. */
export async function kubeconfigNames(
  what: 'contexts' | 'clusters' | 'users',
  flags: KubeFlags,
  given: Pick<Outside, 'env' | 'version' | 'stderr'>,
): Promise<string[]> {
  const config = await loadKubeconfig(flags.kubeconfig, realOutside(given));
  return [...config[what].keys()].sort();
}

function hintFor({ source, files }: ResolvedConfig): string | undefined {
  if (source !== 'default') return undefined;
  return files.length > 0
    ? `no cluster is configured: ${files.join(' and ')} names none or does not exist`
    : 'no cluster is configured: set KUBECONFIG or give --kubeconfig';
}
