import type { KubeObject, PersistentVolume, PersistentVolumeClaim } from '../core/kubernetes.ts';
import { parseQuantity, type Quantity } from '../facts/quantity.ts';
import type { Unchecked } from './cluster.ts';
import { fitKinds } from './cluster.ts';
import type { ClusterObjects, FitIndex } from './node-index.ts';

const known = new WeakMap<readonly KubeObject[], ReadonlyMap<string, KubeObject>>();

/** Objects by `namespace/name` (cluster-wide ones by name); undefined where the kind could not be read. Each list is read once. */
function byKey(list: readonly KubeObject[]): ReadonlyMap<string, KubeObject> {
  const before = known.get(list);
  if (before) return before;
  const map = new Map(list.map((one) => [keyOf(one.metadata?.namespace, one.metadata?.name), one]));
  known.set(list, map);
  return map;
}

function keyOf(namespace: string | undefined, name: string | undefined): string {
  return namespace ? `${namespace}/${name ?? ''}` : (name ?? '');
}

type KindOf<K extends keyof ClusterObjects> = NonNullable<ClusterObjects[K]>[number];

/** The object of a kind with a name. `undefined`: there is none, or the kind could not be read (ask `isKnown`). */
export function objectOf<K extends keyof ClusterObjects>(
  { objects }: FitIndex,
  kind: K,
  name: string,
  namespace?: string,
): KindOf<K> | undefined {
  const list: readonly KindOf<K>[] | undefined = objects[kind];
  if (!list) return undefined;
  // The map holds the list's own objects.
  return byKey(list).get(keyOf(namespace, name)) as KindOf<K> | undefined;
}

export function isKnown({ objects }: FitIndex, kind: keyof ClusterObjects): boolean {
  return objects[kind] !== undefined;
}

/** Says which of some kinds could not be read. */
export function missingKinds(plugin: string, index: FitIndex, ...kinds: (keyof ClusterObjects)[]): Unchecked[] {
  return kinds
    .filter((kind) => !isKnown(index, kind))
    .map((kind) => ({ plugin, what: kind, why: `no ${fitKinds[kind]} objects could be read` }));
}

/** A claim that is bound for good: the volume controller has finished both sides. */
export function isBound({ spec, metadata }: PersistentVolumeClaim): boolean {
  return Boolean(spec?.volumeName) && metadata?.annotations?.['pv.kubernetes.io/bind-completed'] !== undefined;
}

/** What a claim asks. */
export function claimSize({ spec }: PersistentVolumeClaim): Quantity | undefined {
  return parseQuantity(spec?.resources?.requests?.['storage']);
}

export function volumeSize({ spec }: PersistentVolume): Quantity {
  return parseQuantity(spec?.capacity?.['storage']) ?? 0n;
}
