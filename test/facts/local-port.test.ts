import { describe, expect, test } from '@jest/globals';
import type { ContainerSpec } from '../../src/core/evidence.ts';
import type { Container } from '../../src/core/kubernetes.ts';
import { localCalls, servesPort } from '../../src/facts/local-port.ts';

function of(container: Partial<Container>): ContainerSpec {
  return { name: 'web', kind: 'app', index: 0, path: 'c', spec: { name: 'web', ...container } };
}

describe('localCalls', () => {
  test.each<[Partial<Container>, string[]]>([
    [{ command: ['nc', '-z', 'localhost', '5432'] }, ['5432 c.command']],
    [{ args: ['--db=postgres://a@127.0.0.1:5432/x'] }, ['5432 c.args']],
    [{ command: ['sh', '-c', 'until curl -s http://localhost:8080/; do :; done'] }, ['8080 c.command']],
    [{ command: ['psql', '-h', 'localhost', '-p', '6432'] }, ['6432 c.command']],
    [{ env: [{ name: 'URL', value: 'http://localhost:9000' }] }, ['9000 c.env[0] URL']],
    [
      {
        env: [
          { name: 'DB_HOST', value: 'localhost' },
          { name: 'DB_PORT', value: '5432' },
        ],
      },
      ['5432 c.env[0] DB_HOST'],
    ],
    [{ command: ['web', '--listen=127.0.0.1:80', '--bind', 'localhost:81'] }, []],
    [{ env: [{ name: 'LISTEN_ADDRESS', value: 'localhost:80' }] }, []],
    [{ command: ['nc', '-z', 'db', '5432'] }, []],
    [{ command: ['redis-cli', 'ping'] }, []],
    [{}, []],
  ])('%j', (container, expected) => {
    const calls = localCalls(of(container)).map(({ port, path, variable }) =>
      [port, path, variable].filter(Boolean).join(' '),
    );
    expect(calls).toEqual(expected);
  });
});

describe('servesPort', () => {
  test.each<[string, Partial<Container>, string | undefined]>([
    ['a declared port', { ports: [{ containerPort: 5432 }] }, 'declared'],
    ['a probed port', { startupProbe: { tcpSocket: { port: 5432 } } }, 'declared'],
    ['a port in its arguments', { args: ['--port=5432'] }, 'hinted'],
    ['a proxy of databases', { image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2' }, 'hinted'],
    ['a port that it asks itself', { args: ['--db', 'localhost:5432'] }, undefined],
    ['another port', { ports: [{ containerPort: 80 }] }, undefined],
  ])('%s', (_name, container, expected) => {
    expect(servesPort(of(container), 5432)).toBe(expected);
  });
});
