import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import type { ClusterReader } from '../../src/core/reader.ts';
import { allRepliesUsed, mockedCluster, recordedReply, statusBody } from '../support/cluster.ts';

const secretAccept = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

afterEach(() => {
  expect(allRepliesUsed()).toBe(true);
});

afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

const pods = '/api/v1/namespaces/webshop/pods';
const getPod = (reader: ClusterReader, name = 'cart'): ReturnType<ClusterReader['get']> =>
  reader.get('Pod', 'webshop', name);
const openSslMessage =
  'C0:error:0A000415:SSL routines:ssl3_read_bytes:sslv3 alert certificate expired:../deps/rec.c:1605:SSL alert number 45';
const systemError = (code: string, message = code): Error => Object.assign(new Error(message), { code });

describe('one object', () => {
  test('is given as the server sent it', async () => {
    const { api, reader } = await mockedCluster();
    api.get(`${pods}/cart`).reply(...recordedReply('pod-get'));
    const pod = await getPod(reader);
    expect(pod).toMatchObject({ state: 'found', value: { kind: 'Pod', metadata: { namespace: 'webshop' } } });
  });

  test('is asked for with the token, as podlife, for packed JSON', async () => {
    const { api, reader } = await mockedCluster();
    const headers: Record<string, unknown>[] = [];
    api.get(`${pods}/cart`).reply(function () {
      headers.push(this.req.headers);
      return recordedReply('pod-get');
    });
    await getPod(reader);
    expect(headers[0]).toMatchObject({
      accept: 'application/json',
      'accept-encoding': 'gzip',
      authorization: 'Bearer open-sesame',
      'user-agent': 'kubectl-podlife/1.2.3',
    });
  });

  test.each<[string, unknown[], unknown]>([
    ['not found', recordedReply('pod-not-found'), { state: 'absent' }],
    ['forbidden', recordedReply('forbidden-node'), { state: 'refused', why: 'forbidden' }],
    ['forbidden to nobody', recordedReply('anonymous'), { state: 'refused', why: 'forbidden' }],
    [
      'in a group that is not served',
      recordedReply('no-such-group'),
      { state: 'refused', why: 'the API server does not serve pods of v1' },
    ],
    [
      'of a resource that is not served',
      [404, statusBody(404, 'NotFound', 'the server could not find the requested resource', {})],
      { state: 'refused', why: 'the API server does not serve pods of v1' },
    ],
    [
      'a failure of the server, without its escape sequences',
      [500, statusBody(500, 'InternalError', 'etcd\u001b[31m is\u0007\ndown\u202e')],
      { state: 'refused', why: 'the API server answered 500: etcd is down' },
    ],
    [
      'a page of a gateway',
      [502, '<html>Bad Gateway</html>'],
      { state: 'refused', why: 'the API server answered 502' },
    ],
    [
      'a message of a gateway',
      [503, 'no healthy upstream'],
      { state: 'refused', why: 'the API server answered 503: no healthy upstream' },
    ],
    [
      'a redirect',
      [302, '', { location: 'https://login.test' }],
      { state: 'refused', why: 'the server answered with a redirect (302): is it a Kubernetes API server?' },
    ],
    ['JSON that is cut', [200, '{"kind":"Pod","metad', { 'content-type': 'application/json' }], cutShort()],
    ['JSON that is damaged', [200, '{"kind":,}', { 'content-type': 'application/json' }], cutShort()],
    ['nothing', [200, '', { 'content-type': 'application/json' }], cutShort()],
    ['a page', [200, '<html>Log in</html>', { 'content-type': 'text/html' }], noObject()],
    ['JSON of something else', [200, '["hello"]', { 'content-type': 'application/json' }], noObject()],
    ['an object of no kind', [200, '{"hello":1}', { 'content-type': 'application/json' }], noObject()],
  ])('%s', async (_name, reply, expected) => {
    const { api, reader } = await mockedCluster();
    api.get(`${pods}/cart`).reply(...(reply as [number, string]));
    expect(await getPod(reader)).toEqual(expected);
  });

  test('a name that cannot be one is absent without a question', async () => {
    const { reader } = await mockedCluster();
    for (const name of ['', '..', 'a/b', 'a%2fb']) expect(await getPod(reader, name)).toEqual({ state: 'absent' });
  });

  test('names and namespaces make no other path', async () => {
    const { api, reader } = await mockedCluster();
    api.get('/api/v1/namespaces/a%3Fb/pods/c%23d%20e').reply(...recordedReply('pod-not-found'));
    expect(await reader.get('Pod', 'a?b', 'c#d e')).toEqual({ state: 'absent' });
  });

  test('a message of ten megabytes arrives whole', async () => {
    const { api, reader } = await mockedCluster();
    const message = 'x'.repeat(10 * 1024 * 1024);
    api.get(`${pods}/cart`).reply(200, { kind: 'Pod', status: { message } });
    expect(await getPod(reader)).toMatchObject({ value: { status: { message } } });
  });

  test('of a failure a message of that size is shortened', async () => {
    const { api, reader } = await mockedCluster();
    api.get(`${pods}/cart`).reply(500, statusBody(500, 'InternalError', 'x'.repeat(1024 * 1024)));
    const answer = await getPod(reader);
    expect(answer.state === 'refused' && answer.why.length).toBeLessThan(400);
  });

  test('bytes that are no UTF-8 become replacement characters', async () => {
    const { api, reader } = await mockedCluster();
    const body = Buffer.concat([Buffer.from('{"kind":"Pod","x":"a'), Buffer.from([0xff, 0xfe]), Buffer.from('b"}')]);
    api.get(`${pods}/cart`).reply(200, body);
    expect(await getPod(reader)).toMatchObject({ value: { x: 'a\ufffd\ufffdb' } });
  });
});

