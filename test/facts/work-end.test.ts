import { describe, expect, test } from '@jest/globals';
import type { Container } from '../../src/core/kubernetes.ts';
import { workEndOf, workEndOfCommand } from '../../src/facts/work-end.ts';

const of = (spec: Partial<Container>) =>
  workEndOf({ name: 'a', kind: 'app', index: 0, path: 'spec.containers[0]', spec: { name: 'a', ...spec } });

describe('workEndOfCommand', () => {
  test.each([
    ['sleep infinity', 'never'],
    ['sleep 2147483647', 'never'],
    ['sleep 3600', 'soon'],
    ['tail -f /dev/null', 'never'],
    ['tail -n 5 /x', 'unknown'],
    ['nginx -g daemon-off', 'never'],
    ['nginx -t', 'unknown'],
    ['/usr/bin/tini -- envoy -c /x', 'never'],
    ['exec redis-server', 'never'],
    ['/usr/bin/python3 -m http.server 80', 'never'],
    ['vault agent -config=/x', 'never'],
    ['vault agent -exit-after-auth', 'unknown'],
    ['kubectl proxy', 'never'],
    ['kubectl get pods', 'unknown'],
    ['consul server', 'never'],
    ['minio server /data', 'never'],
    ['minio mirror a b', 'unknown'],
    ['tail -f /x --pid=7', 'unknown'],
    ['exec', 'unknown'],
    ['env A=1', 'soon'],
    [`nginx ${'-g x '.repeat(300)}`, 'unknown'],
    ['echo hello', 'soon'],
    ['/app/run', 'unknown'],
  ])('%s: %s', (line, end) => {
    expect(workEndOfCommand(line.split(' ')).end).toBe(end);
  });

  test.each([
    ['while true; do work; sleep 5; done', 'never'],
    ['while :\ndo work\ndone', 'never'],
    ['until false; do x; done', 'never'],
    ['while true; do work && break; done', 'unknown'],
    ['while sleep 10; do work; done', 'never'],
    ['prepare; tail -f /log', 'never'],
    ['tail -f /log & work', 'unknown'],
    ['echo a; date > /x', 'soon'],
    ['if x; then sleep infinity; fi', 'unknown'],
  ])('%j: %s', (script, end) => {
    expect(workEndOfCommand(['sh', '-c', script]).end).toBe(end);
  });
});

describe('workEndOf', () => {
  test.each([
    ['an image that serves', { image: 'docker.io/library/redis:7' }, 'never'],
    ['with its registry and port', { image: 'host:5000/envoyproxy/envoy@sha256:abc' }, 'never'],
    ['an image whose name only begins so', { image: 'redis-backup:1' }, 'unknown'],
    ['an image that is told to look at itself', { image: 'nginx:1', args: ['nginx', '-t'] }, 'unknown'],
    ['a command counts before the image', { image: 'redis:7', command: ['echo', 'x'] }, 'soon'],
    ['nothing', {}, 'unknown'],
  ])('%s', (_name, spec, end) => {
    expect(of(spec).end).toBe(end);
  });
});
