import { expect, test } from '@jest/globals';
import { clientCallOf, isOwnHost } from '../../src/facts/client-call.ts';
import { commandsIn } from '../../src/facts/shell-command.ts';

test.each([
  ['curl -fs http://localhost:8080/health', { tool: 'curl', host: 'localhost', port: 8080, web: true, local: true }],
  ['curl --fail https://api.example.com/x', { host: 'api.example.com', port: 443, local: false }],
  ['curl localhost:9090/-/ready', { port: 9090, local: true }],
  ['curl http://[::1]:80/', { local: true }],
  ['curl --retry 5 http://127.0.0.1/', { retries: true, port: 80 }],
  ['wget -qO- http://$POD_IP:8080', { local: true }],
  ['nc -z -w 2 db 5432', { tool: 'nc', host: 'db', port: 5432, web: false, local: false }],
  ['timeout 2 nc -z 127.0.0.1 5432', { tool: 'nc', local: true }],
  ['redis-cli ping', { port: 6379, local: true }],
  ['redis-cli -h cache -p 6380 ping', { host: 'cache', port: 6380, local: false }],
  ['pg_isready -h /var/run/postgresql', { local: true }],
  ['psql postgres://app@db.shop/app -c "select 1"', { host: 'db.shop', local: false }],
  ['mysqladmin ping --host=127.0.0.1', { local: true }],
  ['grpc_health_probe', { host: 'localhost', local: true }],
  ['grpc_health_probe -addr=db:9000', { host: 'db', port: 9000, local: false }],
  ['curl http://:8080/', { host: 'localhost', port: 8080, local: true }],
  ['nc -z db http', undefined],
  ['grpc_health_probe -addr=:9000', { port: 9000, local: true }],
])('%s', (line, expected) => {
  const [command] = commandsIn(['sh', '-c', line]) ?? [];
  const read = command && clientCallOf(command);
  if (expected === undefined) expect(read).toBeUndefined();
  else expect(read).toMatchObject(expected);
});

test.each(['cat /tmp/ok', 'curl', 'nc -l 80', 'timeout 5', 'timeout', `curl ${'x '.repeat(200)}localhost:80`])(
  '%s asks nobody that is known',
  (line) => {
    const [command] = commandsIn(line.split(' ')) ?? [];
    expect(command && clientCallOf(command)).toBeUndefined();
  },
);

test.each([
  ['localhost', true],
  ['127.0.1.1', true],
  ['::1', true],
  ['$(hostname -i)', true],
  ['${MY_POD_IP}', true],
  ['$DB_HOST', false],
  ['db', false],
])('isOwnHost(%s): %s', (host, own) => {
  expect(isOwnHost(host)).toBe(own);
});
