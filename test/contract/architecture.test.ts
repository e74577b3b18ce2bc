import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const source = join(root, 'src');

/** What each room may import from. `main.ts` and `cli` may import everything. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: ['core'],
  facts: ['core', 'facts'],
  fit: ['core', 'facts', 'fit'],
  rules: ['core', 'facts', 'fit', 'rules'],
  report: ['core', 'facts', 'fit', 'report'],
  render: ['core', 'render'],
  kube: ['core', 'facts', 'kube'],
  dump: ['core', 'facts', 'dump'],
  manifests: ['core', 'facts', 'manifests'],
};

const pureRooms = ['core', 'facts', 'fit', 'rules', 'report', 'render'];

/** npm packages that a pure room may use at run time, by the file that does. */
const allowedPackages: Readonly<Record<string, readonly string[]>> = {
  'render/text/palette.ts': ['chalk'],
  'render/text/table.ts': ['cli-table3'],
  'render/text/wrap.ts': ['string-width'],
  'render/yaml.ts': ['yaml'],
  'render/fit/yaml.ts': ['yaml'],
  'render/lint/yaml.ts': ['yaml'],
};

interface Import {
  readonly file: string;
  readonly from: string;
  readonly typeOnly: boolean;
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

function importsOf(file: string): Import[] {
  const text = readFileSync(join(source, file), 'utf8');
  const statements = text.matchAll(/^(import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'/gm);
  const dynamic = text.matchAll(/import\('([^']+)'\)/g);
  return [
    ...[...statements].map((match) => ({ file, from: match[3] ?? '', typeOnly: match[2] !== undefined })),
    ...[...dynamic].map((match) => ({ file, from: match[1] ?? '', typeOnly: false })),
  ];
}

const imports = files.flatMap(importsOf);
const roomOf = (file: string): string => file.split('/')[0] ?? '';

/** The room that a relative import leads to. */
function targetRoom({ file, from }: Import): string {
  return roomOf(relative(source, resolve(dirname(join(source, file)), from)));
}

describe('imports', () => {
  test('follow the table of rooms', () => {
    const wrong = imports.filter((one) => {
      const allowed = mayImport[roomOf(one.file)];
      return one.from.startsWith('.') && allowed && !allowed.includes(targetRoom(one));
    });
    expect(wrong).toEqual([]);
  });

  test('name files that exist', () => {
    const missing = imports.filter(
      ({ file, from }) => from.startsWith('.') && !existsSync(resolve(dirname(join(source, file)), from)),
    );
    expect(missing).toEqual([]);
  });

  test('of pure rooms are no Node modules and no packages but those that draw', () => {
    const wrong = imports.filter(
      ({ file, from, typeOnly }) =>
        pureRooms.includes(roomOf(file)) &&
        !from.startsWith('.') &&
        !typeOnly &&
        !allowedPackages[file]?.includes(from),
    );
    expect(wrong).toEqual([]);
  });

  test('of @kubernetes/client-node at run time are in kube only, and not in what runs without a cluster', () => {
    const users = imports.filter(({ from, typeOnly }) => from.startsWith('@kubernetes/client-node') && !typeOnly);
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter(({ file }) => roomOf(file) !== 'kube')).toEqual([]);
    const reached = reachableStatically('kube/gather.ts');
    expect(users.filter(({ file }) => reached.has(file))).toEqual([]);
  });
});

function reachableStatically(start: string): Set<string> {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const one of imports.filter((each) => each.file === file && each.from.startsWith('.') && !each.typeOnly)) {
      visit(relative(source, resolve(dirname(join(source, file)), one.from)));
    }
  };
  visit(start);
  return reached;
}

describe('pure rooms', () => {
  const pureFiles = files.filter((file) => pureRooms.includes(roomOf(file)));

  test.each([
    ['the clock', /\bDate\.now\(|new Date\(\)|performance\.now/],
    ['process', /\bprocess\.(env|argv|exit|std|cwd|on|hrtime|memory|platform|nextTick)/],
    ['console', /\bconsole\./],
    ['randomness', /Math\.random/],
  ])('do not use %s', (_what, pattern) => {
    const users = pureFiles.filter((file) => pattern.test(readFileSync(join(source, file), 'utf8')));
    expect(users).toEqual([]);
  });

  test('do not wait, but where a format is loaded', () => {
    const waiting = pureFiles.filter((file) => /\basync\b|\bawait\b/.test(withoutComments(file)));
    expect([...waiting].sort()).toEqual(['render/fit/index.ts', 'render/index.ts', 'render/lint/index.ts']);
  });
});

function withoutComments(file: string): string {
  return readFileSync(join(source, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$|'[^'\n]*'|`[^`]*`/gm, '');
}

describe('everywhere', () => {
  test('only the launcher sets the exit code and nobody calls process.exit', () => {
    const users = files.filter((file) => /process\.exit/.test(readFileSync(join(source, file), 'utf8')));
    expect(users).toEqual([]);
    expect(readFileSync(join(root, 'bin/start.js'), 'utf8')).toContain('process.exitCode');
  });

  test('nothing is typed any', () => {
    const users = files.filter((file) => /(:|<|as) any\b/.test(withoutComments(file)));
    expect(users).toEqual([]);
  });

  test('no request but GET is ever made', () => {
    const kube = files
      .filter((file) => roomOf(file) === 'kube')
      .map((file) => readFileSync(join(source, file), 'utf8'));
    expect(kube.join('\n')).not.toMatch(/method:\s*'(POST|PUT|PATCH|DELETE)'/);
  });
});
