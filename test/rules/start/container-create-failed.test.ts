import { containerCreateFailed } from '../../../src/rules/start/container-create-failed.ts';
import { aPod, aWorkload, terminated, waiting, type ContainerOptions } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const runc = (inner: string) =>
  `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${inner}: unknown`;
const failing = (message: string, reason = 'RunContainerError', options: Partial<ContainerOptions> = {}, spec = {}) =>
  aPod({
    owner: { kind: 'StatefulSet', name: 'web' },
    spec,
    containers: [{ name: 'web', state: waiting(reason, message), ...options }],
  });
const owner = aWorkload('StatefulSet', 'web');

/** Texts of runtimes: a name, the class, the text, and what the finding has to say. */
const spoken: readonly (readonly [
  name: string,
  detail: string,
  message: string,
  says: readonly string[],
  options?: Partial<ContainerOptions>,
  spec?: object,
])[] = [
  [
    'a volume inside a read-only volume',
    'read-only',
    runc(
      'error during container init: error mounting "/var/lib/kubelet/pods/a/volumes/cache" to rootfs at "/etc/app/cache": make mountpoint "/etc/app/cache": mkdirat /run/rootfs/etc/app/cache: read-only file system',
    ),
    ['read-only at /etc/app/cache', 'a path of its own in StatefulSet/web'],
  ],
  [
    'a mount that crun does not name',
    'mount',
    'container create failed: bind mount: Invalid argument',
    ['one of its volumes', 'Invalid argument'],
  ],
  [
    'an AppArmor profile of the container itself',
    'apparmor',
    runc(
      'apply apparmor profile: apparmor failed to apply profile: write /proc/self/attr/exec: no such file or directory',
    ),
    ['AppArmor profile shop-web cannot be applied on node-a'],
    { securityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: 'shop-web' } } },
  ],
  [
    'the working directory of the image',
    'working-dir',
    runc('chdir to cwd ("/app") set in config.json failed: permission denied'),
    ['WORKDIR of the image is /app, which', 'Make /app in the image'],
  ],
  [
    'a working directory that the text does not name',
    'working-dir',
    'container create failed: chdir: Permission denied',
    ['its working directory cannot be entered', 'Make the directory'],
  ],
  [
    'a file over a directory of a claim',
    'mount-type',
    runc(
      'error during container init: error mounting "/var/lib/kubelet/x" to rootfs at "/data/app.db": mount /var/lib/kubelet/x:/data/app.db: not a directory',
    ),
    ['claim data', 'Mount claim data on a directory of its own'],
    { volumeMounts: [{ name: 'data', mountPath: '/data/app.db' }] },
    { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
  ],
  [
    'a subPath that is a directory of its volume',
    'mount-type',
    runc(
      'error during container init: error mounting "/var/lib/kubelet/x" to rootfs at "/etc/app.conf": mount /var/lib/kubelet/x:/etc/app.conf: not a directory',
    ),
    ['not of the same kind'],
    { volumeMounts: [{ name: 'conf', mountPath: '/etc/app.conf', subPath: 'app.conf' }] },
    { volumes: [{ name: 'conf', configMap: { name: 'app' } }] },
  ],
  [
    'a mount of the wrong kind without its place',
    'mount-type',
    'container create failed: mount: Not a directory',
    ['are not of the same kind'],
  ],
  [
    'the limit of CRI-O',
    'memory-limit',
    'set memory limit 4194304 too low; should be at least 12582912 bytes: memory limit too low',
    ['too small even to start it'],
  ],
  [
    'a user that the image lacks',
    'user',
    'failed to create containerd container: mount callback failed on /tmp/x: unable to find user app: no matching entries in passwd file',
    ['user app is unknown', '"runAsUser":1000'],
  ],
  ['an image volume', 'image-volume', 'ImageVolumeMountFailed: image volume models', ['containerd 2.1']],
  [
    'a debug container without its target',
    'target-container',
    'unable to find target container "app"',
    ['its target container app does not run', 'without --target'],
    { targetContainerName: 'app' },
  ],
  [
    'a seccomp profile of crun',
    'seccomp',
    'container create failed: seccomp: rule not supported',
    ['seccomp profile', 'every other node'],
  ],
  [
    'an AppArmor profile of the pod',
    'apparmor',
    'failed to create containerd container: apparmor profile not found web-strict',
    ['AppArmor profile web-strict', 'parser'],
    {},
    { securityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: 'web-strict' } } },
  ],
  [
    'a SELinux label',
    'selinux',
    'relabel failed /var/lib/kubelet/pods/a/volumes/x: lsetxattr: operation not supported',
    ['SELinux label', 'seLinuxOptions'],
  ],
  [
    'a device without a path',
    'device',
    'CDI device injection failed: unresolvable CDI devices nvidia.com/gpu=0',
    ['a device is missing on node-a'],
  ],
  [
    'a tool of the runtime',
    'hook',
    'error running prestart hook #0: exit status 1, stdout: , stderr: nvidia-container-cli: initialization error',
    ['Repair the container runtime on node-a'],
  ],
  ['a full disk', 'disk-full', 'mkdir /var/lib/containerd/x: no space left on device', ['no disk space left']],
  [
    'a node without processes',
    'node-exhausted',
    'fork: retry: resource temporarily unavailable',
    ['run out of processes'],
  ],
  ['no answer in time', 'timeout', 'context deadline exceeded', ['2 min', 'does not answer in time']],
  [
    'a damaged image',
    'image-broken',
    'error unpacking image: failed to extract layer: parent snapshot sha256:1 does not exist',
    ['crictl rmi registry.example/web:1'],
  ],
  ['user namespaces', 'user-namespace', 'the runtime does not support user namespaces', ['hostUsers: false']],
  [
    'a cgroup',
    'cgroup',
    runc('unable to apply cgroup configuration: mkdir /sys/fs/cgroup/cpu/kubepods: cannot enter cgroupv2'),
    ['cgroup driver'],
  ],
  ['a forbidden operation', 'not-permitted', runc('mounting proc: operation not permitted'), ['securityContext']],
  [
    'a kubelet that has just started',
    'kubelet-starting',
    'services have not yet been read at least once, cannot construct envvars',
    ['Wait a minute'],
  ],
];

