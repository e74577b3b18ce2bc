import { afterEach, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import type { Lookup } from '../../src/core/lookup.ts';
import { connect } from '../../src/kube/connect.ts';
import type { KubeFlags } from '../../src/kube/flags.ts';
import type { Outside } from '../../src/kube/outside.ts';
import { ApiServer, tlsFiles, type ApiServerOptions } from '../support/api-server.ts';
import { aPod } from '../support/builders.ts';
import { fakeOutside, kubeconfigText, type KubeconfigOptions } from '../support/kubeconfig.ts';
import { httpProxy, socksProxy, type TestProxy } from '../support/proxies.ts';

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function serve(options: ApiServerOptions = {}): Promise<ApiServer> {
  const server = await ApiServer.start({ objects: [aPod()], ...options });
  stops.push(() => server.stop());
  return server;
}

async function through(proxy: Promise<TestProxy>): Promise<TestProxy> {
  const started = await proxy;
  stops.push(started.stop);
  return started;
}

interface Asking extends Partial<KubeconfigOptions> {
  readonly flags?: KubeFlags;
  /** Beside the kubeconfig and a client certificate. */
  readonly files?: Readonly<Record<string, Buffer>>;
  readonly outside?: Partial<Outside>;
}

/** A function that asks for the pod `web-1`, with one connection for all its calls. */
async function client(
  api: ApiServer | string,
  { flags = {}, files: more = {}, outside = {}, ...config }: Asking = {},
): Promise<{ ask: () => Promise<Lookup<KubeObject>>; said: string[] }> {
  const server = typeof api === 'string' ? api : api.url;
  const files = {
    '/config': kubeconfigText({ server, ...config }),
    '/client.crt': readFileSync(tlsFiles.clientCertificate),
    '/client.key': readFileSync(tlsFiles.clientKey),
    ...more,
  };
  const world = fakeOutside(files, { now: () => Date.now(), ...outside });
  const { reader } = await connect({ kubeconfig: '/config', ...flags }, world);
  return { ask: () => reader.get('Pod', 'shop', 'web-1'), said: world.said };
}

async function ask(api: ApiServer | string, asking: Asking = {}): Promise<Lookup<KubeObject>> {
  return (await client(api, asking)).ask();
}

describe('connections', () => {
  test('are kept: four requests in a row need one, many at once at most four', async () => {
    const api = await serve();
    const { ask: again } = await client(api);
    for (let request = 0; request < 4; request++) expect((await again()).state).toBe('found');
    expect(api.connections).toBe(1);
    await Promise.all(Array.from({ length: 30 }, again));
    expect(api.requests).toHaveLength(34);
    expect(api.connections).toBeLessThanOrEqual(4);
  });

  test('a large answer comes packed', async () => {
    const api = await serve({ objects: [aPod({ metadata: { annotations: { note: 'x'.repeat(200_000) } } })] });
    const pod = await ask(api);
    expect(pod.state === 'found' && pod.value.metadata?.annotations?.['note']).toHaveLength(200_000);
  });

  test('the path of the address stays before every other', async () => {
    const api = await serve({ prefix: '/k8s/clusters/c-1' });
    expect((await ask(api)).state).toBe('found');
    expect(api.requests[0]?.path).toBe('/api/v1/namespaces/shop/pods/web-1');
  });

  test('plain HTTP is legal, and carries no token', async () => {
    const api = await serve({ plain: true });
    expect((await ask(api, { user: { token: 'secret' } })).state).toBe('found');
    expect(api.requests[0]?.headers.authorization).toBeUndefined();
  });
});

describe('who asks', () => {
  test('a client certificate', async () => {
    const api = await serve({ clientCertificates: true });
    const user = { 'client-certificate': 'client.crt', 'client-key': 'client.key' };
    expect((await ask(api, { user })).state).toBe('found');
    expect((await ask(api, { flags: { clientCertificate: '/client.crt', clientKey: '/client.key' } })).state).toBe(
      'found',
    );
    await expect(ask(api)).rejects.toThrow('You must be logged in to the server (Unauthorized)');
  });

  test('a token, a token file, name and password', async () => {
    const api = await serve({ tokens: ['open-sesame'] });
    expect((await ask(api, { user: { token: 'open-sesame' } })).state).toBe('found');
    expect((await ask(api, { flags: { token: 'open-sesame' } })).state).toBe('found');
    await expect(ask(api, { user: { username: 'u', password: 'p' } })).rejects.toThrow('Unauthorized');
    expect(api.requests.at(-1)?.headers.authorization).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`);
  });

  test('the credential of a plugin, renewed once when it is refused', async () => {
    const api = await serve({ tokens: ['fresh'] });
    const tokens = ['stale', 'fresh'];
    const apiVersion = 'client.authentication.k8s.io/v1';
    const runCommand: Outside['runCommand'] = async () => ({
      exitCode: 0,
      signal: null,
      stdout: JSON.stringify({ kind: 'ExecCredential', apiVersion, status: { token: tokens.shift() ?? 'wrong' } }),
    });
    const user = { exec: { apiVersion, command: 'login' } };
    const { ask: again } = await client(api, { user, outside: { runCommand } });
    const answers = await Promise.all([again(), again(), again()]);
    expect(answers.map(({ state }) => state)).toEqual(['found', 'found', 'found']);
    expect(tokens).toEqual([]);
  });

  test('a plugin whose every credential is refused is run twice, not for ever', async () => {
    const api = await serve({ tokens: ['other'] });
    let runs = 0;
    const apiVersion = 'client.authentication.k8s.io/v1';
    const runCommand: Outside['runCommand'] = async () => {
      runs++;
      return {
        exitCode: 0,
        signal: null,
        stdout: JSON.stringify({ kind: 'ExecCredential', apiVersion, status: { token: 'no' } }),
      };
    };
    const user = { exec: { apiVersion, command: 'login' } };
    await expect(ask(api, { user, outside: { runCommand } })).rejects.toThrow('Unauthorized');
    expect(runs).toBe(2);
  });

  test('somebody else, with uid, groups and extra', async () => {
    const api = await serve();
    const flags = {
      as: 'jané',
      asUid: '7',
      asGroup: ['a', 'b'],
      asUserExtra: ['Example.com/Scope=x', 'Example.com/Scope=y'],
    };
    await ask(api, { flags });
    expect(api.requests[0]?.headers).toMatchObject({
      'impersonate-user': Buffer.from('jané').toString('latin1'),
      'impersonate-uid': '7',
      'impersonate-group': 'a, b',
      'impersonate-extra-example.com%2fscope': 'x, y',
    });
  });

  test('nobody whose token cannot stand in a request', async () => {
    const api = await serve();
    await expect(ask(api, { user: { token: 'two\nlines' } })).rejects.toThrow(
      'contains characters that no request can carry',
    );
  });
});

describe('TLS', () => {
  const unknownAuthority =
    'Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority';

  test('a server of an unknown authority', async () => {
    const api = await serve();
    await expect(ask(api, { cluster: { 'certificate-authority-data': undefined } })).rejects.toThrow(unknownAuthority);
    expect(api.requests).toEqual([]);
  });

  test('a server of an authority that the machine knows', async () => {
    const api = await serve();
    const outside = { env: { SSL_CERT_FILE: '/etc/own.crt' } };
    const asking = { cluster: { 'certificate-authority-data': undefined }, outside };
    await expect(ask(api, asking)).rejects.toThrow(unknownAuthority);
    const files = { '/etc/own.crt': readFileSync(tlsFiles.authority) };
    expect((await ask(api, { ...asking, files })).state).toBe('found');
  });

  test('is believed with --insecure-skip-tls-verify', async () => {
    const api = await serve();
    const flags = { insecureSkipTlsVerify: true };
    expect((await ask(api, { cluster: { 'certificate-authority-data': undefined }, flags })).state).toBe('found');
  });

  test('the certificate has to be for the host, or for the name that is given', async () => {
    const api = await serve();
    expect((await ask(api, { cluster: { 'tls-server-name': 'kubernetes' } })).state).toBe('found');
    await expect(ask(api, { flags: { tlsServerName: 'elsewhere' } })).rejects.toThrow(
      'x509: the certificate is not for this host',
    );
  });

  test('a server that speaks none', async () => {
    const api = await serve({ plain: true });
    await expect(ask(api.url.replace('http:', 'https:'))).rejects.toThrow('the server does not speak TLS');
  });

  test('an authority, certificate or key that is damaged', async () => {
    const api = await serve();
    const damaged = Buffer.from('-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n').toString(
      'base64',
    );
    await expect(ask(api, { cluster: { 'certificate-authority-data': damaged } })).rejects.toThrow(
      'the certificate authority cannot be used',
    );
    const user = { 'client-certificate-data': damaged, 'client-key-data': damaged };
    await expect(ask(api, { user })).rejects.toThrow('the client certificate and its key cannot be used');
  });
});

describe('what breaks on the way', () => {
  test('nobody listens', async () => {
    const api = await serve();
    const { url, port } = api;
    await api.stop();
    stops.pop();
    await expect(ask(url)).rejects.toThrow(
      `The connection to the server 127.0.0.1:${port} was refused - did you specify the right host or port?`,
    );
  });

  test('no answer in time: at first the run ends, later only the question', async () => {
    const api = await serve({ faults: [{ path: '/pods/web-1', delay: 300 }] });
    const flags = { requestTimeout: '100ms' };
    await expect(ask(api, { flags })).rejects.toThrow(
      `Unable to connect to the server: no answer from 127.0.0.1:${api.port} within 0.1 s`,
    );
    expect((await ask(api, { flags: { requestTimeout: '0' } })).state).toBe('found');
  });

  test('a server that takes connections and says nothing', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    stops.push(async () => void silent.close());
    const { port } = silent.address() as AddressInfo;
    await expect(ask(`https://127.0.0.1:${port}`, { flags: { requestTimeout: '50ms' } })).rejects.toThrow(
      'no answer from',
    );
  });

  test.each(['before', 'midway'] as const)('the connection is cut %s the answer', async (cut) => {
    const api = await serve({ faults: [{ path: '/pods/web-1', cut }] });
    expect(await ask(api)).toEqual({
      state: 'refused',
      why: 'the connection was cut before the answer was complete',
    });
  });

  test('a connection that the server closed while it was idle is opened anew', async () => {
    const api = await serve({ faults: [{ path: '/pods/web-2', cut: 'before', times: 1 }] });
    const { reader } = await connect(
      { kubeconfig: '/config' },
      fakeOutside({ '/config': kubeconfigText({ server: api.url }) }),
    );
    expect((await reader.get('Pod', 'shop', 'web-1')).state).toBe('found');
    expect((await reader.get('Pod', 'shop', 'web-2')).state).toBe('absent');
    expect(api.connections).toBe(2);
  });

  test('an answer that only pretends to be packed', async () => {
    const headers = { 'Content-Encoding': 'gzip' };
    const api = await serve({ faults: [{ path: '/pods/web-1', status: 200, headers, body: 'not packed' }] });
    expect(await ask(api)).toEqual({
      state: 'refused',
      why: 'the answer cannot be unpacked: it is cut short or damaged',
    });
  });

  test('a redirect is not followed', async () => {
    const other = await serve();
    const api = await serve({ faults: [{ path: '/pods', status: 307, headers: { Location: other.url } }] });
    expect((await ask(api)).state).toBe('refused');
    expect(other.requests).toEqual([]);
  });
});

