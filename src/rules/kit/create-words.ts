import type { Remedy } from '../../core/finding.ts';
import type { VolumeMount } from '../../core/kubernetes.ts';
import { mountedAt, volumeText } from '../../facts/program.ts';
import type { StartFailure } from '../../facts/start-failure.ts';
import {
  describeNode,
  imageOf,
  nodeWords,
  type CreateCase,
  type CreateWords,
  type Words,
} from './create-node-words.ts';
import { advise, changeContainer, mergePodSpec } from './remedies.ts';

/** The create errors whose ground is the spec or the image. By the detail of the classification (facts/create-error.ts). */
const specWords: Readonly<Record<string, Words>> = {
  'mount-type': mountType,
  mount: ({ failure, node }) => ({
    clause: `a mount fails${at(failure)}`,
    meaning: `The runtime on ${node} could not mount ${failure.path ?? 'one of its volumes'} into the container.`,
    remedies: [
      advise(
        `Check volumeMounts of ${failure.container.name} and what they lead to`,
        'path, subPath and the kind of file have to fit',
      ),
    ],
  }),
  'read-only': ({ failure, subject }) => ({
    clause: `the file system is read-only${at(failure)}`,
    meaning: `A mount point${at(failure)} has to be made, and the file system there is read-only: a volume mounted inside a read-only volume, or below a path of the host that is.`,
    remedies: [
      advise(
        `Mount the volume at a path of its own in ${subject.workload.kind}/${subject.workload.name}`,
        'a folder cannot be made inside a ConfigMap, Secret or read-only volume',
      ),
    ],
  }),
  'memory-limit': memoryLimit,
  'working-dir': ({ failure, subject }) => {
    const { workingDir } = failure.container.spec;
    const path = failure.path ?? workingDir;
    return {
      clause: `its working directory${path === undefined ? '' : ` ${path}`} cannot be entered`,
      meaning: `${workingDir === undefined ? 'WORKDIR of the image' : 'workingDir'}${path === undefined ? '' : ` is ${path}, which`} does not exist in the container, is no directory or is closed to its user.`,
      remedies: [
        ...(workingDir === undefined
          ? []
          : [
              changeContainer(subject, failure.container, ['workingDir'], null, {
                action: `Remove workingDir ${workingDir}, so that the image's own is used`,
                why: 'the image knows where its program lives',
              }),
            ]),
        advise(
          `${workingDir === undefined ? 'Make' : 'Or make'} ${path ?? 'the directory'} in the image`,
          'with rights for the user that the container runs as',
        ),
      ],
    };
  },
  'sub-path': ({ failure, subject }) => ({
    clause: 'a subPath of its mounts cannot be prepared',
    meaning: 'A subPath must lie inside its volume, and every variable of a subPathExpr has to be set in env.',
    remedies: [
      advise(
        `Correct subPath or subPathExpr of ${failure.container.name} in ${subject.workload.kind}/${subject.workload.name}`,
        'the error names the mount',
      ),
    ],
  }),
  'no-command': ({ failure, subject }) => ({
    clause: 'there is no command to run',
    meaning: `Image ${imageOf(failure.container)} has neither ENTRYPOINT nor CMD, and the spec gives no command.`,
    remedies: [
      advise(
        `Give ${failure.container.name} a command in ${subject.workload.kind}/${subject.workload.name}, or an image that has one`,
        'the runtime has nothing to start',
      ),
    ],
  }),
  user: ({ failure, subject }) => ({
    clause: `user ${failure.path ?? 'of the image'} is unknown in its image`,
    meaning: `The image names a user or group${failure.path === undefined ? '' : ` (${failure.path})`} that its /etc/passwd or /etc/group does not have.`,
    remedies: [
      changeContainer(subject, failure.container, ['securityContext', 'runAsUser'], 1000, {
        action: 'Set runAsUser to a number',
        why: 'a number needs no entry in /etc/passwd',
      }),
      advise('Or correct USER in the Dockerfile', 'the user has to be made in the image first'),
    ],
  }),
  'image-volume': ({ failure }) => ({
    clause: 'its image volume cannot be mounted',
    meaning: 'The runtime has the image of the volume and cannot mount it; older runtimes do not know image volumes.',
    remedies: [
      advise(
        `Check the image volumes of ${failure.container.name} and the version of the runtime`,
        'image volumes need containerd 2.1 or CRI-O 1.31',
      ),
    ],
  }),
  'target-container': ({ failure }) => ({
    clause: ['its target container', failure.container.spec.targetContainerName, 'does not run']
      .filter((part) => part !== undefined)
      .join(' '),
    meaning: 'A debug container with a target shares the processes of that container, so that one has to run.',
    remedies: [advise('Start another debug container without --target', 'it needs no running container')],
  }),
};

