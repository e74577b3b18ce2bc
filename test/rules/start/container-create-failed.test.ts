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
