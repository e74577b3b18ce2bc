import { describe, expect, test } from '@jest/globals';
import { logHint } from '../../src/facts/log-hints.ts';

describe('logHint', () => {
  const lines: [line: string, kind: string, name?: string | undefined, port?: number][] = [
    ["KeyError: 'DATABASE_URL'", 'missing-variable', 'DATABASE_URL'],
    ['panic: PAYMENT_API_URL must be set', 'missing-variable', 'PAYMENT_API_URL'],
    ['Error: environment variable "API_TOKEN" is not set', 'missing-variable', 'API_TOKEN'],
    ['Missing required environment variable: REDIS_HOST', 'missing-variable', 'REDIS_HOST'],
    ['/entrypoint.sh: line 3: DB_HOST: unbound variable', 'missing-variable', 'DB_HOST'],
    ['sh: 1: DB_HOST: parameter not set', 'missing-variable', 'DB_HOST'],
    ['FATAL missing SMTP_PASSWORD', 'missing-variable', 'SMTP_PASSWORD'],
    ['sh: esrally: not found', 'command-not-found', 'esrally'],
    ['/app/run.sh: line 7: psql: command not found', 'command-not-found', 'psql'],
    ['Error: getaddrinfo ENOTFOUND orders-db', 'unknown-host', 'orders-db'],
    ['dial tcp: lookup orders-db on 10.96.0.10:53: no such host', 'unknown-host', 'orders-db'],
    ["nc: bad address 'orders-db'", 'unknown-host', 'orders-db'],
    [
      'psql: error: could not translate host name "orders-db" to address: Name does not resolve',
      'unknown-host',
      'orders-db',
    ],
    ['curl: (6) Could not resolve host: orders-db', 'unknown-host', 'orders-db'],
    ['java.net.UnknownHostException: orders-db', 'unknown-host', 'orders-db'],
    [
      'nginx: [emerg] host not found in upstream "orders-api" in /etc/nginx/conf.d/default.conf:3',
      'unknown-host',
      'orders-api',
    ],
    ['dial tcp 10.96.3.4:5432: connect: connection refused', 'connection-refused', '10.96.3.4', 5432],
    ['Error: connect ECONNREFUSED 127.0.0.1:6379', 'connection-refused', '127.0.0.1', 6379],
    [
      'connection to server at "orders-db" (10.96.3.4), port 5432 failed: Connection refused',
      'connection-refused',
      'orders-db',
      5432,
    ],
    ['dial tcp 10.96.3.4:5432: i/o timeout', 'connection-timeout', '10.96.3.4', 5432],
    ['httpd: bind: Permission denied', 'bind-denied'],
    ['nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied)', 'bind-denied', undefined, 80],
    ['Error: listen EACCES: permission denied 0.0.0.0:443', 'bind-denied', undefined, 443],
    ['listen tcp :8080: bind: address already in use', 'address-in-use', undefined, 8080],
    ['FATAL: password authentication failed for user "orders"', 'login-refused', 'orders'],
    [
      'pods is forbidden: User "system:serviceaccount:shop:default" cannot list resource "pods"',
      'api-forbidden',
      'system:serviceaccount:shop:default',
    ],
    ['x509: certificate signed by unknown authority', 'certificate'],
    ['Exception in thread "main" java.lang.OutOfMemoryError: Java heap space', 'out-of-memory'],
    ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', 'out-of-memory'],
    ['write /data/index: no space left on device', 'disk-full'],
    ['touch: /app/cache: Read-only file system', 'read-only', '/app/cache'],
    ["Error: Cannot find module '/app/server.js'", 'module-missing', '/app/server.js'],
    ["ModuleNotFoundError: No module named 'flask'", 'module-missing', 'flask'],
    [
      'error while loading shared libraries: libssl.so.1.1: cannot open shared object file',
      'module-missing',
      'libssl.so.1.1',
    ],
    ['exec /usr/bin/app: exec format error', 'wrong-platform'],
    ['[emerg] unknown directive "proxy_pas" in /etc/proxy/proxy.conf:1', 'configuration', 'proxy_pas'],
    ['error parsing /etc/app/config.yaml: yaml: line 3: mapping values are not allowed here', 'configuration'],
    ['flag provided but not defined: -verbos', 'wrong-argument', '-verbos'],
    ['error: unrecognized arguments: --wrkers', 'wrong-argument', '--wrkers'],
    ['FATAL licence expired on 2026-11-01', 'licence'],
    ['error: relation "consent" already exists', 'already-exists', 'consent'],
    ['open /etc/app/token: no such file or directory', 'file-missing', '/etc/app/token'],
    ["mkdir: can't create directory '/data/db': Permission denied", 'permission-denied', '/data/db'],
  ];
  test.each(lines.map((one) => [one[0], one] as const))('%s', (_name, [line, kind, name, port]) => {
    const hint = logHint(['starting', line]);
    expect(hint).toEqual({ kind, line, ...(name ? { name } : {}), ...(port ? { port } : {}) });
  });

  test.each([
    'ready to serve',
    'listening on port 8080',
    '    at Server.listen (net.js:12)',
    'INFO  cache /var/cache/x not found, creating it',
    '2026-01-15 12:00:00 DEBUG connection refused, trying again',
    '{"level":"info","msg":"no such file or directory: /etc/app"}',
    'exit status 1',
  ])('nothing in: %s', (line) => {
    expect(logHint([line])).toBeUndefined();
  });

  test('the newest line that says something counts', () => {
    expect(logHint(['connect ECONNREFUSED 10.0.0.1:1', "KeyError: 'S3_BUCKET'", 'bye'])?.kind).toBe('missing-variable');
    expect(logHint([])).toBeUndefined();
  });

  test('a host that the line does not name is that of the attempt before it', () => {
    expect(logHint(['connecting to postgres at orders-db:5432 (attempt 3)', 'Connection refused'])).toMatchObject({
      kind: 'connection-refused',
      name: 'orders-db',
      port: 5432,
    });
  });
});