/** The words for a create error; those of an error that fits no class quote it. */
export function createWords(given: CreateCase): CreateWords {
  const words = specWords[given.failure.detail ?? ''] ?? nodeWords[given.failure.detail ?? ''];
  if (words) return words(given);
  return {
    clause: 'the runtime reports an error',
    meaning: `The runtime on ${given.node} could not create or start it.`,
    remedies: [
      advise(
        `Look into the log of the kubelet and the container runtime on ${given.node}`,
        'they tell what came before the error',
      ),
      ...describeNode(given.node),
    ],
  };
}

function at({ path }: StartFailure): string {
  return path === undefined ? '' : ` at ${path}`;
}

/** A volume is always a directory, a file of the image is none: only a subPath mounts one file of a volume. */
function mountType({ failure, subject, pod }: CreateCase): CreateWords {
  const { container, path = '' } = failure;
  const clause = `a directory and a file are mounted onto each other${at(failure)}`;
  const mounted = mountedAt(container, pod, path);
  if (mounted?.mount.mountPath !== path || mounted.mount.subPath !== undefined) {
    return {
      clause,
      meaning: `What is mounted${at(failure)} and what is there are not of the same kind: one is a directory, the other a file.`,
      remedies: [
        advise(
          `Make what is mounted${at(failure)} of the same kind as what is there`,
          'a missing file on the host is made as a directory, so hostPath wants type File',
        ),
      ],
    };
  }
  const { mount, volume } = mounted;
  const source = volumeText(volume);
  const file = path.slice(path.lastIndexOf('/') + 1);
  const holdsKeys = [volume.configMap, volume.secret, volume.projected].some((one) => one !== undefined);
  const elsewhere = `ount ${source} on a directory of its own`;
  return {
    clause,
    meaning: `All of ${source} is a directory, and ${path} is a file of the image: one cannot be mounted on the other.`,
    remedies: [
      ...(holdsKeys ? [mountOneFile(subject, container, { ...mount, subPath: file }, source)] : []),
      advise(holdsKeys ? `Or m${elsewhere}` : `M${elsewhere}`, 'it then hides nothing of the image'),
    ],
  };
}

function mountOneFile(
  subject: CreateCase['subject'],
  container: StartFailure['container'],
  mount: VolumeMount & { subPath: string },
  source: string,
): Remedy {
  const list = container.kind === 'app' ? 'containers' : 'initContainers';
  return mergePodSpec(
    subject,
    { [list]: [{ name: container.name, volumeMounts: [mount] }] },
    {
      action: `Mount only the file: subPath ${mount.subPath} at ${mount.mountPath}`,
      why: `then the key ${mount.subPath} of ${source} replaces that one file`,
    },
  );
}

function memoryLimit({ failure, subject }: CreateCase): CreateWords {
  const limit = failure.container.spec.resources?.limits?.['memory'];
  return {
    clause: `its memory limit${limit === undefined ? '' : ` of ${limit}`} is too small even to start it`,
    meaning: `The process that prepares the container (runc init, which takes some MiB) does not fit into ${limit ?? 'it'}, so the program never ran.`,
    remedies: [
      changeContainer(subject, failure.container, ['resources', 'limits', 'memory'], '128Mi', {
        action: `Raise the memory limit of ${failure.container.name} to 128Mi, then to what the program needs`,
        why:
          limit === undefined
            ? 'a container needs some MiB merely to be started'
            : `${limit} is less than a container needs to be started; check its unit (m means thousandths of a byte)`,
      }),
    ],
  };
}
