import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { PodReport, PodReportList } from '../../src/core/report.ts';
import { aPod, anEvent, terminated, waiting } from '../support/builders.ts';
import { recording } from '../support/recordings.ts';
import { launcher, podlife, runProgram } from '../support/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'podlife-'));
afterAll(() => rmSync(folder, { recursive: true }));

function save(name: string, value: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}

const { scenario, objects } = recording('shop-frontend-3');
const dump = save('dump.json', { kind: 'List', items: objects });
const shop = [scenario.target, '-n', scenario.namespace, '-f', dump];

describe('explain -f', () => {
  test('prints a table and ends with 0', async () => {
    const { code, stdout, stderr } = await podlife(['explain', ...shop]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('liveness probe');
    expect(stdout.split('\n').filter((line) => line.length > 100 && !line.includes('kubectl'))).toEqual([]);

    expect(stdout).not.toMatch(/\u001b/);
  });

  test('one target prints one object, several a list, no target every pod of the file', async () => {
    const one = JSON.parse((await podlife(['explain', ...shop, '-o', 'json'])).stdout) as PodReport;
    expect(one.kind).toBe('PodReport');
    expect(one.findings[0]?.rule).toBe('liveness-probe-killed');
    const several = await podlife(['explain', scenario.target, scenario.target, '-f', dump, '-o', 'json']);
    expect(JSON.parse(several.stdout) as PodReportList).toMatchObject({ kind: 'PodReportList', items: [{}, {}] });
    const all = await podlife(['explain', '-f', dump, '-o', 'json']);
    expect(JSON.parse(all.stdout) as PodReportList).toMatchObject({
      kind: 'PodReportList',
      items: [{ target: { kind: 'Pod' } }],
    });
  });

  test('the same input gives the same bytes, from a file and from stdin', async () => {
    const first = await podlife(['explain', ...shop, '-o', 'json']);
    const second = await podlife(['explain', ...shop, '-o', 'json']);
    const piped = await podlife(['explain', scenario.target, '-f', '-', '-o', 'json'], {
      input: JSON.stringify(objects),
    });
    expect(second.stdout).toBe(first.stdout);
    expect(piped.stdout).toBe(first.stdout);
  });

  test.each([
    ['yaml', /^schemaVersion: podlife\/v1\nkind: PodReport\n/],
    ['markdown', /^## .*liveness probe/],
    ['wide', /CONDITIONS/],
  ])('-o %s', async (format, pattern) => {
    const { code, stdout } = await podlife(['explain', ...shop, '-o', format]);
    expect(code).toBe(0);
    expect(stdout).toMatch(pattern);
  });

  test('--as-of sets the time', async () => {
    const { stdout } = await podlife(['explain', ...shop, '-o', 'json', '--as-of', '2026-11-21T00:00:00Z']);
    expect(JSON.parse(stdout)).toMatchObject({ asOf: '2026-11-21T00:00:00Z' });
  });

  test('--brief is the verdict and what to do', async () => {
    const brief = (await podlife(['explain', ...shop, '--brief'])).stdout;
    expect(brief).toContain('Point the liveness probe');
    expect(brief).not.toMatch(/PROBES|EVENTS|QOS/);
  });

  test('-l chooses pods', async () => {
    const some = await podlife(['explain', '-l', 'app=shop', '-f', dump, '-o', 'json']);
    expect((JSON.parse(some.stdout) as PodReportList).items).toHaveLength(1);
    const none = await podlife(['explain', '-l', 'app=nothing', '-f', dump]);
    expect(none).toEqual({ code: 0, stdout: '', stderr: `No resources found in namespace ${scenario.namespace}.\n` });
  });
});

describe('exit codes', () => {
  test.each([
    ['never', 0],
    ['critical', 1],
    ['warning', 1],
  ])('--fail-on %s', async (severity, code) => {
    expect((await podlife(['explain', ...shop, '--fail-on', severity])).code).toBe(code);
  });

  test('a part that cannot be done is named, the rest is printed, the code is 2', async () => {
    const { code, stdout, stderr } = await podlife([
      'explain',
      'deploy/shp',
      scenario.target,
      '-f',
      dump,
      '-o',
      'json',
    ]);
    expect(code).toBe(2);
    expect(stderr).toBe(
      `error: deployments.apps "shp" not found in namespace ${scenario.namespace} (did you mean shop?)\n`,
    );
    expect(JSON.parse(stdout)).toMatchObject({ items: [{ target: { name: 'shop' } }] });
  });
});

describe('bad input is one clear sentence and exit code 2', () => {
  test.each([
    ['no target', ['explain'], /^error: nothing to explain \(give POD/],
    [
      'a missing file',
      ['explain', 'a', '-f', join(folder, 'none.json')],
      /none\.json cannot be read: there is no such file/,
    ],
    ['a folder without objects', ['explain', 'a', '-f', folder + '/'], /./],
    ['broken JSON', ['explain', 'a', '-f', save('broken.json', '{"kind":\n')], /broken\.json:\d+: not valid JSON/],
    ['broken YAML', ['explain', 'a', '-f', save('broken.yaml', 'a: [\n')], /broken\.yaml:\d+: not valid YAML/],
    ['an empty file', ['explain', 'a', '-f', save('empty.json', '')], /empty\.json is empty/],
    ['a kind without pods', ['explain', 'svc/web', '-f', dump], /a Service has no pods to explain/],
    ['a name and a selector', ['explain', 'web', '-l', 'a=b', '-f', dump], /cannot be given together/],
    ['a time that is none', ['explain', 'web', '-f', dump, '--as-of', 'noon'], /--as-of "noon" is not a time/],
    ['--as-of on a cluster', ['explain', 'web', '--as-of', '2026-01-01T00:00:00Z'], /--as-of needs -f/],
    ['an unknown command', ['explian', 'web'], /unknown command "explian" \(did you mean explain\?\)/],
    ['a flag and no command', ['-n', 'x'], /no command is given with -n/],
    ['an unknown demo', ['demo', 'wrong-prt'], /there is no demo "wrong-prt" \(did you mean wrong-port\?\)/],
    ['an unknown rule', ['rules', 'oom-kiled'], /there is no rule "oom-kiled" \(did you mean oom-killed\?\)/],
  ])('%s', async (_what, args, message) => {
    const { code, stdout, stderr } = await podlife(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+/);
  });
});

describe('colour', () => {
  test.each<[string, string[], Record<string, string>, boolean]>([
    ['piped: none', [], {}, false],
    ['--color always', ['--color', 'always'], { NO_COLOR: '1' }, true],
    ['FORCE_COLOR', [], { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', [], { FORCE_COLOR: '0' }, false],
    ['NO_COLOR wins over FORCE_COLOR', [], { NO_COLOR: '', FORCE_COLOR: '1' }, false],
    ['--color never', ['--color=never'], { FORCE_COLOR: '1' }, false],
  ])('%s', async (_what, args, env, colored) => {
    const { stdout } = await podlife(['explain', ...shop, ...args], { env });
    expect(stdout.includes('\u001b[')).toBe(colored);
  });
});

describe('hostile strings', () => {
  test('escape sequences and direction marks of a cluster never reach the terminal', async () => {
    const evil = '\u001b[2J\u001b]0;owned\u0007\u202egnp.exe\u0000';
    const pod = aPod({
      containers: [
        { name: 'web', image: `repo/${evil}`, state: waiting('ImagePullBackOff', `Back-off ${evil}`), ready: false },
      ],
      status: { phase: 'Pending' },
    });
    const file = save('evil.json', [pod, anEvent('Failed', `Failed to pull image: ${evil}`, { container: 'web' })]);
    for (const format of ['table', 'wide', 'markdown']) {
      const { stdout } = await podlife(['explain', 'web-1', '-f', file, '-o', format]);

      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    }
    const { stdout } = await podlife(['explain', 'web-1', '-f', file, '-o', 'json']);

    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  test('a message of ten megabytes does not flood the report', async () => {
    const pod = aPod({
      containers: [
        {
          name: 'web',
          state: waiting('CrashLoopBackOff', 'x'.repeat(10_000_000)),
          last: terminated(1),
          restarts: 3,
          ready: false,
        },
      ],
    });
    const file = save('long.json', [pod, anEvent('BackOff', 'y'.repeat(10_000_000))]);
    for (const format of ['table', 'json']) {
      const { code, stdout } = await podlife(['explain', 'web-1', '-f', file, '-o', format]);
      expect(code).toBe(0);
      expect(stdout.length).toBeLessThan(60_000);
    }
  });
});

describe('the program', () => {
  test('says its version and its help', async () => {
    expect((await podlife(['--version'])).stdout).toMatch(/^kubectl podlife \d+\.\d+\.\d+\n$/);
    for (const args of [[], ['--help'], ['explain', '--help'], ['help', 'demo'], ['options']]) {
      const { code, stdout } = await podlife(args);
      expect(code).toBe(0);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
  });

  test('works through a link, as krew installs it, and from another folder', async () => {
    const link = join(folder, 'kubectl-podlife');
    symlinkSync(launcher, link);
    expect((await runProgram(link, ['demo', 'healthy'])).stdout).toContain('healthy');
  });

  test('a reader that stops reading is no failure', async () => {
    const { code, stderr } = await runProgram('sh', ['-c', `"$0" explain "$@" -o wide | head -1`, launcher, ...shop]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('does without caches that do not fit, and says so only where it is asked', async () => {
    const args = ['--no-opt', launcher, 'version'];
    const run = (env: Record<string, string>): ReturnType<typeof runProgram> =>
      runProgram(process.execPath, args, { env });
    expect(await run({})).toMatchObject({ code: 0, stderr: '' });
    expect(await run({ PODLIFE_DEBUG: '1' })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^kubectl podlife \d/),
      stderr: 'the cache of main.cjs does not fit this Node\n',
    });
  });

  test('says in one sentence that what it wrote cannot be kept', async () => {
    const { code, stderr } = await runProgram('sh', ['-c', '"$0" demo healthy >/dev/full', launcher]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error: the output cannot be written: no space left on device\n',
    });
  });

  test('lists its rules and shows their pages', async () => {
    expect((await podlife(['rules'])).stdout).toContain('oom-killed');
    expect((await podlife(['rules', 'oom-killed'])).stdout).toMatch(/^# oom-killed\n/);
    expect(JSON.parse((await podlife(['rules', '-o', 'json'])).stdout)).toMatchObject({ kind: 'RuleList' });
  });
});