function cutShort(): unknown {
  return { state: 'refused', why: 'the answer is not valid JSON: it is cut short or damaged' };
}

function noObject(): unknown {
  return {
    state: 'refused',
    why: 'the answer is no Kubernetes object: is this the address of a Kubernetes API server?',
  };
}

describe('what ends the run', () => {
  test('nobody is logged in', async () => {
    const { api, reader } = await mockedCluster();
    api.get(`${pods}/cart`).reply(...recordedReply('unauthorized'));
    await expect(getPod(reader)).rejects.toMatchObject({
      name: 'KnownError',
      message: 'You must be logged in to the server (Unauthorized)',
    });
  });

  test('nobody may be impersonated', async () => {
    const { api, reader } = await mockedCluster({ as: 'admin' });
    api
      .get(`${pods}/cart`)
      .matchHeader('Impersonate-User', 'admin')
      .reply(...recordedReply('impersonate-forbidden'));
    await expect(getPod(reader)).rejects.toThrow('Error from server (Forbidden): users "admin" is forbidden');
  });

  test.each<[string, string]>([
    [
      'ECONNREFUSED',
      'The connection to the server cluster.test:6443 was refused - did you specify the right host or port?',
    ],
    ['ENOTFOUND', 'Unable to connect to the server: dial tcp: lookup cluster.test: no such host'],
    ['EAI_AGAIN', 'Unable to connect to the server: dial tcp: lookup cluster.test: no such host'],
    ['ETIMEDOUT', 'Unable to connect to the server: dial tcp cluster.test:6443: i/o timeout'],
    ['EHOSTUNREACH', 'Unable to connect to the server: dial tcp cluster.test:6443: no route to host'],
    [
      'CERT_HAS_EXPIRED',
      'Unable to connect to the server: tls: failed to verify certificate: x509: certificate has expired',
    ],
    ['ESOMETHING', 'Unable to connect to the server: it broke'],
    [
      'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
      'Unable to connect to the server: tls: sslv3 alert certificate expired',
    ],
  ])('the first request fails with %s', async (code, message) => {
    const { api, reader } = await mockedCluster();
    api.get(`${pods}/cart`).replyWithError(systemError(code, code.includes('SSL') ? openSslMessage : 'it broke'));
    await expect(getPod(reader)).rejects.toMatchObject({ name: 'KnownError', message });
  });

  test('with no cluster configured, that is said too', async () => {
    nock('http://localhost:8080').get(`${pods}/cart`).replyWithError(systemError('ECONNREFUSED'));
    const { connect } = await import('../../src/kube/connect.ts');
    const { fakeOutside } = await import('../support/kubeconfig.ts');
    const { reader } = await connect({}, fakeOutside({}, { env: { HOME: '/home/jane' } }));
    await expect(getPod(reader)).rejects.toMatchObject({
      message: 'The connection to the server localhost:8080 was refused - did you specify the right host or port?',
      hint: 'no cluster is configured: /home/jane/.kube/config names none or does not exist',
    });
  });
});

