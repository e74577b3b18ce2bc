import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { krewProblems, selects, type KrewManifest, type KrewPlatform } from '../support/krew.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const { renderManifest } = (await import(join(root, 'krew/manifest.mjs'))) as {
  renderManifest: (template: string, version: string, hashes: Record<string, string>) => string;
};

const template = read('krew/podlife.template.yaml');
const { version } = JSON.parse(read('package.json')) as { version: string };
const archives = ['linux-amd64', 'linux-arm64', 'darwin-amd64', 'darwin-arm64', 'windows-amd64', 'windows-arm64'].map(
  (platform) => `podlife-${platform}.${platform.startsWith('windows') ? 'zip' : 'tar.gz'}`,
);
const hashes = Object.fromEntries(archives.map((name, index) => [name, `a${index}`.repeat(32)]));
const manifest = parse(renderManifest(template, version, hashes)) as KrewManifest;

describe('the krew manifest', () => {
  test('that the template gives is one that krew takes', () => {
    expect(krewProblems(manifest, 'podlife.yaml')).toEqual([]);
  });

  test('has an archive of its own for each of the six systems', () => {
    for (const os of ['linux', 'darwin', 'windows']) {
      for (const arch of ['amd64', 'arm64']) {
        const [platform, ...more] = manifest.spec?.platforms?.filter((one) => selects(one, os, arch)) ?? [];
        const name = `podlife-${os}-${arch}.${os === 'windows' ? 'zip' : 'tar.gz'}`;
        expect(more).toEqual([]);
        expect(platform).toMatchObject({
          uri: `https://github.com/podlife/kubectl-podlife/releases/download/v${version}/${name}`,
          sha256: hashes[name],
          bin: os === 'windows' ? 'kubectl-podlife.exe' : 'kubectl-podlife',
        });
      }
    }
  });

  test('that is kept here is what the template gives, but for the hashes', () => {
    const kept = read('krew/podlife.yaml');
    const keptHashes = [...kept.matchAll(/releases\/download\/[^/]+\/(\S+)\n +sha256: (\S+)/g)];
    const own = Object.fromEntries(keptHashes.map(([, name = '', hash = '']) => [name, hash]));
    expect(kept).toBe(renderManifest(template, version, own));
    expect(krewProblems(parse(kept) as KrewManifest, 'podlife.yaml')).toEqual([]);
  });

  test('cannot be made without one of the archives', () => {
    expect(() => renderManifest(template, version, {})).toThrow('there is no archive for https://');
  });
});

/** The manifest with something else in its spec, or in its first platform. */
const withSpec = (change: object): KrewManifest => ({ ...manifest, spec: { ...manifest.spec, ...change } });
const [first, ...others] = manifest.spec?.platforms ?? [];
const withPlatform = (change: KrewPlatform): KrewManifest =>
  withSpec({ platforms: [{ ...first, ...change }, ...others] });

