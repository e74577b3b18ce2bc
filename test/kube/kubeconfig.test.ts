import { describe, expect, test } from '@jest/globals';
import { KnownError } from '../../src/core/errors.ts';
import type { KubeFlags } from '../../src/kube/flags.ts';
import { resolveKubeconfig } from '../../src/kube/kubeconfig.ts';
import type { Outside } from '../../src/kube/outside.ts';
import type { ResolvedConfig } from '../../src/kube/resolved-config.ts';
import { fakeOutside } from '../support/kubeconfig.ts';

const pem = '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n';
const otherPem = '-----BEGIN CERTIFICATE-----\nMQ==\n-----END CERTIFICATE-----\n';
const data = (text: string): string => Buffer.from(text).toString('base64');

/** A kubeconfig with clusters, users and contexts by name. */
function config(parts: {
  current?: string;
  clusters?: Record<string, object>;
  users?: Record<string, object>;
  contexts?: Record<string, object>;
}): string {
  const list = (field: string, entries: Record<string, object> = {}): object[] =>
    Object.entries(entries).map(([name, value]) => ({ name, [field]: value }));
  return JSON.stringify({
    ...(parts.current === undefined ? {} : { 'current-context': parts.current }),
    clusters: list('cluster', parts.clusters),
    users: list('user', parts.users),
    contexts: list('context', parts.contexts),
  });
}

/** One cluster `c`, one user `u`, one context `x`. */
const single = (cluster: object = {}, user: object = {}, context: object = {}): string =>
  config({
    current: 'x',
    clusters: { c: { server: 'https://c:6443', ...cluster } },
    users: { u: user },
    contexts: { x: { cluster: 'c', user: 'u', ...context } },
  });

function resolve(
  files: Record<string, string>,
  { flags = {}, env = {}, ...given }: { flags?: KubeFlags; env?: Outside['env'] } & Partial<Outside> = {},
): Promise<ResolvedConfig> {
  return resolveKubeconfig(flags, fakeOutside(files, { env: { HOME: '/home/jane', ...env }, ...given }));
}

