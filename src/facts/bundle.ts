import type { KubeObject } from '../core/kubernetes.ts';
import type { BundleFacts } from '../core/manifest.ts';
import { nameOf } from './metadata.ts';
import { editDistance } from './similar.ts';

/** What is looked up again and again in an input of thousands of objects: gone through once. */
interface Index {
  readonly byKind: Map<string, KubeObject[]>;
  /** By kind and namespace, made when it is first asked for. */
  readonly byPlace: Map<string, readonly KubeObject[]>;
  /** Objects of kinds that are not Kubernetes' own. */
  readonly custom: readonly KubeObject[];
}

const indexes = new WeakMap<readonly KubeObject[], Index>();

function indexOf({ objects }: BundleFacts): Index {
  const known = indexes.get(objects);
  if (known) return known;
  const byKind = new Map<string, KubeObject[]>();
  for (const object of objects) {
    const { kind = '' } = object;
    const list = byKind.get(kind);
    if (list) list.push(object);
    else byKind.set(kind, [object]);
  }
  const index = { byKind, byPlace: new Map(), custom: objects.filter((object) => !isBuiltIn(object)) };
  indexes.set(objects, index);
  return index;
}

const none: readonly KubeObject[] = [];

/** Objects of a kind in the bundle that may lie in a namespace (any, where none is given): those that name none are applied wherever the user is. */
export function objectsOfKind(
  bundle: BundleFacts | undefined,
  kind: string,
  namespace?: string,
): readonly KubeObject[] {
  if (!bundle) return none;
  const { byKind, byPlace } = indexOf(bundle);
  const all = byKind.get(kind) ?? none;
  if (namespace === undefined) return all;
  const place = `${kind}/${namespace}`;
  const known = byPlace.get(place);
  if (known) return known;
  const found = all.filter(({ metadata }) => metadata?.namespace === undefined || metadata.namespace === namespace);
  byPlace.set(place, found);
  return found;
}

export function named(objects: readonly KubeObject[], name: string): KubeObject[] {
  return objects.filter(({ metadata }) => metadata?.name === name);
}

/** Whether the object would come from elsewhere: some object of a kind that is not Kubernetes' own names it (an ExternalSecret, a Certificate, an operator's resource). */
export function mayBeMade(bundle: BundleFacts, kind: string, name: string): boolean {
  return indexOf(bundle).custom.some(
    (object) => object.kind !== kind && (object.metadata?.name === name || mentions(object['spec'], name)),
  );
}

/** Groups of Kubernetes itself: their objects refer to others, and make none of them but claims. */
function isBuiltIn({ apiVersion = '' }: KubeObject): boolean {
  const [group = '', version] = apiVersion.split('/');
  return version === undefined || /^(apps|batch|autoscaling|policy)$/.test(group) || group.endsWith('k8s.io');
}

function mentions(value: unknown, text: string): boolean {
  if (value === text) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some((inner) => mentions(inner, text));
}

/**
 * The object that is most likely meant by a name which the bundle does not hold: the only one of its kind that is plainly the same word misspelt, and that
 * nobody else refers to by its right name. undefined where none is: then the object may exist in the cluster.
 */
export function misspeltName(
  bundle: BundleFacts,
  kind: string,
  namespace: string | undefined,
  wanted: string,
  inUse: (name: string) => boolean,
): string | undefined {
  const near = objectsOfKind(bundle, kind, namespace)
    .map(nameOf)
    .filter((name) => name !== wanted && Math.abs(name.length - wanted.length) <= 2 && isSlip(wanted, name));
  const [only, ...more] = [...new Set(near)];
  return only !== undefined && more.length === 0 && !inUse(only) ? only : undefined;
}

/**
 * Whether one name is plainly the other with a slip of the pen: the same but for separators, or the same but for one of its words, which is long enough to be
 * recognised and differs in a letter or two. Words that differ in a number are told apart on purpose.
 */
function isSlip(wanted: string, name: string): boolean {
  const joined = (text: string): string => text.replace(/[-_.]/g, '');
  if (joined(wanted) === joined(name)) return true;
  const [words, others] = [wanted.split(/[-_.]/), name.split(/[-_.]/)];
  if (words.length !== others.length) return false;
  const [first, ...more] = others.flatMap((other, index) => {
    const word = words[index];
    return word === undefined || word === other ? [] : [[word, other] as const];
  });
  if (!first || more.length > 0) return false;
  const [a, b] = first;
  if (a.replace(/\d+/g, '') === b.replace(/\d+/g, '')) return false;
  const swapped = a.length === b.length && [...a].sort().join('') === [...b].sort().join('');
  const shorter = Math.min(a.length, b.length);
  const edits = editDistance(a, b);
  return shorter >= 6 || (swapped && shorter >= 4) ? edits <= 2 : shorter >= 5 && edits <= 1;
}
