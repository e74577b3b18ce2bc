import type { ObjectMeta } from '../core/kubernetes.ts';

type WithMetadata = { readonly metadata?: ObjectMeta } | undefined;

/** The name of an object; empty where it states none, as only objects do that no API server holds. */
export function nameOf(object: WithMetadata): string {
  return object?.metadata?.name ?? '';
}

/** `shop/web-1`: an object among those of all namespaces. */
export function fullNameOf(object: WithMetadata): string {
  return `${namespaceOf(object)}/${nameOf(object)}`;
}

/** The labels of an object; none where it has none. */
export function labelsOf(object: WithMetadata): Record<string, string> {
  return object?.metadata?.labels ?? {};
}

/** The namespace of an object; `default` where it states none, as the API server has it. */
export function namespaceOf(object: WithMetadata): string {
  return object?.metadata?.namespace ?? 'default';
}
