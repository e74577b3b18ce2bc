import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import {
  installLikeKrew,
  krewProblems,
  readArchive,
  selects,
  type Installed,
  type KrewManifest,
} from '../support/krew.ts';
import { kubeconfigText } from '../support/kubeconfig.ts';
import { runProgram } from '../support/run.ts';

// Making the archives takes minutes and 250 MB of Node from npm: it is done where they were fetched before, or where it is asked for.
const root = join(import.meta.dirname, '../..');
const { version: nodeVersion } = JSON.parse(readFileSync(join(root, 'krew/node.json'), 'utf8')) as { version: string };
const systems = ['linux-amd64', 'linux-arm64', 'darwin-amd64', 'darwin-arm64', 'windows-amd64', 'windows-arm64'];
const isCached = systems.every((system) =>
  existsSync(
    join(
      root,
      `node_modules/.cache/podlife/node-${nodeVersion}/${system}/node${system.startsWith('windows') ? '.exe' : ''}`,
    ),
  ),
);
const wanted =
  process.platform === 'linux' && process.arch === 'x64' && (process.env['PODLIFE_PACKAGE'] === '1' || isCached);
const whenWanted = wanted ? describe : describe.skip;

const folder = mkdtempSync(join(tmpdir(), 'podlife-'));
const release = join(folder, 'release');
const read = (name: string): Buffer => readFileSync(join(release, name));

function makeArchives(outdir: string, ...only: string[]): void {
  execFileSync(process.execPath, [join(root, 'krew/package.mjs'), outdir, ...only], { cwd: root, stdio: 'pipe' });
}