describe('a broken manifest is refused', () => {
  test.each<[string, string, KrewManifest, string?]>([
    ['apiVersion', 'another version', { ...manifest, apiVersion: 'krew/v1' }],
    ['kind', 'another kind', { ...manifest, kind: 'Plugins' }],
    ['name', 'a blank in the name', { ...manifest, metadata: { name: 'pod life' } }, 'pod life.yaml'],
    ['name', 'the name of a device', { ...manifest, metadata: { name: 'com1' } }, 'com1.yaml'],
    ['name', 'another file name', manifest, 'pod-life.yaml'],
    ['name', 'no name', { ...manifest, metadata: {} }, '.yaml'],
    ['version', 'no v', withSpec({ version: '0.1.0' })],
    ['version', 'no patch level', withSpec({ version: 'v0.1' })],
    ['version', 'a leading zero', withSpec({ version: 'v0.01.0' })],
    ['shortDescription', 'none', withSpec({ shortDescription: '' })],
    ['shortDescription', 'two lines', withSpec({ shortDescription: 'a\nb' })],
    ['shortDescription', 'a full stop', withSpec({ shortDescription: 'Explain pods.' })],
    ['shortDescription', 'the name of Kubernetes', withSpec({ shortDescription: 'Explain Kubernetes pods' })],
    ['shortDescription', 'more than 50 characters', withSpec({ shortDescription: 'x'.repeat(51) })],
    ['description', 'a long line', withSpec({ description: 'x'.repeat(81) })],
    ['description', 'a flag', withSpec({ description: 'run it with --all-namespaces' })],
    ['homepage', 'no address', withSpec({ homepage: 'podlife' })],
    ['platforms', 'none', withSpec({ platforms: [] })],
    ['overlap', 'two for one system', withSpec({ platforms: [first, ...(manifest.spec?.platforms ?? [])] })],
    ['uri', 'none', withPlatform({ uri: '' })],
    ['uri', 'a file', withPlatform({ uri: 'file:///podlife.tar.gz' })],
    ['sha256', 'none', withPlatform({ sha256: '' })],
    ['sha256', 'upper case', withPlatform({ sha256: 'A'.repeat(64) })],
    ['sha256', 'too short', withPlatform({ sha256: 'a'.repeat(63) })],
    ['bin', 'none', withPlatform({ bin: '' })],
    ['bin', 'outside', withPlatform({ bin: '../kubectl-podlife' })],
    ['selector', 'none', withSpec({ platforms: [{ uri: first?.uri, sha256: first?.sha256, bin: 'x' }] })],
    ['selector', 'empty', withPlatform({ selector: {} })],
    ['selector', 'another key', withPlatform({ selector: { matchLabels: { os: 'linux', libc: 'glibc' } } })],
    ['supported', 'an unknown system', withPlatform({ selector: { matchLabels: { os: 'plan9' } } })],
    [
      'supported',
      'nothing left over',
      withPlatform({ selector: { matchExpressions: [{ key: 'os', operator: 'DoesNotExist' }] } }),
    ],
    ['files', 'an empty list', withPlatform({ files: [] })],
    ['files', 'a path that is not clean', withPlatform({ files: [{ from: '*', to: './bin' }] })],
    ['files', 'no source', withPlatform({ files: [{ from: '', to: '.' }] })],
    ['files', 'a source outside', withPlatform({ files: [{ from: '../*', to: '.' }] })],
  ])('%s: %s', (field, _what, broken, fileName = 'podlife.yaml') => {
    expect(krewProblems(broken, fileName)).toContain(field);
  });
});

describe('the workflows', () => {
  const folder = '.github/workflows';
  const files = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];

  interface Workflow {
    readonly permissions?: Record<string, string>;
    readonly jobs: Record<string, { permissions?: Record<string, string>; steps: { uses?: string; run?: string }[] }>;
  }

  test.each(files)('%s pins every action by its commit and may do no more than it has to', (file) => {
    const { permissions, jobs } = parse(read(`${folder}/${file}`)) as Workflow;
    expect(Object.values(permissions ?? { all: 'write' }).filter((access) => access !== 'read')).toEqual([]);
    for (const [name, job] of Object.entries(jobs)) {
      const uses = job.steps.flatMap((step) => step.uses ?? []);
      expect(uses.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
      const writes = Object.entries(job.permissions ?? {}).filter(([, access]) => access === 'write');
      if (writes.length > 0) expect([file, name]).toEqual(['release.yml', 'release']);
      // What somebody else wrote (a title, a branch) must not become part of a script.
      for (const { run = '' } of job.steps) expect(run).not.toMatch(/\$\{\{\s*github\.(event|head_ref)/);
    }
  });

  test.each(files)('%s says beside each hash which version it is', (file) => {
    const lines = read(`${folder}/${file}`)
      .split('\n')
      .filter((line) => line.includes('uses:'));
    expect(lines.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  test('run scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const called = files.flatMap((file) =>
      [...read(`${folder}/${file}`).matchAll(/npm run ([\w:]+)/g)].map((match) => match[1]),
    );
    expect(called.filter((name) => name !== undefined && !(name in scripts))).toEqual([]);
  });
});
