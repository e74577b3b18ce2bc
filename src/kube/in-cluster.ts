import type { ClusterConfig, UserConfig } from './resolved-config.ts';
import type { Outside } from './outside.ts';

const serviceAccount = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What a pod knows of its cluster. */
export interface InCluster {
  readonly cluster: ClusterConfig;
  readonly user: UserConfig;
}

/** The API server and the ServiceAccount of the pod that this runs in; undefined outside of a pod. */
export async function inClusterConfig({ env, readFile }: Outside): Promise<InCluster | undefined> {
  const host = env['KUBERNETES_SERVICE_HOST'];
  const port = env['KUBERNETES_SERVICE_PORT'];
  if (!host || !port) return undefined;
  const tokenFile = `${serviceAccount}/token`;
  const token = await readFile(tokenFile).catch(() => undefined);
  if (!token) return undefined;
  const certificateAuthority = await readFile(`${serviceAccount}/ca.crt`).catch(() => undefined);
  return {
    cluster: {
      server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
      insecure: false,
      ...(certificateAuthority ? { certificateAuthority } : {}),
    },
    user: { name: 'in-cluster', tokenFile },
  };
}

/** The namespace of the pod that this runs in. */
export async function podNamespace({ env, readFile }: Outside): Promise<string | undefined> {
  const stated = env['POD_NAMESPACE'];
  if (stated) return stated;
  const bytes = await readFile(`${serviceAccount}/namespace`).catch(() => undefined);
  return bytes?.toString('utf8').trim() || undefined;
}