describe('what does not', () => {
  test('a request that fails after another was answered', async () => {
    const { api, reader } = await mockedCluster();
    api.get(`${pods}/cart`).reply(...recordedReply('pod-get'));
    await getPod(reader);
    api.get('/api/v1/nodes/node-a').replyWithError(systemError('ECONNREFUSED'));
    expect(await reader.get('Node', undefined, 'node-a')).toEqual({
      state: 'refused',
      why: 'cluster.test:6443 refused the connection',
    });
  });

  test('one that fails while another is being answered', async () => {
    const { api, reader } = await mockedCluster();
    api.get('/api/v1/nodes/node-a').replyWithError(systemError('ETIMEDOUT'));
    api
      .get(`${pods}/cart`)
      .delay(50)
      .reply(...recordedReply('pod-get'));
    const [node, pod] = await Promise.all([reader.get('Node', undefined, 'node-a'), getPod(reader)]);
    expect([node.state, pod.state]).toEqual(['refused', 'found']);
  });
});

describe('when to come again', () => {
  const busy = [429, statusBody(429, 'TooManyRequests', 'too many requests'), { 'Retry-After': '2' }] as const;

  test('is obeyed', async () => {
    const { api, reader, outside } = await mockedCluster();
    api
      .get(`${pods}/cart`)
      .twice()
      .reply(...busy);
    api.get(`${pods}/cart`).reply(503, '', { 'Retry-After': '1' });
    api.get(`${pods}/cart`).reply(...recordedReply('pod-get'));
    expect((await getPod(reader)).state).toBe('found');
    expect(outside.slept).toEqual([2000, 2000, 1000]);
  });

  test('but not for ever', async () => {
    const { api, reader, outside } = await mockedCluster();
    api
      .get(`${pods}/cart`)
      .times(5)
      .reply(...busy);
    expect(await getPod(reader)).toEqual({
      state: 'refused',
      why: 'the API server is overloaded (429 Too Many Requests)',
    });
    expect(outside.slept).toHaveLength(4);
  });

  test.each<[string, Record<string, string>]>([
    ['too late', { 'Retry-After': '3600' }],
    ['never', {}],
    ['at some date', { 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' }],
  ])('not if that is %s', async (_name, headers) => {
    const { api, reader, outside } = await mockedCluster();
    api.get(`${pods}/cart`).reply(503, statusBody(503, 'ServiceUnavailable', 'starting'), headers);
    expect(await getPod(reader)).toEqual({ state: 'refused', why: 'the API server answered 503: starting' });
    expect(outside.slept).toEqual([]);
  });
});

describe('a list', () => {
  test('is read page by page', async () => {
    const { api, reader } = await mockedCluster();
    const [, first] = recordedReply('pods-page1');
    const [, second] = recordedReply('pods-page2');
    const tokenOf = (text: string): string =>
      (JSON.parse(text) as { metadata: { continue: string } }).metadata.continue;
    api.get(pods).query({ limit: '500' }).reply(200, first);
    api
      .get(pods)
      .query({ limit: '500', continue: tokenOf(first) })
      .reply(200, second);
    api
      .get(pods)
      .query({ limit: '500', continue: tokenOf(second) })
      .reply(200, { kind: 'PodList', metadata: {}, items: [{}] });
    const list = await reader.list('Pod', { namespace: 'webshop' });
    expect(list.state === 'found' && list.value).toHaveLength(3);
  });

  test('gives its items the kind and version they come without', async () => {
    const { api, reader } = await mockedCluster();
    api
      .get('/apis/apps/v1/namespaces/shop/replicasets')
      .query({ limit: '500', labelSelector: 'app in (a,b)', fieldSelector: 'metadata.name=x' })
      .reply(200, { kind: 'ReplicaSetList', items: [{ metadata: { name: 'x' } }] });
    const selectors = { labelSelector: 'app in (a,b)', fieldSelector: 'metadata.name=x' };
    expect(await reader.list('ReplicaSet', { namespace: 'shop', ...selectors })).toEqual({
      state: 'found',
      value: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'x' } }],
    });
  });

  test('of all namespaces, or of what has none', async () => {
    const { api, reader } = await mockedCluster();
    api.get('/api/v1/pods').query(true).reply(200, { kind: 'PodList', items: null });
    api.get('/apis/storage.k8s.io/v1/storageclasses').query(true).reply(200, { kind: 'StorageClassList', items: [] });
    expect(await reader.list('Pod', {})).toEqual({ state: 'found', value: [] });
    expect(await reader.list('StorageClass', { namespace: 'shop' })).toEqual({ state: 'found', value: [] });
  });

  test('that expires between two pages is read anew, all at once', async () => {
    const { api, reader } = await mockedCluster();
    const expired = [410, statusBody(410, 'Expired', 'The provided continue parameter is too old')] as const;
    api
      .get(pods)
      .query({ limit: '500' })
      .reply(200, { kind: 'PodList', metadata: { continue: 'c' }, items: [{}] });
    api
      .get(pods)
      .query({ limit: '500', continue: 'c' })
      .reply(...expired);
    api
      .get(pods)
      .query({})
      .reply(200, { kind: 'PodList', metadata: {}, items: [{}, {}] });
    const list = await reader.list('Pod', { namespace: 'webshop' });
    expect(list.state === 'found' && list.value).toHaveLength(2);
    api
      .get(pods)
      .query(true)
      .twice()
      .reply(...expired);
    expect(await reader.list('Pod', { namespace: 'webshop' })).toEqual({
      state: 'refused',
      why: 'the list expired while it was read (410 Gone)',
    });
  });

  test.each<[string, unknown[], string]>([
    ['forbidden', recordedReply('forbidden-events'), 'forbidden'],
    ['not served', recordedReply('no-such-group'), 'the API server does not serve pods of v1'],
    [
      'wrong selector',
      recordedReply('bad-field-selector'),
      'the API server answered 400: field label not supported: spec.foo',
    ],
    ['wrong token', recordedReply('pods-bad-continue'), 'the API server answered 400: invalid continue token'],
    ['no list', recordedReply('pod-get'), 'the answer is no Kubernetes object'],
  ])('%s', async (_name, reply, why) => {
    const { api, reader } = await mockedCluster();
    api
      .get(pods)
      .query(true)
      .reply(...(reply as [number, string]));
    expect(await reader.list('Pod', { namespace: 'webshop' })).toEqual({
      state: 'refused',
      why: expect.stringContaining(why),
    });
  });

  test('whose second page fails is not taken for whole', async () => {
    const { api, reader } = await mockedCluster();
    api
      .get(pods)
      .query({ limit: '500' })
      .reply(200, { kind: 'PodList', metadata: { continue: 'c' }, items: [{}] });
    api.get(pods).query({ limit: '500', continue: 'c' }).replyWithError(systemError('ECONNRESET'));
    expect(await reader.list('Pod', { namespace: 'webshop' })).toMatchObject({ state: 'refused' });
  });
});

