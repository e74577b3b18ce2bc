import type { KubeEvent } from '../../../src/core/kubernetes.ts';
import { livenessProbeKilled } from '../../../src/rules/crash/liveness-probe-killed.ts';
import { anEvent, aPod, running, terminated, waiting, type ContainerOptions } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const livenessProbe = { httpGet: { port: 8080, path: '/healthz' }, periodSeconds: 10, failureThreshold: 3 };
const pod = (more: ContainerOptions = {}) =>
  aPod({
    containers: [
      {
        livenessProbe,
        ports: [{ containerPort: 80 }],
        state: waiting('CrashLoopBackOff'),
        last: terminated(137, 'Error', { ranFor: 25 }),
        restarts: 3,
        ...more,
      },
    ],
  });
const kill = (seconds = 10, container = 'web'): KubeEvent =>
  anEvent('Killing', `Container ${container} failed liveness probe, will be restarted`, {
    ago: seconds,
    container,
    type: 'Normal',
  });
const refused = anEvent(
  'Unhealthy',
  'Liveness probe failed: Get "http://10.0.0.7:8080/healthz": dial tcp 10.0.0.7:8080: connect: connection refused',
  { ago: 11, count: 9, container: 'web' },
);

testRule(livenessProbeKilled, {
  fires: [
    {
      name: 'killed for asking the wrong port',
      objects: [pod(), kill(), refused],
      expect: [
        {
          container: 'web',
          detail: 'wrong-port',
          confidence: 'certain',
          says: ['8080', 'port 80', 'failureThreshold 3', '2 × 10', 'restarted 3 times'],
        },
      ],
    },
    {
      name: 'the process handled SIGTERM and exited 0',
      objects: [pod({ last: terminated(0) }), kill()],
      expect: [{ confidence: 'certain' }],
    },
    {
      name: 'the first kill is under way',
      objects: [
        pod({ state: running(40), restarts: 0, last: undefined, ready: true } as ContainerOptions),
        kill(1),
        refused,
      ],
      expect: [{ says: ['is stopping it now'] }],
    },
    {
      name: 'only failures are left',
      objects: [pod(), refused],
      expect: [{ confidence: 'likely', says: ['No event of the kill is left'] }],
    },
    {
      name: 'only the status is left',
      objects: [pod({ last: terminated(143, 'Error', { ranFor: 25 }) })],
      expect: [{ confidence: 'likely' }],
    },
    {
      name: 'SIGKILL after budget and grace period, with nothing else left',
      objects: [pod({ last: terminated(137, 'Error', { ranFor: 50 }) })],
      expect: [{ confidence: 'possible' }],
    },
    {
      name: 'no event is left of a process that handles SIGTERM',
      objects: [pod({ last: terminated(0, 'Completed', { ranFor: 25 }), restarts: 6 })],
      expect: [{ confidence: 'possible', says: ['exit code 0'] }],
    },
    {
      name: 'no event is left, and the probe began to fail late',
      objects: [pod({ last: terminated(143, 'Error', { ranFor: 900 }), restarts: 6 })],
      expect: [{ confidence: 'possible' }],
    },
    {
      name: 'the spec no longer has the probe',
      objects: [
        aPod({ containers: [{ state: waiting('CrashLoopBackOff'), last: terminated(137), restarts: 1 }] }),
        kill(),
      ],
      expect: [{ says: ['not known here'] }],
    },
    {
      name: 'one failure is enough, and readiness failed only as it started',
      objects: [
        pod({
          livenessProbe: { ...livenessProbe, failureThreshold: 1 },
          readinessProbe: { httpGet: { port: 8080, path: '/ready' } },
          ports: [{ containerPort: 8080 }],
          state: running(40),
          last: undefined,
          ready: true,
          restarts: 0,
        } as ContainerOptions),
        kill(1),
        anEvent('Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 404', {
          ago: 2,
          container: 'web',
        }),
        anEvent('Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503', {
          ago: 39,
          container: 'web',
        }),
      ],
      expect: [
        {
          detail: 'wrong-path',
          says: ['One failure is enough (failureThreshold 1)', 'Point the liveness probe at /ready'],
        },
      ],
    },
    {
      name: 'the first kill is under way, and the spec has no such probe',
      objects: [aPod({ containers: [{ state: running(40), restarts: 0 }] }), kill(1)],
      expect: [
        {
          confidence: 'certain',
          says: ['what the probe asks is not known here', 'failed liveness probe'],
          saysNot: ['logs'],
        },
      ],
    },
    {
      name: 'a wrong path',
      recording: 'docs-site',
      expect: [{ container: 'docs', detail: 'wrong-path', says: ['/healthz', '404'] }],
    },
    {
      name: 'a slow start',
      recording: 'erp-core',
      expect: [{ container: 'erp', detail: 'too-early', says: ['startup'] }],
    },
    {
      name: 'a command that fails',
      recording: 'queue-worker',
      expect: [{ container: 'worker', detail: 'command-failed', says: ['heartbeat'] }],
    },
    {
      name: 'a slow answer',
      recording: 'quote-engine',
      expect: [{ container: 'quotes', detail: 'timeout', says: ['timeoutSeconds'] }],
    },
    {
      name: 'a wrong port',
      recording: 'shop-frontend-3',
      expect: [{ container: 'shop', detail: 'wrong-port', says: ['8080'] }],
    },
  ],
  silent: [
    { name: 'a healthy pod', objects: [aPod({ containers: [{ livenessProbe }] })] },
    {
      name: 'ends well while the kubelet says nothing of a kill',
      objects: [
        pod({ last: terminated(0, 'Completed', { ranFor: 25 }), restarts: 6 }),
        anEvent('Started', 'Started container web', { container: 'web', type: 'Normal' }),
      ],
    },
    { name: 'failing and not killed yet', objects: [aPod({ containers: [{ livenessProbe }] }), refused] },
    {
      name: 'killed once, up for long since',
      objects: [
        pod({
          state: running(400),
          ready: true,
          restarts: 1,
          last: terminated(137, 'Error', { finishedAgo: 401, ranFor: 25 }),
        }),
        kill(401),
      ],
    },
    { name: 'the kill was of another container', objects: [pod({ last: terminated(1) }), kill(10, 'other')] },
    {
      name: 'the pod was stopped',
      objects: [pod({ last: terminated(143) }), anEvent('Killing', 'Stopping container web', { container: 'web' })],
    },
    { name: 'a startup kill', recording: 'legacy-crm' },
    { name: 'out of memory', recording: 'cache-node' },
  ],
});
