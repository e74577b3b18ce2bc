import { KnownError } from '../core/errors.ts';
import { similarNames } from '../facts/similar.ts';
import { authorityOf, clusterConfig } from './cluster-config.ts';
import { optional } from './entry-values.ts';
import type { KubeFlags } from './flags.ts';
import { inClusterConfig, podNamespace, type InCluster } from './in-cluster.ts';
import { loadKubeconfig, textField, type Entry, type MergedKubeconfig } from './kubeconfig-file.ts';
import { oneLine, type Outside } from './outside.ts';
import type { ResolvedConfig } from './resolved-config.ts';
import { userConfig } from './user-config.ts';

/** Resolves which cluster is asked, as whom and in which namespace, in kubectl's order of precedence. */
export async function resolveKubeconfig(flags: KubeFlags, outside: Outside): Promise<ResolvedConfig> {
  const config = await loadKubeconfig(flags.kubeconfig, outside);
  const contextName = flags.context ?? config.currentContext;
  const context = contextOf(config, contextName, flags);
  const clusterName = flags.cluster ?? textField(context, 'cluster');
  const userName = flags.user ?? textField(context, 'user');
  const inCluster = await inClusterConfig(outside);
  const nothingSaid = clusterName === undefined && flags.server === undefined && userName === undefined;
  const namespace =
    flags.namespace ??
    textField(context, 'namespace') ??
    (inCluster ? await podNamespace(outside) : undefined) ??
    'default';
  const common = { namespace, files: config.files, ...(contextName ? { contextName } : {}) };
  if (nothingSaid && inCluster) {
    return { ...common, source: 'in-cluster', ...(await laidOver(inCluster, flags, outside)) };
  }
  const cluster = await clusterConfig(entryOf(config, 'cluster', clusterName, flags), flags, outside);
  return {
    ...common,
    source: clusterName !== undefined ? 'kubeconfig' : flags.server !== undefined ? 'flags' : 'default',
    cluster,
    user: await userConfig(entryOf(config, 'user', userName, flags), userName ?? '', flags, outside),
  };
}

/** The cluster and user of a pod with the flags laid over them; a token of the flags replaces that of the pod. */
async function laidOver({ cluster, user }: InCluster, flags: KubeFlags, outside: Outside): Promise<InCluster> {
  const given = await userConfig(undefined, user.name, flags, outside);
  return {
    cluster: {
      ...cluster,
      ...(await authorityOf(flags, outside)),
      ...(flags.insecureSkipTlsVerify ? { insecure: true } : {}),
      ...(flags.disableCompression ? { disableCompression: true } : {}),
      ...optional('tlsServerName', flags.tlsServerName),
    },
    user: given.token === undefined ? { ...user, ...given } : given,
  };
}

function contextOf(config: MergedKubeconfig, name: string, flags: KubeFlags): Entry['fields'] {
  if (!name) return {};
  const entry = config.contexts.get(name);
  if (entry) return entry.fields;
  const hint = namesHint('contexts', name, [...config.contexts.keys()], config);
  if (flags.context !== undefined) throw new KnownError(`context "${oneLine(name)}" does not exist`, hint);
  throw new KnownError(`the current context "${oneLine(name)}" does not exist in ${config.read.join(', ')}`, hint);
}

/** The cluster or user of that name. A flag that gives all there is to know makes up for a missing one. */
function entryOf(
  config: MergedKubeconfig,
  what: 'cluster' | 'user',
  name: string | undefined,
  flags: KubeFlags,
): Entry | undefined {
  if (name === undefined) return undefined;
  const entries = what === 'cluster' ? config.clusters : config.users;
  const entry = entries.get(name);
  if (entry) return entry;
  const hint = namesHint(`${what}s`, name, [...entries.keys()], config);
  if (flags[what] !== undefined) throw new KnownError(`${what} "${oneLine(name)}" does not exist`, hint);
  const given = what === 'cluster' ? flags.server : (flags.token ?? flags.clientCertificate);
  if (given !== undefined) return undefined;
  throw new KnownError(`the context names the ${what} "${oneLine(name)}", which does not exist`, hint);
}

function namesHint(what: string, name: string, names: readonly string[], { files }: MergedKubeconfig): string {
  if (names.length === 0) return `there are no ${what} in ${files.join(', ') || 'any kubeconfig'}`;
  const [near] = similarNames(name, names);
  return near ? `did you mean "${oneLine(near)}"?` : `${what} there are: ${names.slice(0, 10).map(oneLine).join(', ')}`;
}
