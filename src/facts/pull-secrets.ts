import type { EventFacts, Reference } from '../core/evidence.ts';
import type { PodSpec } from '../core/kubernetes.ts';
import { newest } from './events.ts';

/** A Secret that the pod names for pulling and that the kubelet cannot use. */
export interface PullSecret {
  readonly name: string;
  readonly problem: 'missing' | 'wrong-type' | 'no-key';
  /** Type of the Secret where it is the wrong one. */
  readonly type?: string;
  /** Existing Secrets with a name like it, the most alike first. */
  readonly similar: readonly string[];
  /** Absence was concluded from a file rather than answered. */
  readonly assumed: boolean;
}

/** The types of Secrets that the kubelet reads logins from (pkg/credentialprovider/secrets), with the key that holds them. */
const keyOfType: Readonly<Record<string, string>> = {
  'kubernetes.io/dockerconfigjson': '.dockerconfigjson',
  'kubernetes.io/dockercfg': '.dockercfg',
};

/** Names in `spec.imagePullSecrets`. A ServiceAccount's own are copied there when the pod is created, unless the pod names some itself. */
export function pullSecretNames(spec: PodSpec): string[] {
  return (spec.imagePullSecrets ?? []).flatMap(({ name }) => (name ? [name] : []));
}

/** The pull secrets that are of no use: missing (the kubelet says so, or the API does), of another type, without the key. What could not be read is not among them. */
export function unusablePullSecrets(
  spec: PodSpec,
  references: readonly Reference[] | undefined,
  events: readonly EventFacts[] | undefined,
): PullSecret[] {
  const unretrieved = unretrievedSecrets(events);
  return pullSecretNames(spec).flatMap((name): PullSecret[] => {
    const reference = references?.find((one) => one.via === 'imagePullSecrets' && one.name === name);
    const similar = reference?.similar ?? [];
    const object = reference?.object;
    if (object?.state === 'found') {
      const { type, keys } = object.value;
      const key = keyOfType[type ?? ''];
      if (type !== undefined && key === undefined)
        return [{ name, problem: 'wrong-type', type, similar, assumed: false }];
      const lacksKey = key !== undefined && keys !== undefined && !keys.includes(key);
      return lacksKey ? [{ name, problem: 'no-key', similar, assumed: false }] : [];
    }
    if (unretrieved.includes(name)) return [{ name, problem: 'missing', similar, assumed: false }];
    if (object?.state !== 'absent') return [];
    return [{ name, problem: 'missing', similar, assumed: object.assumed !== undefined }];
  });
}

/** The Secrets that the kubelet's newest event says it could not get. */
function unretrievedSecrets(events: readonly EventFacts[] | undefined): string[] {
  const message = newest(events, 'FailedToRetrieveImagePullSecret')?.message ?? '';
  const list = /image pull secrets \(([^)]*)\)/.exec(message)?.[1] ?? '';
  return list.split(',').map((name) => name.trim());
}
