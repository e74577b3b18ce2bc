import type { PodSpec, VolumeMount } from '../../core/kubernetes.ts';
import { defineForesight } from '../../core/rule.ts';
import { objectsOfKind, named } from '../../facts/bundle.ts';
import { volumeText } from '../../facts/program.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

export const containerCreateFailed = defineForesight({
  of: {
    id: 'container-create-failed',
    title: 'The runtime cannot create or start the container',
    topic: 'start',
    severity: 'critical',
    verdict: 'failing',
  },
  stage: 'start',
  severity: 'warning',
  needs: ['spec', 'workload'],
  mayUse: ['bundle'],

  *check({ spec, workload, bundle }) {
    const hasKey = (kind: string, name: string, key: string): boolean =>
      named(objectsOfKind(bundle, kind, workload.namespace), name).some((object) =>
        ['data', 'stringData', 'binaryData'].some((field) => key in ((object[field] ?? {}) as object)),
      );
    for (const container of spec.containers) {
      for (const [index, mount] of (container.spec.volumeMounts ?? []).entries()) {
        const file = fileMount(mount, spec.spec, hasKey);
        if (!file) continue;
        const path = `${container.path}.volumeMounts[${index}].mountPath`;
        yield {
          container,
          path,
          detail: 'mount-over-file',
          confidence: 'likely',
          title: `the whole ${file.from} is mounted as a folder at ${mount.mountPath}, which is named like its key ${file.key}`,
          explanation:
            `A volume without subPath is a folder, so ${mount.mountPath}/${file.key} is where the key ends up. If the image has a file at ${mount.mountPath}, the runtime ` +
            'refuses to mount a folder on it and the container is never created; if it has none, the program finds a folder where it expects a file.',
          evidence: [fieldEvidence('spec', path, mount.mountPath)],
          remedies: [advise(`Add subPath: ${file.key} to the mount`, 'then only that key is mounted, as a file')],
        };
      }
    }
  },
});

/** A mount that is meant to be a file: its path ends in a name with an ending that is a key of the ConfigMap or Secret mounted. */
function fileMount(
  { name, mountPath = '', subPath, subPathExpr }: VolumeMount,
  { volumes = [] }: PodSpec,
  hasKey: (kind: string, name: string, key: string) => boolean,
): { key: string; from: string } | undefined {
  const key = mountPath.split('/').at(-1) ?? '';
  const volume = volumes.find((one) => one.name === name);
  if (!volume || subPath || subPathExpr || !/.\.\w+$/.test(key)) return undefined;
  const { configMap, secret } = volume;
  const items = (configMap ?? secret)?.items;
  const known = items
    ? items.some(({ path }) => path === key)
    : hasKey(configMap ? 'ConfigMap' : 'Secret', configMap?.name ?? secret?.secretName ?? '', key);
  return (configMap ?? secret) && known ? { key, from: volumeText(volume) } : undefined;
}
