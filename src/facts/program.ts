import type { ContainerSpec } from '../core/evidence.ts';
import type { PodSpec, Volume, VolumeMount } from '../core/kubernetes.ts';

/** Which part of the spec made a word the program of a container; `image`: its ENTRYPOINT or CMD. */
export type ProgramSource = 'command' | 'args' | 'image';

/** `command` replaces the ENTRYPOINT of the image, `args` its CMD; the first word of both together is executed. */
export function programSource({ spec }: ContainerSpec, program: string | undefined): ProgramSource {
  const { command = [], args = [] } = spec;
  if (program === undefined) return command.length > 0 ? 'command' : 'image';
  if (command.length > 0) return command[0] === program || sameFile(command[0], program) ? 'command' : 'image';
  return args[0] === program ? 'args' : 'image';
}

/** Whether a bare name and a path may be the same program: the runtime says `/bin/sh` for `sh`. */
function sameFile(a: string | undefined, b: string): boolean {
  const name = (path: string | undefined): string | undefined => path?.split('/').at(-1);
  return name(a) === name(b);
}

/** The program in words: `/app/run`, or the field where the error does not name it. */
export function programText(container: ContainerSpec, path: string | undefined): string {
  return path ?? container.spec.command?.[0] ?? 'its program';
}

/** A volume that a path of the container lies on. */
export interface MountedAt {
  readonly mount: VolumeMount;
  readonly volume: Volume;
  /** Position in `spec.volumes`. */
  readonly index: number;
}

/** The volume mounted on a path or nearest above it; undefined where the path belongs to the image. */
export function mountedAt({ spec }: ContainerSpec, pod: PodSpec, path: string): MountedAt | undefined {
  const covers = ({ mountPath }: VolumeMount): boolean => {
    const root = mountPath?.replace(/\/+$/, '');
    return root !== undefined && (path === root || path.startsWith(`${root}/`));
  };
  const [mount] = (spec.volumeMounts ?? []).filter(covers).sort((a, b) => b.mountPath.length - a.mountPath.length);
  const index = (pod.volumes ?? []).findIndex(({ name }) => name === mount?.name);
  const volume = pod.volumes?.[index];
  return mount && volume ? { mount, volume, index } : undefined;
}

/** `ConfigMap clean-scripts`, `Secret keys`, `claim data`: where the files of a volume come from. */
export function volumeText({ name, configMap, secret, persistentVolumeClaim, hostPath, emptyDir }: Volume): string {
  if (configMap?.name) return `ConfigMap ${configMap.name}`;
  if (secret?.secretName) return `Secret ${secret.secretName}`;
  if (persistentVolumeClaim) return `claim ${persistentVolumeClaim.claimName}`;
  if (hostPath) return `hostPath ${hostPath.path}`;
  return emptyDir ? `emptyDir ${name}` : `volume ${name}`;
}
