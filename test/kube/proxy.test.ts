import { expect, test } from '@jest/globals';
import { proxyFor } from '../../src/kube/proxy.ts';

const proxy = 'http://proxy:3128';

test('proxy-url of the cluster beats the environment and NO_PROXY', () => {
  const env = { HTTPS_PROXY: 'http://other', NO_PROXY: '*' };
  expect(proxyFor('https://c:6443', 'http://own:1', env)).toBe('http://own:1');
});

test.each<[string, string, Record<string, string>, string | undefined]>([
  ['HTTPS_PROXY', 'https://c', { HTTPS_PROXY: proxy }, proxy],
  ['in small letters', 'https://c', { https_proxy: proxy }, proxy],
  ['capitals first', 'https://c', { https_proxy: 'http://no', HTTPS_PROXY: proxy }, proxy],
  ['HTTP_PROXY is for plain HTTP only', 'https://c', { HTTP_PROXY: proxy }, undefined],
  ['HTTP_PROXY', 'http://c', { HTTP_PROXY: proxy }, proxy],
  ['without a scheme', 'https://c', { HTTPS_PROXY: 'proxy:3128' }, proxy],
  ['SOCKS proxies look names up', 'https://c', { HTTPS_PROXY: 'socks5://p:1080' }, 'socks5h://p:1080'],
  ['never for localhost', 'https://localhost:6443', { HTTPS_PROXY: proxy }, undefined],
  ['never for a loopback address', 'https://127.1.2.3:6443', { HTTPS_PROXY: proxy }, undefined],
  ['never for that of IPv6', 'https://[::1]:6443', { HTTPS_PROXY: proxy }, undefined],
])('%s', (_name, server, env, expected) => {
  expect(proxyFor(server, undefined, env)).toBe(expected);
});

test.each<[string, string, boolean]>([
  ['*', 'https://c', true],
  ['c.example', 'https://c.example:6443', true],
  ['example', 'https://c.example', true],
  ['xample', 'https://c.example', false],
  ['.example', 'https://c.example', true],
  ['.c.example', 'https://c.example', false],
  ['*.example', 'https://c.example', true],
  ['C.Example', 'https://c.example', true],
  [' other , c.example ', 'https://c.example', true],
  ['c.example:6443', 'https://c.example:6443', true],
  ['c.example:443', 'https://c.example', true],
  ['c.example:443', 'https://c.example:6443', false],
  ['10.0.0.7', 'https://10.0.0.7:6443', true],
  ['0.0.7', 'https://10.0.0.7:6443', false],
  ['10.0.0.0/8', 'https://10.9.8.7', true],
  ['10.0.0.0/8', 'https://11.0.0.1', false],
  ['10.0.0.0/99', 'https://10.0.0.1', false],
  ['10.0.0.0/8', 'https://c.example', false],
  ['fd00::/8', 'https://[fd12::1]:6443', true],
  ['[fd12::1]:6443', 'https://[fd12::1]:6443', true],
  ['', 'https://c.example', false],
])('NO_PROXY %j and %s', (noProxy, server, excepted) => {
  expect(proxyFor(server, undefined, { HTTPS_PROXY: proxy, NO_PROXY: noProxy })).toBe(excepted ? undefined : proxy);
});
