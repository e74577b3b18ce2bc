import type { KubeObject } from '../../../src/core/kubernetes.ts';
import { appExitError } from '../../../src/rules/crash/app-exit-error.ts';
import {
  ago,
  aPod,
  aWorkload,
  running,
  terminated,
  waiting,
  wholeNamespace,
  type ContainerOptions,
} from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const message = 'back-off 40s restarting failed container=web pod=web-1_shop(uid-web-1)';
const crashing = (exitCode = 1, more: ContainerOptions = {}) =>
  aPod({
    containers: [
      {
        state: waiting('CrashLoopBackOff', message),
        last: terminated(exitCode, 'Error', { finishedAgo: 10 }),
        restarts: 4,
        ...more,
      },
    ],
  });
const sibling = (name: string, nodeName: string, version: string, fine: boolean) =>
  aPod({
    name,
    owner: { kind: 'StatefulSet', name: 'web' },
    labels: { 'controller-revision-hash': version },
    spec: { nodeName },
    containers: [
      fine
        ? {}
        : {
            state: waiting('CrashLoopBackOff', message),
            last: terminated(1, 'Error', { finishedAgo: 10 }),
            restarts: 4,
          },
    ],
  });
const log = (text: string, previous = true): KubeObject => ({
  apiVersion: 'podlife/v1',
  kind: 'PodLog',
  metadata: { namespace: 'shop', name: 'web-1' },
  container: 'web',
  previous,
  text,
});
const service = (name: string, port: number): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop' },
  spec: { selector: { app: name }, ports: [{ port }], clusterIP: '10.96.3.4' },
});
const attempt = (name: string, created: number, phase: string) =>
  aPod({
    name,
    created,
    owner: { kind: 'Job', name: 'seed' },
    spec: { restartPolicy: 'Never' },
    status: { phase },
    containers: [{ state: { terminated: terminated(phase === 'Failed' ? 3 : 0) } }],
  });

/** Last lines of logs: a name, the line, what the finding has to say, and what else there is. */
const spoken: readonly (readonly [
  name: string,
  line: string,
  says: readonly string[],
  more?: { readonly container?: ContainerOptions; readonly objects?: readonly KubeObject[] },
])[] = [
  [
    'a heap that is full',
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    ['a larger heap'],
  ],
  ['a full disk', 'write /data/wal: no space left on device', ['a disk is full', 'Make room on the volume']],
  [
    'a right that the ServiceAccount lacks',
    'pods is forbidden: User "system:serviceaccount:shop:web" cannot list resource "pods" in API group "" in the namespace "shop"',
    ['system:serviceaccount:shop:web is forbidden', '--as=system:serviceaccount:shop:web'],
  ],
  [
    'a variable that is declared and empty',
    'Error: environment variable DATABASE_URL is not set',
    ['The spec does declare DATABASE_URL', 'sets DATABASE_URL'],
    { container: { env: [{ name: 'DATABASE_URL', value: '' }] } },
  ],
  [
    'a variable that envFrom should bring',
    'Error: environment variable DATABASE_URL is not set',
    ['what envFrom brings in'],
    { container: { envFrom: [{ configMapRef: { name: 'web', optional: true } }] } },
  ],
  [
    'a file that its volume lacks',
    'open /etc/app/token: no such file or directory',
    ['volume conf is mounted at /etc/app, so that volume lacks it'],
    { container: { volumeMounts: [{ name: 'conf', mountPath: '/etc/app' }] } },
  ],
  [
    'a low port that the log names',
    'listen tcp :443: bind: permission denied',
    ['may not listen on port 443', 'no runAsUser: the user of the image'],
  ],
  [
    'a low port that the spec names',
    'bind: permission denied',
    ['it declares port 80'],
    { container: { ports: [{ containerPort: 8080 }, { containerPort: 80 }], securityContext: { runAsUser: 1000 } } },
  ],
  ['a low port that nobody names', 'bind: permission denied', ['may not listen on the port that it wants']],
  [
    'a host of another namespace',
    'getaddrinfo ENOTFOUND db.data.svc.cluster.local',
    ['a host name does not resolve (db.data.svc.cluster.local)'],
  ],
  [
    'a host of the internet',
    'getaddrinfo ENOTFOUND api.example.com',
    ['(api.example.com)'],
    { objects: [service('db', 5432)] },
  ],
  [
    'a Service by its full name',
    'dial tcp: lookup db.shop.svc.cluster.local on 10.96.0.10:53: no such host',
    ['Service db exists', "the cluster's DNS"],
    { objects: [service('db', 5432)] },
  ],
  [
    'a Service of the own namespace by two words',
    'getaddrinfo ENOTFOUND db.shop',
    ['has no Service of that name', 'Create the Service db'],
    { objects: [service('redis', 6379)] },
  ],
  [
    'a Service behind which nothing is ready',
    'dial tcp 10.96.3.4:5432: connect: connection refused',
    ['what stands behind it is not ready'],
    { objects: [service('db', 5432)] },
  ],
  ['a refused connection without an address', 'connection refused', ['The end of its log says: connection refused']],
  [
    'an answer that does not come',
    'dial tcp 10.96.3.4:5432: i/o timeout',
    ['10.96.3.4:5432 does not answer', 'NetworkPolicy'],
    { objects: [service('db', 5432)] },
  ],
  [
    'a very long line',
    `password authentication failed for user "web" ${'x'.repeat(250)}`,
    ['its login is refused', 'x…'],
  ],
];

