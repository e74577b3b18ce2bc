import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { PodReport } from '../../src/core/report.ts';
import { newestTime } from '../../src/dump/newest-time.ts';
import { ApiServer, secretValue, tlsFiles, type ApiServerOptions } from '../support/api-server.ts';
import { aNode, aPod, terminated, waiting } from '../support/builders.ts';
import { kubeconfigText, type KubeconfigOptions } from '../support/kubeconfig.ts';
import { recording } from '../support/recordings.ts';
import { launcher, runProgram, type Result } from '../support/run.ts';

// The real kubectl finds podlife on PATH and runs it against the replay server.
const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
const whenKubectl = hasKubectl ? describe : describe.skip;

const home = mkdtempSync(join(tmpdir(), 'podlife-'));
afterAll(() => rmSync(home, { recursive: true }));

const path = [dirname(launcher), dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);

let api: ApiServer | undefined;

afterEach(async () => {
  await api?.stop();
  api = undefined;
});

async function serve(options: ApiServerOptions): Promise<ApiServer> {
  api = await ApiServer.start(options);
  return api;
}

function saveConfig(name: string, options: KubeconfigOptions): string {
  const file = join(home, name);
  writeFileSync(file, kubeconfigText(options));
  return file;
}

function kubectl(args: readonly string[], env: Record<string, string> = {}): Promise<Result> {
  return runProgram('kubectl', args, { env: { HOME: home, PATH: path, ...env } });
}

const crashing = aPod({
  containers: [
    {
      name: 'web',
      restarts: 5,
      ready: false,
      state: waiting('CrashLoopBackOff', 'back-off 2m40s restarting failed container'),
      last: terminated(137, 'OOMKilled'),
    },
  ],
});

