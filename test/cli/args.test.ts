import { describe, expect, test } from '@jest/globals';
import { normalizeArgs, parseArgs } from '../../src/cli/args.ts';
import { commands, type Command } from '../../src/cli/flags.ts';

const explain = commands.find(({ name }) => name === 'explain') as Command;
const parse = (...argv: string[]): ReturnType<typeof parseArgs> => parseArgs(argv, explain, 'kubectl podlife');

describe('forms that pflag accepts', () => {
  test.each([
    ['-n shop', ['-n', 'shop']],
    ['-nshop', ['-nshop']],
    ['-n=shop', ['-n=shop']],
    ['--namespace shop', ['--namespace', 'shop']],
    ['--namespace=shop', ['--namespace=shop']],
    ['given twice: the last counts', ['-n', 'other', '--namespace=shop']],
    ['behind the target', ['web', '-n', 'shop']],
  ])('namespace as %s', async (_form, argv) => {
    expect((await parse(...argv)).strings.get('namespace')).toBe('shop');
  });

  test('underscores count as dashes in names of flags only', async () => {
    expect((await parse('--all_namespaces')).booleans.has('all-namespaces')).toBe(true);
    expect((await parse('--namespace=a_b')).strings.get('namespace')).toBe('a_b');
  });

  test('booleans with a value', async () => {
    expect((await parse('--all-namespaces=false')).booleans.has('all-namespaces')).toBe(false);
    expect((await parse('-A=true')).booleans.has('all-namespaces')).toBe(true);
    expect((await parse('-Anshop')).strings.get('namespace')).toBe('shop');
  });

  test('a lone dash is stdin, as value and as positional', async () => {
    expect((await parse('-f', '-')).lists.get('filename')).toEqual(['-']);
    expect((await parse('-f-')).lists.get('filename')).toEqual(['-']);
    expect((await parse('-')).positionals).toEqual(['-']);
  });

  test('lists by repetition and by commas', async () => {
    expect((await parse('-f', 'a', '-f', 'b,c')).lists.get('filename')).toEqual(['a', 'b', 'c']);
    expect((await parse('--as=u', '--as-group', 'g1', 'web', '--as-group=g2')).lists.get('as-group')).toEqual([
      'g1',
      'g2',
    ]);
    expect((await parse('--as-group', 'g1', 'web')).positionals).toEqual(['web']);
  });

  test('what follows -- is never a flag', async () => {
    expect((await parse('--', '-n')).positionals).toEqual(['-n']);
  });

  test('names that look like numbers stay text', async () => {
    expect((await parse('0123', '1e3')).positionals).toEqual(['0123', '1e3']);
  });

  test('values that look like paths of objects stay text', async () => {
    expect((await parse('--token', 'a.b.c')).strings.get('token')).toBe('a.b.c');
  });
});

describe('wrong arguments', () => {
  test.each([
    [['--nmespace=x'], 'unknown flag: --nmespace', 'did you mean --namespace?'],
    [['-o', 'jsn'], '--output cannot be "jsn"', 'one of: table, wide, json, yaml, markdown'],
    [['-n'], 'flag needs an argument: --namespace', undefined],
    [['--quite-unlike-any=1'], 'unknown flag: --quite-unlike-any', 'see kubectl podlife explain --help'],
  ])('%j', async (argv, message, hint) => {
    await expect(parse(...argv)).rejects.toMatchObject({ message, hint });
  });
});

test('values and positionals are marked, so that yargs takes them as they are', () => {
  const marked = (words: readonly string[]): string[] => words.map((word) => word.replaceAll('\u0000', '@'));
  const given = ['-nfoo', '--as', '-x', '"web"', '--', '-nfoo', '-'];
  expect(marked(normalizeArgs(given, explain, 'kubectl podlife'))).toEqual([
    '--namespace=@foo',
    '--as=@-x',
    '@"web"',
    '@-nfoo',
    '@-',
  ]);
});
