import type { ContainerSpec } from '../core/evidence.ts';
import type { PodSpec, Volume, VolumeMount } from '../core/kubernetes.ts';
import type { BundleFacts } from '../core/manifest.ts';
import { objectsOfKind } from './bundle.ts';
import { keyedObjectOf } from './keyed.ts';
import { mountedAt } from './program.ts';
import { baseName, scriptIn } from './shell-command.ts';

/** A file of the image that the container needs and a volume covers. */
export interface HiddenFile {
  readonly file: string;
  readonly mount: VolumeMount;
  readonly volume: Volume;
  /** What is in its place: nothing (an emptyDir that nobody else fills), or these keys. */
  readonly keys?: readonly string[];
}

const interpreters = /^(?:python[\d.]*|node|ruby|perl|php|bash|sh|ash|deno|bun)$/;

/** The program of a container, and the script that an interpreter is given, as absolute paths. */
function neededFiles({ spec }: ContainerSpec): string[] {
  const words = [...(spec.command ?? []), ...(spec.args ?? [])];
  const [first = '', second = ''] = spec.command?.length ? words : [];
  const script = interpreters.test(baseName(first)) && !scriptIn(words) ? second : '';
  const jar = baseName(first) === 'java' ? (words[words.indexOf('-jar') + 1] ?? '') : '';
  return [first, script, words.includes('-jar') ? jar : ''].flatMap((file) => {
    if (file.startsWith('/')) return file;
    return file.startsWith('./') && spec.workingDir?.startsWith('/')
      ? `${spec.workingDir.replace(/\/+$/, '')}/${file.slice(2)}`
      : [];
  });
}

/**
 * Files that a container runs and that a volume covers which certainly lacks them: an emptyDir that no other container mounts, or a ConfigMap or Secret of the input
 * without that key. What is in any other volume is not known.
 */
export function hiddenFiles(
  container: ContainerSpec,
  pod: PodSpec,
  bundle: BundleFacts | undefined,
  namespace: string,
): HiddenFile[] {
  return neededFiles(container).flatMap((file): HiddenFile[] => {
    const at = mountedAt(container, pod, file);
    if (!at || at.mount.subPath || at.mount.subPathExpr) return [];
    const { mount, volume } = at;
    if (volume.emptyDir) return isFilledByOthers(container, pod, volume.name) ? [] : [{ file, mount, volume }];
    const keys = keysOf(volume, bundle, namespace);
    const within = file.slice(mount.mountPath.replace(/\/+$/, '').length + 1);
    return keys && !keys.includes(within) ? [{ file, mount, volume, keys }] : [];
  });
}

export function isFilledByOthers({ spec: own }: ContainerSpec, pod: PodSpec, volume: string): boolean {
  const all = [...(pod.initContainers ?? []), ...(pod.containers ?? [])];
  return all.some((one) => one !== own && one.volumeMounts?.some((mount) => mount.name === volume && !mount.readOnly));
}

/** The files that a ConfigMap or Secret of the input puts into a volume; undefined where it is not in the input. */
function keysOf(
  { configMap, secret }: Volume,
  bundle: BundleFacts | undefined,
  namespace: string,
): readonly string[] | undefined {
  const source = configMap ?? secret;
  if (source?.items) return source.items.map(({ path }) => path);
  const [kind, name] = configMap ? ['ConfigMap', configMap.name] : ['Secret', secret?.secretName];
  const object = name ? objectsOfKind(bundle, kind, namespace).find((one) => one.metadata?.name === name) : undefined;
  return object ? keyedObjectOf(object).keys : undefined;
}
