import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { demos } from '../../src/dump/demo.ts';
import { ApiServer, type ApiServerOptions } from '../support/api-server.ts';
import { aPod } from '../support/builders.ts';
import { runHere } from '../support/in-process.ts';
import { kubeconfigText, type KubeconfigOptions } from '../support/kubeconfig.ts';
import { launcher, runProgram } from '../support/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'podlife-'));
afterAll(() => rmSync(folder, { recursive: true }));

const named = (kind: string, name: string, namespace?: string): Record<string, unknown> => ({
  kind,
  metadata: { name, ...(namespace ? { namespace } : {}) },
});
const objects = [
  aPod({ name: 'web-1' }),
  aPod({ name: 'web-2' }),
  aPod({ name: 'db-0', metadata: { namespace: 'data' } }),
  named('Deployment', 'web', 'shop'),
  named('Deployment', 'worker', 'shop'),
  named('StatefulSet', 'db', 'data'),
  named('Namespace', 'shop'),
  named('Namespace', 'data'),
];

let api: ApiServer;
beforeAll(async () => {
  api = await ApiServer.start({ objects });
});
afterAll(() => api.stop());

const others: ApiServer[] = [];
afterEach(async () => {
  for (const one of others.splice(0)) await one.stop();
});

function config(options: Partial<KubeconfigOptions> = {}): string {
  const file = join(folder, 'config');
  const text = kubeconfigText({ server: api.url, namespace: 'shop', ...options });
  writeFileSync(
    file,
    text.replace(
      '"contexts":[',
      '"contexts":[{"name":"arn:aws:eks:eu:1:cluster/prod","context":{"cluster":"replay"}},',
    ),
  );
  return file;
}

/** The candidates without their descriptions, and the directive. */
async function complete(...words: string[]): Promise<{ names: string[]; directive: string }> {
  return readOut(await runHere(['__complete', ...words], { env: { KUBECONFIG: config() } }));
}

function readOut({ code, stdout, stderr }: { code: number | null; stdout: string; stderr: string }): {
  names: string[];
  directive: string;
} {
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.split('\n').slice(0, -1);
  const directive = lines.pop() ?? '';
  return { names: lines.map((line) => line.replace(/\t.*/, '')), directive };
}

describe('what comes next', () => {
  test.each<[string[], string[], string]>([
    [['expl'], ['explain'], ':4'],
    [['-n', 'data', 'expl'], ['explain'], ':4'],
    [['explain', '--as-g'], ['--as-group'], ':4'],
    [['explain', '--namespace', 'shop', '--names'], [], ':4'],
    [['explain', '-o', 'm'], ['markdown'], ':4'],
    [['explain', '-o=j'], ['json'], ':4'],
    [['explain', '--output=j'], ['json'], ':4'],
    [['explain', '--color', ''], ['auto', 'always', 'never'], ':4'],
    [['explain', '--all-namespaces=t'], ['true'], ':4'],
    [['explain', '-f', ''], [], ':0'],
    [['explain', '--kubeconfig='], [], ':0'],
    [['explain', '--token', ''], [], ':4'],
    [['capture', 'web-1', '-o', ''], [], ':0'],
    [['lint', ''], [], ':0'],
    [['lint', '--only', 'oom-killed,oom-k'], [], ':4'],
    [['lint', '--only', 'crd-,oom-k'], ['crd-,oom-killed'], ':4'],
    [['help', 'de'], ['demo'], ':4'],
    [['rules', 'oom-k'], ['oom-killed'], ':4'],
    [['rules', 'oom-killed', ''], [], ':4'],
    [['completion', 'b'], ['bash'], ':4'],
    [['nonsense', ''], [], ':4'],
    [['explain', '--nonsense', 'x', '-'], ['--brief'], ':4'],
    [['explain', '--', '--'], [], ':4'],
    [[], ['explain'], ':4'],
  ])('%j', async (words, names, directive) => {
    const found = await complete(...words);
    expect(found.directive).toBe(directive);
    // An empty last word offers everything; one of it is looked for.
    if (words.length === 0 || words.at(-1) === '-') expect(found.names).toContain(names[0]);
    else expect(found.names).toEqual(names);
  });

  test('descriptions stand behind a tab', async () => {
    const { stdout } = await runHere(['__complete', 'ca']);
    expect(stdout).toMatch(/^capture\tKeep all .*\n:4\n$/);
  });

  test('all demos', async () => {
    expect((await complete('demo', '')).names).toEqual(demos.map(({ name }) => name).sort());
  });
});