whenKubectl('kubectl podlife explain', () => {
  test('explains what a cluster holds, as kubectl itself would find it', async () => {
    const { objects, scenario } = recording('shop-frontend-3');
    const { url } = await serve({ objects, now: newestTime(objects) });
    const env = {
      KUBECONFIG: saveConfig('shop', { server: url, namespace: scenario.namespace, user: { token: 't' } }),
    };
    const pods = await kubectl(['get', 'pods'], env);
    expect(pods).toMatchObject({ code: 0, stdout: expect.stringMatching(/^NAME +READY +STATUS +RESTARTS\n/) });
    const { code, stdout, stderr } = await kubectl(['podlife', 'explain', scenario.target, '-o', 'json'], env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const report = JSON.parse(stdout) as PodReport;
    expect(report.findings[0]).toMatchObject({ rule: 'liveness-probe-killed', container: scenario.expect.container });
    expect(pods.stdout).toContain(report.pod?.name);
    expect(stdout).not.toContain(secretValue);
  });

  test('prints a table for people and ends with what --fail-on says', async () => {
    const { url } = await serve({ objects: [crashing, aNode('node-a')] });
    const config = saveConfig('plain', { server: url });
    const args = ['podlife', 'explain', 'web-1', '-n', 'shop', '--kubeconfig', config];
    const { code, stdout, stderr } = await kubectl([...args, '--fail-on', 'critical']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('shop/web-1 is failing');
    expect(stdout).toContain(`--kubeconfig=${config}`);
  });

  test('several kubeconfig files, a context, a client certificate', async () => {
    const { url } = await serve({ objects: [crashing, aNode('node-a')], clientCertificates: true });
    const user = { 'client-certificate': tlsFiles.clientCertificate, 'client-key': tlsFiles.clientKey };
    const first = saveConfig('first', { server: 'https://127.0.0.1:1' });
    const second = join(home, 'second');
    const text = kubeconfigText({ server: url, namespace: 'shop', user });
    writeFileSync(
      second,
      text.replaceAll('"test"', '"prod"').replaceAll('"replay"', '"live"').replaceAll('"jane"', '"bob"'),
    );
    const env = { KUBECONFIG: [join(home, 'gone'), first, second].join(delimiter) };
    const { code, stderr } = await kubectl(['podlife', 'explain', 'web-1', '--context', 'prod'], env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('a credential plugin is run once, and told about the cluster', async () => {
    const plugin = join(home, 'login');
    const log = join(home, 'runs');
    const reply = {
      kind: 'ExecCredential',
      apiVersion: 'client.authentication.k8s.io/v1',
      status: { token: 'from-plugin' },
    };
    writeFileSync(plugin, `#!/bin/sh\necho "$KUBERNETES_EXEC_INFO" >> "${log}"\necho '${JSON.stringify(reply)}'\n`);
    chmodSync(plugin, 0o755);
    const { url, port } = await serve({ objects: [crashing, aNode('node-a')], tokens: ['from-plugin'] });
    const exec = {
      apiVersion: reply.apiVersion,
      command: './login',
      interactiveMode: 'Never',
      provideClusterInfo: true,
    };
    const config = saveConfig('exec', { server: url, namespace: 'shop', user: { exec } });
    const { code } = await kubectl(['podlife', 'explain', 'web-1', '--kubeconfig', config]);
    const runs = spawnSync('cat', [log], { encoding: 'utf8' }).stdout.trim().split('\n');
    expect([code, runs.length]).toEqual([0, 1]);
    expect(runs[0]).toContain(`https://127.0.0.1:${port}`);
  });

  test.each<[string, ApiServerOptions, string[], Partial<KubeconfigOptions>, RegExp]>([
    [
      'not found',
      { objects: [crashing] },
      ['web-2'],
      {},
      /^error: pods "web-2" not found in namespace shop \(did you mean web-1\?\)\n$/,
    ],
    [
      'forbidden',
      { objects: [crashing], deny: ['get pods'] },
      ['web-1'],
      {},
      /^error: pods "web-1" cannot be read: forbidden \(it needs get on pods in namespace shop\)\n$/,
    ],
    [
      'not logged in',
      { tokens: ['other'] },
      ['web-1'],
      {},
      /^error: You must be logged in to the server \(Unauthorized\)/,
    ],
    [
      'unknown authority',
      {},
      ['web-1'],
      { cluster: { 'certificate-authority-data': undefined } },
      /^error: Unable to connect to the server: tls: failed to verify certificate/,
    ],
    [
      'too slow',
      { faults: [{ path: '/', delay: 2000 }] },
      ['web-1', '--request-timeout', '200ms'],
      {},
      /^error: Unable to connect to the server: no answer from 127\.0\.0\.1:\d+ within 0\.2 s\n$/,
    ],
    ['unknown context', {}, ['web-1', '--context', 'tset'], {}, /^error: context "tset" does not exist/],
  ])('%s: one sentence on stderr, exit code 2', async (_name, options, args, config, message) => {
    const { url } = await serve(options);
    const env = { KUBECONFIG: saveConfig('broken', { server: url, namespace: 'shop', ...config }) };
    const { code, stdout, stderr } = await kubectl(['podlife', 'explain', ...args], env);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('nobody listens', async () => {
    const env = { KUBECONFIG: saveConfig('nobody', { server: 'https://127.0.0.1:1' }) };
    expect(await kubectl(['podlife', 'explain', 'web-1'], env)).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?\n',
    });
  });

  test('what may not be read is listed, and the cause that is known is still named', async () => {
    const { url } = await serve({ objects: [crashing], allow: ['get pods'] });
    const env = { KUBECONFIG: saveConfig('denied', { server: url, namespace: 'shop' }) };
    const { code, stdout } = await kubectl(['podlife', 'explain', 'web-1'], env);
    expect(code).toBe(0);
    expect(stdout).toContain('shop/web-1 is failing');
    expect(stdout).toMatch(/events.*forbidden/);
  });
});

describe('the authorities of the machine count where the kubeconfig names none', () => {
  const explain = (server: string, before: string[], env: Record<string, string>): Promise<Result> => {
    const config = saveConfig('trusting', { server, cluster: { 'certificate-authority-data': undefined } });
    const args = [...before, launcher, 'explain', 'web-1', '-n', 'shop', '--kubeconfig', config];
    return runProgram(process.execPath, args, { env });
  };

  test('on Linux those that SSL_CERT_FILE names', async () => {
    const { url } = await serve({ objects: [crashing] });
    expect((await explain(url, [], { SSL_CERT_FILE: tlsFiles.authority })).stdout).toContain('ran out of memory');
    const { code, stderr } = await explain(url, [], { SSL_CERT_FILE: '/dev/null', SSL_CERT_DIR: '/dev/null' });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('signed by unknown authority') });
  });

  test('elsewhere those that Node finds, where it can', async () => {
    const { url } = await serve({ objects: [crashing] });
    const preload = join(home, 'elsewhere.cjs');
    const found = `[require('fs').readFileSync(${JSON.stringify(tlsFiles.authority)}, 'utf8')]`;
    writeFileSync(
      preload,
      `Object.defineProperty(process, 'platform', { value: 'darwin' }); require('tls').getCACertificates = () => ${found};`,
    );
    expect((await explain(url, ['-r', preload], {})).stdout).toContain('ran out of memory');
  });
});
