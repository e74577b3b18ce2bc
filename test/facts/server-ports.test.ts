import { describe, expect, test } from '@jest/globals';
import type { Container } from '../../src/core/kubernetes.ts';
import { serverPorts } from '../../src/facts/server-ports.ts';

describe('serverPorts', () => {
  test.each<[string, Partial<Container>, readonly number[] | undefined]>([
    ['an official image', { image: 'nginx:1.27' }, [80]],
    ['with its registry and a digest', { image: `docker.io/library/redis@sha256:${'a'.repeat(64)}` }, [6379]],
    ['a mirror of it', { image: 'registry.example.com/library/nginx:1.27' }, undefined],
    ['another image of that name', { image: 'bitnami/nginx:1.27' }, undefined],
    ['an image of which nothing is known', { image: 'python:3.12' }, undefined],
    ['a broken image', { image: 'Nginx Latest' }, undefined],
    ['no image', {}, undefined],
    ['arguments', { image: 'redis:7', args: ['--port', '7000'] }, undefined],
    ['a command', { image: 'nginx', command: ['sh'] }, undefined],
    ['a variable about ports', { image: 'nginx', env: [{ name: 'NGINX_PORT', value: '8080' }] }, undefined],
    ['another variable', { image: 'nginx', env: [{ name: 'TZ', value: 'UTC' }] }, [80]],
    ['variables that nobody sees', { image: 'nginx', envFrom: [{ configMapRef: { name: 'a' } }] }, undefined],
    ['a configuration', { image: 'nginx', volumeMounts: [{ name: 'a', mountPath: '/etc/nginx/conf.d' }] }, undefined],
    ['data', { image: 'postgres:17', volumeMounts: [{ name: 'a', mountPath: '/var/lib/postgresql/data' }] }, [5432]],
  ])('%s', (_what, spec, ports) => {
    expect(serverPorts({ name: 'web', ...spec })).toEqual(ports);
  });
});
