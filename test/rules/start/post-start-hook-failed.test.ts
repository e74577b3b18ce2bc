import { postStartHookFailed } from '../../../src/rules/start/post-start-hook-failed.ts';
import { ago, anEvent, aPod, aWorkload, running, terminated, waiting } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const hook = { lifecycle: { postStart: { exec: { command: ['/register'] } } } };
const message =
  'Exec lifecycle hook ([/register]) for Container "web" in Pod "web-1_shop(uid)" failed - error: command \'/register\' exited with 7: , message: "refused"';
const failed = (secondsAgo: number) =>
  anEvent('FailedPostStartHook', 'PostStartHook failed', { container: 'web', ago: secondsAgo, count: 3 });
const end = terminated(137, 'Error', { finishedAgo: 20, ranFor: 2 });

testRule(postStartHookFailed, {
  fires: [
    {
      name: 'right after it failed',
      objects: [
        aWorkload('StatefulSet', 'web'),
        aPod({
          owner: { kind: 'StatefulSet', name: 'web' },
          containers: [{ name: 'web', ...hook, state: waiting('PostStartHookError', message), last: end, restarts: 1 }],
        }),
      ],
      expect: [
        {
          container: 'web',
          says: ['postStart', '/register', 'exit code 7'],
          command:
            'kubectl -n shop patch statefulset/web -p {"spec":{"template":{"spec":{"containers":[{"name":"web","lifecycle":{"postStart":null}}]}}}}',
        },
      ],
    },
    {
      name: 'no event is left, and it ends again and again soon after its start',
      objects: [
        aPod({
          containers: [
            {
              name: 'web',
              ...hook,
              state: waiting('CrashLoopBackOff'),
              last: terminated(0, 'Completed', { ranFor: 1 }),
              restarts: 3,
            },
          ],
        }),
      ],
      expect: [{ container: 'web', confidence: 'possible', says: ['may have failed', 'No event is left'] }],
    },
    {
      name: 'an httpGet hook, in its first moments',
      objects: [
        aPod({
          containers: [
            {
              name: 'web',
              lifecycle: { postStart: { httpGet: { port: 8080, path: '/warm' } } },
              state: waiting('PostStartHookError', 'Get "http://10.0.0.7:8080/warm": dial tcp: connection refused'),
            },
          ],
        }),
      ],
      expect: [
        {
          confidence: 'certain',
          says: [
            'The postStart hook (httpGet :8080/warm) failed',
            'only where no HTTP answer comes',
            'Let the hook wait',
          ],
        },
      ],
    },
    {
      name: 'a hook that the spec no longer has',
      objects: [aPod({ containers: [{ name: 'web', state: waiting('PostStartHookError') }] })],
      expect: [
        { says: ['The postStart hook failed. The kubelet runs it'], saysNot: ['lifecycle.postStart', 'exit code'] },
      ],
    },
    {
      name: 'a hook that does nothing',
      objects: [
        aPod({ containers: [{ name: 'web', lifecycle: { postStart: {} }, state: waiting('PostStartHookError') }] }),
      ],
      expect: [{ says: ['The postStart hook (no handler) failed'] }],
    },
    {
      name: 'the wording of an older kubelet',
      objects: [
        aPod({
          containers: [
            { name: 'web', ...hook, state: waiting('PostStartHookError', "command '/register' exit code: 3") },
          ],
        }),
      ],
      expect: [{ says: ['It ended with exit code 3.'] }],
    },
    {
      name: 'a sleep that the end of the container cuts off',
      objects: [
        aPod({
          containers: [
            {
              name: 'web',
              lifecycle: { postStart: { sleep: { seconds: 5 } } },
              state: waiting('PostStartHookError', 'container terminated before sleep hook finished'),
            },
          ],
        }),
      ],
      expect: [
        { says: ['(sleep 5 s) failed', 'Remove the postStart hook'], saysNot: ['try again, instead', 'exit code'] },
      ],
    },
    {
      name: 'in the back-off only events tell',
      objects: [
        aPod({ containers: [{ name: 'web', ...hook, state: waiting('CrashLoopBackOff'), last: end, restarts: 4 }] }),
        failed(20),
      ],
      expect: [{ says: ['FailedPostStartHook', '4 times'] }],
    },
    {
      name: 'a sidecar with a tcpSocket hook, which never works',
      objects: [
        aPod({
          status: { phase: 'Pending' },
          initContainers: [
            {
              name: 'proxy',
              restartPolicy: 'Always',
              lifecycle: { postStart: { tcpSocket: { port: 80 } } },
              state: waiting('PostStartHookError', 'Cannot run handler: invalid handler'),
              last: end,
            },
          ],
          containers: [{ name: 'web', state: waiting('PodInitializing') }],
        }),
      ],
      expect: [{ container: 'proxy', says: ['sidecar proxy', 'always fails'] }],
    },
    { name: 'recorded', recording: 'token-broker', expect: [{ container: 'broker', says: ['postStart'] }] },
  ],
  silent: [
    {
      name: 'it runs for long since',
      objects: [
        aPod({
          containers: [
            {
              name: 'web',
              ...hook,
              state: running(1200),
              last: terminated(137, 'Error', { finishedAgo: 1220, ranFor: 2 }),
              ready: true,
              restarts: 1,
            },
          ],
        }),
        failed(1220),
      ],
    },
    {
      name: 'it crashes by itself',
      objects: [
        aPod({
          containers: [{ name: 'web', ...hook, state: waiting('CrashLoopBackOff'), last: terminated(1), restarts: 2 }],
        }),
      ],
    },
    { name: 'a healthy pod with a hook', objects: [aPod({ containers: [{ name: 'web', ...hook }] })] },
    {
      name: 'the pod is being deleted',
      objects: [
        aPod({
          metadata: { deletionTimestamp: ago(-10), deletionGracePeriodSeconds: 30 },
          containers: [{ name: 'web', ...hook, state: waiting('PostStartHookError', message), last: end }],
        }),
      ],
    },
  ],
});