describe('keys', () => {
  const secrets = '/api/v1/namespaces/webshop/secrets';

  test('of a Secret come from its metadata; the values are not asked for', async () => {
    const { api, reader } = await mockedCluster();
    api
      .get(`${secrets}/db`)
      .matchHeader('accept', secretAccept)
      .reply(...recordedReply('secret-metadata-only'));
    expect(await reader.keyed('Secret', 'webshop', 'db')).toEqual({
      state: 'found',
      value: { name: 'db', keys: ['password', 'user'] },
    });
  });

  test('and of one that a server sends whole all the same, nothing else is kept', async () => {
    const { api, reader } = await mockedCluster();
    const metadata = {
      name: 'db',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'aHVudGVyMg==' },
    };
    const secret = { kind: 'Secret', type: 'Opaque', metadata, data: { password: 'aHVudGVyMg==' } };
    api.get(`${secrets}/db`).reply(200, secret);
    api
      .get(secrets)
      .query(true)
      .reply(200, { kind: 'SecretList', items: [{ ...secret, kind: undefined }] });
    const value = { name: 'db', keys: ['password'], type: 'Opaque' };
    expect(await reader.keyed('Secret', 'webshop', 'db')).toEqual({ state: 'found', value });
    expect(await reader.listKeyed('Secret', 'webshop')).toEqual({ state: 'found', value: [value] });
  });

  test('a server that has no metadata to give is not asked for more', async () => {
    const { api, reader } = await mockedCluster();
    api
      .get(`${secrets}/db`)
      .reply(406, statusBody(406, 'NotAcceptable', 'only the following media types are accepted'));
    expect(await reader.keyed('Secret', 'webshop', 'db')).toMatchObject({ state: 'refused' });
  });

  test('of a ConfigMap come from its data', async () => {
    const { api, reader } = await mockedCluster();
    const body = { kind: 'ConfigMap', metadata: { name: 'app' }, data: { b: '1' }, binaryData: { a: '' } };
    api.get('/api/v1/namespaces/webshop/configmaps/app').reply(200, body);
    expect(await reader.keyed('ConfigMap', 'webshop', 'app')).toEqual({
      state: 'found',
      value: { name: 'app', keys: ['a', 'b'] },
    });
  });

  test('a forbidden Secret is not a missing one', async () => {
    const { api, reader } = await mockedCluster();
    api.get(`${secrets}/db`).reply(...recordedReply('forbidden-secret'));
    expect(await reader.keyed('Secret', 'webshop', 'db')).toEqual({ state: 'refused', why: 'forbidden' });
  });
});

