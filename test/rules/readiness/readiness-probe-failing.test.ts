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

const get = 'Get "http://10.0.0.7:8080/ready":';
const grpc = (service?: string): ContainerOptions => ({
  ports: [{ containerPort: 9000 }],
  readinessProbe: { grpc: { port: 9000, ...(service === undefined ? {} : { service }) } },
});
const exec = (...command: string[]): ContainerOptions => ({ readinessProbe: { exec: { command } } });
const tcp: ContainerOptions = { readinessProbe: { tcpSocket: { port: 8080 } } };
const https: ContainerOptions = { readinessProbe: { httpGet: { path: '/ready', port: 8080, scheme: 'HTTPS' } } };

/** What the kubelet says: a name, the class, its text, what the finding has to say, and the container. */
const spoken: readonly (readonly [
  name: string,
  detail: string | null,
  said: string,
  says: readonly string[],
  container?: ContainerOptions,
])[] = [
  ['a path that nothing else knows', 'wrong-path', 'HTTP probe failed with statuscode: 404', ['/ready answers 404']],
  ['credentials', 'auth', 'HTTP probe failed with statuscode: 401', ['the server answers 401: it wants credentials']],
  [
    'a client certificate',
    'auth',
    'Get "https://10.0.0.7:8080/ready": remote error: tls: certificate required',
    ['it wants credentials'],
    https,
  ],
  ['another status', null, 'HTTP probe failed with statuscode: 418', ['only 200 to 399 count as healthy']],
  ['a circle', null, `${get} stopped after 10 redirects`, ['redirects it in a circle']],
  ['a connection that ends', null, `${get} EOF`, ['closes the connection without an answer']],
  ['no way', null, `${get} dial tcp 10.0.0.7:8080: connect: no route to host`, ['the node has no way to that address']],
  [
    'plain HTTP to a TLS port',
    'wrong-scheme',
    `${get} net/http: HTTP/1.x transport connection broken: malformed HTTP response "\\x15\\x03\\x01\\x00\\x02\\x02"`,
    ['seems to want HTTPS', 'it speaks plain HTTP to a TLS port'],
  ],
  [
    'HTTPS to a plain port',
    'wrong-scheme',
    'Get "https://10.0.0.7:8080/ready": http: server gave HTTP response to HTTPS client',
    ['the server there speaks plain HTTP', 'it speaks HTTPS to a plain HTTP port'],
    https,
  ],
  [
    'a TCP connection that is not taken',
    'timeout',
    'dial tcp 10.0.0.7:8080: i/o timeout',
    ['the connection is not even accepted in that time', 'timeoutSeconds, the default'],
    tcp,
  ],
  [
    'a host that is not the pod',
    'connection-refused',
    'Get "http://10.9.9.9:8080/ready": dial tcp 10.9.9.9:8080: connect: connection refused',
    ['10.9.9.9 refuses the connection'],
    { readinessProbe: { httpGet: { path: '/ready', host: '10.9.9.9', port: 8080 } } },
  ],
  [
    'a host that does not resolve',
    'dns',
    'Get "http://web.shop:8080/ready": dial tcp: lookup web.shop on 169.254.20.10:53: no such host',
    ['web.shop cannot be resolved', 'the node cannot resolve that name'],
    { readinessProbe: { httpGet: { path: '/ready', host: 'web.shop', port: 8080 } } },
  ],
  [
    'no gRPC health service',
    'grpc',
    'error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service grpc.health.v1.Health',
    ['does not implement the gRPC health protocol', 'no healthy answer by gRPC on port 9000'],
    grpc(),
  ],
  [
    'a gRPC service that says no',
    'grpc',
    'service unhealthy (responded with "NOT_SERVING")',
    ['the server says about itself', 'the gRPC health service orders on port 9000'],
    grpc('orders'),
  ],
  [
    'a gRPC service that is unknown',
    'grpc',
    'error: health rpc failed: rpc error: code = NotFound desc = unknown service',
    ['knows no health service of that name'],
    grpc('orders'),
  ],
  [
    'nothing that speaks gRPC',
    'grpc',
    'timeout: failed to connect service "10.0.0.7:9000" within 1s: context deadline exceeded',
    ['no gRPC server takes the connection there'],
    grpc(),
  ],
  ['a silent command', 'command-failed', '', ['its command exits with an error'], exec('/bin/check')],
  [
    'a command that says much',
    'command-failed',
    `${'database '.repeat(40)}is not there`,
    ['database database', '…'],
    exec('/bin/check', '--deep'),
  ],
];

testRule(readinessProbeFailing, {
  fires: [
    ...spoken.map(([name, detail, said, says, container]) => ({
      name: `spoken: ${name}`,
      objects: [unready(container), failed(said)],
      expect: [{ detail, says: [...says] }],
    })),
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
