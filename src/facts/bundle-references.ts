import type { PodSpecFacts } from '../core/evidence.ts';
import type { KubeObject } from '../core/kubernetes.ts';
import type { BundleFacts } from '../core/manifest.ts';
import { mayBeMade, misspeltName, named, objectsOfKind } from './bundle.ts';
import { statedReferences, type StatedReference } from './references.ts';

/** A name that leads nowhere, as far as the input of lint tells. */
export interface DanglingName {
  readonly kind: string;
  readonly name: string;
  readonly path: string;
  /** `cluster`: the cluster has none of that name either. `misspelt`: the input holds the object that is plainly meant. */
  readonly because: 'cluster' | 'misspelt';
  /** What is plainly meant. */
  readonly meant?: string;
}

/**
 * Whether an object that a manifest names is missing. Without a cluster that cannot be known, for it may be there already: then only a name that is plainly another one
 * of the input misspelt counts. `alsoNamed`: names that the same manifest uses as well, which are therefore objects of their own. What some operator or controller may
 * make is not missing.
 */
export function danglingName(
  bundle: BundleFacts,
  kind: string,
  namespace: string | undefined,
  { name, path }: { readonly name: string; readonly path: string },
  alsoNamed: readonly string[] = [],
): DanglingName | undefined {
  const objects = objectsOfKind(bundle, kind, namespace);
  if (named(objects, name).length > 0 || mayBeMade(bundle, kind, name)) return undefined;
  const meant = misspeltName(bundle, kind, namespace, name, (other) => alsoNamed.includes(other));
  if (bundle.complete.has(kind))
    return { kind, name, path, because: 'cluster', ...(meant === undefined ? {} : { meant }) };
  return meant === undefined ? undefined : { kind, name, path, because: 'misspelt', meant };
}

/** ConfigMaps, Secrets or the ServiceAccount of a pod spec that are missing, each name once, at its first use. Optional ones never are. */
export function danglingReferences(
  spec: PodSpecFacts,
  bundle: BundleFacts,
  namespace: string,
  kind: StatedReference['kind'],
): (DanglingName & { readonly reference: StatedReference })[] {
  const wanted = statedReferences(spec).filter(
    (one) => one.kind === kind && !one.optional && one.via !== 'imagePullSecrets',
  );
  const names = wanted.map(({ name }) => name);
  const first = wanted.filter(({ name }, index) => names.indexOf(name) === index);
  return first.flatMap((reference) => {
    const dangling = danglingName(bundle, kind, namespace, reference, names);
    return dangling ? [{ ...dangling, reference }] : [];
  });
}

/** A key that an object of the input does not have. */
export interface MissingKey {
  readonly reference: StatedReference & { readonly key: string };
  /** Keys that the object does have, sorted. */
  readonly keys: readonly string[];
}

/** Something that runs in the cluster writes keys into such objects. */
const filledIn = /inject|replicat|reflect|mirror|managed-by-external|cert-manager\.io/;

/** Keys that the pod needs of ConfigMaps and Secrets which the input holds, and which these lack. */
export function missingKeys(spec: PodSpecFacts, bundle: BundleFacts, namespace: string): MissingKey[] {
  return statedReferences(spec).flatMap((reference) => {
    const { kind, name, key, optional } = reference;
    if (key === undefined || optional || kind === 'ServiceAccount') return [];
    const keys = keysOf(named(objectsOfKind(bundle, kind, namespace), name));
    if (!keys || keys.includes(key) || mayBeMade(bundle, kind, name)) return [];
    return [{ reference: { ...reference, key }, keys }];
  });
}

/** The keys of objects with one name together (a base and its patch, the input and the cluster); undefined where one of them cannot be known. */
function keysOf(objects: readonly KubeObject[]): string[] | undefined {
  if (objects.length === 0) return undefined;
  const keys = new Set<string>();
  for (const object of objects) {
    const fields = ['data', 'binaryData', 'stringData'].flatMap((field) => Object.keys(object[field] ?? {}));
    const marks = JSON.stringify([object.metadata?.labels ?? {}, object.metadata?.annotations ?? {}]);
    if (fields.length === 0 || filledIn.test(marks) || object['type'] === 'kubernetes.io/service-account-token')
      return undefined;
    for (const field of fields) keys.add(field);
  }
  return [...keys].sort();
}
