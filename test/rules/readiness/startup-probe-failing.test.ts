import { startupProbeFailing } from '../../../src/rules/readiness/startup-probe-failing.ts';
import { ago, anEvent, aPod, running, terminated, type ContainerOptions } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const startupProbe = { httpGet: { path: '/up', port: 8080 }, periodSeconds: 5, failureThreshold: 60 };

function starting(options: ContainerOptions = {}, pod: Parameters<typeof aPod>[0] = {}) {
  return aPod({
    containers: [{ name: 'web', startupProbe, state: running(30), ready: false, started: false, ...options }],
    ...pod,
  });
}

function failed(options: { ago?: number; count?: number; container?: string } = {}) {
  return {
    ...anEvent('Unhealthy', 'Startup probe failed: dial tcp 10.0.0.7:8080: connect: connection refused', {
      container: 'web',
      count: 6,
      ago: 5,
      ...options,
    }),
    firstTimestamp: ago(30),
  };
}

testRule(startupProbeFailing, {
  fires: [
    {
      name: 'within its budget',
      objects: [starting(), failed()],
      expect: [{ container: 'web', severity: 'warning', says: ['6 of 60', '54 more failures', '4 min 25 s'] }],
    },
    {
      name: 'an error uses no budget and blocks for ever',
      objects: [
        starting({ startupProbe: { exec: { command: ['/bin/grpc_health_probe', '-addr=:9090'] } } }),
        anEvent(
          'Unhealthy',
          'Startup probe errored: rpc error: failed to exec in container: exec: "/bin/grpc_health_probe": stat /bin/grpc_health_probe: no such file or directory: unknown',
          { container: 'web' },
        ),
      ],
      expect: [{ severity: 'critical', detail: 'command-missing', says: ['never passes', 'gRPC port 9090'] }],
    },
    {
      name: 'it has failed often enough, and the kill has not been heard of',
      objects: [starting({ startupProbe: { ...startupProbe, failureThreshold: 6 } }), failed({ ago: 1 })],
      expect: [{ severity: 'warning', says: ['6 of 6 times', 'the kubelet kills web any moment now'] }],
    },
    {
      name: 'long past its budget without any event',
      objects: [starting({ state: running(600), startupProbe: { httpGet: { port: 'web' } } })],
      expect: [{ severity: 'critical', detail: 'wrong-port', says: ['waits for ever'] }],
    },
    {
      name: 'long past its budget, and nothing tells why',
      objects: [starting({ state: running(600), startupProbe: { tcpSocket: { port: 80 } } })],
      expect: [{ severity: 'critical', confidence: 'likely', says: ['its budget is 20 s'] }],
    },
    {
      name: 'a sidecar holds up what comes after it',
      objects: [
        aPod({
          containers: [{ name: 'web', state: { waiting: { reason: 'PodInitializing' } } }],
          initContainers: [
            { name: 'proxy', restartPolicy: 'Always', startupProbe, state: running(30), ready: false, started: false },
          ],
        }),
        failed({ container: 'proxy' }),
      ],
      expect: [{ container: 'proxy', says: ['sidecar proxy', 'What comes after this sidecar'] }],
    },
    { name: 'recorded: it loads', recording: 'jvm-monolith', expect: [{ detail: 'too-early', says: ['6 of 60'] }] },
    {
      name: 'recorded: a sidecar that answers 503',
      recording: 'mesh-app',
      expect: [{ container: 'mesh-proxy', says: ['503'] }],
    },
    {
      name: 'recorded: the command is missing',
      recording: 'ledger-sync',
      expect: [{ says: ['/bin/grpc_health_probe', 'waits for ever'] }],
    },
  ],
  silent: [
    { name: 'nothing has failed yet', objects: [starting({ state: running(5) })] },
    { name: 'it has passed', objects: [starting({ started: true }), failed()] },
    {
      name: 'it kills the container',
      objects: [
        starting({ last: terminated(137), restarts: 2, state: running(4) }),
        failed({ ago: 1 }),
        anEvent('Killing', 'Container web failed startup probe, will be restarted', { container: 'web', ago: 12 }),
      ],
    },
    { name: 'only the instance before failed', objects: [starting({ state: running(2) }), failed({ ago: 8 })] },
    {
      name: 'the pod is being deleted',
      objects: [starting({}, { metadata: { deletionTimestamp: ago(-20), deletionGracePeriodSeconds: 30 } }), failed()],
    },
    { name: 'recorded: killed for it', recording: 'legacy-crm' },
    { name: 'recorded: healthy', recording: 'orders-mesh' },
  ],
});
