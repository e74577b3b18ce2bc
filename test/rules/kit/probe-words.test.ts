import { readinessProbeFailing } from '../../../src/rules/readiness/readiness-probe-failing.ts';
import { anEvent, aPod, running, type ContainerOptions } from '../../support/builders.ts';
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
  [
    'a gRPC check that fails otherwise',
    'grpc',
    'error: health rpc failed: rpc error: code = Unavailable desc = overloaded.',
    ['and that fails: error: health rpc failed: rpc error: code = Unavailable desc = overloaded.', 'Register grpc'],
    grpc(),
  ],
  [
    'a server that puts gRPC on another port, by its name',
    'grpc',
    'error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service',
    ['Point the readiness probe at port 9001', 'calls that port its gRPC port'],
    { ...grpc(), ports: [{ containerPort: 9000 }, { name: 'grpc', containerPort: 9001 }] },
  ],
  [
    'a server without the health service, whose other port has no name',
    'grpc',
    'error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service',
    ['Register grpc.health.v1.Health in web on port 9000'],
    { ...grpc(), ports: [{ containerPort: 9000 }, { containerPort: 9001 }] },
  ],
  [
    'a gRPC port that is not declared',
    'wrong-port',
    'timeout: failed to connect service "10.0.0.7:9000" within 1s: context deadline exceeded',
    ['Point the readiness probe at port 9500', 'readinessProbe/grpc/port', 'Or let web listen on port 9000'],
    { ...grpc(), ports: [{ containerPort: 9500 }] },
  ],
  [
    'a TCP port that is not declared',
    'wrong-port',
    'dial tcp 10.0.0.7:8080: connect: connection refused',
    ['it declares 9090 and 9091', 'a port that web declares', 'Or let web listen on port 8080'],
    { ...tcp, ports: [{ containerPort: 9090 }, { containerPort: 9091 }] },
  ],
  [
    'an answer later than the time it was given',
    'timeout',
    `${get} context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
    ['gives up after 3 s (timeoutSeconds): the server takes the connection', 'from 3 to 6'],
    { readinessProbe: { ...readinessProbe, timeoutSeconds: 3 } },
  ],
  ['an error without a name', null, `${get} http2: frame too large`, ['and that fails: Get', 'frame too large']],
  [
    'a path that is not there, where none is asked for',
    'wrong-path',
    'HTTP probe failed with statuscode: 404',
    ['it listens, and has nothing to give under /.', 'a path that web serves, or serve /'],
    { readinessProbe: { httpGet: { port: 8080 } } },
  ],
  [
    'a port that is not declared, where no path is asked for',
    'wrong-port',
    'Get "http://10.0.0.7:8080/": dial tcp 10.0.0.7:8080: connect: connection refused',
    ['Or let web serve / on port 8080'],
    { readinessProbe: { httpGet: { port: 8080 } }, ports: [{ containerPort: 80 }] },
  ],
  [
    'credentials, where nothing says of what',
    'auth',
    'HTTP probe failed with statuscode: 403',
    ['Serve / without a login', 'GET / answers 403'],
    { readinessProbe: { httpGet: { port: 8080 } } },
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
  ],
  silent: [{ name: 'it is ready, whatever failed before', objects: [unready({ ready: true }), failed(status503)] }],
});
