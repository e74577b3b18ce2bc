import { describe, expect, test } from '@jest/globals';
import type { EventFacts, LogTail } from '../../src/core/evidence.ts';
import type { Container, Probe } from '../../src/core/kubernetes.ts';
import { containersOf } from '../../src/facts/containers.ts';
import { eventsOf } from '../../src/facts/events.ts';
import { diagnoseProbe, probeFailures } from '../../src/facts/probe-failures.ts';
import { anEvent, now } from '../support/builders.ts';

const web: Container = { name: 'web', ports: [{ name: 'http', containerPort: 80 }] };

function specs(...containers: Container[]) {
  return containersOf({ containers }, 'spec');
}

function unhealthy(...messages: string[]): EventFacts[] {
  return eventsOf(
    messages.map((message, index) => anEvent('Unhealthy', message, { container: 'web', ago: 100 - index })),
  );
}

function diagnose(probe: Probe, said: string, container: Container = web, log: string[] = [], ...others: Container[]) {
  const all = specs(container, ...others);
  const [own] = all;
  if (!own) throw new Error('no container');
  const type = /^Liveness/.test(said) ? 'liveness' : /^Startup/.test(said) ? 'startup' : 'readiness';
  const message = /^(Readiness|Liveness|Startup) probe/.test(said) ? said : `Readiness probe failed: ${said}`;
  const logs: LogTail[] = log.length > 0 ? [{ container: 'web', previous: false, lines: log }] : [];
  return diagnoseProbe(own, probe, probeFailures(own, type, unhealthy(message)), logs, all);
}

const get = (port: number | string, more: object = {}): Probe => ({ httpGet: { path: '/x', port, ...more } });
const exec = (...command: string[]): Probe => ({ exec: { command } });
const refused = 'Get "http://10.0.0.7:8080/x": dial tcp 10.0.0.7:8080: connect: connection refused';

describe('probeFailures', () => {
  const [own] = specs(web);
  if (!own) throw new Error('no container');

  test('counts failures and errors apart, of this container and this probe', () => {
    const events = eventsOf([
      anEvent('Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503', {
        container: 'web',
        count: 4,
      }),
      anEvent('Unhealthy', 'Readiness probe errored: strconv.Atoi: parsing "x": invalid syntax', {
        container: 'web',
        count: 2,
      }),
      anEvent('Unhealthy', 'Readiness probe errored and resulted in unknown state: rpc error', { container: 'web' }),
      anEvent('Unhealthy', '(combined from similar events): Readiness probe failed: x', { container: 'web', count: 9 }),
      anEvent('Unhealthy', 'Liveness probe failed: x', { container: 'web' }),
      anEvent('Unhealthy', 'Readiness probe failed: x', { container: 'proxy' }),
      anEvent('ProbeWarning', 'Readiness probe warning: Probe terminated redirects', { container: 'web' }),
    ]);
    expect(probeFailures(own, 'readiness', events)).toMatchObject({ count: 13, errored: 3 });
  });

  test('since the start of the instance', () => {
    const events = eventsOf([anEvent('Unhealthy', 'Readiness probe failed: x', { container: 'web', ago: 50 })]);
    expect(probeFailures(own, 'readiness', events, now - 40_000).events).toEqual([]);
    expect(probeFailures(own, 'readiness', events, now - 60_000).count).toBe(1);
  });

  test('nothing without events', () => {
    expect(probeFailures(own, 'readiness', undefined)).toEqual({ count: 0, errored: 0, events: [] });
  });
});