describe('live names', () => {
  test.each<[string[], string[], string]>([
    [['explain', 'web'], ['web-1', 'web-2'], ':4'],
    [['explain', 'web-1', 'web'], ['web-2'], ':4'],
    [['explain', '-n', 'data', 'd'], ['db-0', 'deploy/', 'ds/'], ':4'],
    [['explain', 'dep'], ['deploy/'], ':6'],
    [['explain', 'deploy/w'], ['deploy/web', 'deploy/worker'], ':4'],
    [['explain', 'deployments', 'wo'], ['worker'], ':4'],
    [['explain', 'svc/'], [], ':4'],
    [['capture', '-ndata', 'sts/'], ['sts/db'], ':4'],
    [['explain', '-n', ''], ['data', 'shop'], ':4'],
    [['explain', '--namespace=s'], ['shop'], ':4'],
    [['explain', '--context', 'arn:'], ['arn:aws:eks:eu:1:cluster/prod'], ':4'],
    [['explain', '--context', 't'], ['test'], ':4'],
    [['explain', '--user='], ['jane'], ':4'],
    [['explain', '--cluster', ''], ['replay'], ':4'],
    [['explain', '-f', 'dump.json', 'web'], [], ':4'],
  ])('%j', async (words, names, directive) => {
    expect(await complete(...words)).toEqual({ names, directive });
  });

  test('are asked for without the objects', async () => {
    api.requests.length = 0;
    await complete('explain', 'web');
    expect(api.requests.map(({ headers }) => headers.accept)).toEqual([
      expect.stringContaining('PartialObjectMetadata'),
    ]);
  });
});

describe('failures are silent and quick', () => {
  async function broken(options: ApiServerOptions, given: Partial<KubeconfigOptions> = {}): Promise<number> {
    const other = await ApiServer.start({ objects, ...options });
    others.push(other);
    const started = Date.now();
    const env = { KUBECONFIG: config({ server: other.url, ...given }) };
    // In a process of its own: what is still open at the end would keep it alive.
    const { names, directive } = readOut(await runProgram(launcher, ['__complete', 'explain', 'web'], { env }));
    expect({ names, directive }).toEqual({ names: [], directive: ':4' });
    return Date.now() - started;
  }

  test('refused, damaged, not logged in', async () => {
    await broken({ deny: ['list pods'] });
    await broken({ faults: [{ path: '/', cut: 'midway' }] });
    await broken({ tokens: ['other'] });
    await broken({ faults: [{ path: '/', status: 503, headers: { 'Retry-After': '5' } }] });
  });

  test('a server or a login that takes its time: two seconds', async () => {
    const login = join(folder, 'login');
    writeFileSync(login, '#!/bin/sh\necho please log in >&2\nexec sleep 9\n');
    chmodSync(login, 0o755);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: login, interactiveMode: 'IfAvailable' };
    expect(await broken({ faults: [{ path: '/', delay: 7000 }] })).toBeLessThan(5000);
    expect(await broken({}, { user: { exec } })).toBeLessThan(5000);
  }, 20_000);

  test('no kubeconfig, a broken one, a wrong flag', async () => {
    const file = join(folder, 'broken');
    writeFileSync(file, '{[');
    for (const env of [{}, { KUBECONFIG: file }, { KUBECONFIG: join(folder, 'none') }]) {
      for (const words of [
        ['explain', '--context', ''],
        ['explain', '-s', 'https://127.0.0.1:1', 'w'],
        ['explain', '-vx', 'w'],
      ]) {
        expect(readOut(await runHere(['__complete', ...words], { env })).names).toEqual([]);
      }
    }
  });
});

const path = [dirname(launcher), dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
const has = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args, { env: { PATH: path } }).status === 0;
const when = (there: boolean): typeof describe.skip => (there ? describe : describe.skip);

when(has('kubectl', 'version', '--client'))('through kubectl', () => {
  test.each<[string[], string]>([
    [['podlife', 'explain', 'web'], 'web-1\nweb-2\n:4\n'],
    [['podlife', 'explain', '--outp'], '--output\thow to print the answer\n:4\n'],
    [['podlife', 'explain', '-n', 'da'], 'data\n:4\n'],
    [['podlife', 'explain', 'dep'], 'deploy/\n:6\n'],
  ])('%j', async (words, stdout) => {
    const env = { PATH: path, HOME: folder, KUBECONFIG: config() };
    expect(await runProgram('kubectl', ['__complete', ...words], { env })).toMatchObject({ code: 0, stdout });
  });

  test('the script that completion prints for krew does the same', async () => {
    const script = join(folder, 'kubectl_complete-podlife');
    writeFileSync(script, (await runHere(['completion', 'kubectl'])).stdout);
    chmodSync(script, 0o755);
    const env = { PATH: [folder, path].join(delimiter), HOME: folder, KUBECONFIG: config() };
    const { stdout } = await runProgram('kubectl', ['__complete', 'podlife', 'explain', 'web'], { env });
    expect(stdout).toBe('web-1\nweb-2\n:4\n');
  });
});

