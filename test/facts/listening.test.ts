import { describe, expect, test } from '@jest/globals';
import { isLoopback, listenersIn } from '../../src/facts/listening.ts';

const ports = (...lines: string[]): string[] =>
  listenersIn(lines).map(({ port, loopback }) => `${port}${loopback ? ' loopback' : ''}`);

describe('listenersIn', () => {
  test.each([
    ['Server listening on http://127.0.0.1:8080', ['8080 loopback']],
    ['Listening on http://localhost:3000', ['3000 loopback']],
    ['listening on [::1]:9000', ['9000 loopback']],
    ['listening on [::]:9000', ['9000']],
    ['Uvicorn running on http://0.0.0.0:8000 (Press CTRL+C to quit)', ['8000']],
    ['INFO  Tomcat started on port 8080 (http)', ['8080']],
    ['Tomcat started on port(s): 8081 (http) with context path', ['8081']],
    ['* Listening on tcp://0.0.0.0:3000', ['3000']],
    ['metrics on 9000, grpc on 9090 ready', ['9000', '9090']],
    ['gRPC server started, listening on 9090', ['9090']],
    ['{"msg":"Waiting for connections","attr":{"port":27017}}', ['27017']],
    ['http server started on :8080', ['8080']],
    ['Serving HTTP on 0.0.0.0 port 8000 (http://0.0.0.0:8000/) ...', ['8000']],
    ['LOG:  listening on IPv4 address "0.0.0.0", port 5432', ['5432']],
  ])('%s', (line, expected) => {
    expect(ports(line)).toEqual(expected);
  });

  test.each([
    'dial tcp 10.0.0.1:5432: connect: connection refused',
    'connecting to postgres at db:5432 (attempt 1)',
    'Error: listen EADDRINUSE: address already in use :::3000',
    'waiting for rabbitmq:5672',
    'WARN  redis://features-redis:6379 unavailable, health DOWN',
    '2026-11-20T22:43:30Z access "GET /admin/status HTTP/1.1" 401',
    'Started RecommenderApplication in 3.02 seconds',
    'listening',
    '',
  ])('nothing in: %s', (line) => {
    expect(ports(line)).toEqual([]);
  });

  test('a port on all addresses counts, whatever else the log says of it', () => {
    expect(ports('listening on 127.0.0.1:8080', 'listening on 0.0.0.0:8080')).toEqual(['8080']);
  });

  test('loopback hosts', () => {
    expect(['localhost', '127.0.0.1', '127.1.2.3', '[::1]', '::1'].every(isLoopback)).toBe(true);
    expect(['0.0.0.0', '10.0.0.1', '', 'example.com'].some(isLoopback)).toBe(false);
  });
});
