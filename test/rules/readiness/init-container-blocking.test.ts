import { initContainerBlocking } from '../../../src/rules/readiness/init-container-blocking.ts';
import type { KubeObject } from '../../../src/core/kubernetes.ts';
import { ago, aPod, namespace, running, terminated, type ContainerOptions } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const waitForDb = { command: ['sh', '-c', 'until nc -z db 5432; do echo waiting for db:5432; sleep 2; done'] };

function initialising(options: ContainerOptions = {}, pod: Parameters<typeof aPod>[0] = {}) {
  return aPod({
    initContainers: [{ name: 'init', state: running(90), ready: false, ...options }],
    containers: [{ name: 'web', state: { waiting: { reason: 'PodInitializing' } } }],
    ...pod,
    status: { phase: 'Pending', ...pod.status },
  });
}

function service(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { app: name } },
  } as KubeObject;
}

function log(text: string): KubeObject {
  return {
    apiVersion: 'podlife/v1',
    kind: 'PodLog',
    metadata: { namespace, name: 'web-1' },
    container: 'init',
    text,
  } as KubeObject;
}

testRule(initContainerBlocking, {
  fires: [
    {
      name: 'waits for a Service that does not exist',
      objects: [initialising(waitForDb), service('database')],
      expect: [
        { container: 'init', severity: 'critical', says: ['db:5432', 'no Service named db', 'web waits for init'] },
      ],
    },
    {
      name: 'a program that runs for ever, in a line that is long; what stands behind it is not said',
      objects: [
        initialising(
          { command: ['sh', '-c', `echo ${'ready '.repeat(30)}; tail -f /dev/null`] },
          { containers: [{ name: 'web', state: { terminated: terminated(0) } }] },
        ),
      ],
      expect: [
        { says: ['is a program that never ends', 'ready ready', '…'], saysNot: ['Init containers run one after'] },
      ],
    },

    {
      name: 'one with a similar name does',
      objects: [
        initialising({ command: ['sh', '-c', 'until nslookup orders-db; do sleep 1; done'] }),
        service('order-db'),
      ],
      expect: [{ says: ['Let init wait for order-db'] }],
    },
    {
      name: 'waits for a Service that exists',
      objects: [initialising(waitForDb), service('db')],
      expect: [
        {
          confidence: 'likely',
          saysNot: ['no Service'],
          command: 'kubectl -n shop get endpointslices -l kubernetes.io/service-name=db',
        },
      ],
    },
    {
      name: 'Services were not listed',
      objects: [initialising(waitForDb)],
      expect: [{ saysNot: ['no Service'], says: ['has waited for db:5432'] }],
    },
    {
      name: 'its log says what it waits for',
      objects: [initialising({ command: ['/bin/wait'] }), log('could not resolve redis.cache.svc:6379, retrying')],
      expect: [{ says: ['redis.cache.svc:6379'] }],
    },
    {
      name: 'a server that should be a sidecar',
      objects: [initialising({ command: ['envoy'] }), log('listening on 0.0.0.0:15001')],
      expect: [{ says: ['restartPolicy: Always', 'runs for ever'] }],
    },
    {
      name: 'runs for long, and nothing says why',
      objects: [initialising({ state: running(600) })],
      expect: [{ severity: 'warning', confidence: 'possible', says: ['has run for 10 min'] }],
    },
    { name: 'recorded', recording: 'orders-worker', expect: [{ container: 'wait-for-rabbitmq', says: ['rabbitmq'] }] },
  ],
  silent: [
    { name: 'it has only just begun', objects: [initialising({ ...waitForDb, state: running(5) }), service('x')] },
    {
      name: 'it works for a while',
      objects: [initialising({ command: ['migrate'], state: running(120) }), log('applying 12\napplying 13')],
    },
    { name: 'it is done', objects: [initialising({ state: { terminated: terminated(0) } })] },
    {
      name: 'it fails and is tried again',
      objects: [
        initialising({ ...waitForDb, state: running(40), last: terminated(1, 'Error', { ranFor: 60 }), restarts: 3 }),
      ],
    },
    {
      name: 'a sidecar',
      objects: [initialising({ restartPolicy: 'Always', started: true, ready: true, state: running(900) })],
    },
    {
      name: 'the pod is being deleted',
      objects: [initialising(waitForDb, { metadata: { deletionTimestamp: ago(-20), deletionGracePeriodSeconds: 30 } })],
    },
    { name: 'recorded: a sidecar that fails', recording: 'mesh-app' },
    { name: 'recorded: healthy', recording: 'orders-mesh' },
  ],
});
