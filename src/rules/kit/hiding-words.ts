import type { ContainerSpec } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import type { PodSpec, Volume } from '../../core/kubernetes.ts';
import type { BundleFacts } from '../../core/manifest.ts';
import { hiddenFiles, isFilledByOthers } from '../../facts/hidden-files.ts';
import { volumeText } from '../../facts/program.ts';
import { fieldEvidence } from './evidence.ts';
import { advise } from './remedies.ts';

/** A mount path without doubled and final slashes. */
export function plainPath(path: string | undefined): string {
  return (path ?? '').replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
}

/** Programs of a container that a volume certainly covers. */
export function* programHidden(
  container: ContainerSpec,
  pod: PodSpec,
  bundle: BundleFacts | undefined,
  namespace: string,
): Generator<Observation> {
  for (const { file, mount, volume, keys } of hiddenFiles(container, pod, bundle, namespace)) {
    const path = mountPathOf(container, volume, mount.mountPath);
    yield {
      container,
      detail: 'hides-program',
      title: `${container.name} runs ${file}, and ${volumeText(volume)} is mounted over it`,
      explanation:
        `What the image has under ${mount.mountPath} cannot be seen once the volume is mounted there, and ` +
        (keys
          ? `${volumeText(volume)} holds ${keys.length === 0 ? 'no files' : keys.slice(0, 5).join(', ')}, not ${file.slice(plainPath(mount.mountPath).length + 1)}.`
          : `emptyDir ${volume.name} is empty: no other container mounts it. The start fails because ${file} does not exist.`),
      evidence: [
        fieldEvidence('spec', path, `${volumeText(volume)} on ${mount.mountPath}`),
        fieldEvidence('spec', container.path, `runs ${file}`),
      ],
      remedies: [
        advise(
          `Mount ${volume.name} somewhere else, or its files one by one with subPath`,
          'the files of the image stay visible beside a single mounted file',
        ),
      ],
      path,
    };
  }
}

function mountPathOf(container: ContainerSpec, volume: Volume, mountPath: string): string {
  const index = (container.spec.volumeMounts ?? []).findIndex(
    (one) => one.name === volume.name && one.mountPath === mountPath,
  );
  return `${container.path}.volumeMounts[${index}].mountPath`;
}

/** Folders without which hardly any image runs. */
const essential = /^\/(?:bin|sbin|lib|lib64|usr|usr\/bin|usr\/sbin|usr\/lib|usr\/local|usr\/local\/bin|etc)?$/;

/** Folders of the system that a volume takes the place of. */
export function* folderHidden(container: ContainerSpec, pod: PodSpec): Generator<Observation> {
  for (const [index, mount] of (container.spec.volumeMounts ?? []).entries()) {
    const volume = (pod.volumes ?? []).find(({ name }) => name === mount.name);
    const folder = plainPath(mount.mountPath);
    if (!volume || mount.subPath || mount.subPathExpr || !essential.test(folder)) continue;
    // A volume with a system in it is meant to be there; of others only these have known content.
    const bare = volume.emptyDir && !isFilledByOthers(container, pod, volume.name);
    if (!bare && !volume.configMap && !volume.secret) continue;
    const path = `${container.path}.volumeMounts[${index}].mountPath`;
    yield {
      container,
      detail: 'hides-folder',
      severity: 'warning',
      confidence: 'likely',
      title: `${container.name} mounts ${volumeText(volume)} over ${folder}`,
      explanation: `The volume takes the place of the whole folder: everything that the image has in ${folder} is gone for ${container.name}, not only what has the same name.`,
      evidence: [fieldEvidence('spec', path, `${volumeText(volume)} on ${mount.mountPath}`)],
      remedies: [
        advise(
          `Mount single files with subPath, or the volume in a folder that the image does not use`,
          'with subPath one file is put beside those of the image',
        ),
      ],
      path,
    };
  }
}
