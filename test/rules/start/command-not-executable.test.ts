import { commandNotExecutable } from '../../../src/rules/start/command-not-executable.ts';
import { aPod, aWorkload, namespace, terminated, waiting, type ContainerOptions } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const runc = (inner: string) =>
  `OCI runtime create failed: runc create failed: unable to start container process: ${inner}: unknown`;
const failing = (inner: string, options: Partial<ContainerOptions> = {}, spec = {}) =>
  aPod({
    owner: { kind: 'DaemonSet', name: 'web' },
    spec,
    containers: [{ name: 'web', state: waiting('RunContainerError', runc(inner)), ...options }],
  });
const log = {
  apiVersion: 'podlife/v1',
  kind: 'PodLog',
  metadata: { namespace, name: 'web-1' },
  container: 'web',
  previous: true,
  text: 'exec /app/run: permission denied\n',
};

testRule(commandNotExecutable, {
  fires: [
    {
      name: 'a file of the image',
      objects: [failing('exec: "/app/run": permission denied')],
      expect: [{ container: 'web', detail: 'permission', says: ['/app/run', 'chmod +x'] }],
    },
    {
      name: 'a user of the whole pod that may not, on a volume',
      objects: [
        failing(
          'exec: "/work/run": permission denied',
          { volumeMounts: [{ name: 'work', mountPath: '/work' }] },
          { securityContext: { runAsUser: 2000 }, volumes: [{ name: 'work', emptyDir: {} }] },
        ),
      ],
      expect: [
        {
          says: [
            'and user 2000, as whom the container runs, may not execute it (it lies on emptyDir work)',
            'Set the x bit of /work/run on emptyDir work (chmod +x)',
          ],
        },
      ],
    },
    {
      name: 'a user that may not',
      objects: [failing('exec: "/app/run": permission denied', { securityContext: { runAsUser: 1000 } })],
      expect: [{ says: ['user 1000'] }],
    },
    {
      name: 'a directory',
      objects: [failing('exec: "/app": is a directory: permission denied')],
      expect: [{ detail: 'directory', says: ['is a directory'] }],
    },
    {
      name: 'a script of a ConfigMap',
      objects: [
        aWorkload('DaemonSet', 'web'),
        failing(
          'exec: "/scripts/run.sh": permission denied',
          { command: ['/scripts/run.sh', '-v'], volumeMounts: [{ name: 'scripts', mountPath: '/scripts' }] },
          { volumes: [{ name: 'scripts', configMap: { name: 'jobs' } }] },
        ),
      ],
      expect: [
        {
          says: ['ConfigMap jobs', '0644', '0755'],
          command:
            'kubectl -n shop patch daemonset/web -p {"spec":{"template":{"spec":{"volumes":[{"name":"scripts","configMap":{"defaultMode":493}}]}}}}',
        },
      ],
    },
    {
      name: 'a script of a Secret, which args name',
      objects: [
        aWorkload('DaemonSet', 'web'),
        failing(
          'exec: "/keys/run.sh": permission denied',
          { args: ['/keys/run.sh', '-v'], volumeMounts: [{ name: 'keys', mountPath: '/keys' }] },
          { volumes: [{ name: 'keys', secret: { secretName: 'jobs', defaultMode: 0o400 } }] },
        ),
      ],
      expect: [
        {
          says: ['Secret jobs', 'mode 0400', 'Set defaultMode of volume keys to 0755'],
          command:
            'kubectl -n shop patch daemonset/web -p {"spec":{"template":{"spec":{"containers":[{"name":"web","args":["sh","/keys/run.sh","-v"]}]}}}}',
        },
      ],
    },
    {
      name: 'a debug container',
      objects: [
        aPod({
          spec: { ephemeralContainers: [{ name: 'debug', image: 'busybox', command: ['/etc/passwd'] }] },
          status: {
            ephemeralContainerStatuses: [
              { name: 'debug', state: waiting('RunContainerError', runc('exec: "/etc/passwd": permission denied')) },
            ],
          },
        }),
      ],
      expect: [
        { container: 'debug', severity: 'warning', says: ['Start another debug container'], saysNot: ['x bit of'] },
      ],
    },
    {
      name: 'only the log tells',
      objects: [failing('', { state: waiting('CrashLoopBackOff'), last: terminated(1), restarts: 1 }), log],
      expect: [{ says: ['/app/run'] }],
    },
    {
      name: 'recorded',
      recording: 'retention-cleaner',
      expect: [{ container: 'clean', says: ['/scripts/clean.sh', 'permission denied', 'ConfigMap clean-scripts'] }],
    },
  ],
  silent: [
    { name: 'it is not there', recording: 'webhooks-consumer' },
    { name: 'a running container', objects: [aPod()] },
    {
      name: 'a mount is not permitted',
      objects: [failing('error mounting "/x" to rootfs at "/y": permission denied')],
    },
  ],
});
