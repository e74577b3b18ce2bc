import { restartedEarlier } from '../../../src/rules/outcome/restarted-earlier.ts';
import {
  anEvent,
  aPod,
  aWorkload,
  running,
  terminated,
  waiting,
  type ContainerOptions,
} from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const again = (exitCode: number, reason?: string, more: ContainerOptions = {}) =>
  aPod({
    containers: [
      {
        state: running(600),
        last: terminated(exitCode, reason, { finishedAgo: 601 }),
        restarts: 1,
        ready: true,
        ...more,
      },
    ],
  });
const attempt = (name: string, created: number, phase: string) =>
  aPod({
    name,
    created,
    owner: { kind: 'Job', name: 'seed' },
    spec: { restartPolicy: 'Never' },
    status: { phase },
    containers: [phase === 'Running' ? {} : { state: { terminated: terminated(3) } }],
  });

testRule(restartedEarlier, {
  fires: [
    {
      name: 'out of memory once',
      objects: [again(137, 'OOMKilled')],
      expect: [
        {
          container: 'web',
          severity: 'info',
          detail: 'oom-killed',
          says: ['OOMKilled', 'for 10 min', 'longer than that one'],
        },
      ],
    },
    { name: 'exited once', objects: [again(1)], expect: [{ detail: 'app-exit-error', says: ['exited with 1'] }] },
    { name: 'a signal', objects: [again(139)], expect: [{ detail: 'killed-by-signal', says: ['SIGSEGV'] }] },
    {
      name: 'the node was restarted',
      objects: [again(137, 'ContainerStatusUnknown')],
      expect: [{ detail: 'node-lost', says: ['lost track'], saysNot: ['SIGKILL'] }],
    },
    {
      name: 'its liveness probe killed it once',
      objects: [
        again(137),
        anEvent('Killing', 'Container web failed liveness probe, will be restarted', { ago: 601, container: 'web' }),
      ],
      expect: [{ detail: 'liveness-probe-killed', says: ['its liveness probe failed'] }],
    },
    {
      name: 'its startup probe killed it once',
      objects: [
        again(137),
        anEvent('Killing', 'Container web failed startup probe, will be restarted', { ago: 601, container: 'web' }),
      ],
      expect: [{ detail: 'startup-probe-killed', says: ['its startup probe failed'] }],
    },
    {
      name: 'its postStart hook failed once',
      objects: [
        again(137, 'Error', { lifecycle: { postStart: { exec: { command: ['/warm-up'] } } } }),
        anEvent('FailedPostStartHook', 'PostStartHook failed', { ago: 602, container: 'web' }),
        anEvent('Killing', 'FailedPostStartHook', { ago: 601, container: 'web' }),
      ],
      expect: [{ detail: 'post-start-hook-failed', says: ['its postStart hook failed'] }],
    },
    {
      name: 'the runtime could not start it at first',
      objects: [again(128, 'StartError', { last: terminated(128, 'StartError', { finishedAgo: 601, ranFor: 0 }) })],
      expect: [{ detail: 'container-create-failed', says: ['the runtime could not start it'] }],
    },
    {
      name: 'it had ended by itself',
      objects: [again(0)],
      expect: [{ detail: 'app-exits-early', says: ['it ended with exit code 0'] }],
    },
    {
      name: 'it is not ready again yet',
      objects: [again(1, 'Error', { ready: false, started: true })],
      expect: [{ saysNot: ['and is ready'] }],
    },
    {
      name: 'the image was changed in place',
      objects: [
        again(143),
        anEvent('Killing', 'Container web definition changed, will be restarted', { ago: 601, container: 'web' }),
      ],
      expect: [{ detail: null, says: ['were changed'] }],
    },
    {
      name: 'why is no longer known',
      objects: [aPod({ containers: [{ restarts: 3 }] })],
      expect: [{ detail: null, says: ['3 times', 'no longer says'] }],
    },
    {
      name: 'a long run ended and it serves since',
      objects: [again(1, 'Error', { last: terminated(1, 'Error', { finishedAgo: 601, ranFor: 90_000 }) })],
      expect: [{ saysNot: ['longer than that one'] }],
    },
    {
      name: 'the failed attempt of a Job that is complete',
      objects: [
        attempt('web-1', 300, 'Failed'),
        aWorkload('Job', 'seed', { status: { conditions: [{ type: 'Complete', status: 'True' }] } }),
      ],
      expect: [{ detail: 'app-exit-error', says: ['the Job is complete', 'exited with 3'] }],
    },

    {
      name: 'a signal without a name',
      objects: [again(190)],
      expect: [{ says: ['exit code 190'] }],
    },

    {
      name: 'out of memory once, recorded',
      recording: 'analytics-cache',
      expect: [{ container: 'cache', detail: 'oom-killed', says: ['OOMKilled'] }],
    },
    {
      name: 'exited once, recorded',
      recording: 'pubsub-relay',
      expect: [{ container: 'relay', detail: 'app-exit-error', says: ['1'] }],
    },
  ],
  silent: [
    {
      name: 'an attempt of a Job that another pod has taken over: that one is looked at',
      target: 'job/seed',
      objects: [attempt('web-1', 300, 'Failed'), attempt('web-2', 200, 'Running'), aWorkload('Job', 'seed')],
    },
    { name: 'never restarted', objects: [aPod()] },
    { name: 'between two crashes', objects: [again(1, 'Error', { state: running(3) })] },
    { name: 'it waits', objects: [again(1, 'Error', { state: waiting('CrashLoopBackOff'), ready: false })] },
    {
      name: 'its first kill is under way',
      objects: [
        again(1, 'Error'),
        anEvent('Killing', 'Container web failed liveness probe, will be restarted', { ago: 1, container: 'web' }),
      ],
    },
    { name: 'killed again and again', recording: 'shop-frontend-3' },
    { name: 'healthy', recording: 'blog-platform' },
  ],
});