describe('a log', () => {
  const log = { namespace: 'webshop', pod: 'cart', container: 'nginx', previous: true };
  const query = { container: 'nginx', tailLines: '50', limitBytes: '1048576', previous: 'true' };

  test('is given by lines', async () => {
    const { api, reader } = await mockedCluster();
    api.get(`${pods}/cart/log`).query(query).reply(200, Buffer.from('one\n\ntwo \xff\n\n', 'latin1'));
    expect(await reader.log(log)).toEqual({
      state: 'found',
      value: { container: 'nginx', previous: true, lines: ['one', '', 'two \ufffd'] },
    });
  });

  test.each<[string, unknown[], unknown]>([
    ['no previous run', recordedReply('log-previous-missing'), { state: 'absent' }],
    ['no such container', recordedReply('log-wrong-container'), { state: 'absent' }],
    [
      'not started',
      [400, statusBody(400, 'BadRequest', 'container "nginx" in pod "cart" is waiting to start: ContainerCreating')],
      { state: 'absent' },
    ],
    ['pod gone', recordedReply('pod-not-found'), { state: 'absent' }],
    ['removed by the runtime', [200, 'unable to retrieve container logs for containerd://x'], { state: 'absent' }],
    ['forbidden', recordedReply('forbidden-events'), { state: 'refused', why: 'forbidden' }],
    [
      'node unreachable',
      [
        500,
        statusBody(
          500,
          'InternalError',
          'Get "https://10.0.0.1:10250/containerLogs/x": dial tcp 10.0.0.1:10250: i/o timeout',
        ),
      ],
      { state: 'refused', why: expect.stringContaining('dial tcp 10.0.0.1:10250: i/o timeout') },
    ],
  ])('%s', async (_name, reply, expected) => {
    const { api, reader } = await mockedCluster();
    api
      .get(`${pods}/cart/log`)
      .query(true)
      .reply(...(reply as [number, string]));
    expect(await reader.log(log)).toEqual(expected);
  });
});

describe('time', () => {
  test('is the newest that the server said, the own until then', async () => {
    const { api, reader, outside } = await mockedCluster();
    expect(reader.now()).toBe(outside.now());
    const at = (time: string): Record<string, string> => ({ date: new Date(time).toUTCString() });
    api.get(`${pods}/cart`).reply(200, { kind: 'Pod' }, at('2026-02-01T00:00:05Z'));
    api.get(`${pods}/cart`).reply(200, { kind: 'Pod' }, at('2026-02-01T00:00:03Z'));
    api.get(`${pods}/cart`).reply(404, '', { date: 'nonsense' });
    for (let request = 0; request < 3; request++) await getPod(reader);
    expect(reader.now()).toBe(Date.parse('2026-02-01T00:00:05Z'));
  });
});
