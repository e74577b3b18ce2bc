import { livenessProbeFailing } from '../../../src/rules/readiness/liveness-probe-failing.ts';
import { ago, anEvent, aPod, running, terminated, type ContainerOptions } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const livenessProbe = { httpGet: { path: '/livez', port: 8080 }, failureThreshold: 30 };

function alive(options: ContainerOptions = {}, pod: Parameters<typeof aPod>[0] = {}) {
  return aPod({
    containers: [{ name: 'web', livenessProbe, state: running(100), ready: true, started: true, ...options }],
    ...pod,
  });
}

function failed(options: { ago?: number; count?: number; container?: string } = {}) {
  return {
    ...anEvent('Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 500', {
      container: 'web',
      count: 3,
      ago: 5,
      ...options,
    }),
    firstTimestamp: ago(25),
  };
}

const noCurl =
  'Liveness probe errored and resulted in unknown state: rpc error: code = Unknown desc = failed to exec in container: exec: "curl": executable file not found in $PATH: unknown';

testRule(livenessProbeFailing, {
  fires: [
    {
      name: 'fails, with tries left',
      objects: [alive(), failed()],
      expect: [
        {
          container: 'web',
          detail: 'server-error',
          severity: 'warning',
          says: ['3 of 30', '27 more failures, one every 10 s', '4 min 25 s'],
        },
      ],
    },
    {
      name: 'one failure is left',
      objects: [alive({ livenessProbe: { ...livenessProbe, failureThreshold: 4 } }), failed()],
      expect: [{ says: ['1 more failure has web killed at the earliest in 5 s'] }],
    },
    {
      name: 'the last failure that was written is some rounds old',
      objects: [
        alive({ livenessProbe: { ...livenessProbe, failureThreshold: 4 } }),
        failed({ ago: 11 }),
        anEvent('Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 500', { count: 30 }),
      ],
      expect: [{ says: ['1 more failure has web killed any moment now'] }],
    },
    {
      name: 'nothing listens yet: a startup probe would hold it back',
      objects: [
        alive(),
        {
          ...anEvent(
            'Unhealthy',
            'Liveness probe failed: Get "http://10.0.0.7:8080/livez": dial tcp 10.0.0.7:8080: connect: connection refused',
            { container: 'web', count: 3, ago: 5 },
          ),
          firstTimestamp: ago(25),
        },
      ],
      expect: [
        {
          detail: 'connection-refused',
          says: ['Add a startup probe', 'liveness waits until the startup probe has passed'],
        },
      ],
    },
    {
      name: 'it passes in between',
      objects: [
        alive({ livenessProbe: { ...livenessProbe, failureThreshold: 2, periodSeconds: 1 } }),
        failed({ count: 9, ago: 1 }),
      ],
      expect: [{ says: ['passed in between'] }],
    },
    {
      name: 'an error never kills',
      objects: [
        alive({ livenessProbe: { exec: { command: ['curl', 'http://localhost:8080/livez'] } } }),
        anEvent('Unhealthy', noCurl, { container: 'web' }),
      ],
      expect: [
        { detail: 'command-missing', says: ['cannot be run', 'never killed for it', 'GET /livez on port 8080'] },
      ],
    },
    {
      name: 'a command that CRI-O or a shell does not find counts',
      objects: [
        alive({ livenessProbe: { exec: { command: ['sh', '-c', 'curl x'] }, failureThreshold: 9 } }),
        anEvent('Unhealthy', 'Liveness probe failed: sh: curl: not found', { container: 'web', count: 2 }),
      ],
      expect: [{ detail: 'command-missing', says: ['2 of 9'], saysNot: ['never killed'] }],
    },
    { name: 'recorded: 500', recording: 'matchmaker', expect: [{ says: ['500', '6 of 30', '22:46:15 UTC'] }] },
    {
      name: 'recorded: the command is missing',
      recording: 'beacon-svc',
      expect: [{ detail: 'command-missing', says: ['curl'] }],
    },
  ],
  silent: [
    { name: 'the failures have gone by', objects: [alive(), failed({ ago: 60 })] },
    {
      name: 'it has been killed for it',
      objects: [
        alive(),
        failed(),
        anEvent('Killing', 'Container web failed liveness probe, will be restarted', {
          container: 'web',
          type: 'Normal',
          ago: 200,
        }),
      ],
    },
    { name: 'failures of another container', objects: [alive(), failed({ container: 'proxy' })] },
    {
      name: 'the attempt ran into the end of a container',
      objects: [
        alive({ livenessProbe: { exec: { command: ['x'] } } }),
        anEvent(
          'Unhealthy',
          'Liveness probe errored and resulted in unknown state: rpc error: code = NotFound desc = failed to exec in container: no running task found',
          { container: 'web' },
        ),
      ],
    },
    {
      name: 'it crashes for another reason',
      objects: [alive({ last: terminated(1), restarts: 3, state: running(4) }), failed({ ago: 1 })],
    },
    {
      name: 'the pod is being deleted',
      objects: [alive({}, { metadata: { deletionTimestamp: ago(-20), deletionGracePeriodSeconds: 30 } }), failed()],
    },
    {
      name: 'only readiness fails',
      objects: [alive(), anEvent('Unhealthy', 'Readiness probe failed: x', { container: 'web' })],
    },
    { name: 'recorded: killed', recording: 'docs-site' },
    { name: 'recorded: healthy', recording: 'blog-platform' },
  ],
});
