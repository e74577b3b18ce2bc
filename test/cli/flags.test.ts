import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { commands, type Flag } from '../../src/cli/flags.ts';
import { ApiServer, tlsFiles, type SeenRequest } from '../support/api-server.ts';
import { aNode, aPod, waiting } from '../support/builders.ts';
import { runHere } from '../support/in-process.ts';
import type { Result } from '../support/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'podlife-'));
const pulling = { name: 'web', ready: false, state: waiting('ImagePullBackOff', 'Back-off pulling image "web:1"') };
const objects = [
  aPod({ containers: [pulling], metadata: { namespace: 'shop' } }),
  aPod({ containers: [pulling], metadata: { namespace: 'other' } }),
  aNode('node-a'),
];
const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl';

let open: ApiServer;
let closed: ApiServer;

beforeAll(async () => {
  open = await ApiServer.start({ objects });
  closed = await ApiServer.start({ objects, clientCertificates: true });
});

afterAll(async () => {
  await Promise.all([open.stop(), closed.stop()]);
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  open.requests.length = 0;
  closed.requests.length = 0;
});

/** A kubeconfig with two of everything: `near` works, `far` leads nowhere. */
function configFile(): string {
  const file = join(folder, 'config');
  const cluster = (name: string, server: string): object => ({
    name,
    cluster: { server, 'certificate-authority': tlsFiles.authority },
  });
  const context = (name: string, of: object): object => ({ name, context: { namespace: 'shop', user: 'jane', ...of } });
  writeFileSync(
    file,
    JSON.stringify({
      'current-context': 'near',
      clusters: [cluster('near', open.url), cluster('far', 'https://127.0.0.1:1'), cluster('closed', closed.url)],
      users: [
        { name: 'jane', user: { token: 'token-of-jane' } },
        { name: 'bob', user: { token: 'token-of-bob' } },
      ],
      contexts: [context('near', { cluster: 'near' }), context('other', { cluster: 'near', namespace: 'other' })],
    }),
  );
  return file;
}

function run(args: readonly string[], env: Record<string, string> = {}): Promise<Result> {
  return runHere(['explain', ...args], { env: { KUBECONFIG: configFile(), ...env } });
}

/** Every way in which pflag takes a flag with its value. */
function forms({ name, short, type }: Flag, value: string): string[][] {
  const long = `--${name}`;
  const under = `--${name.replaceAll('-', '_')}`;
  if (type === 'boolean') {
    const shorts = short ? [[`-${short}`], [`-${short}=true`]] : [];
    return [[long], [`${long}=true`], [`${long}=1`], [`${long}=T`], [under], [`${long}=false`, long], ...shorts];
  }
  const shorts = short ? [[`-${short}`, value], [`-${short}${value}`], [`-${short}=${value}`]] : [];
  const once = [[long, value], [`${long}=${value}`], [under, value], [`${under}=${value}`], ...shorts];
  return type === 'strings' ? once : [...once, [long, 'overridden', `${long}=${value}`]];
}

const explain = commands.find(({ name }) => name === 'explain');
const flagNamed = (name: string): Flag => {
  const flag = explain?.flags.find((one) => one.name === name);
  if (!flag) throw new Error(`there is no --${name}`);
  return flag;
};

interface Row {
  readonly flag: string;
  readonly value: () => string;
  /** What is given beside it. */
  readonly beside?: () => readonly string[];
  /** Where the pod is asked for; default: the name of the pod. */
  readonly target?: readonly string[];
  /** Looked up in the first request. */
  readonly seen: (request: SeenRequest | undefined) => unknown;
  readonly expected: unknown;
}

const header =
  (name: string) =>
  (request: SeenRequest | undefined): unknown =>
    request?.headers[name];
const path = (request: SeenRequest | undefined): unknown => request?.path.replace(/\?.*/, '');
const query = (name: string) => (request: SeenRequest | undefined) =>
  new URL(request?.path ?? '/', 'https://x').searchParams.get(name);
const certificate = (): readonly string[] => ['--cluster', 'closed'];
const inShop = '/api/v1/namespaces/shop/pods/web-1';

