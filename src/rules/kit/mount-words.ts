import type { Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import { mountErrorText, unmountedVolumes, type MountErrorKind, type VolumeFailure } from '../../facts/mount-error.ts';
import { advise, kubectl, kubectlCluster, look } from './remedies.ts';
import { replaceAt } from './spec-path.ts';
import type { NamedVolume } from './volume.ts';

/** The server and path of a remote volume: `NFS 10.0.0.1:/export`. */
function remoteOf({ volume }: NamedVolume): string | undefined {
  return volume?.nfs ? `NFS ${volume.nfs.server}:${volume.nfs.path}` : undefined;
}

function driverOf({ detail }: VolumeFailure): string {
  return /driver name (\S+) not found/.exec(detail)?.[1] ?? 'that the event names';
}

/** What mount says it does not know; where it only lacks a helper program, what the volume is. */
function filesystemOf({ detail }: VolumeFailure, { volume }: NamedVolume): string | undefined {
  return /unknown filesystem type '([^']+)'/.exec(detail)?.[1] ?? (volume?.nfs ? 'nfs' : undefined);
}

/** Why it fails, in a few words for the headline; undefined where the text itself is the shortest. */
export function mountReason(kind: MountErrorKind, failure: VolumeFailure, volume: NamedVolume): string | undefined {
  if (kind === 'driver-not-registered') return `its CSI driver ${driverOf(failure)} is not registered there`;
  const type = filesystemOf(failure, volume);
  return kind === 'filesystem-type-unknown' && type ? `the node cannot mount ${type}` : undefined;
}

