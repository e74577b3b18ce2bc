import type { ContainerFacts } from '../../core/evidence.ts';
import type { PodSpec } from '../../core/kubernetes.ts';
import type { Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import type { StartFailure } from '../../facts/start-failure.ts';
import { advise, changeContainer, kubectlCluster, look } from './remedies.ts';

/** What is said of one kind of create error. */
export interface CreateWords {
  /** Clause behind `container web cannot be created: `. */
  readonly clause: string;
  /** One sentence that explains it. */
  readonly meaning: string;
  readonly remedies: readonly Remedy[];
}

/** Everything that the words of a create error may need. */
export interface CreateCase {
  readonly failure: StartFailure;
  readonly subject: Subject;
  readonly pod: PodSpec;
  /** `node-a`, or `the node`. */
  readonly node: string;
}

export type Words = (given: CreateCase) => CreateWords;

/** The create errors whose ground is the node: its disk, kernel, devices, runtime. By the detail of the classification (facts/create-error.ts). */
export const nodeWords: Readonly<Record<string, Words>> = {
  seccomp: ({ failure, subject, pod, node }) => {
    const own = failure.container.spec.securityContext?.seccompProfile;
    const profile = (own ?? pod.securityContext?.seccompProfile)?.localhostProfile ?? failure.path;
    return {
      clause: `its seccomp profile${profile === undefined ? '' : ` ${profile}`} cannot be loaded on ${node}`,
      meaning:
        profile === undefined
          ? `The runtime or the kernel of ${node} does not take the seccomp profile of the container.`
          : `The container wants the seccomp profile ${profile} from the disk of ${node}; it is not there or not valid. Profiles of type Localhost lie below the seccomp folder of the kubelet, on every node by itself.`,
      remedies: [
        advise(
          `Put ${profile ?? 'the profile (if it is of type Localhost)'} into the seccomp folder of the kubelet on ${node} (/var/lib/kubelet/seccomp) and on every other node`,
          'a Localhost profile is read from the disk of the node',
        ),
        changeContainer(
          subject,
          failure.container,
          ['securityContext', 'seccompProfile'],
          { type: 'RuntimeDefault', localhostProfile: null },
          {
            action: "Or use the runtime's own profile (RuntimeDefault)",
            why: 'it is there on every node',
          },
        ),
      ],
    };
  },
  apparmor: ({ failure, subject, pod, node }) => {
    const profile =
      (failure.container.spec.securityContext?.appArmorProfile ?? pod.securityContext?.appArmorProfile)
        ?.localhostProfile ?? failure.path;
    return {
      clause: `its AppArmor profile${profile === undefined ? '' : ` ${profile}`} cannot be applied on ${node}`,
      meaning: `The AppArmor profile${profile === undefined ? '' : ` ${profile}`} is not loaded in the kernel of ${node}, or AppArmor does not work there.`,
      remedies: [
        advise(
          `Load the profile on ${node} and every other node (apparmor_parser)`,
          'profiles are loaded into each kernel by itself',
        ),
        changeContainer(
          subject,
          failure.container,
          ['securityContext', 'appArmorProfile'],
          { type: 'RuntimeDefault', localhostProfile: null },
          {
            action: "Or use the runtime's own profile (RuntimeDefault)",
            why: 'the runtime loads it by itself',
          },
        ),
      ],
    };
  },
  selinux: ({ node }) => ({
    clause: `its SELinux label cannot be set on ${node}`,
    meaning: `The runtime on ${node} could not label the files or the process of the container.`,
    remedies: [
      advise(
        'Check seLinuxOptions, and that the file systems of its volumes keep labels',
        'NFS and some others cannot be relabelled',
      ),
    ],
  }),
  device: ({ failure, node }) => ({
    clause: `a device${failure.path === undefined ? '' : ` ${failure.path}`} is missing on ${node}`,
    meaning: `The container is to get a device${failure.path === undefined ? '' : ` ${failure.path}`} that ${node} does not have or whose driver does not answer.`,
    remedies: [
      advise(`Check the device and its driver or plugin on ${node}`, 'another node with that device may start the pod'),
      ...describeNode(node),
    ],
  }),
  hook: ({ node }) => ({
    clause: `a program of the runtime fails on ${node}`,
    meaning: `The runtime on ${node} could not run a tool of its own (an OCI hook, a shim, a driver helper). The image and the spec are not at fault.`,
    remedies: [
      advise(`Repair the container runtime on ${node} (its log names the tool)`, 'every pod that needs it fails there'),
      ...describeNode(node),
    ],
  }),
  'disk-full': ({ node }) => ({
    clause: `${node} has no disk space left`,
    meaning: `The runtime could not write the files of the container on ${node}.`,
    remedies: [
      advise(`Free disk space on ${node}, or let the pod go to another node`, 'the kubelet tries again by itself'),
      ...describeNode(node),
    ],
  }),
  'node-exhausted': ({ node }) => ({
    clause: `${node} has run out of processes, memory or file handles`,
    meaning: `The kernel of ${node} refused what the start of the container needs.`,
    remedies: [advise(`See what uses up ${node}`, 'processes, memory, open files'), ...describeNode(node)],
  }),
  'name-reserved': ({ node }) => ({
    clause: 'an earlier attempt to create it is still under way',
    meaning: `The runtime on ${node} still works on (or hangs in) an earlier request to create the same container; a slow disk is the usual reason. It often ends by itself.`,
    remedies: [
      advise(
        `Wait some minutes; then look at the load of ${node} and restart its container runtime`,
        'the name is free again once the earlier attempt has ended',
      ),
      ...describeNode(node),
    ],
  }),
  timeout: ({ node }) => ({
    clause: `the runtime on ${node} does not answer in time`,
    meaning: `The kubelet gives the runtime 2 min to create or start a container; on ${node} it took longer, which points at an overloaded node or disk.`,
    remedies: [
      advise(`Look at the load and the disk of ${node}`, 'the kubelet tries again by itself'),
      ...describeNode(node),
    ],
  }),
  'image-broken': ({ failure, node }) => ({
    clause: `its image ${imageOf(failure.container)} cannot be unpacked on ${node}`,
    meaning: `What ${node} has stored of image ${imageOf(failure.container)} is incomplete or was removed in the meantime.`,
    remedies: [
      advise(
        `Remove the image on ${node} (crictl rmi ${imageOf(failure.container)}), so that it is pulled anew`,
        'the stored layers are damaged',
      ),
    ],
  }),
  'user-namespace': ({ node }) => ({
    clause: `${node} cannot give it a user namespace`,
    meaning: `The pod sets hostUsers: false, and the runtime or kernel of ${node} does not support that.`,
    remedies: [
      advise(
        'Remove hostUsers: false, or use nodes that support user namespaces',
        'it needs containerd 2.0 or CRI-O 1.25 and a recent kernel',
      ),
    ],
  }),
  cgroup: ({ node }) => ({
    clause: `its cgroup cannot be set up on ${node}`,
    meaning: `The runtime could not make the control group of the container or set its limits on ${node}.`,
    remedies: [
      advise(
        `Check the cgroup driver of kubelet and runtime on ${node}, and the limits of the container`,
        'the two drivers have to be the same',
      ),
      ...describeNode(node),
    ],
  }),
  'not-permitted': ({ node }) => ({
    clause: 'something that its start needs is not permitted',
    meaning: `The kernel or the runtime of ${node} forbids what the security context of the container asks for.`,
    remedies: [
      advise('Check capabilities, sysctls and privileges in its securityContext', 'the error names the operation'),
    ],
  }),
  'kubelet-starting': ({ node }) => ({
    clause: `the kubelet of ${node} is not ready for it`,
    meaning: `The kubelet of ${node} has just started and does not know the Services yet. It tries again by itself.`,
    remedies: [
      advise('Wait a minute', 'it ends by itself unless the kubelet cannot reach the API server'),
      ...describeNode(node),
    ],
  }),
};

/** The image of a container, for the middle of a sentence. */
export function imageOf({ spec }: ContainerFacts): string {
  return spec.image ?? 'of the container';
}

/** A look at the node; nothing where its name is not known. */
export function describeNode(node: string): Remedy[] {
  return node === 'the node'
    ? []
    : [look(`See how ${node} is`, 'its conditions and events', kubectlCluster('describe', 'node', node))];
}