const rows: readonly Row[] = [
  {
    flag: 'namespace',
    value: () => 'other',
    seen: path,
    expected: '/api/v1/namespaces/other/pods/web-1',
  },
  { flag: 'context', value: () => 'other', seen: path, expected: '/api/v1/namespaces/other/pods/web-1' },
  {
    flag: 'kubeconfig',
    value: configFile,
    seen: header('authorization'),
    expected: 'Bearer token-of-jane',
  },
  { flag: 'cluster', value: () => 'near', seen: path, expected: inShop },
  { flag: 'user', value: () => 'bob', seen: header('authorization'), expected: 'Bearer token-of-bob' },
  { flag: 'server', value: () => open.url, beside: () => ['--cluster=far'], seen: path, expected: inShop },
  { flag: 'tls-server-name', value: () => 'kubernetes', seen: path, expected: inShop },
  {
    flag: 'insecure-skip-tls-verify',
    value: () => 'true',
    beside: () => ['--tls-server-name=elsewhere'],
    seen: path,
    expected: inShop,
  },
  { flag: 'certificate-authority', value: () => tlsFiles.authority, seen: path, expected: inShop },
  {
    flag: 'client-certificate',
    value: () => tlsFiles.clientCertificate,
    beside: () => [...certificate(), '--client-key', tlsFiles.clientKey],
    seen: path,
    expected: inShop,
  },
  {
    flag: 'client-key',
    value: () => tlsFiles.clientKey,
    beside: () => [...certificate(), '--client-certificate', tlsFiles.clientCertificate],
    seen: path,
    expected: inShop,
  },
  { flag: 'token', value: () => '-._"mine"', seen: header('authorization'), expected: 'Bearer -._"mine"' },
  { flag: 'as', value: () => 'eve', seen: header('impersonate-user'), expected: 'eve' },
  { flag: 'as-uid', value: () => '7', beside: () => ['--as=eve'], seen: header('impersonate-uid'), expected: '7' },
  {
    flag: 'as-group',
    value: () => 'dev,ops',
    beside: () => ['--as=eve'],
    seen: header('impersonate-group'),
    expected: 'dev,ops',
  },
  {
    flag: 'as-user-extra',
    value: () => 'scopes=a=b',
    beside: () => ['--as=eve'],
    seen: header('impersonate-extra-scopes'),
    expected: 'a=b',
  },
  { flag: 'request-timeout', value: () => '1m30s', seen: path, expected: inShop },
  {
    flag: 'disable-compression',
    value: () => 'true',
    seen: header('accept-encoding'),
    expected: undefined,
  },
  { flag: 'cache-dir', value: () => '/nowhere', seen: path, expected: inShop },
  { flag: 'v', value: () => '0', seen: path, expected: inShop },
  {
    flag: 'selector',
    value: () => 'app in (web)',
    target: [],
    seen: query('labelSelector'),
    expected: 'app in (web)',
  },
  {
    flag: 'field-selector',
    value: () => 'status.phase=Running',
    target: [],
    seen: query('fieldSelector'),
    expected: 'status.phase=Running',
  },
  { flag: 'all-namespaces', value: () => 'true', target: [], seen: path, expected: '/api/v1/pods' },
];

test('the matrix has every flag that reaches a request', () => {
  const others = ['filename', 'as-of', 'brief', 'fail-on', 'output', 'color', 'watch', 'no-headers'];
  const names = explain?.flags.map(({ name }) => name).filter((name) => !others.includes(name)) ?? [];
  expect(names.filter((name) => !rows.some(({ flag }) => flag === name))).toEqual([]);
});

