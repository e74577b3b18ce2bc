import type { EventFacts } from '../core/evidence.ts';

/** What kind of trouble stands in a FailedMount or FailedMapVolume event. */
export type MountErrorKind =
  | 'host-path-type'
  | 'driver-not-registered'
  | 'filesystem-type-unknown'
  | 'remote-not-found'
  | 'remote-unreachable'
  | 'access-denied'
  | 'wrong-mode'
  | 'claim-not-usable'
  | 'device'
  | 'node-affinity'
  | 'token'
  | 'timeout'
  | 'in-use'
  | 'other';

/** One operation on a volume that failed, read from an event. */
export interface VolumeFailure {
  readonly event: EventFacts;
  /** `MountVolume.SetUp`, `AttachVolume.Attach`, `Multi-Attach` …; empty where the text names none. */
  readonly operation: string;
  /** The volume as the event names it: the pod's volume, or the PersistentVolume of a claim. Missing where it names several or none. */
  readonly volume?: string;
  /** What went wrong, without the name of the operation. */
  readonly detail: string;
}

const shape = /^(?:\(combined from similar events\): )?(\w+\.\w+) failed for volume "([^"]+)" ?:? ?([\s\S]*)$/;
const multiAttach = /^(?:\(combined from similar events\): )?Multi-Attach error for volume "([^"]+)" ?([\s\S]*)$/;

/**
 * Reads an event of a volume operation: `<Operation> failed for volume "<name>" : <error>`
 * (pkg/volume/util/operationexecutor/operation_executor.go, GenerateMsg) or `Multi-Attach error for volume "<name>" …`.
 */
export function volumeFailureOf(event: EventFacts): VolumeFailure {
  const text = event.message.trim();
  const operation = shape.exec(text);
  if (operation) {
    const [, name = '', volume = '', detail = ''] = operation;
    return { event, operation: name, volume, detail: detail.trim() };
  }
  const [, volume, detail = ''] = multiAttach.exec(text) ?? [];
  if (volume !== undefined) return { event, operation: 'Multi-Attach', volume, detail: detail.trim() };
  return { event, operation: '', detail: text };
}

/** The newest failure of each volume, in the order of their events; of the ones that name no volume the newest. */
export function newestOfEachVolume(events: readonly EventFacts[]): VolumeFailure[] {
  const byVolume = new Map<string, VolumeFailure>();
  for (const event of events) {
    const failure = volumeFailureOf(event);
    if (isPassing(failure.detail)) continue;
    const key = failure.volume ?? '';
    // An operation under way tells less than what failed before it, and is trouble of its own only when it lasts.
    if (isUnderWay(failure.detail) && (byVolume.has(key) || event.last - event.first < lastsTooLong)) continue;
    byVolume.delete(key);
    byVolume.set(key, failure);
  }
  return [...byVolume.values()];
}

/** Trouble of the kubelet's own cache: it passes by itself and says nothing of the volume. */
export function isPassing(text: string): boolean {
  return /object "[^"]*"\/"[^"]*" not registered/.test(text) || /failed to sync (configmap|secret) cache/.test(text);
}

/** Milliseconds. */
const lastsTooLong = 90_000;

function isUnderWay(text: string): boolean {
  return /an operation .*already (exists|executing)|operation .* is already (executing|in progress)/i.test(text);
}

const kinds: readonly (readonly [MountErrorKind, RegExp])[] = [
  ['host-path-type', /hostPath type check failed/i],
  ['token', /failed to fetch token|serviceaccounts? "[^"]*" not found/i],
  ['driver-not-registered', /not found in the list of registered CSI drivers|driver name .* not found/i],
  ['filesystem-type-unknown', /unknown filesystem type|bad option; for several filesystems.* helper program/is],
  [
    'access-denied',
    /access denied|permission denied|Operation not permitted|mount error\(13\)|Unauthorized|AccessDenied|PermissionDenied|is forbidden/i,
  ],
  ['remote-not-found', /No such file or directory|does not exist|mount error\(2\)|NotFound|could not find/i],
  [
    'remote-unreachable',
    /Connection refused|Connection timed out|No route to host|Host is down|no such host|Failed to resolve|Name or service not known|Temporary failure in name resolution|Network is unreachable|mount error\(11[0-5]\)|i\/o timeout/i,
  ],
  ['wrong-mode', /has volumeMode \S+, but is specified in/i],
  ['claim-not-usable', /PVC is not bound|PVC is being deleted|failed to fetch PVC/i],
  ['node-affinity', /no matching NodeSelectorTerms|NodeAffinity check failed/i],
  ['in-use', /already mounted|device or resource busy|is already in use|target is busy/i],
  [
    'device',
    /wrong fs type|bad superblock|structure needs cleaning|fsck|format of disk|can't read superblock|no space left on device|Input\/output error/i,
  ],
  ['timeout', /already exists$|already executing|timed out waiting|context deadline exceeded|DeadlineExceeded/i],
];

/** Which kind of trouble the text of a failed mount names. */
export function mountErrorKind({ operation, detail }: VolumeFailure): MountErrorKind {
  if (operation.endsWith('NodeAffinity')) return 'node-affinity';
  return kinds.find(([, pattern]) => pattern.test(detail))?.[0] ?? 'other';
}

/** The line of a mount error that tells: that of the mount program where there is one, else the first. At most 300 characters. */
export function mountErrorText(detail: string): string {
  const lines = detail.split('\n').map((line) => line.trim());
  const output = lines.find((line) => line.startsWith('Output:'));
  const told = output ? output.slice('Output:'.length).trim() : (lines.find((line) => line !== '') ?? '');
  const short = told
    .replace(/\/var\/lib\/kubelet\/pods\/[0-9a-f-]{36}\/volumes\//g, '…/')
    .replace(/rpc error: code = \w+ desc = /g, '')
    .replace(/^mount: …\/\S+: /, '')
    .replace(/[.,;:\s]+$/, '');
  return short.length > 300 ? `${short.slice(0, 299)}…` : short;
}

/** Volumes that are not mounted yet, as the summary event of the kubelet lists them; empty for other texts. */
export function unmountedVolumes(text: string): string[] {
  const list = /unmounted volumes=\[([^\]]*)\]/.exec(text)?.[1] ?? '';
  return list.split(/[\s,]+/).filter((name) => name !== '');
}

/** Pods that hold a volume, as a Multi-Attach error names them: those of the pod's own namespace. */
export function holdersOf(detail: string): string[] {
  const list = /already used by pod\(s\) (.+?)(?: and \d+ pod\(s\) in different namespaces)?$/.exec(detail)?.[1] ?? '';
  return list.split(/,\s*/).filter((name) => name !== '');
}
