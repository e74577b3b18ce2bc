import { describe, expect, test } from '@jest/globals';
import type { Container } from '../../src/core/kubernetes.ts';
import { containersOf, joinStatuses } from '../../src/facts/containers.ts';
import { initWaitOf, serviceNamed } from '../../src/facts/init-wait.ts';

function wait(spec: Partial<Container>, ...lines: string[]) {
  const [container] = joinStatuses(containersOf({ initContainers: [{ name: 'init', ...spec }] }, 'spec'), {});
  if (!container) throw new Error('no container');
  return initWaitOf(container, lines.length > 0 ? [{ container: 'init', previous: false, lines }] : undefined);
}

const sh = (script: string): Partial<Container> => ({ command: ['sh', '-c', script] });

describe('initWaitOf', () => {
  test.each<[string, Partial<Container>, string[], object]>([
    [
      'nc loop',
      sh('until nc -z -w 2 rabbitmq 5672; do sleep 3; done'),
      [],
      { kind: 'waits', host: 'rabbitmq', port: 5672 },
    ],
    [
      'its log',
      sh('/wait.sh'),
      ['waiting for rabbitmq:5672', 'nc: timed out'],
      { kind: 'waits', host: 'rabbitmq', port: 5672 },
    ],
    [
      'nslookup loop',
      sh('until nslookup mydb.shop.svc.cluster.local; do echo waiting for mydb; sleep 2; done'),
      ['waiting for mydb'],
      { kind: 'waits', host: 'mydb.shop.svc.cluster.local' },
    ],
    [
      'pg_isready loop',
      sh('until pg_isready -h postgres -p 5432; do sleep 1; done'),
      [],
      { kind: 'waits', host: 'postgres' },
    ],
    [
      'curl loop',
      sh('while ! curl -s http://vault:8200/v1/sys/health; do sleep 5; done'),
      [],
      { kind: 'waits', host: 'vault', port: 8200 },
    ],
    [
      'wait-for-it',
      { command: ['/wait-for-it.sh', 'db:5432', '-t', '0'] },
      [],
      { kind: 'waits', host: 'db', port: 5432 },
    ],
    [
      'bash tcp',
      sh('until (echo > /dev/tcp/redis/6379); do sleep 1; done'),
      [],
      { kind: 'waits', host: 'redis', port: 6379 },
    ],
    [
      'only the log',
      {},
      ['Still waiting for database.internal to accept connections'],
      { kind: 'waits', host: 'database.internal' },
    ],
    ['a server', { command: ['envoy'] }, ['listening on 0.0.0.0:15001'], { kind: 'serves' }],
    ['sleep infinity', { command: ['sleep', 'infinity'] }, [], { kind: 'serves' }],
    ['it declares a port', { ports: [{ containerPort: 9090 }] }, [], { kind: 'serves' }],
    ['work', sh('python migrate.py'), ['applying migration 12', 'applying migration 13'], { kind: 'works' }],
    ['nothing known', {}, [], { kind: 'works' }],
  ])('%s', (_name, spec, lines, expected) => {
    expect(wait(spec, ...lines)).toMatchObject(expected);
  });
});

describe('serviceNamed', () => {
  const services = [{ metadata: { name: 'db' } }];
  test.each([
    ['db', { metadata: { name: 'db' } }],
    ['db.shop', { metadata: { name: 'db' } }],
    ['db.shop.svc.cluster.local', { metadata: { name: 'db' } }],
    ['rabbitmq', 'missing'],
    ['rabbitmq.shop.svc', 'missing'],
    ['rabbitmq.other', 'elsewhere'],
    ['api.example.com', 'elsewhere'],
    ['kafka-0.kafka', 'elsewhere'],
  ])('%s', (host, expected) => {
    expect(serviceNamed(host, 'shop', services)).toEqual(expected);
  });
  test('unknown where the Services were not listed', () => {
    expect(serviceNamed('db', 'shop', undefined)).toBe('unknown');
  });
});