describe.each(rows)('--$flag', ({ flag, value, beside, target = ['web-1'], seen, expected }) => {
  const all = forms(flagNamed(flag), 'VALUE').map((words) => words.join(' '));

  test.each(all)('as %s', async (form) => {
    const given = forms(flagNamed(flag), value())[all.indexOf(form)] ?? [];
    const { code, stderr } = await run([...target, ...(beside?.() ?? []), ...given]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [first] = [...open.requests, ...closed.requests];
    expect(seen(first)).toEqual(expected);
  });

  test('before the target, and before the command', async () => {
    const [given = []] = forms(flagNamed(flag), value());
    const before = await run([...(beside?.() ?? []), ...given, ...target]);
    expect(before).toMatchObject({ code: 0, stderr: '' });
    const env = { KUBECONFIG: configFile() };
    const early = await runHere([...given, 'explain', ...(beside?.() ?? []), ...target], { env });
    expect(early).toMatchObject({ code: 0, stderr: '' });
    for (const request of [open.requests[0], closed.requests[0]]) if (request) expect(seen(request)).toEqual(expected);
  });
});

describe('several flags in one word', () => {
  test.each([
    ['-An other', '/api/v1/pods'],
    ['-Another', '/api/v1/pods'],
    ['-Another -A=false -l=', '/api/v1/namespaces/other/pods'],
  ])('%s', async (words, expected) => {
    await run(words.split(' '));
    expect(path(open.requests[0])).toBe(expected);
  });

  test('what follows -- is a name', async () => {
    await run(['--', 'web-1']);
    expect(path(open.requests[0])).toBe(inShop);
  });

  test('an empty value is none, as a script leaves it', async () => {
    const { code, stderr } = await run(['web-1', '-n', '', '--context=', '--token', '', '-o', '', '--as=']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(path(open.requests[0])).toBe(inShop);
  });
});

describe('what is wrong is one clear sentence and exit code 2', () => {
  const missing = join(folder, 'none');
  test.each<[string[], RegExp]>([
    [['web-1', '-n'], /^error: flag needs an argument: --namespace$/],
    [['web-1', '-A'], /^error: a name and --all-namespaces cannot be given together/],
    [['--all-namespaces=maybe'], /^error: --all-namespaces cannot be "maybe" \(true or false\)$/],
    [['-A=2'], /^error: --all-namespaces cannot be "2" \(true or false\)$/],
    [['web-1', '--kubeconfig', missing], /^error: the kubeconfig .*none cannot be read: no such file$/],
    [['web-1', '--context', 'othr'], /^error: context "othr" does not exist \(did you mean "other"\?\)$/],
    [['web-1', '--cluster', 'nea'], /^error: cluster "nea" does not exist \(did you mean "near"\?\)$/],
    [['web-1', '--user', 'bo'], /^error: user "bo" does not exist \(did you mean "bob"\?\)$/],
    [['web-1', '-s', 'https://['], /^error: "https:\/\/\[" is not the address of a server$/],
    [['web-1', '-s', 'ftp://x'], /^error: the address of the server, "ftp:\/\/x", starts with neither/],
    [['web-1', '--tls-server-name', 'elsewhere'], /^error: Unable to connect to the server: tls: .*elsewhere/],
    [['web-1', '--insecure-skip-tls-verify=no'], /^error: --insecure-skip-tls-verify cannot be "no"/],
    [['web-1', '--certificate-authority', missing], /^error: .*certificate-authority.*none.*no such file/],
    [['web-1', '--client-certificate', missing], /^error: .*client-certificate.*none.*no such file/],
    [['web-1', '--client-key', tlsFiles.clientKey], /^error: the user "jane" has no client-certificate/],
    [['web-1', '--token', 'a\nb'], /^error: the token .* contains characters that no request can carry$/],
    [['web-1', '--as-uid', '7'], /^error: uid, groups and extra .* can only be impersonated together with a user/],
    [['web-1', '--as-group', 'dev'], /^error: uid, groups and extra .* \(add --as\)$/],
    [['web-1', '--as-group='], /^error: flag needs an argument: --as-group$/],
    [['web-1', '--as=eve', '--as-user-extra', 'scopes'], /^error: invalid --as-user-extra "scopes"/],
    [['web-1', '--request-timeout', '5x'], /^error: invalid --request-timeout "5x" \(give whole seconds/],
    [['web-1', '--disable-compression=nope'], /^error: --disable-compression cannot be "nope"/],
    [['web-1', '--cache-dir'], /^error: flag needs an argument: --cache-dir$/],
    [['web-1', '-vx'], /^error: -v cannot be "x" \(a number from 0 to 9\)$/],
    [['web-1', '-v'], /^error: flag needs an argument: -v$/],
    [['-l'], /^error: flag needs an argument: --selector$/],
    [['--field-selector', 'spec.nope=1'], /^error: pods of namespace shop cannot be listed: .*spec\.nope/],
    [['web-1', '-o', 'jsn'], /^error: --output cannot be "jsn" \(one of: table, /],
    [['web-1', '--color', 'red'], /^error: --color cannot be "red"/],
    [['web-1', '-f', missing], /^error: .*none cannot be read: there is no such file$/],
    [['web-1', '-f='], /^error: flag needs an argument: --filename$/],
    [['web-1', '--namspace=x'], /^error: unknown flag: --namspace \(did you mean --namespace\?\)$/],
    [['web-1', '-x'], /^error: unknown flag: -x \(see kubectl podlife explain --help\)$/],
    [['web-1', '---x'], /^error: unknown flag: ---x/],
    [['web-1', '--get-yargs-completions'], /^error: unknown flag: --get-yargs-completions/],
    [['web-1', '--__proto__=x'], /^error: unknown flag: --__proto__/],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.trimEnd()).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test.each([
    [['-n', 'shop'], /^error: no command is given with -n/],
    [['--nmspace', 'shop', 'explain'], /^error: no command is given with --nmspace/],
    [['explan', 'web'], /^error: unknown command "explan" \(did you mean explain\?\)/],
    [['web-1'], /^error: unknown command "web-1" \(to explain a pod of that name: kubectl podlife explain web-1\)/],
  ])('%j', async (args, message) => {
    const { code, stderr } = await runHere(args);
    expect(code).toBe(2);
    expect(stderr.trimEnd()).toMatch(message);
  });
});

describe('-v logs requests on stderr', () => {
  test.each([
    [5, []],
    [6, ['GET ']],
    [7, ['GET ', 'Request headers: ']],
    [8, ['GET ', 'Request headers: ', 'Response headers: ']],
    [9, ['GET ', 'Request headers: ', 'Response headers: ', 'Response body: ']],
  ])('%d', async (level, starts) => {
    const { code, stdout, stderr } = await run(['web-1', `-v=${level}`, '--token', token]);
    expect(code).toBe(0);
    expect(stdout).not.toContain('GET ');
    const lines = stderr.split('\n').filter((line) => line !== '');
    const first = ['GET ', 'Request headers: ', 'Response headers: ', 'Response body: '];
    expect(first.filter((start) => lines.some((line) => line.startsWith(start)))).toEqual(starts);
    expect(lines.filter((line) => !first.some((start) => line.startsWith(start)))).toEqual([]);
  });

  test('never with a token, a cookie or the value of a variable', async () => {
    const env = [{ name: 'DB_PASSWORD', value: 'hunter2' }];
    const api = await ApiServer.start({
      objects: [aPod({ containers: [{ ...pulling, env }], metadata: { annotations: { note: `token ${token}` } } })],
      faults: [{ path: '/services', status: 500, headers: { 'Set-Cookie': 'session=cookie-of-jane' } }],
    });
    const { stderr } = await run(['web-1', '-v9', '-s', api.url, '--token', 'secret-of-jane']);
    await api.stop();
    expect(stderr).toContain('"Authorization":"***"');
    expect(stderr).toContain('DB_PASSWORD');
    expect(stderr).toContain('"set-cookie":"***"');
    expect(stderr).not.toMatch(/secret-of-jane|hunter2|cookie-of-jane|eyJ/);
  });

  test('a request that fails is logged as well', async () => {
    const { code, stderr } = await run(['web-1', '-v6', '--cluster=far']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^GET https:\/\/127\.0\.0\.1:1\/api\/v1\/\S+ failed: /);
  });
});

describe('--help', () => {
  const calls = [
    [],
    ['--help'],
    ['options'],
    ...commands.flatMap(({ name }) => [
      [name, '--help'],
      [name, 'x', '-h'],
    ]),
  ];
  test.each(calls.filter(([name]) => name !== 'version' && name !== 'options'))('%s %s', async (...args) => {
    const { code, stdout, stderr } = await runHere(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).toMatch(/^\S[^]*?\.\n\n/);
    expect(stdout).toMatch(/^ {2}kubectl podlife /m);
    expect(stdout).not.toContain('--certificate-authority');
  });

  test('the flags for the connection are listed by options', async () => {
    const { stdout } = await runHere(['options']);
    for (const { name, group } of explain?.flags ?? []) {
      if (group === 'connection' && name !== 'v') expect(stdout).toContain(`--${name}`);
    }
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('names the program as it was called', async () => {
    const { stdout } = await runHere(['explain', '--help'], { programName: 'podlife' });
    expect(stdout).toMatch(/^ {2}podlife explain /m);
    expect(stdout).not.toContain('kubectl podlife');
  });
});
