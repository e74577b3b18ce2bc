import { describe, expect, test } from '@jest/globals';
import { classifyPullError, httpStatus, innermost, requestedHost } from '../../src/facts/pull-text.ts';

const image = 'quay.io/shop/web:1';
const containerd = (inner: string): string =>
  `rpc error: code = Unknown desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${inner}`;
const request = (inner: string): string =>
  containerd(`failed to do request: Head "https://quay.io/v2/shop/web/manifests/1": ${inner}`);

describe('classifyPullError', () => {
  test.each([
    // containerd
    [
      `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`,
      'not-found',
      undefined,
    ],
    [
      `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": no match for platform in manifest: not found`,
      'platform',
      undefined,
    ],
    [
      containerd(
        'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      ),
      'denied',
      'hidden',
    ],
    [
      containerd(
        'pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
      ),
      'denied',
      'no-credentials',
    ],
    [
      containerd(
        'failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://auth.example/token?scope=x: 401 Unauthorized',
      ),
      'denied',
      'unauthorized',
    ],
    [
      containerd('failed to authorize: failed to fetch oauth token: unexpected status: 403 Forbidden'),
      'denied',
      'unauthorized',
    ],
    [
      containerd('unexpected status from HEAD request to https://quay.io/v2/shop/web/manifests/1: 403 Forbidden'),
      'denied',
      'forbidden',
    ],
    [
      containerd('unexpected status from HEAD request to https://quay.io/v2/x: 429 Too Many Requests'),
      'rate-limited',
      'registry',
    ],
    [
      containerd(
        'failed to copy: httpReadSeeker: failed open: unexpected status code https://x/v2/y/blobs/sha256:aa: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit',
      ),
      'rate-limited',
      'registry',
    ],
    ['pull QPS exceeded', 'rate-limited', 'kubelet'],
    [
      containerd('unexpected status from HEAD request to https://quay.io/v2/x: 503 Service Unavailable'),
      'registry-error',
      'server-error',
    ],
    [request('dial tcp: lookup quay.io on 10.0.0.2:53: no such host'), 'unreachable', 'dns'],
    [request('dial tcp 10.0.0.9:443: connect: connection refused'), 'unreachable', 'refused'],
    [request('dial tcp 10.0.0.9:443: i/o timeout'), 'unreachable', 'timeout'],
    [request('dial tcp 10.0.0.9:443: connect: no route to host'), 'unreachable', 'no-route'],
    [request('net/http: TLS handshake timeout'), 'unreachable', 'timeout'],
    [request('EOF'), 'unreachable', 'reset'],
    [request('read tcp 10.0.0.1:4000->10.0.0.9:443: read: connection reset by peer'), 'unreachable', 'reset'],
    [request('proxyconnect tcp: dial tcp 10.0.0.3:3128: connect: connection refused'), 'unreachable', 'proxy'],
    [
      request('tls: failed to verify certificate: x509: certificate signed by unknown authority'),
      'tls',
      'unknown-authority',
    ],
    [
      request(
        'x509: certificate has expired or is not yet valid: current time 2026-01-01T00:00:00Z is after 2025-01-01T00:00:00Z',
      ),
      'tls',
      'expired',
    ],
    [
      request('tls: failed to verify certificate: x509: certificate is valid for a.example, not quay.io'),
      'tls',
      'wrong-name',
    ],
    [request('http: server gave HTTP response to HTTPS client'), 'tls', 'http'],
    [request('remote error: tls: handshake failure'), 'tls', undefined],
    [
      `failed to pull and unpack image "${image}": failed to extract layer sha256:aa: write /var/lib/x: no space left on device: unknown`,
      'registry-error',
      'disk-full',
    ],
    [
      `failed to pull and unpack image "${image}": failed to extract layer sha256:aa: unexpected EOF`,
      'unreachable',
      'reset',
    ],
    [
      `media type "application/vnd.docker.distribution.manifest.v1+prettyjws" is no longer supported since containerd v2.1`,
      'registry-error',
      'manifest',
    ],
    ['context canceled', 'unreachable', 'timeout'],
    // CRI-O
    ['reading manifest 1 in quay.io/shop/web: manifest unknown', 'not-found', undefined],
    [
      'initializing source docker://quay.io/shop/web:1: reading manifest 1 in quay.io/shop/web: name unknown: repository not found',
      'not-found',
      'repository',
    ],
    [
      'reading manifest 1 in quay.io/shop/web: unauthorized: access to the requested resource is not authorized',
      'denied',
      'unauthorized',
    ],
    [
      'unable to retrieve auth token: invalid username/password: unauthorized: incorrect login',
      'denied',
      'wrong-credentials',
    ],
    ['Requesting bearer token: invalid status code from registry 403 (Forbidden)', 'denied', 'forbidden'],
    [
      'pinging container registry quay.io: Get "https://quay.io/v2/": dial tcp: lookup quay.io: no such host',
      'unreachable',
      'dns',
    ],
    [
      'choosing image instance: no image found in manifest list for architecture arm64, variant "v8", OS linux',
      'platform',
      undefined,
    ],
    [
      'short-name "web:1" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
      'name-invalid',
      'short-name',
    ],
    ['image pull failed for x because the registry is unavailable', 'unreachable', undefined],
    ['image pull failed for x because the signature validation failed', 'registry-error', 'signature'],
    // Docker
    [
      'Error response from daemon: manifest for web:1 not found: manifest unknown: manifest unknown',
      'not-found',
      undefined,
    ],
    [
      "Error response from daemon: pull access denied for web, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      'denied',
      'hidden',
    ],
    [
      'Error response from daemon: Get "https://registry-1.docker.io/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
      'unreachable',
      'timeout',
    ],
    [
      'Error response from daemon: no matching manifest for linux/arm64/v8 in the manifest list entries',
      'platform',
      undefined,
    ],
    [
      'Error response from daemon: Get "https://r.example/v2/": x509: certificate signed by unknown authority',
      'tls',
      'unknown-authority',
    ],
    // Kubelet
    [
      'Failed to apply default image tag "A": couldn\'t parse image name "A": invalid reference format: repository name (library/A) must be lowercase',
      'name-invalid',
      undefined,
    ],
    ['Container image "web:1" is not present with pull policy of Never', 'never-pull', undefined],
    ['Failed to inspect image "": rpc error: code = Unknown desc = layer not known', 'registry-error', 'inspect'],
    ['something nobody has seen', 'unknown', undefined],
    ['', 'unknown', undefined],
  ])('%s', (text, problem, detail) => {
    expect(classifyPullError(text, [image])).toEqual(detail === undefined ? { problem } : { problem, detail });
  });

  test('names of images and hosts say nothing', () => {
    const odd = 'denied.example.com/429/no-such-host:500';
    const text = `failed to pull and unpack image "${odd}": failed to resolve reference "${odd}": ${odd}: not found`;
    expect(classifyPullError(text, [odd]).problem).toBe('not-found');
    const lookup =
      'failed to do request: Head "https://x509.example/v2/": dial tcp: lookup x509.example on 10.0.0.2:53: no such host';
    expect(classifyPullError(lookup).problem).toBe('unreachable');
    const named =
      'unexpected status from HEAD request to https://ratelimit.example/v2/x/manifests/1: 500 Internal Server Error';
    expect(classifyPullError(named).problem).toBe('registry-error');
  });
});

test('requestedHost, httpStatus and innermost', () => {
  expect(requestedHost('Head "http://127.0.0.1:5001/v2/x?ns=y": EOF')).toBe('127.0.0.1:5001');
  expect(requestedHost('not found')).toBeUndefined();
  expect(httpStatus('unexpected status from HEAD request to x: 429 Too Many Requests')).toBe('429 Too Many Requests');
  expect(httpStatus('received unexpected HTTP status: 502')).toBe('502');
  expect(httpStatus('no such host')).toBeUndefined();
  expect(innermost(containerd('x: not found'))).toBe('x: not found');
});
