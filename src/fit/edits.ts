import type { KubeNode, KubeObject, PersistentVolumeClaim, Pod } from '../core/kubernetes.ts';
import type { FitCluster } from './cluster.ts';

/** What an edit is about. The pod that is to be placed is `incoming`; a command aims at its owner instead. */
export type EditTarget =
  | { readonly kind: 'incoming' }
  | { readonly kind: 'Node'; readonly name: string }
  | { readonly kind: 'Pod'; readonly namespace: string; readonly name: string; readonly node: string }
  | { readonly kind: 'PersistentVolumeClaim'; readonly namespace: string; readonly name: string };

/** One operation in the manner of a JSON patch (RFC 6902); `move-away`: the pod leaves its node. */
export interface Edit {
  readonly target: EditTarget;
  readonly op: 'add' | 'replace' | 'remove' | 'move-away';
  /** JSON pointer. Empty for `move-away`. */
  readonly path: string;
  readonly value?: unknown;
  /** It goes with another edit because the API server wants it so; the scheduler does not ask for it. */
  readonly companion?: true;
}

/** A JSON pointer of names and positions. */
export function pointer(...parts: (string | number)[]): string {
  return parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** An object with the edits made that are about it; the object itself stays as it is. Containers on the way are made. */
export function edited<T extends KubeObject>(object: T, edits: readonly Edit[]): T {
  const copy = structuredCloneOf(object);
  for (const edit of edits) apply(copy, edit);
  return copy;
}

function structuredCloneOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

type Json = Record<string, unknown> | unknown[];

function apply(root: KubeObject, { op, path, value }: Edit): void {
  const keys = path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = keys.pop();
  if (last === undefined || op === 'move-away') return;
  let at: Json | undefined = root;
  for (const [index, key] of keys.entries()) {
    if (at)
      at = childOf(at, key, op === 'add' && (keys[index + 1] ?? last) === '-' ? [] : op === 'add' ? {} : undefined);
  }
  if (!at) return;
  if (Array.isArray(at)) {
    const position = last === '-' ? at.length : Number(last);
    if (op === 'add') at.splice(position, 0, value);
    else if (op === 'remove') at.splice(position, 1);
    else at[position] = value;
  } else if (op === 'remove') Reflect.deleteProperty(at, last);
  else at[last] = value;
}

function childOf(of: Json, key: string, missing: Json | undefined): Json | undefined {
  const child: unknown = Array.isArray(of) ? of[Number(key)] : of[key];
  if (isJson(child)) return child;
  if (missing && !Array.isArray(of)) of[key] = missing;
  return missing;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

/** The pod and the cluster after some edits. */
export function applyEdits(
  pod: Pod,
  cluster: FitCluster,
  edits: readonly Edit[],
): { readonly pod: Pod; readonly cluster: FitCluster } {
  const about = (kind: EditTarget['kind'], object?: KubeObject): Edit[] =>
    edits.filter(({ target }) => target.kind === kind && (!object || isAbout(target, object)));
  const change = <T extends KubeObject>(kind: EditTarget['kind'], list: readonly T[]): T[] =>
    list.map((one) => {
      const mine = about(kind, one);
      return mine.length > 0 ? edited(one, mine) : one;
    });
  return {
    pod: edited(pod, about('incoming')),
    cluster: {
      ...cluster,
      nodes: change<KubeNode>('Node', cluster.nodes),
      ...(cluster.pods ? { pods: cluster.pods.filter((one) => about('Pod', one).length === 0) } : {}),
      ...(cluster.claims ? { claims: change<PersistentVolumeClaim>('PersistentVolumeClaim', cluster.claims) } : {}),
    },
  };
}

function isAbout(target: EditTarget, { metadata }: KubeObject): boolean {
  if (target.kind === 'incoming' || target.name !== metadata?.name) return false;
  return target.kind === 'Node' || target.namespace === (metadata.namespace ?? 'default');
}
