import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { spawn } from 'node:child_process';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { LintReport } from '../../src/core/manifest.ts';
import { launcher, type Result } from '../support/run.ts';

const root = mkdtempSync(join(tmpdir(), 'podlife-lint-'));
afterAll(() => rmSync(root, { recursive: true }));

let folder = root;
let runs = 0;
beforeEach(() => {
  folder = join(root, String(runs++));
  mkdirSync(folder);
});

function save(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return name;
}

/** Runs lint in the folder of the test. */
function lint(args: readonly string[], input = '', env: Record<string, string> = {}): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(launcher, ['lint', ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...env },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.on('error', () => undefined).end(input);
  });
}

async function report(args: readonly string[], input = ''): Promise<LintReport> {
  const { stdout, stderr } = await lint([...args, '-o', 'json'], input);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as LintReport;
}

const pod = (name: string, more = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: web\n      image: example.com/web:1\n${more}`;
/** One error: a field that does not exist. */
const broken = pod('web', '      livnessProbe:\n        httpGet: {path: /, port: 80}\n');
/** One warning: a tag that moves. */
const moving = pod('web').replace('web:1', 'web');
const only = ['--only', 'unknown-field,image-tag-moves,grace-period-zero'];

describe('what lint takes', () => {
  test('files, folders, globs, -f and stdin', async () => {
    save('a/one.yaml', pod('one'));
    save('a/b/two.yml', pod('two'));
    save(
      'a/three.json',
      JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, spec: { containers: [] } }),
    );
    const files = async (...args: string[]): Promise<string[]> =>
      (await report(args, pod('piped'))).files.map(({ file }) => file);
    expect(await files('a/one.yaml')).toEqual(['a/one.yaml']);
    expect(await files('a')).toEqual(['a/one.yaml', 'a/three.json']);
    expect(await files('-R', 'a')).toEqual(['a/b/two.yml', 'a/one.yaml', 'a/three.json']);
    expect(await files('-f', 'a/one.yaml,a/three.json')).toEqual(['a/one.yaml', 'a/three.json']);
    expect(await files('a/**/*.yml')).toEqual(['a/b/two.yml']);
    expect(await files('-')).toEqual(['stdin']);
    expect(await files('a/one.yaml', 'a/one.yaml')).toEqual(['a/one.yaml']);
  });

  test('every hard file ends in a finding or an error, and the rest is linted', async () => {
    save('good.yaml', broken);
    save('bom.yaml', Buffer.from(`\ufeff${broken}`));
    save('utf16.yaml', Buffer.from(`\ufeff${broken}`, 'utf16le'));
    save('crlf.yaml', broken.replace(/\n/g, '\r\n'));
    save('nul.yaml', `${broken}\u0000`);
    save('empty.yaml', '');
    save('template.yaml', 'kind: {{ .Kind }}\nmetadata:\n  name: {{ .Name }}\n');
    save(
      'laughs.yaml',
      `a: &a [${'x,'.repeat(9)}x]\n${'bcdefghi'
        .split('')
        .map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(9)}*a]\n`)
        .join('')}`,
    );
    mkdirSync(join(folder, 'folder.yaml'));
    symlinkSync('..', join(folder, 'folder.yaml', 'loop'));
    save('closed.yaml', pod('x'));
    chmodSync(join(folder, 'closed.yaml'), 0);
    const { code, stdout, stderr } = await lint([
      '-R',
      '.',
      ...only.map((text) => text.replace('unknown-field', 'unknown-field,yaml-error')),
      '-o',
      'json',
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/not all documents can be parsed/);
    const found = (JSON.parse(stdout) as LintReport).findings;
    expect(
      found.filter(({ rule }) => rule === 'unknown-field').map(({ file, line, column }) => `${file} ${line}:${column}`),
    ).toEqual(['bom.yaml 9:7', 'crlf.yaml 9:7', 'good.yaml 9:7', 'utf16.yaml 9:7']);
    expect(new Set(found.filter(({ rule }) => rule === 'yaml-error').map(({ file }) => file))).toEqual(
      new Set(['laughs.yaml', 'nul.yaml', 'template.yaml']),
    );
  });

  test.each([
    ['nothing', [], /nothing to lint \(give files/],
    ['a file that is not there', ['none.yaml'], /none\.yaml does not exist/],
    ['a glob without matches', ['*.nothing'], /no file matches/],
    [
      'a version that is not known',
      ['x', '--kubernetes-version', '1.20'],
      /--kubernetes-version cannot be "1\.20" \(the fields of 1\.31 to/,
    ],
    [
      'a rule that does not exist',
      ['x', '--only', 'image-tag-move'],
      /--only: there is no rule "image-tag-move" \(did you mean image-tag-moves/,
    ],
    ['a rule about live pods', ['x', '--ignore', 'oom-killed'], /oom-killed is about live pods/],
    [
      'a severity that is none',
      ['x', '--severity', 'image-tag-moves=bad'],
      /there is no severity "bad" \(one of: critical/,
    ],
    ['a severity without a rule', ['x', '--severity', 'bad'], /is not RULE=LEVEL/],
    ['a number that is none', ['x', '--nodes', 'many'], /--nodes cannot be "many"/],
    ['--dry-run without --fix', ['x', '--dry-run'], /--dry-run needs --fix/],
    ['--fix of stdin', ['-', '--fix'], /stdin cannot be fixed in place/],
    ['a baseline without a file', ['x', '--write-baseline'], /--write-baseline needs a file/],
    [
      'a baseline that is not there',
      ['x', '--baseline', 'b.json'],
      /cannot be read \(write it with --write-baseline\)/,
    ],
    ['a config that is not there', ['x', '--config', 'c.yaml'], /c\.yaml cannot be read/],
    ['a format that is none', ['x', '-o', 'html'], /"html"/],
    ['a flag of a cluster that lint reads otherwise', ['x', '--clutser'], /did you mean --cluster\?/],
  ])('%s is one clear sentence and exit code 2', async (_what, args, message) => {
    const { code, stderr } = await lint(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('exit codes', () => {
  test.each([
    [broken, [], 1],
    [moving, [], 0],
    [moving, ['--fail-on', 'warning'], 1],
    [broken, ['--fail-on', 'never'], 0],
    [broken, ['--severity', 'unknown-field=warning'], 0],
    [broken, ['--severity', 'unknown-field=off'], 0],
    [broken, ['--ignore', 'unknown-field'], 0],
    ['a: [\n', [], 2],
    ['a: [\n', ['--fail-on', 'never'], 2],
    [pod('web'), [], 0],
  ])('%#', async (text, args, code) => {
    save('x.yaml', text);
    expect((await lint(['x.yaml', ...args])).code).toBe(code);
  });
});

describe('references', () => {
  test('are resolved over files', async () => {
    const using = pod(
      'web',
      '      env:\n        - name: A\n          valueFrom: {configMapKeyRef: {name: settings, key: level}}\n',
    );
    save('pod.yaml', using);
    save('map.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {other: x}\n');
    const places = async (...args: string[]): Promise<string[]> =>
      (await report([...args, '--only', 'config-key-missing,configmap-missing'])).findings.map(
        ({ rule, file, line }) => `${rule} ${file}:${line}`,
      );
    expect(await places('pod.yaml')).toEqual([]);
    expect(await places('pod.yaml', 'map.yaml')).toEqual(['config-key-missing pod.yaml:11']);
  });
});

describe('.podlife.yaml', () => {
  test('is found upwards, and flags count more', async () => {
    save(
      '.podlife.yaml',
      'kubernetesVersion: "1.33"\nfailOn: warning\nonly: [unknown-field, image-tag-moves]\nseverity: {unknown-field: advice}\n',
    );
    save('a/b/x.yaml', moving);
    const below = async (...args: string[]): Promise<number | null> => (await lint(['a/b/x.yaml', ...args])).code;
    expect(await below()).toBe(1);
    expect(await below('--fail-on', 'error')).toBe(0);
    save('y.yaml', broken);
    expect((await report(['y.yaml'])).findings).toMatchObject([{ rule: 'unknown-field', severity: 'advice' }]);
    expect((await report(['y.yaml', '--severity', 'unknown-field=warning'])).findings).toMatchObject([
      { severity: 'warning' },
    ]);
  });

  test('leaves files out, and treats some otherwise', async () => {
    save(
      '.podlife.yaml',
      'only: [image-tag-moves]\nexclude: [vendor/**]\noverrides:\n  - files: ["test/**"]\n    ignore: [image-tag-moves]\n',
    );
    save('vendor/x.yaml', moving);
    save('test/x.yaml', moving);
    save('x.yaml', moving);
    const { stdout, stderr } = await lint(['-R', '.', '-o', 'json']);
    const { findings, files } = JSON.parse(stdout) as LintReport;
    expect(findings.map(({ file }) => file)).toEqual(['x.yaml']);
    expect(files.map(({ file }) => file)).toEqual(['test/x.yaml', 'x.yaml']);
    expect(stderr).toContain('1 file is excluded');
  });

  test.each([
    ['ignor: [a]', /there is no setting "ignor" \(did you mean ignore\?\)/],
    ['ignore: a', /ignore must be a list of texts/],
    ['nodes: -1', /nodes must be a whole number above 0/],
    ['kubernetesVersion: 1.34', /kubernetesVersion must be a text/],
    ['failOn: sometimes', /failOn cannot be "sometimes"/],
    ['ignore: [no-such-rule]', /there is no rule "no-such-rule"/],
    ['a: [', /not valid YAML/],
    ['- a', /must be a mapping/],
    ['overrides: [{ignore: [a]}]', /overrides must be a list of entries with files/],
  ])('%s', async (text, message) => {
    save('.podlife.yaml', text);
    save('x.yaml', pod('x'));
    const { code, stderr } = await lint(['x.yaml']);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('the baseline', () => {
  test('leaves out what it knows, whatever lines it stands on, and tells what is new and what is mended', async () => {
    save('a/x.yaml', `${broken}---\n${moving}`);
    const written = await lint(['a/x.yaml', ...only, '--baseline', 'base.json', '--write-baseline']);
    expect(written).toMatchObject({ code: 0, stdout: '' });
    expect(written.stderr).toContain('2 findings written');
    save('a/x.yaml', `# moved\n# down\n${broken}---\n${moving}---\n${broken.replace('name: web', 'name: other')}`);
    const { stdout, code } = await lint(['a/x.yaml', ...only, '--baseline', 'base.json', '-o', 'json']);
    expect(code).toBe(1);
    const { findings, counts } = JSON.parse(stdout) as LintReport;
    expect(findings.map(({ object }) => object)).toEqual(['Pod/other']);
    expect(counts.inBaseline).toBe(2);
    save('a/x.yaml', moving);
    expect((await lint(['a/x.yaml', ...only, '--baseline', 'base.json'])).stderr).toContain(
      '1 finding of the baseline',
    );
  });

  test('that is none is refused', async () => {
    save('base.json', '{}');
    save('x.yaml', pod('x'));
    expect((await lint(['x.yaml', '--baseline', 'base.json'])).stderr).toContain('is not a baseline');
  });
});

describe('--fix', () => {
  test('mends the file, keeps the rest and reports what is left', async () => {
    const text = `# kept\r\n${broken.replace(/\n/g, '\r\n')}`;
    save('x.yaml', Buffer.from(`\ufeff${text}`));
    chmodSync(join(folder, 'x.yaml'), 0o640);
    const { code, stdout, stderr } = await lint(['x.yaml', '--fix', ...only]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '1 fix in 1 file\n' });
    expect(stdout).toContain('no problems');
    expect(readFileSync(join(folder, 'x.yaml'), 'utf8')).toBe(`\ufeff${text.replace('livnessProbe', 'livenessProbe')}`);
    expect((await lint(['x.yaml', '--fix', ...only])).stderr).toBe('nothing to fix\n');
  });

  test('--dry-run prints a diff that patch takes, and writes nothing', async () => {
    save('x.yaml', broken);
    const { code, stdout, stderr } = await lint(['x.yaml', '--fix', '--dry-run', ...only]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '1 fix in 1 file; nothing was written\n' });
    expect(stdout).toBe(
      `--- a/x.yaml\n+++ b/x.yaml\n@@ -6,5 +6,5 @@\n   containers:\n     - name: web\n       image: example.com/web:1\n-      livnessProbe:\n+      livenessProbe:\n         httpGet: {path: /, port: 80}\n`,
    );
    expect(readFileSync(join(folder, 'x.yaml'), 'utf8')).toBe(broken);
    expect((await lint(['-', '--fix', '--dry-run', ...only], broken)).stdout).toContain('+      livenessProbe:');
  });

  test('does not touch what is ignored', async () => {
    const text = broken.replace('livnessProbe:', 'livnessProbe: # podlife-ignore: unknown-field');
    save('x.yaml', text);
    await lint(['x.yaml', '--fix', ...only]);
    expect(readFileSync(join(folder, 'x.yaml'), 'utf8')).toBe(text);
  });

  test('goes through links, and says what cannot be written', async () => {
    save('real/x.yaml', broken);
    symlinkSync('real/x.yaml', join(folder, 'link.yaml'));
    await lint(['link.yaml', '--fix', ...only]);
    expect(readFileSync(join(folder, 'real/x.yaml'), 'utf8')).toContain('livenessProbe');
  });
});

describe('output', () => {
  test.each(['table', 'json', 'yaml', 'sarif', 'junit', 'github', 'markdown'])(
    '-o %s is the same each time',
    async (format) => {
      save('x.yaml', broken);
      const first = await lint(['x.yaml', '-o', format]);
      expect(first.code).toBe(1);
      expect(first.stdout.length).toBeGreaterThan(50);
      expect((await lint(['x.yaml', '-o', format])).stdout).toBe(first.stdout);
    },
  );

  test('sarif carries pages and fixes', async () => {
    save('x.yaml', broken);
    const { stdout } = await lint(['x.yaml', '-o', 'sarif', ...only]);
    const [run] = (JSON.parse(stdout) as { runs: { tool: unknown; results: unknown }[] }).runs;
    expect(run?.tool).toMatchObject({
      driver: {
        rules: [{ id: 'unknown-field', help: { markdown: expect.stringContaining('# unknown-field') as unknown } }],
      },
    });
    expect(run?.results).toMatchObject([
      {
        fixes: [
          {
            artifactChanges: [
              {
                replacements: [
                  {
                    deletedRegion: { startLine: 9, startColumn: 7, endLine: 9, endColumn: 19 },
                    insertedContent: { text: 'livenessProbe' },
                  },
                ],
              },
            ],
          },
        ],
      },
    ]);
  });

  test.each<[string, string[], Record<string, string>, boolean]>([
    ['piped: none', [], {}, false],
    ['--color always', ['--color', 'always'], {}, true],
    ['NO_COLOR', [], { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ])('colour: %s', async (_what, args, env, colored) => {
    save('x.yaml', broken);
    expect((await lint(['x.yaml', ...args], '', env)).stdout.includes('\u001b[')).toBe(colored);
  });

  test('--help fits 80 columns', async () => {
    const { code, stdout } = await lint(['--help']);
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).toContain('--kubernetes-version');
  });
});
