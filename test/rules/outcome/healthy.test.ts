import type { KubeObject } from '../../../src/core/kubernetes.ts';
import { healthy } from '../../../src/rules/outcome/healthy.ts';
import { ago, aPod, aWorkload, terminated, waiting, wholeNamespace } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const service: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'shop-web', namespace: 'shop' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
};

testRule(healthy, {
  fires: [
    {
      name: 'a CronJob before its first run',
      target: 'cronjob/tidy',
      objects: [
        ...wholeNamespace(),
        aWorkload('CronJob', 'tidy', { spec: { schedule: '0 3 * * *', timeZone: 'Europe/Vienna' } }),
      ],
      expect: [{ severity: 'info', says: ['it has not run yet', '0 3 * * *', 'Europe/Vienna'] }],
    },
    {
      name: 'a CronJob of whose runs nothing is left',
      target: 'cronjob/tidy',
      objects: [
        ...wholeNamespace(),
        aWorkload('CronJob', 'tidy', {
          spec: { schedule: '*/30 * * * *' },
          status: { lastScheduleTime: ago(600), lastSuccessfulTime: ago(590) },
        }),
      ],
      expect: [{ says: ['10 min ago', '*/30 * * * *'], saysNot: ['not run yet'] }],
    },
    {
      name: 'some containers have done their work and the others run',
      objects: [
        aPod({
          spec: { restartPolicy: 'Never' },
          containers: [{ name: 'work', state: { terminated: terminated(0) } }, { name: 'proxy' }],
        }),
      ],
      expect: [{ says: ['container proxy runs, and work has done its work', 'sidecar'] }],
    },
    {
      name: 'several containers have done their work, and several run',
      objects: [
        aPod({
          spec: { restartPolicy: 'OnFailure' },
          containers: [
            ...['one', 'two'].map((name) => ({ name, state: { terminated: terminated(0) } })),
            { name: 'proxy' },
            { name: 'agent' },
          ],
        }),
      ],
      expect: [
        {
          says: [
            'containers proxy and agent run, and one and two have done their work',
            'one and two ended with exit code 0 and are not started again; the pod completes when proxy and agent end too',
          ],
        },
      ],
    },
    {
      name: 'a retry of a Job',
      target: 'job/seed',
      objects: [
        aPod({ owner: { kind: 'Job', name: 'seed' }, spec: { restartPolicy: 'Never' } }),
        aWorkload('Job', 'seed', { status: { active: 1, failed: 2 } }),
      ],
      expect: [{ says: ['not done yet, and 2 attempts before it failed'] }],
    },
    {
      name: 'running and ready',
      objects: [aPod(), service],
      expect: [
        { container: null, severity: 'info', says: ['no restarts', 'node-a', 'Service shop-web', '14 min 55 s'] },
      ],
    },
    {
      name: 'its owner has more ready pods than it wants, and no Service selects it',
      target: 'sts/web',
      objects: [
        aPod({ owner: { kind: 'StatefulSet', name: 'web' }, spec: { nodeName: '' } }),
        aWorkload('StatefulSet', 'web', { spec: { replicas: 2 }, status: { replicas: 3, readyReplicas: 3 } }),
        { ...service, spec: { selector: { app: 'other' }, ports: [{ port: 80 }] } },
      ],
      expect: [
        {
          says: [
            '(BestEffort)',
            'Every container runs and is ready, and nothing',
            'StatefulSet/web wants 2 and has 3 pods ready: some are on their way out.',
          ],
          saysNot: ['selected by Service'],
        },
      ],
    },
    {
      name: 'restarted before',
      objects: [aPod({ containers: [{ restarts: 2, last: terminated(1) }] })],
      expect: [{ says: ['restarted twice before'] }],
    },
    {
      name: 'without conditions every container decides',
      objects: [aPod({ status: { conditions: [] } })],
      expect: [{}],
    },
    {
      name: 'of a Job',
      objects: [aPod({ owner: { kind: 'Job', name: 'seed' } }), aWorkload('Job', 'seed')],
      expect: [{ says: ['not done yet'] }],
    },
    { name: 'two replicas, recorded', recording: 'blog-platform', expect: [{ says: ['2 of 2 pods ready'] }] },
    { name: 'a bare pod, recorded', recording: 'debug-shell', expect: [{ says: ['BestEffort'] }] },
    { name: 'trouble that is over, recorded', recording: 'warm-up', expect: [{}] },
  ],
  silent: [
    {
      name: 'one container has done its work, and another crashes',
      objects: [
        aPod({
          spec: { restartPolicy: 'OnFailure' },
          containers: [
            { name: 'work', state: { terminated: terminated(0) } },
            { name: 'proxy', state: waiting('CrashLoopBackOff'), ready: false },
          ],
        }),
      ],
    },
    {
      name: 'a CronJob that has run',
      target: 'cronjob/tidy',
      objects: [...wholeNamespace(), aWorkload('CronJob', 'tidy', { spec: { suspend: true } })],
    },
    { name: 'not ready', objects: [aPod({ containers: [{ ready: false }] })] },
    { name: 'being deleted', objects: [aPod({ metadata: { deletionTimestamp: '2026-01-15T12:00:20Z' } })] },
    { name: 'ended', objects: [aPod({ status: { phase: 'Succeeded' } })] },
    { name: 'starting', recording: 'fresh-web' },
  ],
});