whenWanted('the archives (npm run package, then PODLIFE_PACKAGE=1)', () => {
  let manifest: KrewManifest;
  let kept: string;

  beforeAll(() => {
    kept = readFileSync(join(root, 'krew/podlife.yaml'), 'utf8');
    makeArchives(release);
    manifest = parse(read('podlife.yaml').toString('utf8')) as KrewManifest;
  }, 900_000);

  afterAll(() => {
    // The manifest that is kept is that of a release.
    writeFileSync(join(root, 'krew/podlife.yaml'), kept);
    rmSync(folder, { recursive: true });
  });

  function install(system: string): Installed {
    const [os = '', arch = ''] = system.split('-');
    const platform = manifest.spec?.platforms?.find((one) => selects(one, os, arch));
    if (!platform) throw new Error(`the manifest has nothing for ${system}`);
    const archive = read(platform.uri?.replace(/^.*\//, '') ?? '');
    return installLikeKrew(manifest, platform, archive, mkdtempSync(join(folder, `${system}-`)));
  }

  test('have a manifest that krew takes, with their hashes', () => {
    expect(krewProblems(manifest, 'podlife.yaml')).toEqual([]);
    const sums = spawnSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: release, encoding: 'utf8' });
    expect(sums).toMatchObject({ status: 0 });
    expect(sums.stdout.split('\n').filter((line) => line.endsWith(': OK'))).toHaveLength(9);
  });

  test.each(systems)('%s is installed as krew does, with its licences', (system) => {
    const { store, link } = install(system);
    for (const file of ['LICENSE', 'LICENSE.node', 'THIRD_PARTY_LICENSES', 'dist/demo/healthy.json.gz']) {
      expect(existsSync(join(store, file))).toBe(true);
    }
    // Elsewhere the bundles are in the executable.
    expect(existsSync(join(store, 'dist/main.cjs'))).toBe(system.startsWith('darwin'));
    const entry = readFileSync(readlinkSync(link)).subarray(0, 4);
    const starts = { linux: '7f454c46', darwin: '23212f62', windows: '4d5a' }[system.split('-')[0] ?? ''] ?? 'none';
    expect(entry.toString('hex').startsWith(starts)).toBe(true);
    rmSync(join(store, '../../..'), { recursive: true });
  });

  test.each(systems)('%s holds files and folders only, sorted, of one time and owner', (system) => {
    const entries = readArchive(read(`podlife-${system}.${system.startsWith('windows') ? 'zip' : 'tar.gz'}`));
    const names = entries.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(new Set(entries.map(({ time, owner }) => `${time} ${owner}`))).toEqual(new Set(['315532800 0:0']));
    expect(new Set(entries.map(({ mode }) => mode))).toEqual(new Set([0o755, 0o644]));
    const programs = entries
      .filter(({ folder: isFolder, mode }) => !isFolder && mode === 0o755)
      .map(({ name }) => name);
    expect(programs).toEqual(
      {
        linux: ['kubectl-podlife', 'kubectl_complete-podlife'],
        darwin: ['bin/kubectl-podlife', 'kubectl-podlife', 'kubectl_complete-podlife', 'node'],
        windows: ['kubectl-podlife.exe'],
      }[system.split('-')[0] ?? ''],
    );
  });

  describe('the one for linux-amd64, through the link', () => {
    let installed: Installed;
    beforeAll(() => {
      installed = install('linux-amd64');
    });

    /** With no variable at all but those that are given. */
    const run = (args: string[], env: Record<string, string> = {}): ReturnType<typeof spawnSync> & { stdout: string } =>
      spawnSync(installed.link, args, { env, encoding: 'utf8', cwd: '/' });

    test('runs in an empty environment, and with a PATH that has nothing', () => {
      const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
      for (const env of [{}, { PATH: '' }, { PATH: '/nowhere' }]) {
        expect(run(['version'], env)).toMatchObject({ status: 0, stdout: `kubectl podlife ${version}\n`, stderr: '' });
      }
      expect(run(['demo', 'healthy'])).toMatchObject({
        status: 0,
        stderr: '',
        stdout: expect.stringContaining('healthy'),
      });
      expect(run(['rules', 'oom-killed']).stdout).toMatch(/^# oom-killed\n/);
      expect(run(['__complete', 'ru']).stdout).toMatch(/^rules\t/);
      expect(run(['explain', 'web', '-s', 'http://127.0.0.1:1'])).toMatchObject({
        status: 2,
        stderr: expect.stringMatching(/^error: The connection to the server 127\.0\.0\.1:1 was refused/),
      });
    });

    test('through a relative link as well', () => {
      const link = join(installed.link, '../kubectl-other');
      symlinkSync(relative(join(link, '..'), readlinkSync(installed.link)), link);
      expect(spawnSync(link, ['version'], { env: {} }).status).toBe(0);
      unlinkSync(link);
    });

    test('does not care what the user gives to other Node programs', () => {
      const env = { NODE_OPTIONS: '--require /missing --not-an-option' };
      expect(run(['demo', 'healthy'], env)).toMatchObject({ status: 0, stderr: '' });
    });

    test('has caches that its Node takes', () => {
      const kubeconfig = join(folder, 'kubeconfig');
      writeFileSync(kubeconfig, kubeconfigText({ server: 'http://127.0.0.1:1' }));
      const runs = [
        ['lint', join(root, 'krew/training.yaml'), '--color', 'always'],
        ['demo', 'wrong-port', '--color', 'always'],
        ['explain', 'web', '--kubeconfig', kubeconfig],
        ['__complete', 'explain', '--'],
      ];
      for (const args of runs) {
        expect(String(run(args, { PODLIFE_DEBUG: '1' }).stderr)).not.toContain('does not fit');
      }
    });

    test('completes beside it', () => {
      const { stdout } = spawnSync(join(installed.store, 'kubectl_complete-podlife'), ['demo', 'heal'], {
        encoding: 'utf8',
      });
      expect(stdout).toBe('healthy\n:4\n');
    });
  });

  test('the launcher for macOS finds its folder through both kinds of links and gives login plugins what was the user’s', async () => {
    const { store, link } = install('darwin-arm64');
    // The Node of another system in its place: the launcher is the same.
    unlinkSync(join(store, 'node'));
    symlinkSync(join(root, `node_modules/.cache/podlife/node-${nodeVersion}/linux-amd64/node`), join(store, 'node'));
    const chain = join(link, '../second');
    symlinkSync('kubectl-podlife', chain);
    for (const name of [link, chain]) {
      const { stdout, stderr } = await runProgram(name, ['version'], {
        env: { PATH: '', NODE_OPTIONS: '--require /missing' },
      });
      expect({ stdout, stderr }).toEqual({ stdout: expect.stringMatching(/^kubectl podlife \d/), stderr: '' });
    }
    writeFileSync(
      join(store, 'dist/main.cjs'),
      '(function (exports) { exports.main = async (argv, io) => (io.stdout(`${io.env.NODE_OPTIONS} ${io.env.PODLIFE_NODE_OPTIONS} ${argv.join("|")}`), 0); })',
    );
    const { stdout } = await runProgram(link, ['a b', '', '*'], { env: { NODE_OPTIONS: '--title=x' } });
    expect(stdout).toBe('--title=x undefined a b||*');
  });

  test('the small one runs with an installed Node, as a folder and through a link', async () => {
    const store = mkdtempSync(join(folder, 'small-'));
    execFileSync('tar', ['-xzf', join(release, 'podlife-node.tar.gz'), '-C', store]);
    const link = join(store, 'kubectl-podlife');
    symlinkSync('bin/kubectl-podlife', link);
    expect(await runProgram(link, ['demo', 'healthy'])).toMatchObject({ code: 0, stderr: '' });
    expect(read('podlife-node.tar.gz').length).toBeLessThan(3_000_000);
  });

  test('what they are made of is listed', () => {
    const bom = JSON.parse(read('podlife.cdx.json').toString('utf8')) as {
      bomFormat: string;
      components: { name: string; version: string; purl: string; licenses: unknown[]; hashes?: unknown[] }[];
      dependencies: { dependsOn: string[] }[];
    };
    expect(bom.bomFormat).toBe('CycloneDX');
    const names = bom.components.map(({ name }) => name);
    for (const name of ['yaml', 'yargs', 'cli-table3', '@kubernetes/client-node']) expect(names).toContain(name);
    const nodes = bom.components.filter(({ name }) => name === 'node');
    expect(nodes.map(({ version, hashes }) => [version, hashes?.length])).toEqual(systems.map(() => [nodeVersion, 1]));
    expect(bom.components.filter(({ licenses }) => licenses.length === 0)).toEqual([]);
    expect(bom.dependencies[0]?.dependsOn).toEqual(
      bom.components.map((one) => (one as { 'bom-ref'?: string })['bom-ref']),
    );
    const texts = readArchive(read('podlife-node.tar.gz')).find(({ name }) => name === 'THIRD_PARTY_LICENSES');
    for (const name of names.filter((one) => one !== 'node'))
      expect(texts?.bytes.toString('utf8')).toContain(`${name} `);
  });

  test('are the same when they are made again', () => {
    const again = join(folder, 'again');
    makeArchives(again, 'linux-amd64');
    for (const name of ['podlife-linux-amd64.tar.gz', 'podlife-node.tar.gz']) {
      expect(readFileSync(join(again, name)).equals(read(name))).toBe(true);
    }
  }, 300_000);
});
