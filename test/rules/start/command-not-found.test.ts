import { commandNotFound } from '../../../src/rules/start/command-not-found.ts';
import {
  anEvent,
  aPod,
  aWorkload,
  namespace,
  running,
  terminated,
  waiting,
  type ContainerOptions,
} from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const runc = (inner: string) =>
  `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${inner}: unknown`;
const notInPath = (name: string) => runc(`exec: "${name}": executable file not found in $PATH`);
const failing = (message: string, options: Partial<ContainerOptions> = {}) =>
  aPod({
    owner: { kind: 'StatefulSet', name: 'web' },
    containers: [{ name: 'web', image: 'shop/web:1', state: waiting('RunContainerError', message), ...options }],
  });
const owner = aWorkload('StatefulSet', 'web');
const log = (text: string) => ({
  apiVersion: 'podlife/v1',
  kind: 'PodLog',
  metadata: { namespace, name: 'web-1' },
  container: 'web',
  previous: true,
  text,
});

testRule(commandNotFound, {
  fires: [
    {
      name: 'the command is not in the image',
      objects: [failing(notInPath('gunicorn'), { command: ['gunicorn', 'app'] }), owner],
      expect: [
        {
          container: 'web',
          detail: 'missing',
          says: ['gunicorn', 'PATH', 'shop/web:1'],
          command:
            'kubectl -n shop patch statefulset/web -p {"spec":{"template":{"spec":{"containers":[{"name":"web","command":null}]}}}}',
        },
      ],
    },
    {
      name: 'a path that the image does not have',
      objects: [
        failing(runc('exec: "/app/server": stat /app/server: no such file or directory'), { command: ['/app/server'] }),
        owner,
      ],
      expect: [
        { detail: 'missing', says: ['The command of the container calls /app/server, and the image has no such file'] },
      ],
    },
    {
      name: 'a debug container',
      objects: [
        aPod({
          spec: { ephemeralContainers: [{ name: 'debug', image: 'shop/tools:1', command: ['tcpdump'] }] },
          status: {
            ephemeralContainerStatuses: [{ name: 'debug', state: waiting('RunContainerError', notInPath('tcpdump')) }],
          },
        }),
      ],
      expect: [
        {
          container: 'debug',
          severity: 'warning',
          says: ['Start another debug container from an image that has tcpdump'],
          saysNot: ['Remove command'],
        },
      ],
    },
    {
      name: 'a whole line as one word',
      objects: [failing(notInPath('python app.py'), { command: ['python app.py'] }), owner],
      expect: [
        {
          detail: 'one-word',
          command:
            'kubectl -n shop patch statefulset/web -p {"spec":{"template":{"spec":{"containers":[{"name":"web","command":["python","app.py"]}]}}}}',
        },
      ],
    },
    {
      name: 'args of an image without an ENTRYPOINT',
      objects: [failing(notInPath('--port'), { args: ['--port', '80'] })],
      expect: [{ detail: 'args-without-entrypoint', says: ['ENTRYPOINT'] }],
    },
    {
      name: 'a file that a volume should have',
      objects: [
        aPod({
          spec: { volumes: [{ name: 'scripts', configMap: { name: 'jobs' } }] },
          containers: [
            {
              name: 'web',
              command: ['/jobs/run.sh'],
              volumeMounts: [{ name: 'scripts', mountPath: '/jobs' }],
              state: waiting(
                'RunContainerError',
                runc('exec: "/jobs/run.sh": stat /jobs/run.sh: no such file or directory'),
              ),
            },
          ],
        }),
      ],
      expect: [{ says: ['ConfigMap jobs', '/jobs/run.sh'] }],
    },
    {
      name: 'between two tries only the end of the last one tells',
      objects: [
        failing('', {
          state: waiting('CrashLoopBackOff', 'back-off 20s'),
          last: terminated(128, 'StartError', { message: notInPath('app') }),
        }),
      ],
      expect: [{ says: ['StartError', 'app'] }],
    },
    {
      name: 'a pod that is not restarted',
      objects: [
        aPod({
          status: { phase: 'Failed' },
          spec: { restartPolicy: 'Never' },
          containers: [
            { name: 'web', state: { terminated: terminated(128, 'StartError', { message: notInPath('app') }) } },
          ],
        }),
      ],
      expect: [{ container: 'web' }],
    },
    {
      name: 'an init container, in the words of crun',
      objects: [
        aPod({
          status: { phase: 'Pending' },
          initContainers: [
            {
              name: 'migrate',
              state: waiting(
                'CreateContainerError',
                'container create failed: executable file `flyway` not found in $PATH: No such file or directory',
              ),
            },
          ],
          containers: [{ name: 'web', state: waiting('PodInitializing') }],
        }),
      ],
      expect: [{ container: 'migrate', says: ['init container migrate', 'flyway'] }],
    },
    {
      name: 'the status has no text, the event has',
      objects: [
        failing('', { state: waiting('CreateContainerError') }),
        anEvent('Failed', `Error: ${notInPath('app')}`, { container: 'web' }),
      ],
      expect: [{ says: ['app'] }],
    },
    {
      name: 'the interpreter of a script is missing',
      objects: [
        failing('', { state: waiting('CrashLoopBackOff'), last: terminated(1), restarts: 2 }),
        log('exec /entrypoint.sh: no such file or directory\n'),
      ],
      expect: [{ detail: 'interpreter-missing', says: ['#!', '/entrypoint.sh'] }],
    },
    {
      name: 'recorded: no shell',
      recording: 'static-site',
      expect: [{ container: 'site', detail: 'no-shell', says: ['sh'] }],
    },
    {
      name: 'recorded: not in the image',
      recording: 'webhooks-consumer',
      expect: [{ container: 'consumer', says: ['gunicorn'] }],
    },
  ],
  silent: [
    {
      name: 'it runs since',
      objects: [
        failing('', {
          state: running(300),
          last: terminated(128, 'StartError', { message: notInPath('app') }),
          ready: true,
        }),
      ],
    },
    {
      name: 'a shell misses a program',
      objects: [
        failing('', { state: waiting('CrashLoopBackOff'), last: terminated(127) }),
        log('sh: app: not found\n'),
      ],
    },
    {
      name: 'a tool of the node is missing',
      objects: [failing('get apparmor_parser version: exec: "apparmor_parser": executable file not found in $PATH')],
    },
    { name: 'it is there and not executable', recording: 'retention-cleaner' },
    {
      name: 'the working directory is missing',
      objects: [failing(runc('chdir to cwd ("/srv") set in config.json failed: no such file or directory'))],
    },
  ],
});