testRule(appExitError, {
  fires: [
    ...spoken.map(([name, line, says, { container = {}, objects = [] } = {}]) => ({
      name: `spoken: ${name}`,
      objects: [crashing(1, container), log(line), ...objects, ...(objects.length > 0 ? wholeNamespace() : [])],
      expect: [{ says: [...says] }],
    })),
    {
      name: 'it crashes and waits for the next start',
      objects: [crashing()],
      expect: [
        {
          container: 'web',
          confidence: 'certain',
          severity: 'critical',
          says: ['exit code 1', 'restarted 4 times', 'in about 30 s', 'back-off 40 s'],
          command: 'kubectl -n shop logs web-1 -c web --previous',
        },
      ],
    },
    {
      name: 'nothing but the status is known',
      objects: [crashing(42, { state: waiting('CrashLoopBackOff') })],
      expect: [{ says: ['exit code 42', "application's own"] }],
    },
    {
      name: 'it runs for a moment between two crashes',
      objects: [crashing(1, { state: running(3), ready: true })],
      expect: [{ says: ['running again for 3 s'] }],
    },
    {
      name: 'a long run before, and it serves again: it will die again, but is not down',
      objects: [
        crashing(1, {
          state: running(100),
          ready: true,
          last: terminated(1, 'Error', { finishedAgo: 101, ranFor: 900 }),
          restarts: 1,
        }),
      ],
      expect: [{ severity: 'warning' }],
    },
    {
      name: 'the first end of all, before any restart',
      objects: [aPod({ containers: [{ state: { terminated: terminated(2) } }] })],
      expect: [{ says: ['exits with 2', 'The kubelet starts it again'], command: 'kubectl -n shop logs web-1 -c web' }],
    },
    {
      name: 'how long it ran is not known, and its next start is due',
      objects: [
        aPod({
          containers: [
            {
              state: waiting('CrashLoopBackOff', message),
              last: { exitCode: 1, reason: 'Error', finishedAt: ago(41) },
              restarts: 3,
            },
          ],
        }),
      ],
      expect: [{ says: ['container web exits with 1', 'the next start comes any moment now (back-off 40 s)'] }],
    },
    {
      name: 'restartPolicy Never',
      objects: [
        aPod({
          containers: [{ state: { terminated: terminated(2) } }],
          spec: { restartPolicy: 'Never' },
          status: { phase: 'Failed' },
        }),
      ],
      expect: [{ says: ['restartPolicy Never'] }],
    },
    {
      name: 'an init container: the app that waits for it is no finding',
      objects: [
        aPod({
          initContainers: [
            { name: 'migrate', state: waiting('CrashLoopBackOff'), last: terminated(2), restarts: 3, ready: false },
          ],
          containers: [{ state: waiting('PodInitializing') }],
        }),
      ],
      expect: [{ container: 'migrate', says: ['init container migrate exits with 2', 'Nothing after it starts'] }],
    },
    {
      name: 'the log names a variable that the spec writes otherwise',
      objects: [crashing(1, { env: [{ name: 'S3_BUCKT', value: 'secret-value' }] }), log("KeyError: 'S3_BUCKET'\n")],
      expect: [{ says: ['S3_BUCKET is not set', 'S3_BUCKT, which looks alike'], saysNot: ['secret-value'] }],
    },
    {
      name: 'the log names a host that is no Service',
      objects: [
        crashing(),
        log('getaddrinfo ENOTFOUND cart-db\n'),
        service('cart-database', 5432),
        ...wholeNamespace(),
      ],
      expect: [{ says: ['no Service of that name', 'cart-database'] }],
    },
    {
      name: 'the Service is there and offers another port',
      objects: [crashing(), log('dial tcp 10.96.3.4:5433: connect: connection refused'), service('cart-db', 5432)],
      expect: [{ says: ['Service cart-db exists and offers 5432, not 5433'] }],
    },
    {
      name: 'localhost is the pod itself',
      objects: [crashing(), log('connect ECONNREFUSED 127.0.0.1:6379'), service('redis', 6379)],
      expect: [{ says: ['that is the pod itself'] }],
    },
    {
      name: 'the termination message stands for the log',
      objects: [
        crashing(1, { last: terminated(1, 'Error', { message: 'open /etc/app/token: no such file or directory' }) }),
      ],
      expect: [{ says: ['/etc/app/token is missing'] }],
    },
    {
      name: 'a missing variable',
      recording: 'invoice-gen',
      expect: [{ container: 'invoice', says: ['S3_BUCKET', '1'] }],
    },
    {
      name: 'a new version that crashes while the old one serves',
      recording: 'checkout-v2',
      expect: [
        {
          says: ['PAYMENT_API_URL', 'of the version before are ready'],
          command: 'kubectl -n checkout-v2 rollout undo deployment/checkout',
        },
      ],
    },
    {
      name: 'only on one node, in two pods; elsewhere it runs on many',
      target: 'sts/web',
      objects: [
        aWorkload('StatefulSet', 'web', { spec: { replicas: 6 } }),
        ...['web-1', 'web-0'].map((name) => sibling(name, 'node-a', 'v2', false)),
        ...['b', 'c', 'd', 'e'].map((letter, index) => sibling(`web-${index + 2}`, `node-${letter}`, 'v2', true)),
      ],
      expect: [{ says: ['Only on node-a it dies (2 pods); the same version runs well in 4 pods on 4 other nodes'] }],
    },
    {
      name: 'one pod of the version before is ready',
      target: 'sts/web',
      objects: [
        aWorkload('StatefulSet', 'web', { spec: { replicas: 2 } }),
        sibling('web-1', 'node-a', 'v2', false),
        sibling('web-0', 'node-b', 'v1', true),
      ],
      expect: [
        {
          says: ['1 pod of the version before is ready, so the last change of StatefulSet/web brought it'],
          command: 'kubectl -n shop rollout undo statefulset/web',
        },
      ],
    },
    { name: 'only on one node', recording: 'zone-aware', expect: [{ says: ['Only on node-b'] }] },
    {
      name: 'a sidecar',
      recording: 'ads-bidder',
      expect: [{ container: 'log-forwarder', says: ['sidecar log-forwarder'] }],
    },
    { name: 'an init container, recorded', recording: 'members-api', expect: [{ container: 'migrate' }] },
    {
      name: 'a DNS name without a Service',
      recording: 'tickets-api',
      expect: [{ says: ['tickets-db does not resolve'] }],
    },
    {
      name: 'a low port without the right to it',
      recording: 'landing-page',
      expect: [{ says: ['port 80', 'ermission denied'] }],
    },
    { name: 'a wrong configuration', recording: 'gateway-lite', expect: [{ says: ['proxy_pas', '78'] }] },
    {
      name: 'a Job that gave up',
      recording: 'data-migrate',
      expect: [{ container: 'migrate', says: ['exits with 3'] }],
    },
    { name: 'one index of a Job', recording: 'photo-batch', expect: [{ says: ['exits with 22'] }] },
    { name: 'a shell that does not find its program', recording: 'reindexer', expect: [{ says: ['127', 'esrally'] }] },
    { name: 'no events are left', recording: 'old-service', expect: [{ says: ['licence'] }] },
  ],
  silent: [
    { name: 'a healthy pod', objects: [aPod()] },
    { name: 'it has recovered', objects: [crashing(1, { state: running(300), ready: true, restarts: 1 })] },
    {
      name: 'the pod is being deleted',
      objects: [
        {
          ...crashing(),
          metadata: {
            ...crashing().metadata,
            deletionTimestamp: '2026-01-15T12:00:20Z',
            deletionGracePeriodSeconds: 30,
          },
        },
      ],
    },
    { name: 'it waits for its image now', objects: [crashing(1, { state: waiting('ImagePullBackOff') })] },
    { name: 'out of memory', objects: [crashing(137, { last: terminated(137, 'OOMKilled') })] },
    { name: 'a signal', objects: [crashing(139)] },
    { name: 'an image for another processor', objects: [crashing(), log('exec /app: exec format error')] },
    {
      name: 'a Job that completed after a failed attempt',
      objects: [
        attempt('web-1', 100, 'Failed'),
        attempt('web-2', 50, 'Succeeded'),
        aWorkload('Job', 'seed', { status: { conditions: [{ type: 'Complete', status: 'True' }] } }),
      ],
    },
    { name: 'restarted once and up since', recording: 'pubsub-relay' },
    { name: 'a sidecar stopped at the end of its Job', recording: 'etl-sidecar' },
    { name: 'only the neighbours crash', recording: 'team-playground' },
    { name: 'stopped by the deadline', recording: 'ad-hoc-query' },
  ],
});