describe('proxies', () => {
  test('proxy-url of the cluster, with name and password', async () => {
    const api = await serve();
    const proxy = await through(httpProxy());
    const { ask: again } = await client(api, { cluster: { 'proxy-url': proxy.url.replace('//', '//u:p@') } });
    for (let request = 0; request < 3; request++) expect((await again()).state).toBe('found');
    const authorization = `Basic ${Buffer.from('u:p').toString('base64')}`;
    expect(proxy.asked).toEqual([{ to: `127.0.0.1:${api.port}`, authorization }]);
  });

  test('SOCKS, which looks names up itself', async () => {
    const api = await serve();
    const proxy = await through(socksProxy());
    const { ask: again } = await client(`https://kubernetes:${api.port}`, { cluster: { 'proxy-url': proxy.url } });
    for (let request = 0; request < 3; request++) expect((await again()).state).toBe('found');
    expect(proxy.asked.map(({ to }) => to)).toEqual([`kubernetes:${api.port}`]);
  });

  test('HTTPS_PROXY of the environment, and NO_PROXY', async () => {
    const proxy = await through(httpProxy(403));
    const server = 'https://cluster.test:6443';
    const env = { HTTPS_PROXY: proxy.url };
    await expect(ask(server, { outside: { env } })).rejects.toThrow(
      `Unable to connect to the server: the proxy ${proxy.url.replace('http://', '')} does not let it through: it answered 403`,
    );
    expect(proxy.asked).toEqual([{ to: 'cluster.test:6443', authorization: undefined }]);
    const api = await serve();
    expect((await ask(api, { outside: { env: { ...env, NO_PROXY: '127.0.0.0/8' } } })).state).toBe('found');
    expect(proxy.asked).toHaveLength(1);
  });

  test('one that is not there', async () => {
    const proxy = await through(httpProxy());
    const host = proxy.url.replace('http://', '');
    await stops.pop()?.();
    for (const url of [`http://jane:secret@${host}/`, `socks5://${host}`]) {
      const asked = ask('https://cluster.test:6443', { cluster: { 'proxy-url': url } });
      await expect(asked).rejects.toThrow(`Unable to connect to the server: the proxy ${host} refused the connection`);
    }
    await expect(ask('https://cluster.test', { cluster: { 'proxy-url': 'http://no.invalid:1' } })).rejects.toThrow(
      'the proxy no.invalid:1 is unknown: no such host',
    );
  });

  test('one that cannot be one', async () => {
    const api = await serve();
    await expect(ask(api, { cluster: { 'proxy-url': 'http://[' } })).rejects.toThrow(
      'the proxy http://[ cannot be used',
    );
  });
});

