import type { Volume } from '../../../src/core/kubernetes.ts';
import { volumeMountFailed } from '../../../src/rules/preparation/volume-mount-failed.ts';
import { aPod, anEvent, running } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { creating, mounting } from '../../support/preparing.ts';

const hostPath = { name: 'files', hostPath: { path: '/data', type: 'Socket' } };
const nfs = { name: 'media', nfs: { server: 'nfs.example', path: '/export' } };
const failed = (volume: string, error: string, ago = 5): ReturnType<typeof anEvent> =>
  anEvent('FailedMount', `MountVolume.SetUp failed for volume "${volume}" : ${error}`, { ago });
const quiet = { conditions: [{ type: 'PodReadyToStartContainers', status: 'False' }] };
const scheduled = anEvent('Scheduled', 'Successfully assigned shop/web-1 to node-a', {
  ago: 590,
  type: 'Normal',
  reporter: 'default-scheduler',
});

const claimed = { name: 'data', persistentVolumeClaim: { claimName: 'data' } };
/** Texts of the kubelet and of drivers: a name, the class, the volume, the text, and what the finding has to say. */
const spoken: readonly (readonly [
  name: string,
  detail: string,
  volume: Volume,
  error: string,
  says: readonly string[],
])[] = [
  [
    'a token that the API server does not give',
    'token',
    { name: 'kube-api-access-x', projected: {} },
    'failed to fetch token: serviceaccounts "builder" not found',
    ["a token of the pod's ServiceAccount", 'See which ServiceAccounts there are'],
  ],
  [
    'a block volume in the list of filesystems',
    'wrong-mode',
    claimed,
    'volume data has volumeMode Block, but is specified in volumeMounts',
    ['Move volume data', 'volumeDevices'],
  ],
  [
    'a volume of another node',
    'node-affinity',
    claimed,
    'NodePublishVolume.NodeAffinity check failed: no matching NodeSelectorTerms',
    ['node affinity that node-a does not match', 'Look at the claim'],
  ],
  [
    'a damaged filesystem',
    'device',
    claimed,
    "'fsck' found errors on device /dev/sdb but could not correct them",
    ['The disk or its filesystem is at fault'],
  ],
  [
    'a disk that something else uses',
    'in-use',
    claimed,
    'mount failed: exit status 32\nOutput: mount: /dev/sdb already mounted or mount point busy.',
    ['still in use', 'Stop what still uses'],
  ],
  [
    'a filesystem whose client the node lacks',
    'filesystem-type-unknown',
    nfs,
    'mount failed: exit status 32\nOutput: mount: bad option; for several filesystems (e.g. nfs, cifs) you might need a /sbin/mount.<type> helper program.',
    ['cannot mount the filesystem type nfs: its client program or kernel module is not installed'],
  ],
  [
    'a filesystem that is no NFS and whose client the node lacks',
    'filesystem-type-unknown',
    claimed,
    'mount failed: exit status 32\nOutput: mount: bad option; for several filesystems (e.g. nfs, cifs) you might need a /sbin/mount.<type> helper program.',
    ['cannot mount that type of filesystem', 'Install the client for this filesystem'],
  ],
  [
    'a claim that is on its way out',
    'claim-not-usable',
    claimed,
    'error processing PVC shop/data: PVC is being deleted',
    ['The claim behind volume data (claim data) cannot be used', 'Look at the volumes and where they may be used'],
  ],
  [
    'a driver that does not answer in time',
    'timeout',
    claimed,
    'rpc error: code = DeadlineExceeded desc = context deadline exceeded',
    ['in time: context deadline exceeded.'],
  ],
  [
    'a long answer',
    'other',
    nfs,
    `the driver says ${'no '.repeat(80)}`,
    ['cannot be mounted on node node-a: the driver says no no'],
  ],
  [
    'a file that has to be there',
    'host-path-type',
    { name: 'conf', hostPath: { path: '/etc/app.conf', type: 'File' } },
    'hostPath type check failed: /etc/app.conf is not a file',
    ['/etc/app.conf', 'FileOrCreate'],
  ],
];

