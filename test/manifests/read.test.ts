import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { globExpression } from '../../src/manifests/glob.ts';
import { readManifests, type ManifestFile } from '../../src/manifests/read.ts';
import { decodeText } from '../../src/manifests/text.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'podlife-read-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function put(path: string, text: string | Buffer = 'a: b\n'): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

async function read(paths: readonly string[], recursive = false, stdin = ''): Promise<string[]> {
  const found: string[] = [];
  const options = { recursive, stdin: () => Promise.resolve(Buffer.from(stdin)) };
  for await (const one of readManifests(
    paths.map((path) => (path === '-' ? path : join(folder, path))),
    options,
  ))
    found.push(words(one));
  return found;
}

function words(one: ManifestFile): string {
  const name = one.file.replace(`${folder}/`, '');
  if ('problem' in one) return `${name}! ${one.problem.replace(`${folder}/`, '')}`;
  if ('finding' in one) return `${name}? ${one.finding.title}`;
  return 'skip' in one ? `${name} (${one.skip ?? ''})` : name;
}

describe('readManifests', () => {
  test('reads files of any name, folders by name, and what lies deeper only with -R', async () => {
    for (const path of ['b.yml', 'a.yaml', 'c.json', 'd.txt', 'sub/e.yaml', 'sub/x.yaml/f.yaml', '.git/g.yaml'])
      put(path);
    expect(await read(['d.txt'])).toEqual(['d.txt']);
    expect(await read([''])).toEqual(['a.yaml', 'b.yml', 'c.json']);
    expect(await read([''], true)).toEqual(['a.yaml', 'b.yml', 'c.json', 'sub/e.yaml', 'sub/x.yaml/f.yaml']);
  });

  test('reads each file once', async () => {
    put('a.yaml');
    symlinkSync(join(folder, 'a.yaml'), join(folder, 'z.yaml'));
    expect(await read(['a.yaml', '', 'a.yaml'])).toEqual(['a.yaml']);
  });

  test('ends where links lead in a circle', async () => {
    put('sub/a.yaml');
    symlinkSync(folder, join(folder, 'sub/loop'));
    symlinkSync('self.yaml', join(folder, 'self.yaml'));
    expect(await read([''], true)).toEqual(['self.yaml! self.yaml is a link that leads to itself', 'sub/a.yaml']);
  });

  test('names what cannot be read and goes on', async () => {
    put('a.yaml');
    put('locked.yaml');
    chmodSync(join(folder, 'locked.yaml'), 0);
    put('large.yaml');
    truncateSync(join(folder, 'large.yaml'), 200 * 1024 * 1024);
    mkdirSync(join(folder, 'empty/inner'), { recursive: true });
    const found = await read(['none.yaml', 'large.yaml', 'empty', 'a.yaml']);
    expect(found).toEqual([
      'none.yaml! none.yaml does not exist',
      'large.yaml! large.yaml is too large: 200 MB, and at most 100 MB are read',
      'empty! empty holds no .yaml, .yml or .json file',
      'a.yaml',
    ]);
  });

  test('takes patterns that the shell left alone', async () => {
    for (const path of ['a.yaml', 'b.yml', 'sub/c.yaml', 'sub/deep/d.yaml']) put(path);
    expect(await read(['*.{yaml,yml}'])).toEqual(['a.yaml', 'b.yml']);
    expect(await read(['**/*.yaml'])).toEqual(['a.yaml', 'sub/c.yaml', 'sub/deep/d.yaml']);
    expect(await read(['sub/?.yaml'])).toEqual(['sub/c.yaml']);
    expect(await read(['x*.yaml'])).toEqual([`x*.yaml! no file matches x*.yaml`]);
  });

  test('takes standard input', async () => {
    expect(await read(['-'], false, 'a: b')).toEqual(['-']);
  });

  test('says once that a folder is a Helm chart', async () => {
    for (const path of [
      'chart/Chart.yaml',
      'chart/values.yaml',
      'chart/templates/a.yaml',
      'chart/templates/b.yaml',
      'z.yaml',
    ])
      put(path);
    const said = 'chart/Chart.yaml? the folder is a Helm chart that is not rendered';
    expect(await read([''], true)).toEqual([said, 'z.yaml']);
    expect(await read(['chart'])).toEqual([said]);
    expect(await read(['chart/templates'])).toEqual([said]);
    expect(await read(['chart/templates/a.yaml'])).toEqual(['chart/templates/a.yaml']);
  });

  test('leaves out what kustomize uses as patches', async () => {
    put('base/kustomization.yaml', 'resources: [a.yaml]\npatches:\n- path: patch.yaml\n- patch: |-\n    - op: add\n');
    put('base/a.yaml');
    put('base/patch.yaml');
    expect(await read([''], true)).toEqual([
      'base/a.yaml',
      'base/kustomization.yaml',
      'base/patch.yaml (a patch of kustomize, not a whole object)',
    ]);
  });
});

describe('decodeText', () => {
  test.each([
    ['UTF-8', Buffer.from('é: 1')],
    ['UTF-16 LE', Buffer.from('\uFEFFé: 1', 'utf16le')],
    ['UTF-16 BE', Buffer.from('\uFEFFé: 1', 'utf16le').swap16()],
  ])('%s', (_name, bytes) => {
    expect(decodeText(bytes).replace('\uFEFF', '')).toBe('é: 1');
  });

  test('marks bytes that are no UTF-8, so that their document is refused', () => {
    expect(decodeText(Buffer.from([97, 0xe9, 98]))).toBe('a\uFFFEb');
  });
});

describe('globExpression', () => {
  test.each([
    ['*.yaml', 'a.yaml', true],
    ['*.yaml', 'b/a.yaml', false],
    ['**/*.yaml', 'b/c/a.yaml', true],
    ['a.yaml', 'axyaml', false],
    ['[a-c].yaml', 'b.yaml', true],
    ['[!a].yaml', 'a.yaml', false],
    ['x{1,2*}.yml', 'x2b.yml', true],
    ['a(b)+.yaml', 'a(b)+.yaml', true],
  ])('%s and %s', (pattern, path, expected) => {
    expect(globExpression(pattern).test(path)).toBe(expected);
  });
});
