import { readinessProbeFailing } from '../../../src/rules/readiness/readiness-probe-failing.ts';
import { ago, aNode, anEvent, aPod, running, terminated, type ContainerOptions } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const readinessProbe = { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 5 };

function unready(options: ContainerOptions = {}, pod: Parameters<typeof aPod>[0] = {}) {
  return aPod({
    containers: [
      { name: 'web', ports: [{ containerPort: 8080 }], readinessProbe, state: running(100), ready: false, ...options },
    ],
    ...pod,
  });
}

function failed(said: string, options: { ago?: number; count?: number; container?: string } = {}) {
  return anEvent('Unhealthy', `Readiness probe failed: ${said}`, { container: 'web', count: 8, ...options });
}

const status503 = 'HTTP probe failed with statuscode: 503';
const nothing = 'Get "http://10.0.0.7:8080/ready": dial tcp 10.0.0.7:8080: connect: connection refused';

const log = (text: string) => ({
  apiVersion: 'podlife/v1',
  kind: 'PodLog',
  metadata: { namespace: 'shop', name: 'web-1' },
  container: 'web',
  text: `${text}\n`,
});

const exec = (...command: string[]): ContainerOptions => ({ readinessProbe: { exec: { command } } });
const https: ContainerOptions = { readinessProbe: { httpGet: { path: '/ready', port: 8080, scheme: 'HTTPS' } } };

