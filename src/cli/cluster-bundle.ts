import type { Gap } from '../core/evidence.ts';
import type { KubeObject } from '../core/kubernetes.ts';
import type { Lookup } from '../core/lookup.ts';
import type { BundleFacts } from '../core/manifest.ts';
import type { ClusterReader } from '../core/reader.ts';
import { qualifiedPlural } from '../facts/resources.ts';
import type { ParsedArgs } from './args.ts';
import type { Io } from './io.ts';
import { version } from './version.ts';

/** Kinds that are looked up in every namespace of the input, and those that belong to none. */
export const kindsInNamespaces = [
  'ServiceAccount',
  'PersistentVolumeClaim',
  'ResourceQuota',
  'LimitRange',
  'Service',
] as const;
export const keyedKinds = ['ConfigMap', 'Secret'] as const;
export const kindsOfCluster = ['StorageClass', 'PriorityClass', 'Namespace', 'Node'] as const;
/** Of these it is asked which exist, where the input has some of the kind. */
export const workloadKinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'] as const;

export interface LiveBundle {
  readonly bundle: BundleFacts;
  readonly gaps: readonly Gap[];
  readonly namespace: string;
}

/** The input together with what the cluster holds in its namespaces. Nothing is asked of a cluster before this. */
export async function bundleWithCluster(
  args: ParsedArgs,
  io: Io,
  given: string | undefined,
  input: readonly KubeObject[],
): Promise<LiveBundle> {
  const [{ connect }, { kubeFlagsOf }] = await Promise.all([import('../kube/connect.ts'), import('./kube-flags.ts')]);
  const connected = await connect(kubeFlagsOf(args), { env: io.env, stderr: io.stderr, version: version() });
  return joined(connected.reader, given ?? connected.namespace, input);
}

/** Secrets and ConfigMaps come with their keys only. What is refused is a gap, and nothing of that kind is said to be missing. */
export async function joined(
  reader: ClusterReader,
  namespace: string,
  input: readonly KubeObject[],
): Promise<LiveBundle> {
  const found = new Found();
  const namespaces = [...new Set([namespace, ...input.flatMap(({ metadata }) => metadata?.namespace ?? [])])].sort();
  const kinds = new Set(input.map(({ kind }) => kind));
  await Promise.all([
    ...kindsOfCluster.map(async (kind) => found.add(kind, undefined, await reader.list(kind, {}))),
    ...namespaces.flatMap((place) => [
      ...kindsInNamespaces.map(async (kind) => found.add(kind, place, await reader.list(kind, { namespace: place }))),
      ...keyedKinds.map(async (kind) => found.add(kind, place, await listKeyed(reader, kind, place))),
      ...workloadKinds
        .filter((kind) => kinds.has(kind))
        .map(async (kind) => found.addWorkloads(kind, place, await reader.list(kind, { namespace: place }))),
    ]),
  ]);
  return { ...found.result(namespaces, input), namespace };
}

/** Keys without values, in the shape that rules read; unknown keys stay unknown. */
async function listKeyed(
  reader: ClusterReader,
  kind: string,
  namespace: string,
): Promise<Lookup<readonly KubeObject[]>> {
  const list = await reader.listKeyed(kind, namespace);
  if (list.state !== 'found') return list;
  const value = list.value.map(({ name, keys, type }) => ({
    apiVersion: 'v1',
    metadata: { name },
    ...(keys ? { data: Object.fromEntries(keys.map((key) => [key, ''])) } : {}),
    ...(type === undefined ? {} : { type }),
  }));
  return { state: 'found', value };
}

class Found {
  readonly #objects: KubeObject[] = [];
  readonly #answered = new Set<string>();
  readonly #deployed = new Set<string>();
  readonly #gaps: Gap[] = [];

  add(kind: string, namespace: string | undefined, list: Lookup<readonly KubeObject[]>): void {
    if (!this.#isAnswer(kind, namespace, list)) return;
    for (const object of list.state === 'found' ? list.value : []) {
      const metadata = { ...object.metadata, ...(namespace === undefined ? {} : { namespace }) };
      this.#objects.push({ ...object, kind, metadata });
    }
  }

  addWorkloads(kind: string, namespace: string, list: Lookup<readonly KubeObject[]>): void {
    if (!this.#isAnswer(kind, namespace, list)) return;
    for (const { metadata } of list.state === 'found' ? list.value : []) {
      this.#deployed.add(`${kind}/${namespace}/${metadata?.name ?? ''}`);
    }
  }

  #isAnswer(kind: string, namespace: string | undefined, list: Lookup<unknown>): boolean {
    if (list.state === 'found' || list.state === 'absent') {
      this.#answered.add(`${kind}/${namespace ?? ''}`);
      return true;
    }
    const resource = qualifiedPlural(kind);
    this.#gaps.push({
      what: namespace === undefined ? resource : `${resource} of namespace ${namespace}`,
      why: list.why ?? 'not asked',
      needs: { verb: 'list', resource },
    });
    return false;
  }

  /** A kind is complete where every namespace has answered for it. What the input holds counts more than what is there. */
  result(namespaces: readonly string[], input: readonly KubeObject[]): Pick<LiveBundle, 'bundle' | 'gaps'> {
    const everywhere = (kind: string): boolean => namespaces.every((place) => this.#answered.has(`${kind}/${place}`));
    const complete = new Set<string>([
      ...[...kindsInNamespaces, ...keyedKinds].filter(everywhere),
      ...kindsOfCluster.filter((kind) => this.#answered.has(`${kind}/`)),
    ]);
    const stated = new Set(input.map(keyOf));
    const more = this.#objects.filter((object) => mergesKeys(object) || !stated.has(keyOf(object)));
    const workloads = workloadKinds.filter((kind) => input.some((object) => object.kind === kind));
    return {
      bundle: {
        objects: [...input, ...more.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))],
        complete,
        ...(complete.has('Node') ? { nodes: this.#objects.filter(({ kind }) => kind === 'Node').length } : {}),
        ...(workloads.every(everywhere) ? { deployed: this.#deployed } : {}),
      },
      gaps: [...this.#gaps].sort((a, b) => (a.what < b.what ? -1 : 1)),
    };
  }
}

/** Applying a ConfigMap or Secret leaves keys in place that others have put there; a quota knows only in the cluster what is used. */
function mergesKeys({ kind = '' }: KubeObject): boolean {
  return kind === 'ConfigMap' || kind === 'Secret' || kind === 'ResourceQuota';
}

function keyOf({ kind = '', metadata }: KubeObject): string {
  return `${kind}/${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
}
