import { describe, expect, test } from '@jest/globals';
import type { EventFacts } from '../../src/core/evidence.ts';
import {
  holdersOf,
  mountErrorKind,
  mountErrorText,
  newestOfEachVolume,
  unmountedVolumes,
  volumeFailureOf,
} from '../../src/facts/mount-error.ts';

function event(message: string, last = 1_000_000, first = last): EventFacts {
  return {
    reason: 'FailedMount',
    message,
    type: 'Warning',
    count: 1,
    first,
    last,
    object: { kind: 'Pod', name: 'web-1' },
    reporter: 'kubelet',
  };
}

describe('volumeFailureOf', () => {
  test.each([
    [
      'MountVolume.SetUp failed for volume "cfg" : configmap "x" not found',
      'MountVolume.SetUp',
      'cfg',
      'configmap "x" not found',
    ],
    [
      '(combined from similar events): MountVolume.SetUp failed for volume "cfg" : boom',
      'MountVolume.SetUp',
      'cfg',
      'boom',
    ],
    [
      'Multi-Attach error for volume "pv-1" Volume is already used by pod(s) a',
      'Multi-Attach',
      'pv-1',
      'Volume is already used by pod(s) a',
    ],
    [
      'Unable to attach or mount volumes: unmounted volumes=[a]',
      '',
      undefined,
      'Unable to attach or mount volumes: unmounted volumes=[a]',
    ],
    ['', '', undefined, ''],
  ])('%s', (message, operation, volume, detail) => {
    expect(volumeFailureOf(event(message))).toMatchObject({ operation, detail });
    expect(volumeFailureOf(event(message)).volume).toBe(volume);
  });
});

describe('mountErrorKind', () => {
  test.each([
    ['hostPath type check failed: /x is not a file', 'host-path-type'],
    ['driver name x.csi not found in the list of registered CSI drivers', 'driver-not-registered'],
    ["Output: mount: /x: unknown filesystem type 'nfs'.", 'filesystem-type-unknown'],
    [
      'mount: bad option; for several filesystems (e.g. nfs, cifs) you might\n need a /sbin/mount.<type> helper program.',
      'filesystem-type-unknown',
    ],
    ['mount.nfs: access denied by server while mounting s:/x', 'access-denied'],
    ['mount error(13): Permission denied', 'access-denied'],
    ['mount.nfs: Failed to resolve server s: Name or service not known', 'remote-unreachable'],
    ['mount.nfs: Connection timed out', 'remote-unreachable'],
    ['mount.nfs: mounting s:/x failed, reason given by server: No such file or directory', 'remote-not-found'],
    ['volume v has volumeMode Block, but is specified in volumeMounts', 'wrong-mode'],
    ['error processing PVC shop/c: PVC is not bound', 'claim-not-usable'],
    ['no matching NodeSelectorTerms', 'node-affinity'],
    ['wrong fs type, bad option, bad superblock on /dev/sdb', 'device'],
    ['/dev/sdb already mounted or mount point busy', 'in-use'],
    ['rpc error: code = DeadlineExceeded desc = context deadline exceeded', 'timeout'],
    ['failed to fetch token: serviceaccounts "web" not found', 'token'],
    ['boom', 'other'],
  ])('%s → %s', (detail, kind) => {
    expect(mountErrorKind({ event: event(''), operation: 'MountVolume.SetUp', detail })).toBe(kind);
  });
});

test('of each volume the newest failure counts, and troubles of the cache do not', () => {
  const failures = newestOfEachVolume([
    event('MountVolume.SetUp failed for volume "a" : first'),
    event('MountVolume.SetUp failed for volume "b" : boom'),
    event('MountVolume.SetUp failed for volume "a" : second'),
    event('MountVolume.SetUp failed for volume "a" : object "shop"/"x" not registered'),
    event('MountVolume.SetUp failed for volume "c" : failed to sync secret cache: timed out waiting for the condition'),
  ]);
  expect(failures.map(({ volume, detail }) => [volume, detail])).toEqual([
    ['b', 'boom'],
    ['a', 'second'],
  ]);
});

test('an operation that is under way counts when it lasts and nothing else is known of the volume', () => {
  const text = 'MountVolume.MountDevice failed for volume "a" : an operation with the given Volume ID v already exists';
  expect(newestOfEachVolume([event(text)])).toEqual([]);
  expect(newestOfEachVolume([event(text, 1_000_000, 800_000)])).toHaveLength(1);
  const before = event('MountVolume.MountDevice failed for volume "a" : boom');
  expect(newestOfEachVolume([before, event(text, 1_000_000, 800_000)]).map(({ detail }) => detail)).toEqual(['boom']);
});

test('the line that tells', () => {
  const path = '/var/lib/kubelet/pods/08fda409-a6ef-41b4-9b9d-7362544f672e/volumes/kubernetes.io~nfs/media';
  const text = `mount failed: exit status 32\nMounting command: mount\nOutput: mount: ${path}: unknown filesystem type 'nfs'.\n`;
  expect(mountErrorText(text)).toBe("unknown filesystem type 'nfs'");
  expect(mountErrorText('rpc error: code = Internal desc = boom.')).toBe('boom');
  expect(mountErrorText('')).toBe('');
  expect(mountErrorText('x'.repeat(400))).toHaveLength(300);
});

test('lists within texts', () => {
  expect(unmountedVolumes('unmounted volumes=[a b], unattached volumes=[]: timed out')).toEqual(['a', 'b']);
  expect(unmountedVolumes('boom')).toEqual([]);
  expect(holdersOf('Volume is already used by pod(s) a, b and 2 pod(s) in different namespaces')).toEqual(['a', 'b']);
  expect(holdersOf('Volume is already exclusively attached to one node')).toEqual([]);
});