testRule(containerCreateFailed, {
  fires: [
    {
      name: 'a directory on a file',
      objects: [
        owner,
        failing(
          runc(
            'error during container init: error mounting "/var/lib/kubelet/x" to rootfs at "/etc/app.conf": mount /var/lib/kubelet/x:/etc/app.conf: not a directory',
          ),
          undefined,
          {
            volumeMounts: [
              { name: 'conf', mountPath: '/etc/app.conf' },
              { name: 'kube-api-access-x', mountPath: '/var/run/secrets' },
            ],
          },
          { volumes: [{ name: 'conf', configMap: { name: 'app' } }, { name: 'kube-api-access-x' }] },
        ),
      ],
      expect: [
        {
          container: 'web',
          detail: 'mount-type',
          says: ['/etc/app.conf', 'ConfigMap app', 'subPath app.conf'],
          saysNot: ['{"name":"kube-api-access-x"'],
          command:
            'kubectl -n shop patch statefulset/web -p {"spec":{"template":{"spec":{"containers":[{"name":"web","volumeMounts":[{"name":"conf","mountPath":"/etc/app.conf","subPath":"app.conf"}]}]}}}}',
        },
      ],
    },
    {
      name: 'a directory on a file, in an init container',
      objects: [
        owner,
        aPod({
          owner: { kind: 'StatefulSet', name: 'web' },
          spec: { volumes: [{ name: 'conf', configMap: { name: 'app' } }] },
          status: { phase: 'Pending' },
          initContainers: [
            {
              name: 'setup',
              volumeMounts: [{ name: 'conf', mountPath: '/etc/app.conf' }],
              state: waiting(
                'RunContainerError',
                runc(
                  'error during container init: error mounting "/var/lib/kubelet/x" to rootfs at "/etc/app.conf": mount x:/etc/app.conf: not a directory',
                ),
              ),
            },
          ],
          containers: [{ name: 'web', state: waiting('PodInitializing') }],
        }),
      ],
      expect: [
        {
          container: 'setup',
          detail: 'mount-type',
          command:
            'kubectl -n shop patch statefulset/web -p {"spec":{"template":{"spec":{"initContainers":[{"name":"setup","volumeMounts":[{"name":"conf","mountPath":"/etc/app.conf","subPath":"app.conf"}]}]}}}}',
        },
      ],
    },
    {
      name: 'on a node whose name is not known',
      objects: [
        failing(
          'container create failed: the moon is in the wrong quarter',
          'CreateContainerError',
          {},
          { nodeName: '' },
        ),
      ],
      expect: [{ says: ['The runtime on the node could not create or start it'], saysNot: ['describe node'] }],
    },
    {
      name: 'a memory limit that is too small',
      objects: [
        owner,
        failing(runc('container init was OOM-killed (memory limit too low?)'), undefined, {
          resources: { limits: { memory: '100m' } },
        }),
      ],
      expect: [{ detail: 'memory-limit', says: ['100m', '128Mi'] }],
    },
    {
      name: 'a working directory',
      objects: [
        owner,
        failing(runc('chdir to cwd ("/srv/app") set in config.json failed: no such file or directory'), undefined, {
          workingDir: '/srv/app',
        }),
      ],
      expect: [{ detail: 'working-dir', says: ['/srv/app', 'workingDir'] }],
    },
    {
      name: 'an AppArmor profile',
      objects: [
        failing(
          'failed to create containerd container: get apparmor_parser version: exec: "apparmor_parser": executable file not found in $PATH',
          'CreateContainerError',
        ),
      ],
      expect: [{ detail: 'apparmor' }],
    },
    {
      name: 'no command',
      objects: [
        failing(
          'failed to generate container "x" spec: failed to generate spec: no command specified',
          'CreateContainerError',
          { image: 'scratch-app:1' },
        ),
      ],
      expect: [{ detail: 'no-command', says: ['scratch-app:1', 'ENTRYPOINT'] }],
    },
    {
      name: 'a name that is still taken',
      objects: [
        failing('failed to reserve container name "web_1": name "web_1" is reserved for "abc"', 'CreateContainerError'),
      ],
      expect: [{ detail: 'name-reserved', severity: 'error' }],
    },
    {
      name: 'a subPath',
      objects: [
        failing('failed to prepare subPath for volumeMount "data" of container "web"', 'CreateContainerConfigError'),
      ],
      expect: [{ detail: 'sub-path', says: ['data'] }],
    },
    {
      name: 'a device',
      objects: [
        failing(
          runc(
            'error gathering device information while adding custom device "/dev/nvidia0": no such file or directory',
          ),
        ),
      ],
      expect: [{ detail: 'device', says: ['/dev/nvidia0', 'node-a'] }],
    },
    {
      name: 'an error of no known kind is quoted',
      objects: [failing(runc('the moon is in the wrong quarter'))],
      expect: [{ detail: 'other', says: ['the moon is in the wrong quarter'] }],
    },
    {
      name: 'a reason that is a whole sentence',
      objects: [failing('', 'failed to get runtime handler: RuntimeClass "gvisor" not found')],
      expect: [{ says: ['gvisor'] }],
    },
    {
      name: 'a device manager that cannot settle',
      objects: [failing('failed to write cpuset', 'PreCreateHookError')],
      expect: [{ container: 'web' }],
    },
    {
      name: 'the end of a container that never ran',
      objects: [
        failing('', 'CrashLoopBackOff', {
          last: terminated(128, 'StartError', {
            message: runc('error mounting "/a" to rootfs at "/b": permission denied'),
          }),
        }),
      ],
      expect: [{ detail: 'mount', says: ['/b'] }],
    },
    ...spoken.map(([name, detail, message, says, options, spec]) => ({
      name: `spoken: ${name}`,
      objects: [owner, failing(message, 'CreateContainerError', options, spec)],
      expect: [{ container: 'web', detail, says: [...says] }],
    })),
    {
      name: 'recorded: a mount',
      recording: 'cms-frontend',
      expect: [{ container: 'cms', says: ['/www/index.html', 'ConfigMap cms-pages'] }],
    },
    {
      name: 'recorded: a seccomp profile',
      recording: 'issue-tracker',
      expect: [{ container: 'tracker', says: ['profiles/tracker.json', 'RuntimeDefault'] }],
    },
  ],
  silent: [
    { name: 'a missing ConfigMap', objects: [failing('configmap "app" not found', 'CreateContainerConfigError')] },
    {
      name: 'a missing key',
      objects: [failing("couldn't find key url in Secret shop/db", 'CreateContainerConfigError')],
    },
    { name: 'a missing program', recording: 'webhooks-consumer' },
    { name: 'runAsNonRoot', recording: 'audit-log' },
    { name: 'still creating', objects: [failing('', 'ContainerCreating')] },
    { name: 'an image that cannot be pulled', recording: 'web-preview' },
  ],
});