testRule(volumeMountFailed, {
  fires: [
    ...spoken.map(([name, detail, volume, error, says]) => ({
      name: `spoken: ${name}`,
      objects: [mounting(volume), failed(volume.name, error)],
      expect: [{ detail, says: [...says] }],
    })),
    {
      name: 'recorded: hostPath',
      recording: 'upload-svc',
      expect: [{ detail: 'host-path-type', says: ['/data/uploads', 'DirectoryOrCreate'] }],
    },
    {
      name: 'recorded: NFS',
      recording: 'shared-media',
      expect: [{ detail: 'filesystem-type-unknown', says: ['10.20.30.40', 'nfs'] }],
    },
    {
      name: 'recorded: CSI driver',
      recording: 'photo-archive',
      expect: [{ detail: 'driver-not-registered', says: ['pd.csi.storage.gke.io', 'objects-minio-0'] }],
    },
    {
      name: 'a server that does not answer',
      objects: [
        mounting(nfs),
        failed(
          'media',
          'mount failed: exit status 32\nMounting command: mount\nOutput: mount.nfs: Connection timed out\n',
        ),
      ],
      expect: [{ container: 'web', detail: 'remote-unreachable', says: ['nfs.example:/export'] }],
    },
    {
      name: 'refused by the server',
      objects: [
        mounting(nfs),
        failed(
          'media',
          'mount failed: exit status 32\nOutput: mount.nfs: access denied by server while mounting nfs.example:/export',
        ),
      ],
      expect: [{ detail: 'access-denied' }],
    },
    {
      name: 'a path that is not there',
      objects: [
        mounting(nfs),
        failed(
          'media',
          'mount failed: exit status 32\nOutput: mount.nfs: mounting nfs.example:/export failed, reason given by server: No such file or directory',
        ),
      ],
      expect: [{ detail: 'remote-not-found' }],
    },
    {
      name: 'a type that cannot be created',
      objects: [mounting(hostPath), failed('files', 'hostPath type check failed: /data is not a socket file')],
      expect: [{ detail: 'host-path-type', saysNot: ['OrCreate'] }],
    },
    {
      name: 'two volumes: each is a finding, the newest failure of each',
      objects: [
        creating({ spec: { volumes: [hostPath, nfs] } }),
        failed('files', 'hostPath type check failed: /data is not a socket file', 9),
        failed('media', 'old', 8),
        failed('media', 'Output: Connection refused', 3),
      ],
      expect: [{ says: ['files'] }, { says: ['media', 'Connection refused'] }],
    },
    {
      name: 'only the summary of old kubelets',
      objects: [
        mounting(nfs),
        anEvent(
          'FailedMount',
          'Unable to attach or mount volumes: unmounted volumes=[media], unattached volumes=[], failed to process volumes=[]: timed out waiting for the condition',
        ),
      ],
      expect: [{ detail: 'timeout', says: ['media'] }],
    },
    {
      name: 'a block volume',
      objects: [
        creating(),
        anEvent(
          'FailedMapVolume',
          'MapVolume.SetUpDevice failed for volume "pv-1" : rpc error: code = Internal desc = no device',
        ),
      ],
      expect: [{ says: ['pv-1'] }],
    },
    {
      name: 'silence for long, a volume from elsewhere, and events that say nothing',
      objects: [mounting(nfs, { created: 600, status: quiet }), scheduled],
      expect: [
        {
          detail: 'silent',
          confidence: 'possible',
          says: ['perhaps because volume media does not get mounted', 'media comes from elsewhere'],
        },
      ],
    },
    {
      name: 'the same of several volumes',
      objects: [
        creating({
          created: 600,
          containers: [
            { name: 'web', volumeMounts: ['media', 'more'].map((name) => ({ name, mountPath: `/${name}` })) },
          ],
          spec: { volumes: [nfs, { ...nfs, name: 'more' }] },
          status: quiet,
        }),
        scheduled,
      ],
      expect: [{ says: ['perhaps because volumes media, more do not get mounted', 'media, more come from elsewhere'] }],
    },
  ],
  silent: [
    { name: 'a missing ConfigMap has its own rule', recording: 'proxy-tier' },
    { name: 'a missing key has its own rule', recording: 'feature-flags' },
    { name: 'attaching has its own rule', recording: 'erp-database' },
    { name: 'the token volume before the kubelet has read its ConfigMaps', recording: 'iot-bridge' },
    {
      name: 'an operation that is under way',
      objects: [
        mounting(nfs),
        failed('media', 'rpc error: code = Aborted desc = an operation with the given Volume ID vol already exists'),
      ],
    },
    {
      name: 'mounted since',
      objects: [
        mounting(nfs),
        failed('media', 'x', 60),
        anEvent('Pulled', 'Successfully pulled', { container: 'web', ago: 20, type: 'Normal' }),
      ],
    },
    {
      name: 'running',
      objects: [aPod({ containers: [{ name: 'web', state: running(50), ready: true }] }), failed('media', 'x', 60)],
    },
    {
      name: 'silence over volumes of its own',
      objects: [mounting({ name: 'tmp', emptyDir: {} }, { created: 600, status: quiet }), scheduled],
    },
    { name: 'silence, but events have expired', objects: [mounting(nfs, { created: 6000, status: quiet })] },
    {
      name: 'silence that a sandbox explains',
      objects: [
        mounting(nfs, { created: 600, status: quiet }),
        scheduled,
        anEvent('FailedCreatePodSandBox', 'Failed to create pod sandbox: x'),
      ],
    },
  ],
});
