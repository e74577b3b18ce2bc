import { probeInvalid } from '../../../src/rules/probes/probe-invalid.ts';
import { testDocument } from '../../support/document-tester.ts';

const withContainer = (...lines: readonly string[]): string =>
  [
    'apiVersion: v1',
    'kind: Pod',
    'metadata: { name: web }',
    'spec:',
    '  containers:',
    '    - name: app',
    '      image: app:1',
    ...lines.map((line) => `      ${line}`),
  ].join('\n');

const path = (rest: string): string => `spec.containers[0].${rest}`;

testDocument(probeInvalid, {
  fires: [
    {
      name: 'a probe that does nothing, in a Deployment',
      yaml: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: app
          image: app:1
          readinessProbe:
            periodSeconds: 5
`,
      expect: [
        {
          path: 'spec.template.spec.containers[0].readinessProbe',
          at: '12:11',
          stage: 'rejected',
          container: 'app',
          says: ['readinessProbe does nothing', 'exec, httpGet, tcpSocket, grpc'],
        },
      ],
    },
    {
      name: 'two handlers',
      yaml: withContainer('livenessProbe:', '  tcpSocket: { port: 80 }', '  exec: { command: [check] }'),
      expect: [{ path: path('livenessProbe.tcpSocket'), at: '9:20', says: ['both exec and tcpSocket'] }],
    },
    {
      name: 'successThreshold of a liveness and of a startup probe',
      yaml: withContainer(
        'livenessProbe: { tcpSocket: { port: 80 }, successThreshold: 2 }',
        'startupProbe: { tcpSocket: { port: 80 }, successThreshold: 3 }',
      ),
      expect: [
        { path: path('livenessProbe.successThreshold'), says: ['successThreshold 2 is not 1', 'liveness'] },
        { path: path('startupProbe.successThreshold'), says: ['successThreshold 3 is not 1', 'startup'] },
      ],
    },
    {
      name: 'negative numbers',
      yaml: withContainer('readinessProbe: { tcpSocket: { port: 80 }, initialDelaySeconds: -1, failureThreshold: -3 }'),
      expect: [
        { path: path('readinessProbe.initialDelaySeconds'), says: ['initialDelaySeconds -1 is negative'] },
        { path: path('readinessProbe.failureThreshold'), says: ['failureThreshold -3 is negative'] },
      ],
    },
    {
      name: 'a grace period of a readiness probe, and one of 0',
      yaml: withContainer(
        'livenessProbe: { tcpSocket: { port: 80 }, terminationGracePeriodSeconds: 0 }',
        'readinessProbe: { tcpSocket: { port: 80 }, terminationGracePeriodSeconds: 5 }',
      ),
      expect: [
        { path: path('livenessProbe.terminationGracePeriodSeconds'), says: ['1 or more'] },
        { path: path('readinessProbe.terminationGracePeriodSeconds'), says: ['stops nothing'] },
      ],
    },
    {
      name: 'ports that are none',
      yaml: withContainer(
        'livenessProbe: { httpGet: { port: 65536 } }',
        'readinessProbe: { httpGet: { port: My_Port } }',
        'startupProbe: { grpc: { port: 0 } }',
      ),
      expect: [
        { path: path('livenessProbe.httpGet.port'), says: ['port 65536 is out of range', 'from 1 to 65535'] },
        { path: path('readinessProbe.httpGet.port'), says: ['"My_Port"'] },
        { path: path('startupProbe.grpc.port'), says: ['port 0 is out of range'] },
      ],
    },
    {
      name: 'a scheme in small letters, with its fix',
      yaml: withContainer('livenessProbe: { httpGet: { port: 80, scheme: https } }'),
      expect: [
        {
          path: path('livenessProbe.httpGet.scheme'),
          says: ['scheme "https"', 'HTTP and HTTPS', 'case counts'],
          fix: [{ kind: 'set', path: path('livenessProbe.httpGet.scheme'), value: 'HTTPS' }],
        },
      ],
    },
    {
      name: 'a probe of a plain init container',
      yaml: `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  initContainers:
    - name: migrate
      image: app:1
      livenessProbe: { tcpSocket: { port: 80 } }
  containers:
    - { name: app, image: "app:1" }
`,
      expect: [
        {
          path: 'spec.initContainers[0].livenessProbe',
          container: 'migrate',
          says: ['may not be set here', 'restartPolicy: Always'],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'one handler each, successThreshold only where it may be',
      yaml: withContainer(
        'livenessProbe: { httpGet: { path: /healthz, port: http }, terminationGracePeriodSeconds: 5 }',
        'readinessProbe: { grpc: { port: 9000 }, successThreshold: 3 }',
        'startupProbe: { exec: { command: [check] }, failureThreshold: 30 }',
      ),
    },
    {
      name: 'zeros, which mean the default',
      yaml: withContainer('livenessProbe: { tcpSocket: { port: 80 }, periodSeconds: 0, successThreshold: 0 }'),
    },
    {
      name: 'a sidecar with a probe',
      yaml: `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  initContainers:
    - { name: proxy, image: "proxy:1", restartPolicy: Always, readinessProbe: { tcpSocket: { port: 80 } } }
  containers:
    - { name: app, image: "app:1" }
`,
    },
    { name: 'another kind of problem', yaml: withContainer('lifecycle: { preStop: {} }') },
    { name: 'a kind that is none of the workloads', yaml: 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\n' },
  ],
});
