import { describe, expect, test } from '@jest/globals';
import {
  formatImageReference,
  parseImageReference,
  referenceProblem,
  sameImage,
} from '../../src/facts/image-reference.ts';

const digest = `sha256:${'4f'.repeat(32)}`;

describe('parseImageReference', () => {
  test.each([
    ['nginx', { registry: 'docker.io', host: 'docker.io', repository: 'library/nginx', movable: true }],
    ['nginx:1.27', { registry: 'docker.io', repository: 'library/nginx', tag: '1.27', movable: false }],
    ['nginx:latest', { tag: 'latest', movable: true }],
    ['team/app', { registry: 'docker.io', repository: 'team/app' }],
    ['index.docker.io/nginx', { registry: 'docker.io', repository: 'library/nginx' }],
    ['localhost/app:1', { registry: 'localhost', repository: 'app', tag: '1' }],
    ['localhost:5000/app', { registry: 'localhost:5000', host: 'localhost', port: 5000, repository: 'app' }],
    [
      'registry.example:8443/a/b_c/d.e-f:v1.2_3',
      { registry: 'registry.example:8443', port: 8443, repository: 'a/b_c/d.e-f' },
    ],
    ['[2001:db8::1]:5000/app:1', { registry: '[2001:db8::1]:5000', host: '[2001:db8::1]', repository: 'app' }],
    [`quay.io/a/b:1@${digest}`, { tag: '1', digest, movable: false }],
    [`nginx@${digest}`, { repository: 'library/nginx', digest, movable: false }],
  ])('%s', (text, parts) => {
    expect(parseImageReference(text)).toMatchObject(parts);
  });

  test.each([
    '',
    ' nginx',
    'nginx ',
    'http://x/y',
    'a/B',
    'nginx:',
    'nginx:a:b',
    'nginx:1 2',
    'nginx@sha256:12',
    'a//b',
    '/a',
    'a/',
    '-a',
    'a'.repeat(300),
    'ab'.repeat(32),
  ])('not one: %j', (text) => {
    expect(parseImageReference(text)).toBeUndefined();
    expect(referenceProblem(text)?.problem).toBeTruthy();
  });
});

describe('formatImageReference and sameImage', () => {
  test('names the whole image', () => {
    const reference = parseImageReference('nginx');
    expect(reference && formatImageReference(reference)).toBe('docker.io/library/nginx:latest');
  });

  test('compares by what is pulled', () => {
    expect(sameImage('nginx', 'docker.io/library/nginx:latest')).toBe(true);
    expect(sameImage('nginx:1', 'nginx:2')).toBe(false);
    expect(sameImage('NGINX ', 'NGINX ')).toBe(true);
  });
});

describe('referenceProblem', () => {
  test.each([
    ['registry.example.com/Loyalty/API:v1', 'upper-case letters', 'registry.example.com/loyalty/api:v1'],
    ['https://registry.example.com/a:1', 'URL scheme', 'registry.example.com/a:1'],
    ['nginx:1.27 ', 'white space', 'nginx:1.27'],
    ['my app:1', 'white space', 'myapp:1'],
    ['nginx:', 'no tag behind it', 'nginx'],
    ['nginx:1:2', 'more than one tag', undefined],
    ['registry/${TAG}', 'placeholder', undefined],
    ['nginx:+x', 'tag +x', undefined],
    ['nginx@sha256:12', 'digest', undefined],
  ])('%s', (text, problem, suggestion) => {
    expect(referenceProblem(text)?.problem).toContain(problem);
    expect(referenceProblem(text)?.suggestion).toBe(suggestion);
  });

  test('nothing for a valid one', () => {
    expect(referenceProblem('nginx:1.27')).toBeUndefined();
  });
});