when(has('bash', '-c', 'type complete'))('in bash', () => {
  /** What bash offers at the end of a line: its own way of cutting words is given with it. */
  async function offers(line: string): Promise<string[]> {
    const script = `source <(kubectl-podlife completion bash)
COMP_LINE=$1 COMP_POINT=\${#1}
eval "$(complete -p kubectl-podlife | sed 's/.*-F \\([^ ]*\\) .*/\\1/')"
printf '%s\\n' "\${COMPREPLY[@]}"`;
    const env = { PATH: path, HOME: folder, KUBECONFIG: config() };
    const { stdout, stderr } = await runProgram('bash', ['-c', script, 'bash', line], { env });
    expect(stderr).toBe('');
    return stdout.split('\n').filter((one) => one !== '');
  }

  test.each<[string, string[]]>([
    ['kubectl-podlife expl', ['explain']],
    ['kubectl-podlife explain web', ['web-1', 'web-2']],
    ['kubectl-podlife explain web-1 ', ['web-2', 'pod/', 'deploy/', 'sts/', 'ds/', 'rs/', 'job/', 'cronjob/']],
    ['kubectl-podlife explain -n data d', ['db-0', 'deploy/', 'ds/']],
    ['kubectl-podlife explain --output=ma', ['markdown']],
    ['kubectl-podlife explain --context arn:aws', ['aws:eks:eu:1:cluster/prod']],
    ['kubectl-podlife explain --context=arn:aws', ['aws:eks:eu:1:cluster/prod']],
  ])('%s', async (line, expected) => {
    expect(await offers(line)).toEqual(expected);
  });

  test('files where a file is wanted', async () => {
    writeFileSync(join(folder, 'dump one.json'), '');
    expect(await offers(`kubectl-podlife explain -f ${folder}/dump`)).toEqual([join(folder, 'dump one.json')]);
  });
});

when(has('zsh', '--version'))('in zsh', () => {
  test('the script loads', async () => {
    const script =
      'autoload -Uz compinit; compinit -u -D; source <(kubectl-podlife completion zsh); echo ${_comps[kubectl-podlife]}';
    const result = await runProgram('zsh', ['-fc', script], { env: { PATH: path, HOME: folder } });
    expect(result).toEqual({ code: 0, stdout: '_kubectl_podlife\n', stderr: '' });
  });
});

when(has('fish', '--version'))('in fish', () => {
  test('offers what comes next', async () => {
    const script = "kubectl-podlife completion fish | source; complete -C 'kubectl-podlife explain web'";
    const env = { PATH: path, HOME: folder, KUBECONFIG: config() };
    const { stdout, stderr } = await runProgram('fish', ['-Nc', script], { env });
    expect({ stdout, stderr }).toEqual({ stdout: 'web-1\nweb-2\n', stderr: '' });
  });
});

describe('completion', () => {
  test.each(['bash', 'zsh', 'fish', 'powershell', 'kubectl'])(
    '%s prints a script that asks __complete',
    async (shell) => {
      const { code, stdout, stderr } = await runHere(['completion', shell]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^#/);
      expect(stdout).toContain('__complete');
    },
  );

  test.each([
    [['completion'], /^error: which shell\? \(one of: bash, zsh, fish, powershell, kubectl\)\n$/],
    [['completion', 'bsh'], /^error: there is no completion for "bsh" \(did you mean bash\?\)\n$/],
    [['completion', 'bash', 'zsh'], /^error: completion is for one shell at a time\n$/],
  ])('%j', async (args, message) => {
    const { code, stderr } = await runHere(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  test('the bundle that answers holds neither yargs nor the rules nor the client', () => {
    const meta = JSON.parse(readFileSync(join(dirname(launcher), '../dist/meta.json'), 'utf8')) as {
      outputs: Record<string, { inputs: Record<string, unknown> }>;
    };
    const [, output] = Object.entries(meta.outputs).find(([name]) => name.endsWith('complete.cjs')) ?? [];
    const inputs = Object.keys(output?.inputs ?? {});
    expect(inputs.length).toBeGreaterThan(0);
    expect(inputs.filter((input) => /node_modules|src\/(rules|report|render)\//.test(input))).toEqual([]);
  });
});