/** What a failed mount means, one or two sentences. */
export function mountMeaning(kind: MountErrorKind, failure: VolumeFailure, volume: NamedVolume, node: string): string {
  const text = mountErrorText(failure.detail);
  const remote = remoteOf(volume);
  const what = remote ? `${volume.text} is ${remote}` : `The kubelet cannot mount ${volume.text}`;
  switch (kind) {
    case 'host-path-type': {
      const { path = 'its path', type = 'as given' } = volume.volume?.hostPath ?? {};
      return `${capital(volume.text)} is the hostPath ${path} with type ${type}, so that path must already be there and of that type on ${node}; the kubelet says: ${text}.`;
    }
    case 'driver-not-registered':
      return `${capital(volume.text)} belongs to the CSI driver ${driverOf(failure)}, and the kubelet of ${node} knows no driver of that name: the driver's node plugin does not run there, or has not registered (yet).`;
    case 'filesystem-type-unknown': {
      const type = filesystemOf(failure, volume);
      return `${capital(what)}. Node ${node} cannot mount ${type ? `the filesystem type ${type}` : 'that type of filesystem'}: its client program or kernel module is not installed there.`;
    }
    case 'remote-unreachable':
      return `${capital(what)}. Node ${node} does not reach the server: ${text}.`;
    case 'remote-not-found':
      return `${capital(what)}. What is to be mounted does not exist: ${text}.`;
    case 'access-denied':
      return `${capital(what)}. The mount is refused: ${text}.`;
    case 'token':
      return `${capital(volume.text)} is to hold a token of the pod's ServiceAccount, and the API server gives none: ${text}.`;
    case 'wrong-mode':
      return `${capital(volume.text)} is used in the wrong list: block volumes belong into volumeDevices, filesystems into volumeMounts (${text}).`;
    case 'claim-not-usable':
      return `The claim behind ${volume.text} cannot be used: ${text}.`;
    case 'node-affinity':
      return `${capital(volume.text)} may only be used on other nodes: its PersistentVolume has a node affinity that ${node} does not match. The pod was put there by nodeName or before the volume was changed.`;
    case 'device':
      return `${capital(what)}. The disk or its filesystem is at fault: ${text}.`;
    case 'in-use':
      return `${capital(what)}. It is still in use: ${text}.`;
    case 'timeout': {
      const waiting = unmountedVolumes(failure.detail);
      const names = waiting.length > 0 ? ` It still waits for: ${waiting.join(', ')}.` : '';
      return `${capital(what)} in time: ${text}.${names}`;
    }
    default:
      return `${capital(what)}: ${text}.`;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What to do about a failed mount. */
export function mountRemedies(
  kind: MountErrorKind,
  failure: VolumeFailure,
  volume: NamedVolume,
  { subject, node }: { subject: Subject; node: string | undefined },
): Remedy[] {
  const remedies = [...ownRemedies(kind, failure, volume, subject, node ?? 'the node')];
  const pod = subject.pod;
  const claim = volume.claim?.claimName;
  if (claim)
    remedies.push(
      look('Look at the claim', 'its events and its volume tell more', kubectl(subject, 'describe', 'pvc', claim)),
    );
  if (pod)
    remedies.push(
      look(
        'See whether the kubelet still fails',
        'it tries again, at the latest every two minutes',
        kubectl(subject, 'describe', 'pod', pod),
      ),
    );
  return remedies.slice(0, 4);
}

function* ownRemedies(
  kind: MountErrorKind,
  failure: VolumeFailure,
  volume: NamedVolume,
  subject: Subject,
  node: string,
): Generator<Remedy> {
  const remote = remoteOf(volume) ?? volume.text;
  switch (kind) {
    case 'host-path-type':
      yield* hostPathRemedies(volume, subject, node);
      return;
    case 'driver-not-registered': {
      const driver = driverOf(failure);
      yield advise(
        `Install the node plugin of ${driver} on ${node}, or start it again`,
        'only a driver that has registered with the kubelet can mount',
      );
      yield look('See which drivers there are', 'the driver should be listed', kubectlCluster('get', 'csidrivers'));
      yield look(
        `See which drivers ${node} has`,
        'a driver whose node plugin runs is listed for its node',
        kubectlCluster('get', 'csinode', node, '-o', 'yaml'),
      );
      return;
    }
    case 'filesystem-type-unknown':
      yield advise(
        `Install the client for ${filesystemOf(failure, volume) ?? 'this filesystem'} (nfs-common, cifs-utils, ceph-common …) on ${node} and the other nodes`,
        'mount needs it on the node, not in the image',
      );
      return;
    case 'remote-unreachable':
      yield advise(
        `See that the server of ${remote} is up and that ${node} may reach it (address, firewall, DNS of the node)`,
        'the mount is made by the node, so cluster DNS names and pod networks do not count',
      );
      return;
    case 'remote-not-found':
      yield advise(
        `Correct the path of ${remote}, or create it on the server`,
        'the server answers and does not have it',
      );
      return;
    case 'access-denied':
      yield advise(
        `Allow ${node} to mount ${remote} (export list, credentials, key)`,
        'the other side refuses the node',
      );
      return;
    case 'wrong-mode':
      yield advise(
        `Move ${volume.text} to the other list: volumeDevices (with devicePath) for volumeMode Block, volumeMounts (with mountPath) for Filesystem`,
        'volumeMode of the claim says which of them it is',
      );
      return;
    case 'claim-not-usable':
    case 'node-affinity':
      yield look(
        'Look at the volumes and where they may be used',
        'the claim has to be bound to a volume of this node',
        kubectlCluster('get', 'pv'),
      );
      return;
    case 'token':
      yield look(
        'See which ServiceAccounts there are',
        'that of the pod may have been deleted',
        kubectl(subject, 'get', 'serviceaccounts'),
      );
      return;
    case 'in-use':
      yield advise(`Stop what still uses ${volume.text}`, 'it can only be mounted once');
      return;
    default:
      yield look(
        `See how ${node} is`,
        'mounts hang when its disk or its storage network does',
        kubectlCluster('describe', 'node', node),
      );
  }
}

function* hostPathRemedies({ volume, path }: NamedVolume, subject: Subject, node: string): Generator<Remedy> {
  const { path: directory = 'the path', type } = volume?.hostPath ?? {};
  const creating = type === 'Directory' ? 'DirectoryOrCreate' : type === 'File' ? 'FileOrCreate' : undefined;
  yield advise(
    `Create ${directory} on ${node} and every other node that may get the pod`,
    `type ${type ?? ''} wants it to be there before`,
  );
  if (creating && type && path) {
    yield replaceAt(
      subject,
      `${path}.hostPath.type`,
      { from: type, to: creating },
      {
        action: `Use type ${creating}, if it may be created empty`,
        why: 'the kubelet then makes it where it is missing',
      },
    );
  }
}
