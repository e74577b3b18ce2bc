import type { Container, KubeObject } from '../core/kubernetes.ts';
import type { BundleFacts } from '../core/manifest.ts';
import { objectsOfKind } from './bundle.ts';
import { keyedObjectOf } from './keyed.ts';

/** Names that a text refers to as `$(NAME)` (third_party/forked/golang/expansion): `$$` stands for a dollar sign, an open end for itself. */
export function referencedNames(text: string): string[] {
  const names = new Set<string>();
  for (const [whole, name] of text.matchAll(/\$\$|\$\(([^)]{0,256})\)/g)) {
    if (whole !== '$$' && name !== undefined) names.add(name);
  }
  return [...names];
}

/** Variables that the kubelet adds for Services: `WEB_SERVICE_HOST`, `WEB_PORT_80_TCP_ADDR`, `WEB_PORT`. */
export function isServiceVariable(name: string): boolean {
  return /_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$/.test(name);
}

/** What one entry of envFrom puts into a container. */
export interface EnvSource {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly index: number;
  /** Names of its variables, prefix included; missing where the object is not in the input. */
  readonly names?: readonly string[];
}

export function envSources(
  { envFrom = [] }: Container,
  bundle: BundleFacts | undefined,
  namespace: string,
): EnvSource[] {
  return envFrom.flatMap(({ prefix = '', configMapRef, secretRef }, index): EnvSource[] => {
    const kind = configMapRef ? 'ConfigMap' : 'Secret';
    const name = (configMapRef ?? secretRef)?.name;
    if (!name) return [];
    const object = objectsOfKind(bundle, kind, namespace).find((one) => one.metadata?.name === name);
    const keys = object ? keyedObjectOf(object).keys : undefined;
    return [{ kind, name, index, ...(keys ? { names: keys.map((key) => prefix + key) } : {}) }];
  });
}

interface Kustomization extends KubeObject {
  vars?: { name?: string }[];
  images?: { name?: string; newTag?: string; digest?: string; newName?: string }[];
}

function kustomizations(bundle: BundleFacts | undefined, namespace: string): readonly Kustomization[] {
  return [...objectsOfKind(bundle, 'Kustomization', namespace), ...objectsOfKind(bundle, 'Component', namespace)];
}

/** Objects of the input are as somebody wrote them. */
function listOf<T>(list: readonly T[] | undefined): readonly T[] {
  return Array.isArray(list) ? list : [];
}

/** Names that a kustomization of the input fills in for `$(NAME)` when it is built. */
export function kustomizeVariables(bundle: BundleFacts | undefined, namespace: string): ReadonlySet<string> {
  return new Set(
    kustomizations(bundle, namespace).flatMap(({ vars }) => listOf(vars).flatMap(({ name }) => name ?? [])),
  );
}

/** Whether a kustomization of the input gives an image its tag or digest when it is built. */
export function isKustomized(image: string, bundle: BundleFacts | undefined, namespace: string): boolean {
  const bare = image.replace(/[:@][^/]*$/, '');
  return kustomizations(bundle, namespace).some(({ images }) =>
    listOf(images).some(({ name, newTag, digest }) => name === bare && (newTag ?? digest) !== undefined),
  );
}