describe('diagnoseProbe', () => {
  test.each<[string, Probe, string, string | undefined]>([
    ['undeclared port', get(8080), refused, 'wrong-port'],
    [
      'undeclared tcp port',
      { tcpSocket: { port: 8080 } },
      'dial tcp 10.0.0.7:8080: connect: connection refused',
      'wrong-port',
    ],
    ['declared port', get('http'), 'dial tcp 10.0.0.7:80: connect: connection refused', 'connection-refused'],
    [
      'Windows',
      get(80),
      'dial tcp: connectex: No connection could be made because the target machine actively refused it.',
      'connection-refused',
    ],
    ['the host is the loopback of the node', get(8080, { host: '127.0.0.1' }), refused, 'connection-refused'],
    ['another host', get(8080, { host: 'db' }), refused, 'connection-refused'],
    ['404', get(80), 'HTTP probe failed with statuscode: 404', 'wrong-path'],
    ['500', get(80), 'HTTP probe failed with statuscode: 500', 'server-error'],
    ['503', get(80), 'HTTP probe failed with statuscode: 503', 'server-error'],
    ['401', get(80), 'HTTP probe failed with statuscode: 401', 'auth'],
    ['403', get(80), 'HTTP probe failed with statuscode: 403', 'auth'],
    [
      'client certificate',
      get(80, { scheme: 'HTTPS' }),
      'Get "https://x": remote error: tls: certificate required',
      'auth',
    ],
    ['400 on a TLS port', get(8443), 'HTTP probe failed with statuscode: 400', 'wrong-scheme'],
    ['400 elsewhere', get(80), 'HTTP probe failed with statuscode: 400', undefined],
    ['429', get(80), 'HTTP probe failed with statuscode: 429', undefined],
    [
      'https to http',
      get(80, { scheme: 'HTTPS' }),
      'Get "https://10.0.0.7:80/": http: server gave HTTP response to HTTPS client',
      'wrong-scheme',
    ],
    [
      'http to https',
      get(80),
      'Get "http://10.0.0.7:80/": net/http: HTTP/1.x transport connection broken: malformed HTTP response "\\x15\\x03\\x01\\x00\\x02\\x02"',
      'wrong-scheme',
    ],
    [
      'first record',
      get(80, { scheme: 'HTTPS' }),
      'tls: first record does not look like a TLS handshake',
      'wrong-scheme',
    ],
    ['closed at once on 443', get(443), 'Get "http://10.0.0.7:443/x": EOF', 'wrong-scheme'],
    ['closed at once', get(80), 'Get "http://10.0.0.7:80/x": EOF', undefined],
    ['http to gRPC', get(80), 'malformed HTTP response "\\x00\\x00\\x06\\x04\\x00"', 'grpc'],
    [
      'headers late',
      get(80),
      'Get "http://x": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
      'timeout',
    ],
    [
      'old Go',
      get(80),
      'Get "http://x": net/http: request canceled (Client.Timeout exceeded while awaiting headers)',
      'timeout',
    ],
    ['connect', get(80), 'Get "http://x": dial tcp 10.0.0.7:80: i/o timeout', 'timeout'],
    ['tcp', { tcpSocket: { port: 80 } }, 'dial tcp 10.0.0.7:80: i/o timeout', 'timeout'],
    ['TLS handshake', get(80, { scheme: 'HTTPS' }), 'net/http: TLS handshake timeout', 'timeout'],
    ['dns', get(80, { host: 'up' }), 'Get "http://up:80/": dial tcp: lookup up on 10.96.0.10:53: no such host', 'dns'],
    ['dns server', get(80, { host: 'up' }), 'dial tcp: lookup up: server misbehaving', 'dns'],
    ['no route', get(80), 'dial tcp 10.0.0.7:80: connect: no route to host', undefined],
    ['command time-out', exec('slow'), 'command timed out: "slow" timed out after 1s', 'timeout'],
    ['new command time-out', exec('slow'), 'command "slow" timed out', 'timeout'],
    ['output', exec('check'), 'cluster_state:fail', 'command-failed'],
    ['no output', exec('check'), '', 'command-failed'],
    ['shell does not find', exec('sh', '-c', 'pg_isready'), 'sh: pg_isready: not found', 'command-missing'],
    ['dash', exec('sh', '-c', 'curl x'), '/bin/sh: 1: curl: not found', 'command-missing'],
    ['bash', exec('bash', '-c', 'curl x'), 'bash: line 1: curl: command not found', 'command-missing'],
    [
      'the runtime does not say which file it did not find',
      exec('/check'),
      'rpc error: failed to start exec "1": OCI runtime exec failed: no such file or directory: unknown',
      'command-missing',
    ],
    ['time-out in the words of containerd', exec('slow'), 'rpc error: code = DeadlineExceeded', 'timeout'],
    ['400 of a port for TLS', get(8443), 'HTTP probe failed with statuscode: 400', 'wrong-scheme'],
    ['400 of a port for HTTP', get(8080), 'HTTP probe failed with statuscode: 400', undefined],
    ['400 with TLS', get(8443, { scheme: 'HTTPS' }), 'HTTP probe failed with statuscode: 400', undefined],
    ['405', get(80), 'HTTP probe failed with statuscode: 405', 'wrong-path'],
    ['407', get(80), 'HTTP probe failed with statuscode: 407', 'auth'],
    ['a closed connection of a port for TLS', get(8443), 'Get "http://10.0.0.7:8443/x": EOF', 'wrong-scheme'],
    ['a closed connection of a port for HTTP', get(8080), 'Get "http://10.0.0.7:8080/x": EOF', undefined],
    ['a closed connection with TLS', get(8443, { scheme: 'https' }), 'Get "https://10.0.0.7:8443/x": EOF', undefined],
    [
      'a closed connection of a socket',
      { tcpSocket: { port: 8443 } },
      'read tcp 10.0.0.1->10.0.0.7: connection reset',
      undefined,
    ],
    [
      'a file is not found by the command',
      exec('cat', '/tmp/ok'),
      "cat: can't open '/tmp/ok': No such file or directory",
      'command-failed',
    ],
    [
      'grpc refuses to connect',
      { grpc: { port: 80 } },
      'timeout: failed to connect service "10.0.0.7:80" within 1s: context deadline exceeded',
      'grpc',
    ],
    [
      'grpc on an undeclared port',
      { grpc: { port: 9 } },
      'timeout: failed to connect service "10.0.0.7:9" within 1s: context deadline exceeded',
      'wrong-port',
    ],
    ['grpc too slow', { grpc: { port: 80 } }, 'timeout: health rpc did not complete within 1s', 'timeout'],
    [
      'no health service',
      { grpc: { port: 80 } },
      'error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service',
      'grpc',
    ],
    ['grpc unhealthy', { grpc: { port: 80 } }, 'service unhealthy (responded with "NOT_SERVING")', 'grpc'],
  ])('%s', (_name, probe, said, detail) => {
    expect(diagnose(probe, said).detail).toBe(detail);
  });

  test.each<[string, Probe, string, string | undefined, boolean]>([
    [
      'containerd: the program is missing',
      exec('pg_isready'),
      'Readiness probe errored and resulted in unknown state: rpc error: code = Unknown desc = failed to exec in container: failed to start exec "abc": OCI runtime exec failed: exec failed: unable to start container process: exec: "pg_isready": executable file not found in $PATH: unknown',
      'command-missing',
      true,
    ],
    [
      'containerd: the path is missing',
      exec('/bin/x'),
      'Readiness probe errored and resulted in unknown state: failed to exec in container: exec: "/bin/x": stat /bin/x: no such file or directory: unknown',
      'command-missing',
      true,
    ],
    [
      'not executable',
      exec('/x.sh'),
      'Readiness probe errored: failed to exec in container: exec: "/x.sh": permission denied: unknown',
      'command-failed',
      true,
    ],
    [
      'CRI-O counts it as a failure',
      exec('pg_isready'),
      'Readiness probe failed: exec failed: unable to start container process: exec: "pg_isready": executable file not found in $PATH',
      'command-missing',
      false,
    ],
    [
      'the container was just gone',
      exec('check'),
      'Readiness probe errored and resulted in unknown state: rpc error: code = NotFound desc = failed to exec in container: failed to load task: no running task found: task abc not found: not found',
      'command-failed',
      false,
    ],
    [
      'the body never ends',
      get(80),
      'Readiness probe errored: context deadline exceeded (Client.Timeout or context cancellation while reading body)',
      'timeout',
      true,
    ],
  ])('%s', (_name, probe, said, detail, neverCounts) => {
    expect(diagnose(probe, said)).toMatchObject({ detail, neverCounts });
  });

  test('a port name that the container does not declare is known without any event', () => {
    const [own] = specs(web);
    if (!own) throw new Error('no container');
    const found = diagnoseProbe(own, get('web'), { count: 0, errored: 0, events: [] });
    expect(found).toMatchObject({ detail: 'wrong-port', unknownPort: 'web', neverCounts: true });
  });

  test('a port that another container of the pod declares is not a wrong one', () => {
    const proxy = { name: 'proxy', ports: [{ containerPort: 8080 }] };
    expect(diagnose(get(8080), refused, web, [], proxy).detail).toBe('connection-refused');
  });

  test('a container that declares nothing proves nothing, but its log may', () => {
    expect(diagnose(get(8080), refused, { name: 'web' }).detail).toBe('connection-refused');
    expect(diagnose(get(8080), refused, { name: 'web' }, ['listening on 0.0.0.0:3000']).detail).toBe('wrong-port');
    expect(diagnose(get(8080), refused, { name: 'web' }, ['listening on 127.0.0.1:8080']).detail).toBe(
      'connection-refused',
    );
  });

  test('too early: liveness or startup, refused, and a log that still works towards listening', () => {
    const said = `Liveness probe failed: ${refused}`;
    const slow = { name: 'web', ports: [{ containerPort: 8080 }] };
    expect(diagnose(get(8080), said, slow, ['loading module 3 of 9']).detail).toBe('too-early');
    expect(diagnose(get(8080), said, slow, ['loading module 3', 'ERROR out of luck']).detail).toBe(
      'connection-refused',
    );
    expect(diagnose(get(8080), said, slow, ['loading', 'listening on 8080']).detail).toBe('connection-refused');
    expect(diagnose(get(8080), refused, slow, ['loading module 3 of 9']).detail).toBe('connection-refused');
  });

  test('too early: a server error of one that still starts', () => {
    const said = 'Startup probe failed: HTTP probe failed with statuscode: 503';
    expect(diagnose(get(80), said, web, ['migrating table 3 of 9']).detail).toBe('too-early');
    expect(diagnose(get(80), said, web, ['migrating table 3 of 9', 'listening on 80']).detail).toBe('server-error');
    expect(diagnose(get(80), said.replace('503', '404'), web, ['migrating table 3']).detail).toBe('wrong-path');
  });

  test('a port for TLS by its name', () => {
    const named: Container = { name: 'web', ports: [{ name: 'https', containerPort: 9000 }, { containerPort: 9001 }] };
    const eof = (port: number): string => `Get "http://10.0.0.7:${port}/x": EOF`;
    expect(diagnose(get(9000), eof(9000), named).detail).toBe('wrong-scheme');
    expect(diagnose(get(9001), eof(9001), named).detail).toBeUndefined();
  });

  test('grpc asked at a port where nobody listens', () => {
    const said = 'timeout: failed to connect service "10.0.0.7:9000" within 1s: context deadline exceeded';
    const probe = { grpc: { port: 9000 } };
    expect(diagnose(probe, said, { name: 'web' }, ['listening on 0.0.0.0:9090']).detail).toBe('wrong-port');
    expect(diagnose(probe, said, { name: 'web' }, ['listening on 0.0.0.0:9000']).detail).toBe('grpc');
  });

  test('only TCP ports count', () => {
    const own: Container = {
      name: 'web',
      ports: [
        { containerPort: 53, protocol: 'UDP' },
        { containerPort: 80, protocol: 'TCP' },
      ],
    };
    expect(diagnose(get(53), refused, own)).toMatchObject({ declared: [80], detail: 'wrong-port' });
  });

  test('nothing is said without anything heard', () => {
    const [own] = specs(web);
    if (!own) throw new Error('no container');
    expect(diagnoseProbe(own, get(80), { count: 0, errored: 0, events: [] }).detail).toBeUndefined();
  });
});
