import { describe, expect, test } from '@jest/globals';
import type { Credential } from '../../src/kube/credentials.ts';
import { ExecCredentials } from '../../src/kube/exec-credential.ts';
import { runCommand, type CommandOptions, type CommandResult, type Outside } from '../../src/kube/outside.ts';
import type { ClusterConfig, ExecConfig } from '../../src/kube/resolved-config.ts';
import { fakeOutside } from '../support/kubeconfig.ts';

const v1 = 'client.authentication.k8s.io/v1';
const cluster: ClusterConfig = { server: 'https://c:6443', insecure: false };
const start = Date.parse('2026-01-15T12:00:00Z');

const reply = (status: unknown, apiVersion = v1): string =>
  JSON.stringify({ kind: 'ExecCredential', apiVersion, status });

/** A plugin of which the n-th run prints the n-th text, the last one ever after. */
function plugin(
  outputs: readonly (string | Partial<CommandResult>)[],
  { exec = {}, outside = {} }: { exec?: Partial<ExecConfig>; outside?: Partial<Outside> } = {},
): { source: ExecCredentials; runs: CommandOptions[] } {
  const runs: CommandOptions[] = [];
  const world = fakeOutside(
    {},
    {
      runCommand: async (_command, _args, options) => {
        const output = outputs[Math.min(runs.length, outputs.length - 1)] ?? '';
        runs.push(options);
        await new Promise((resolve) => setTimeout(resolve, 5));
        return { exitCode: 0, signal: null, stdout: '', ...(typeof output === 'string' ? { stdout: output } : output) };
      },
      ...outside,
    },
  );
  const config: ExecConfig = {
    apiVersion: v1,
    command: 'login',
    args: [],
    env: {},
    provideClusterInfo: false,
    interactiveMode: 'IfAvailable',
    ...exec,
  };
  return { source: new ExecCredentials(config, 'jane', cluster, world), runs };
}

const infoOf = (run: CommandOptions | undefined): unknown => JSON.parse(run?.env['KUBERNETES_EXEC_INFO'] ?? '');

describe('how often it runs', () => {
  test('once for all that wait, and not again without an expiry', async () => {
    const { source, runs } = plugin([reply({ token: 'a' }), reply({ token: 'b' })]);
    const all = await Promise.all([source.current(), source.current(), source.current()]);
    expect([...all, await source.current()]).toEqual(Array(4).fill({ token: 'a' }));
    expect(runs).toHaveLength(1);
  });

  test('again when its credential has expired', async () => {
    let now = start;
    const first = reply({ token: 'a', expirationTimestamp: '2026-01-15T12:00:10Z' });
    const { source, runs } = plugin([first, reply({ token: 'b' })], { outside: { now: () => now } });
    expect(await source.current()).toEqual({ token: 'a' });
    now += 11_000;
    expect(await Promise.all([source.current(), source.current()])).toEqual([{ token: 'b' }, { token: 'b' }]);
    expect(runs).toHaveLength(2);
  });

  test('once again when the server refuses what it gave, however many requests were refused', async () => {
    const { source, runs } = plugin([reply({ token: 'a' }), reply({ token: 'b' })]);
    const refused = await source.current();
    expect(await Promise.all([source.renew(refused), source.renew(refused)])).toEqual([true, true]);
    expect(await source.current()).toEqual({ token: 'b' });
    expect(runs).toHaveLength(2);
  });
});

