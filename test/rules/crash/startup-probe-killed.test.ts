import { startupProbeKilled } from '../../../src/rules/crash/startup-probe-killed.ts';
import { anEvent, aPod, running, terminated, waiting, type ContainerOptions } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const startupProbe = { tcpSocket: { port: 8080 }, periodSeconds: 5, failureThreshold: 4 };
const pod = (more: ContainerOptions = {}) =>
  aPod({
    containers: [
      {
        startupProbe,
        state: waiting('CrashLoopBackOff'),
        last: terminated(143, 'Error', { ranFor: 16 }),
        restarts: 2,
        ...more,
      },
    ],
  });
const kill = anEvent('Killing', 'Container web failed startup probe, will be restarted', {
  container: 'web',
  type: 'Normal',
});

testRule(startupProbeKilled, {
  fires: [
    {
      name: 'killed before it was up',
      objects: [pod(), kill],
      expect: [{ container: 'web', confidence: 'certain', says: ['3 × 5', 'failureThreshold 4'] }],
    },
    {
      name: 'starting again, for long',
      objects: [
        pod({
          state: running(1000),
          ready: false,
          started: false,
          last: terminated(143, 'Error', { finishedAgo: 1001, ranFor: 16 }),
        }),
      ],
      expect: [{ confidence: 'likely' }],
    },
    {
      name: 'a sidecar',
      objects: [
        aPod({
          initContainers: [
            {
              name: 'proxy',
              restartPolicy: 'Always',
              startupProbe,
              state: waiting('CrashLoopBackOff'),
              last: terminated(137),
              restarts: 2,
            },
          ],
          containers: [{ state: waiting('PodInitializing') }],
        }),
        anEvent('Killing', 'Init container proxy failed startup probe', { container: 'proxy' }),
      ],
      expect: [{ container: 'proxy', says: ['sidecar proxy'] }],
    },
    {
      name: 'never restarted',
      objects: [
        aPod({
          containers: [{ startupProbe, state: { terminated: terminated(137) } }],
          spec: { restartPolicy: 'Never' },
          status: { phase: 'Failed' },
        }),
        anEvent('Killing', 'Container web failed startup probe', { container: 'web' }),
      ],
      expect: [{ says: ['restartPolicy Never'] }],
    },
    {
      name: 'a slow start, recorded',
      recording: 'legacy-crm',
      expect: [{ container: 'crm', detail: 'too-early', says: ['failureThreshold'] }],
    },
  ],
  silent: [
    { name: 'a healthy pod', objects: [aPod({ containers: [{ startupProbe }] })] },
    {
      name: 'it has started since',
      objects: [
        pod({ state: running(400), ready: true, last: terminated(143, 'Error', { finishedAgo: 401, ranFor: 16 }) }),
      ],
    },
    { name: 'it exits by itself', objects: [pod({ last: terminated(1) })] },
    { name: 'a liveness kill', recording: 'docs-site' },
  ],
});