testRule(readinessProbeFailing, {
  fires: [
    {
      name: 'the server answers 503',
      objects: [unready(), failed(status503)],
      expect: [
        {
          container: 'web',
          detail: 'server-error',
          severity: 'critical',
          confidence: 'certain',
          says: ['GET /ready', 'failed 8 times in the 1 min 40 s'],
          command: 'kubectl -n shop get --raw /api/v1/namespaces/shop/pods/http:web-1:8080/proxy/ready',
        },
      ],
    },
    {
      name: 'its log says why',
      objects: [
        unready(),
        failed(status503),
        {
          apiVersion: 'podlife/v1',
          kind: 'PodLog',
          metadata: { namespace: 'shop', name: 'web-1' },
          container: 'web',
          text: 'WARN redis:6379 unavailable\nGET /ready 503 kube-probe/1.34\n',
        },
      ],
      expect: [{ says: ['Its log says: "WARN redis:6379 unavailable"'] }],
    },
    {
      name: 'an undeclared port',
      objects: [
        unready({ ports: [{ containerPort: 80 }] }, { owner: { kind: 'DaemonSet', name: 'web' } }),
        failed(nothing),
      ],
      expect: [
        {
          detail: 'wrong-port',
          says: ['the only port it declares is 80'],
          command:
            'kubectl -n shop patch daemonset/web -p {"spec":{"template":{"spec":{"containers":[{"name":"web","readinessProbe":{"httpGet":{"port":80}}}]}}}}',
        },
      ],
    },
    {
      name: 'a path that liveness knows better',
      objects: [
        unready(
          { livenessProbe: { httpGet: { path: '/healthz', port: 8080 } } },
          { owner: { kind: 'StatefulSet', name: 'web' } },
        ),
        failed('HTTP probe failed with statuscode: 404'),
      ],
      expect: [
        {
          detail: 'wrong-path',
          command:
            'kubectl -n shop patch statefulset/web -p {"spec":{"template":{"spec":{"containers":[{"name":"web","readinessProbe":{"httpGet":{"path":"/healthz"}}}]}}}}',
        },
      ],
    },
    {
      name: 'a path that liveness knows better, on a port of its own',
      objects: [
        unready(
          {
            livenessProbe: { httpGet: { path: '/healthz', port: 8081, scheme: 'HTTPS' } },
            ports: [{ containerPort: 8080 }, { containerPort: 8081 }],
          },
          { owner: { kind: 'StatefulSet', name: 'web' } },
        ),
        failed('HTTP probe failed with statuscode: 404'),
      ],
      expect: [
        {
          detail: 'wrong-path',
          says: [
            'Point the readiness probe at /healthz on port 8081',
            'the liveness probe asks it',
            '{"path":"/healthz","port":8081,"scheme":"HTTPS"}',
          ],
        },
      ],
    },
    {
      name: 'liveness asks the same: it is no way out',
      objects: [
        unready({ livenessProbe: readinessProbe }),
        failed('HTTP probe failed with statuscode: 404', { ago: 5 }),
      ],
      expect: [{ detail: 'wrong-path', saysNot: ['Point the readiness probe at /ready'] }],
    },
    {
      name: 'the answer is looked at by HTTPS where it is asked by HTTPS',
      objects: [unready(https), failed(status503)],
      expect: [
        {
          detail: 'server-error',
          command: 'kubectl -n shop get --raw /api/v1/namespaces/shop/pods/https:web-1:8080/proxy/ready',
        },
      ],
    },
    {
      name: 'the log names another port, and none is declared',
      objects: [unready({ ports: [] }), failed(nothing), log('Server listening on port 9090')],
      expect: [
        {
          detail: 'wrong-port',
          says: [
            'web declares no ports, and its log says that it listens on 9090',
            'Point the readiness probe at port 9090',
            'a port that the log of web names',
            'Or let web serve /ready on port 8080',
          ],
        },
      ],
    },
    {
      name: 'the log names the very port',
      objects: [unready(), failed(nothing), log('Server listening on port 8080')],
      expect: [{ detail: 'connection-refused', says: ['nothing listens on that port now, though its log names it'] }],
    },
    {
      name: 'the command may not be run',
      objects: [
        unready(exec('/opt/check.sh')),
        anEvent(
          'Unhealthy',
          'Readiness probe errored and resulted in unknown state: rpc error: code = Unknown desc = failed to exec in container: exec: "/opt/check.sh": permission denied',
          { container: 'web' },
        ),
      ],
      expect: [
        { detail: 'command-failed', says: ['and the runtime cannot start it (rpc error', 'can never become ready'] },
      ],
    },
    {
      name: 'curl is not in the image, and it asks by HTTPS',
      objects: [
        unready(exec('curl', '-k', 'https://localhost:8443/ready'), { owner: { kind: 'StatefulSet', name: 'web' } }),
        anEvent(
          'Unhealthy',
          'Readiness probe errored and resulted in unknown state: exec: "curl": executable file not found in $PATH',
          { container: 'web' },
        ),
      ],
      expect: [
        {
          detail: 'command-missing',
          says: ['ask GET /ready on port 8443 instead of running curl', '"scheme":"HTTPS"'],
        },
      ],
    },
    {
      name: 'a named port among others',
      objects: [
        unready({
          ports: [{ name: 'web', containerPort: 8080 }, { containerPort: 9090 }],
          readinessProbe: { httpGet: { port: 'http' } },
        }),
      ],
      expect: [{ detail: 'wrong-port', says: ['(it declares web 8080 and 9090)', 'the name http'] }],
    },
    {
      name: 'the host is the loopback of the node',
      objects: [unready({ readinessProbe: { httpGet: { host: '127.0.0.1', port: 8080 } } }), failed(nothing)],
      expect: [{ detail: 'connection-refused', says: ['the node itself, not the pod', 'Remove host 127.0.0.1'] }],
    },
    {
      name: 'a named port that does not exist never becomes ready',
      objects: [
        unready({ readinessProbe: { httpGet: { port: 'http' } } }),
        anEvent(
          'Unhealthy',
          'Readiness probe errored and resulted in unknown state: strconv.Atoi: parsing "http": invalid syntax',
          { container: 'web' },
        ),
      ],
      expect: [{ detail: 'wrong-port', says: ['the port named http', 'neither as failure nor as success'] }],
    },
    {
      name: 'no event is left, and it has had time enough',
      objects: [unready()],
      expect: [{ detail: null, confidence: 'likely', says: ['time enough to fail 3 times'] }],
    },
    {
      name: 'a sidecar',
      objects: [
        aPod({
          containers: [{ name: 'web' }],
          initContainers: [
            { name: 'proxy', restartPolicy: 'Always', readinessProbe, state: running(60), ready: false },
          ],
        }),
        anEvent('Unhealthy', `Readiness probe failed: ${status503}`, { container: 'proxy', count: 5 }),
      ],
      expect: [{ container: 'proxy', says: ['sidecar proxy'] }],
    },
    {
      name: 'fewer failures than count: it may still be starting',
      objects: [unready({ state: running(8) }), failed(nothing, { ago: 2, count: 2 })],
      expect: [{ severity: 'warning', confidence: 'likely' }],
    },
    {
      name: 'it was ready before',
      objects: [
        unready(
          {},
          { status: { conditions: [{ type: 'ContainersReady', status: 'False', lastTransitionTime: ago(20) }] } },
        ),
        failed(status503, { count: 3 }),
      ],
      expect: [{ severity: 'critical', says: ['It passed before'] }],
    },
    {
      name: 'each container for itself',
      objects: [
        aPod({
          containers: ['a', 'b'].map((name) => ({ name, readinessProbe, state: running(100), ready: false })),
        }),
        failed(status503, { container: 'a' }),
        failed(status503, { container: 'b', ago: 12 }),
      ],
      expect: [{ container: 'a' }, { container: 'b' }],
    },
    {
      name: 'it has outlived its last crash by far, and fails by itself now',
      objects: [
        unready({ state: running(300), last: terminated(1, 'Error', { finishedAgo: 301 }), restarts: 3 }),
        failed(status503, { count: 40 }),
      ],
      expect: [{ detail: 'server-error', severity: 'critical' }],
    },
    {
      name: 'a crash long ago does not excuse it',
      objects: [
        unready({ state: running(900), last: terminated(1, 'Error', { finishedAgo: 910 }), restarts: 1 }),
        failed(status503),
      ],
      expect: [{ container: 'web' }],
    },
    {
      name: 'recorded: nothing listens on the port',
      recording: 'account-svc',
      expect: [{ detail: 'wrong-port', says: ['8081', '80'] }],
    },
    { name: 'recorded: a login is wanted', recording: 'admin-console', expect: [{ detail: 'auth', says: ['401'] }] },
    {
      name: 'recorded: the host does not resolve',
      recording: 'ext-proxy',
      expect: [{ detail: 'dns', says: ['upstream.partner.internal'] }],
    },
    {
      name: 'recorded: the command fails',
      recording: 'kv-store',
      expect: [{ detail: 'command-failed', says: ['cluster_state:fail'] }],
    },
    {
      name: 'recorded: the command takes too long',
      recording: 'lucene-node',
      expect: [{ detail: 'timeout', says: ['timeoutSeconds'] }],
    },
    {
      name: 'recorded: the command is not there',
      recording: 'pg-replica',
      expect: [{ detail: 'command-missing', says: ['pg_isready'] }],
    },
    {
      name: 'recorded: no gRPC server',
      recording: 'orders-grpc',
      expect: [{ detail: 'grpc', says: ['port 9000', 'port 9090'] }],
    },
    {
      name: 'recorded: the answer comes late',
      recording: 'pricing',
      expect: [{ container: 'pricing', detail: 'timeout' }],
    },
    {
      name: 'recorded: HTTPS to plain HTTP',
      recording: 'secure-web',
      expect: [{ detail: 'wrong-scheme', says: ['scheme: HTTP'] }],
    },
    {
      name: 'recorded: loopback only',
      recording: 'telemetry-api',
      expect: [{ detail: 'connection-refused', says: ['0.0.0.0:8080'] }],
    },
  ],
  silent: [
    { name: 'it is ready, whatever failed before', objects: [unready({ ready: true }), failed(status503)] },
    {
      name: 'it has not started: the startup probe is first',
      objects: [unready({ started: false, startupProbe: readinessProbe })],
    },
    {
      name: 'it waits for its initial delay',
      objects: [unready({ state: running(100), readinessProbe: { ...readinessProbe, initialDelaySeconds: 120 } })],
    },
    {
      name: 'only failures of the instance before',
      objects: [unready({ state: running(5) }), failed(status503, { ago: 30 })],
    },
    {
      name: 'it crashes again and again',
      objects: [
        unready({ state: { waiting: { reason: 'CrashLoopBackOff' } }, last: terminated(1), restarts: 4 }),
        failed(nothing),
      ],
    },
    {
      name: 'it has run for a while since its last crash, and has not failed often enough',
      objects: [
        unready({ state: running(100), last: terminated(1, 'Error', { finishedAgo: 101 }), restarts: 3 }),
        failed(status503, { count: 1 }),
      ],
    },
    {
      name: 'it has just come back from a crash',
      objects: [
        unready({ state: running(5), last: terminated(1, 'Error', { ranFor: 4 }), restarts: 4 }),
        failed(nothing, { ago: 3 }),
      ],
    },
    {
      name: 'the pod is being deleted',
      objects: [
        unready({}, { metadata: { deletionTimestamp: ago(-20), deletionGracePeriodSeconds: 30 } }),
        failed(status503),
      ],
    },
    {
      name: 'the node is lost',
      objects: [
        unready(),
        failed(status503),
        aNode('node-a', { status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }),
      ],
    },
    { name: 'no readiness probe', objects: [aPod({ containers: [{ name: 'web', state: running(), ready: false }] })] },
    { name: 'recorded: warmed up', recording: 'warm-up' },
    { name: 'recorded: still in its initial delay', recording: 'search-api' },
    { name: 'recorded: a rollout in its initial delay', recording: 'catalog-web' },
    { name: 'recorded: it crashes', recording: 'tickets-api' },
    { name: 'recorded: healthy', recording: 'blog-platform' },
  ],
});
