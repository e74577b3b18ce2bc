import { appExitsEarly } from '../../../src/rules/crash/app-exits-early.ts';
import { aPod, running, terminated, waiting, type ContainerOptions } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const ending = (more: ContainerOptions = {}, restartPolicy = 'Always') =>
  aPod({
    containers: [{ state: waiting('CrashLoopBackOff'), last: terminated(0), restarts: 3, ...more }],
    spec: { restartPolicy },
  });

testRule(appExitsEarly, {
  fires: [
    {
      name: 'exit 0 under Always',
      objects: [ending()],
      expect: [{ container: 'web', detail: 'one-shot', says: ['exit code 0', 'restartPolicy Always'] }],
    },
    {
      name: 'before the first restart',
      objects: [ending({ state: { terminated: terminated(0) }, restarts: 0 })],
      expect: [{}],
    },
    {
      name: 'a script that leaves its program in the background',
      objects: [ending({ command: ['sh', '-c', 'server --port 80 & echo started'] })],
      expect: [{ detail: 'background', says: ['foreground'] }],
    },
    {
      name: 'a bare shell',
      objects: [ending({ command: ['/bin/bash'] })],
      expect: [{ detail: 'shell', says: ['sleep infinity'] }],
    },
    {
      name: 'a base image without a command',
      objects: [ending({ image: 'docker.io/library/alpine:3.19' })],
      expect: [{ detail: 'shell' }],
    },
    {
      name: 'a sidecar in a pod that is never restarted',
      objects: [
        aPod({
          spec: { restartPolicy: 'Never' },
          initContainers: [
            {
              name: 'proxy',
              restartPolicy: 'Always',
              state: waiting('CrashLoopBackOff'),
              last: terminated(0),
              restarts: 2,
            },
          ],
        }),
      ],
      expect: [{ container: 'proxy' }],
    },
    {
      name: 'a daemon in the background, recorded',
      recording: 'print-spooler',
      expect: [{ container: 'cupsd', detail: 'background' }],
    },
    {
      name: 'a shell without a terminal, recorded',
      recording: 'toolbox',
      expect: [{ container: 'toolbox', says: ['0'] }],
    },
  ],
  silent: [
    { name: 'a healthy pod', objects: [aPod()] },
    { name: 'OnFailure does not restart it', objects: [ending({ state: { terminated: terminated(0) } }, 'OnFailure')] },
    {
      name: 'an init container that is done',
      objects: [aPod({ initContainers: [{ name: 'a', state: { terminated: terminated(0) } }] })],
    },
    { name: 'up for long since', objects: [ending({ state: running(400), ready: true })] },
    { name: 'a liveness kill that was handled well', recording: 'docs-site' },
    { name: 'a Job that completed', recording: 'demo-data' },
  ],
});