describe('what it is told', () => {
  test('its own environment, that of the process, and whether it may ask', async () => {
    const { source, runs } = plugin([reply({ token: 'a' })], {
      exec: { env: { PROFILE: 'prod' } },
      outside: { env: { HOME: '/home/jane', PROFILE: 'dev' } },
    });
    await source.current();
    expect(runs[0]).toMatchObject({ stdin: 'ignore', env: { HOME: '/home/jane', PROFILE: 'prod' } });
    expect(infoOf(runs[0])).toEqual({ kind: 'ExecCredential', apiVersion: v1, spec: { interactive: false } });
  });

  test('the terminal, if there is one and it wants it', async () => {
    const ask = async (interactiveMode: string): Promise<CommandOptions | undefined> => {
      const { source, runs } = plugin([reply({ token: 'a' })], {
        exec: { interactiveMode },
        outside: { stdinIsTerminal: () => true },
      });
      await source.current();
      return runs[0];
    };
    expect(await ask('IfAvailable')).toMatchObject({ stdin: 'inherit' });
    expect(await ask('Never')).toMatchObject({ stdin: 'ignore' });
    expect(infoOf(await ask('Always'))).toMatchObject({ spec: { interactive: true } });
  });

  test('the cluster, if it wants to know', async () => {
    const { source, runs } = plugin([reply({ token: 'a' })], { exec: { provideClusterInfo: true } });
    await source.current();
    expect(infoOf(runs[0])).toMatchObject({ spec: { cluster: { server: 'https://c:6443' }, interactive: false } });
  });
});

test('a certificate with its key is as good as a token; v1beta1 as good as v1', async () => {
  const beta = 'client.authentication.k8s.io/v1beta1';
  const status = { clientCertificateData: 'CERT', clientKeyData: 'KEY' };
  const { source } = plugin([reply(status, beta)], { exec: { apiVersion: beta } });
  const expected: Credential = { clientCertificate: Buffer.from('CERT'), clientKey: Buffer.from('KEY') };
  expect(await source.current()).toEqual(expected);
});

describe('what goes wrong is said in one sentence', () => {
  const the = 'the credential plugin login of the user "jane"';

  test.each<[string, string | Partial<CommandResult>, Partial<ExecConfig>, string]>([
    ['no JSON', 'hello', {}, `${the} printed something that is not JSON`],
    ['something else', '{}', {}, `${the} printed no ExecCredential`],
    [
      'another version',
      reply({ token: 'a' }, 'x/v2'),
      {},
      `${the} printed apiVersion x/v2 where the kubeconfig says ${v1}`,
    ],
    ['nothing', reply({}), {}, `${the} printed neither a token nor a certificate`],
    [
      'no status',
      JSON.stringify({ kind: 'ExecCredential', apiVersion: v1 }),
      {},
      `${the} printed neither a token nor a certificate`,
    ],
    ['half a pair', reply({ clientKeyData: 'K' }), {}, `${the} printed a key without its certificate`],
    ['exit code', { exitCode: 3 }, {}, `${the} failed with exit code 3`],
    ['signal', { exitCode: -1, signal: 'SIGKILL' }, {}, `${the} was ended by SIGKILL`],
    [
      'unknown version',
      '',
      { apiVersion: 'client.authentication.k8s.io/v1alpha1' },
      `${the} has the unknown apiVersion "client.authentication.k8s.io/v1alpha1"`,
    ],
    [
      'no terminal',
      '',
      { interactiveMode: 'Always' },
      `${the} has to ask something, and the standard input is not a terminal`,
    ],
  ])('%s', async (_name, output, exec, message) => {
    const { source } = plugin([output], { exec });
    await expect(source.current()).rejects.toMatchObject({ name: 'KnownError', message });
  });

  test('a missing command comes with the hint of the kubeconfig, without its control characters', async () => {
    const { source } = plugin([], {
      exec: { command: 'no-such-command-anywhere', installHint: 'get it at\u001b[31m https://x\u0007\nnow' },
      outside: { runCommand },
    });
    await expect(source.current()).rejects.toMatchObject({
      message: 'the credential plugin no-such-command-anywhere of the user "jane" was not found',
      hint: 'get it at https://x now',
    });
  });
});

test('a real command is run', async () => {
  const print =
    'console.log(JSON.stringify({kind:"ExecCredential",apiVersion:process.env.V,status:{token:process.argv[1]}}))';
  const { source } = plugin([], {
    exec: { command: process.execPath, args: ['-e', print, 'real'], env: { V: v1 } },
    outside: { runCommand },
  });
  expect(await source.current()).toEqual({ token: 'real' });
});