const home = '/home/jane/.kube/config';
const inCluster = {
  env: { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' },
  files: {
    '/var/run/secrets/kubernetes.io/serviceaccount/token': 'pod-token\n',
    '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt': pem,
    '/var/run/secrets/kubernetes.io/serviceaccount/namespace': 'shop\n',
  },
};

describe('which files are read', () => {
  test('~/.kube/config where nothing else is said', async () => {
    const { cluster, contextName, namespace, source } = await resolve({ [home]: single() });
    expect({ server: cluster.server, contextName, namespace, source }).toEqual({
      server: 'https://c:6443',
      contextName: 'x',
      namespace: 'default',
      source: 'kubeconfig',
    });
  });

  test('KUBECONFIG instead of it, --kubeconfig instead of both', async () => {
    const files = {
      [home]: single({ server: 'https://home' }),
      '/a': single({ server: 'https://a' }),
      '/b': single({ server: 'https://b' }),
    };
    const env = { KUBECONFIG: '/a' };
    expect((await resolve(files, { env })).cluster.server).toBe('https://a');
    expect((await resolve(files, { env, flags: { kubeconfig: '/b' } })).cluster.server).toBe('https://b');
  });

  test('of several files the first with a name gives its whole entry', async () => {
    const files = {
      '/a': config({ clusters: { c: { server: 'https://a' } }, users: { u: { token: 'a' } } }),
      '/b': config({
        current: 'x',
        clusters: { c: { server: 'https://b', 'tls-server-name': 'b' }, d: { server: 'https://d' } },
        contexts: { x: { cluster: 'c', user: 'u' }, y: { cluster: 'd', user: 'u', namespace: 'ns' } },
      }),
    };
    const env = { KUBECONFIG: '/a:/b' };
    const x = await resolve(files, { env });
    expect([x.cluster.server, x.cluster.tlsServerName, x.user.token]).toEqual(['https://a', undefined, 'a']);
    const y = await resolve(files, { env, flags: { context: 'y' } });
    expect([y.cluster.server, y.namespace]).toEqual(['https://d', 'ns']);
  });

  test('the first current-context counts, and a later one fills in for none', async () => {
    const files = {
      '/none': config({}),
      '/a': single({ server: 'https://a' }),
      '/b': config({ current: 'z', contexts: { z: { cluster: 'c' } } }),
    };
    expect((await resolve(files, { env: { KUBECONFIG: '/none:/a:/b' } })).contextName).toBe('x');
    expect((await resolve(files, { env: { KUBECONFIG: '/none:/b:/a' } })).contextName).toBe('z');
  });

  test('missing, empty and doubled files are passed over', async () => {
    const files = { '/empty': '', '/blank': '\n---\n# nothing\n', '/a': single() };
    const env = { KUBECONFIG: '/gone:/empty::/blank:/a:/a' };
    expect((await resolve(files, { env })).cluster.server).toBe('https://c:6443');
  });

  test('a file that --kubeconfig names has to be there', async () => {
    await expect(resolve({}, { flags: { kubeconfig: '/gone' } })).rejects.toThrow(
      new KnownError('the kubeconfig /gone cannot be read: no such file'),
    );
  });

  test('on Windows the list is cut at semicolons', async () => {
    const files = { 'C:\\a': single({ server: 'https://a' }) };
    const env = { KUBECONFIG: 'C:\\gone;C:\\a' };
    expect((await resolve(files, { env, platform: 'win32' })).cluster.server).toBe('https://a');
  });

  test('invalid YAML is named with its line', async () => {
    const broken = 'apiVersion: v1\nclusters:\n- name: a\n  cluster: {server: [}\n';
    await expect(resolve({ [home]: broken })).rejects.toThrow(`the kubeconfig ${home}:4 is not valid YAML: `);
    await expect(resolve({ [home]: 'just words' })).rejects.toThrow(`${home} is not a kubeconfig`);
    await expect(resolve({ [home]: 'clusters: nonsense' })).rejects.toThrow('clusters is not a list');
  });

  test('documents behind the first are not read', async () => {
    const text = `${single({ server: 'https://a' })}\n---\n]\n`;
    expect((await resolve({ [home]: text })).cluster.server).toBe('https://a');
  });

  test('invalid entries hurt nobody who does not use them', async () => {
    const text = JSON.stringify({
      'current-context': 'x',
      clusters: [{ name: 'none' }, { cluster: {} }, 7, { name: 'c', cluster: { server: 'https://c' } }],
      contexts: [{ name: 'lost' }, { name: 'x', context: { cluster: 'c' } }],
      users: null,
    });
    expect((await resolve({ [home]: text })).cluster.server).toBe('https://c');
    await expect(resolve({ [home]: single({ server: '' }) })).rejects.toThrow('has no server');
  });
});

describe('names that do not exist', () => {
  const file = {
    [home]: config({
      current: 'prod',
      clusters: { c: { server: 'https://c' } },
      contexts: { prod: { cluster: 'c' }, lost: { cluster: 'nowhere' }, nobody: { cluster: 'c', user: 'ghost' } },
    }),
  };

  test.each<[KubeFlags, string, string]>([
    [{ context: 'prodd' }, 'context "prodd" does not exist', 'did you mean "prod"?'],
    [{ cluster: 'zz' }, 'cluster "zz" does not exist', 'clusters there are: c'],
    [{ user: 'zz' }, 'user "zz" does not exist', `there are no users in ${home}`],
    [{ context: 'lost' }, 'the context names the cluster "nowhere", which does not exist', 'clusters there are: c'],
    [
      { context: 'nobody' },
      'the context names the user "ghost", which does not exist',
      `there are no users in ${home}`,
    ],
  ])('%j', async (flags, message, hint) => {
    await expect(resolve(file, { flags })).rejects.toMatchObject({ name: 'KnownError', message, hint });
  });

  test('a current context that is not there', async () => {
    await expect(resolve({ [home]: config({ current: 'gone' }) })).rejects.toThrow(
      `the current context "gone" does not exist in ${home}`,
    );
  });

  test('flags make up for a missing cluster or user', async () => {
    const lost = await resolve(file, { flags: { context: 'lost', server: 'https://s' } });
    expect(lost.cluster.server).toBe('https://s');
    const nobody = await resolve(file, { flags: { context: 'nobody', token: 't' } });
    expect(nobody.user.token).toBe('t');
  });
});

describe('cluster', () => {
  const files = (cluster: object): Record<string, string> => ({
    [home]: single(cluster),
    '/home/jane/.kube/pki/ca.crt': pem,
    '/etc/ca.crt': otherPem,
  });
  const clusterOf = async (cluster: object, flags: KubeFlags = {}): Promise<ResolvedConfig['cluster']> =>
    (await resolve(files(cluster), { flags })).cluster;

  test('a relative path starts from the folder of its file; data beats a file', async () => {
    const relative = await clusterOf({ 'certificate-authority': 'pki/ca.crt' });
    expect(relative.certificateAuthority?.toString()).toBe(pem);
    const both = await clusterOf({
      'certificate-authority': 'pki/ca.crt',
      'certificate-authority-data': data(otherPem),
    });
    expect(both.certificateAuthority?.toString()).toBe(otherPem);
  });

  test('files that cannot be read and data that is none are named', async () => {
    await expect(clusterOf({ 'certificate-authority': 'gone.crt' })).rejects.toThrow(
      'the certificate-authority /home/jane/.kube/gone.crt cannot be read: no such file',
    );
    await expect(clusterOf({ 'certificate-authority-data': '!!' })).rejects.toThrow(
      'is not a base64 encoded PEM block',
    );
  });

  test('--insecure-skip-tls-verify drops the authority, --certificate-authority drops skipping', async () => {
    const insecure = await clusterOf({ 'certificate-authority-data': data(pem) }, { insecureSkipTlsVerify: true });
    expect([insecure.insecure, insecure.certificateAuthority]).toEqual([true, undefined]);
    const secure = await clusterOf({ 'insecure-skip-tls-verify': true }, { certificateAuthority: '/etc/ca.crt' });
    expect([secure.insecure, secure.certificateAuthority?.toString()]).toEqual([false, otherPem]);
  });

  test('--server drops the tls-server-name of the kubeconfig unless one is given with it', async () => {
    const named = { 'tls-server-name': 'inner' };
    expect((await clusterOf(named)).tlsServerName).toBe('inner');
    expect((await clusterOf(named, { server: 'https://s' })).tlsServerName).toBeUndefined();
    expect((await clusterOf(named, { server: 'https://s', tlsServerName: 'own' })).tlsServerName).toBe('own');
  });

  test('addresses keep their path and get the scheme that client-go would put', async () => {
    expect((await clusterOf({ server: 'https://rancher/k8s/clusters/c-1/' })).server).toBe(
      'https://rancher/k8s/clusters/c-1',
    );
    expect((await clusterOf({}, { server: 'host:6443' })).server).toBe('http://host:6443');
    expect((await clusterOf({}, { server: 'host:6443', certificateAuthority: '/etc/ca.crt' })).server).toBe(
      'https://host:6443',
    );
    await expect(clusterOf({ server: 'ftp://c' })).rejects.toThrow('starts with neither https:// nor http://');
    await expect(clusterOf({ server: 'https://' })).rejects.toThrow('is not the address of a server');
  });

  test('proxy-url, compression and what an exec plugin is told', async () => {
    const extension = { name: 'client.authentication.k8s.io/exec', extension: { audience: 'x' } };
    const cluster = await clusterOf({
      'proxy-url': 'socks5://p:1080',
      'disable-compression': true,
      extensions: [extension],
    });
    expect(cluster).toMatchObject({
      proxyUrl: 'socks5://p:1080',
      disableCompression: true,
      execConfig: { audience: 'x' },
    });
  });
});

describe('user', () => {
  const userOf = async (
    user: object,
    flags: KubeFlags = {},
    files: Record<string, string> = {},
  ): Promise<ResolvedConfig['user']> => (await resolve({ [home]: single({}, user), ...files }, { flags })).user;

  test('--token beats token and tokenFile', async () => {
    const user = await userOf({ token: 'old', tokenFile: 'token' }, { token: 'new' });
    expect([user.token, user.tokenFile]).toEqual(['new', undefined]);
    expect((await userOf({ tokenFile: 'token' })).tokenFile).toBe('/home/jane/.kube/token');
  });

  test('--client-certificate and --client-key beat the data variants', async () => {
    const files = { '/c.crt': otherPem, '/c.key': otherPem };
    const entry = { 'client-certificate-data': data(pem), 'client-key-data': data(pem) };
    const kept = await userOf(entry);
    expect(kept.clientCertificate?.toString()).toBe(pem);
    const user = await userOf(entry, { clientCertificate: '/c.crt', clientKey: '/c.key' }, files);
    expect([user.clientCertificate?.toString(), user.clientKey?.toString()]).toEqual([otherPem, otherPem]);
  });

  test('a certificate without its key is refused', async () => {
    await expect(userOf({ 'client-certificate-data': data(pem) })).rejects.toThrow('the user "u" has no client-key');
  });

  test('impersonation from the kubeconfig and from flags', async () => {
    const entry = { as: 'root', 'as-uid': '1', 'as-groups': ['a'], 'as-user-extra': { scope: ['x', 'y'] } };
    expect((await userOf(entry)).impersonate).toEqual({
      user: 'root',
      uid: '1',
      groups: ['a'],
      extra: [
        ['scope', 'x'],
        ['scope', 'y'],
      ],
    });
    const flags = { as: 'bob', asGroup: ['b', 'c'], asUserExtra: ['k=v=w'] };
    expect((await userOf({}, flags)).impersonate).toEqual({ user: 'bob', groups: ['b', 'c'], extra: [['k', 'v=w']] });
    await expect(userOf({}, { asGroup: ['b'] })).rejects.toThrow('only be impersonated together with a user');
    await expect(userOf({}, { as: 'bob', asUserExtra: ['k'] })).rejects.toThrow('invalid --as-user-extra "k"');
  });

  test('an exec plugin with a path is looked for beside the kubeconfig', async () => {
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: './bin/login',
      args: ['-x'],
      env: [{ name: 'A', value: 'b' }],
    };
    const user = await userOf({
      exec: { ...exec, interactiveMode: 'Never', provideClusterInfo: true, installHint: 'get it' },
    });
    expect(user.exec).toEqual({
      apiVersion: 'client.authentication.k8s.io/v1',
      command: '/home/jane/.kube/bin/login',
      args: ['-x'],
      env: { A: 'b' },
      installHint: 'get it',
      provideClusterInfo: true,
      interactiveMode: 'Never',
    });
    expect((await userOf({ exec: { ...exec, command: 'aws' } })).exec?.command).toBe('aws');
    await expect(userOf({ exec: {} })).rejects.toThrow('names no command');
  });
});