describe('-v', () => {
  test.each([
    [5, /^$/],
    [6, /^GET https:\/\/127.0.0.1:\d+\/api\/v1\/namespaces\/shop\/pods\/web-1 200 OK in \d+ ms\n$/],
    [9, /Request headers: .*"Authorization":"\*\*\*".*\nGET .*\nResponse headers: .*\nResponse body: \{.*\n$/],
  ])('%i', async (verbosity, expected) => {
    const api = await serve();
    const { ask: once, said } = await client(api, { user: { token: 'very-secret' }, flags: { verbosity } });
    await once();
    expect(said.join('')).toMatch(expected);
    expect(said.join('')).not.toContain('very-secret');
  });

  test('tells of what failed, and nothing of a Secret', async () => {
    const secret = { kind: 'Secret', metadata: { name: 'db', namespace: 'shop' }, data: { password: '' } };
    const api = await serve({ objects: [secret], faults: [{ path: '/pods', cut: 'before' }] });
    const world = fakeOutside({ '/config': kubeconfigText({ server: api.url }) });
    const { reader } = await connect({ kubeconfig: '/config', verbosity: 9 }, world);
    await reader.keyed('Secret', 'shop', 'db');
    await reader.get('Pod', 'shop', 'web-1');
    expect(world.said.join('')).toContain('failed: the connection was cut');
    expect(world.said.join('')).not.toContain('password');
  });
});
