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
      name: 'the attempt of a Job that another pod has taken over',
      target: 'job/seed',
      objects: [attempt('web-1', 300, 'Failed'), attempt('web-2', 200, 'Running'), aWorkload('Job', 'seed')],
      expect: [{ detail: 'app-exit-error', says: ['web-2', 'exited with 3'] }],
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