describe('namespace', () => {
  test('flag, then context, then that of the pod it runs in, then default', async () => {
    const files = { [home]: single({}, {}, { namespace: 'ctx' }) };
    expect((await resolve(files, { flags: { namespace: 'flag' } })).namespace).toBe('flag');
    expect((await resolve(files)).namespace).toBe('ctx');
    const inside = { ...inCluster.files, [home]: single() };
    expect((await resolve(inside, { env: inCluster.env })).namespace).toBe('shop');
    expect((await resolve(inside, { env: { ...inCluster.env, POD_NAMESPACE: 'stated' } })).namespace).toBe('stated');
    expect((await resolve({ [home]: single() })).namespace).toBe('default');
  });
});

describe('without a kubeconfig', () => {
  test('in a pod, its ServiceAccount asks', async () => {
    const { source, cluster, user, namespace } = await resolve(inCluster.files, { env: inCluster.env });
    expect({
      source,
      namespace,
      server: cluster.server,
      authority: cluster.certificateAuthority?.toString(),
      user,
    }).toEqual({
      source: 'in-cluster',
      namespace: 'shop',
      server: 'https://10.0.0.1:443',
      authority: pem,
      user: { name: 'in-cluster', tokenFile: '/var/run/secrets/kubernetes.io/serviceaccount/token' },
    });
  });

  test('an address of IPv6 is put in brackets, and a token of the flags replaces that of the pod', async () => {
    const env = { ...inCluster.env, KUBERNETES_SERVICE_HOST: 'fd00::1' };
    const { cluster, user } = await resolve(inCluster.files, { env, flags: { token: 'mine' } });
    expect([cluster.server, user.token, user.tokenFile]).toEqual(['https://[fd00::1]:443', 'mine', undefined]);
  });

  test('flags are laid over what the pod knows', async () => {
    const flags = { as: 'bob', tlsServerName: 'api', certificateAuthority: '/ca' };
    const { cluster, user } = await resolve({ ...inCluster.files, '/ca': otherPem }, { env: inCluster.env, flags });
    expect([cluster.tlsServerName, cluster.certificateAuthority?.toString()]).toEqual(['api', otherPem]);
    expect(user).toMatchObject({ tokenFile: expect.stringMatching(/token$/), impersonate: { user: 'bob' } });
  });

  test('the token of the pod does not go to a server of the flags', async () => {
    const { source, user } = await resolve(inCluster.files, { env: inCluster.env, flags: { server: 'https://s' } });
    expect([source, user]).toEqual(['flags', { name: '' }]);
  });

  test('a kubeconfig comes first', async () => {
    const { cluster } = await resolve({ ...inCluster.files, [home]: single() }, { env: inCluster.env });
    expect(cluster.server).toBe('https://c:6443');
  });

  test('else http://localhost:8080, or $KUBERNETES_MASTER', async () => {
    const nothing = await resolve({});
    expect([nothing.source, nothing.cluster.server, nothing.files]).toEqual([
      'default',
      'http://localhost:8080',
      [home],
    ]);
    expect((await resolve({}, { env: { KUBERNETES_MASTER: 'https://m' } })).cluster.server).toBe('https://m');
  });
});
