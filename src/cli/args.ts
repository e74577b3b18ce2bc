import { KnownError } from '../core/errors.ts';
import { similarNames } from '../facts/similar.ts';
import type { Command, Flag } from './flags.ts';

/** Stands for a lone `-` while yargs parses: it would drop it. */
const stdinMark = '\u0000stdin';

/**
 * Brings what pflag accepts into the form that yargs takes: `-nfoo` and `-n=foo` are split, `_` in the name of a flag is `-`,
 * a lone `-` survives. Everything after `--` stays as it is.
 */
export function normalizeArgs(argv: readonly string[], flags: readonly Flag[]): string[] {
  const shorts = new Map(flags.flatMap((flag) => (flag.short ? [[flag.short, flag] as const] : [])));
  const end = argv.indexOf('--');
  const before = end < 0 ? argv : argv.slice(0, end);
  const after = end < 0 ? [] : argv.slice(end);
  return [...before.flatMap((arg) => normalizeArg(arg, shorts)), ...after];
}

function normalizeArg(arg: string, shorts: ReadonlyMap<string, Flag>): string[] {
  if (arg === '-') return [stdinMark];
  if (arg.startsWith('--')) {
    const [name = '', ...value] = arg.split('=');
    return [[name.replace(/(?<=\w)_(?=\w)/g, '-'), ...value].join('=')];
  }
  const match = /^-(\w)(=?)(.+)$/s.exec(arg);
  if (!match) return [arg];
  const [, letter = '', equals, rest = ''] = match;
  const flag = shorts.get(letter);
  if (!flag) return [arg];
  if (flag.type === 'boolean')
    return equals ? [`--${flag.name}=${rest}`] : [`-${letter}`, ...normalizeArg(`-${rest}`, shorts)];
  return [`--${flag.name}`, rest === '-' ? stdinMark : rest];
}

/** The arguments of a command after parsing: positionals and flags by name. */
export interface ParsedArgs {
  readonly positionals: readonly string[];
  readonly strings: ReadonlyMap<string, string>;
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly booleans: ReadonlySet<string>;
}

/** Parses the arguments of one command. Wrong ones are a KnownError that names the nearest flag or the choices. */
export async function parseArgs(argv: readonly string[], command: Command, program: string): Promise<ParsedArgs> {
  const { default: yargs } = await import('yargs');
  const parser = yargs()
    .option('help', { type: 'boolean', alias: 'h' })
    .boolean(command.flags.flatMap(({ name, type }) => (type === 'boolean' ? [name] : [])))
    .string(command.flags.flatMap(({ name, type }) => (type === 'boolean' ? [] : [name])))
    .alias(
      Object.fromEntries(command.flags.flatMap(({ name, short }) => (short && short !== name ? [[name, short]] : []))),
    )
    .help(false)
    .version(false)
    .locale('en')
    .exitProcess(false)
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'strip-aliased': true,
    })
    .fail((message, error) => {
      throw error ?? new KnownError(message);
    });
  const parsed = await parser.parse(normalizeArgs(argv, command.flags));
  return checked(parsed, command, program);
}

function checked(parsed: Readonly<Record<string, unknown>>, command: Command, program: string): ParsedArgs {
  const strings = new Map<string, string>();
  const lists = new Map<string, readonly string[]>();
  const booleans = new Set<string>();
  for (const [name, value] of Object.entries(parsed)) {
    if (name === '_' || name === '$0' || value === undefined) continue;
    if (name === 'help') {
      if (value === true) booleans.add('help');
      continue;
    }
    const flag = command.flags.find((one) => one.name === name);
    if (!flag) throw unknownFlag(name, command, program);
    const values = (Array.isArray(value) ? value : [value]).map((one) => unmark(String(one)));
    const last = values.at(-1) ?? '';
    if (flag.type === 'boolean') {
      if (last === 'true') booleans.add(name);
      continue;
    }
    if (last === '') throw new KnownError(`flag needs an argument: --${name}`);
    if (flag.choices && !flag.choices.includes(last)) {
      throw new KnownError(`--${name} cannot be "${last}"`, `one of: ${flag.choices.join(', ')}`);
    }
    if (flag.type === 'strings')
      lists.set(name, name === 'filename' ? values.flatMap((one) => one.split(',')) : values);
    else strings.set(name, last);
  }
  const words = Array.isArray(parsed['_']) ? parsed['_'] : [];
  return { positionals: words.map((word) => unmark(String(word))), strings, lists, booleans };
}

function unmark(text: string): string {
  return text === stdinMark ? '-' : text;
}

function unknownFlag(name: string, command: Command, program: string): KnownError {
  const names = command.flags.map((flag) => flag.name);
  const [near] = similarNames(name, names);
  const hint = near ? `did you mean --${near}?` : `see ${program} ${command.name} --help`;
  return new KnownError(`unknown flag: ${name.length === 1 ? '-' : '--'}${name}`, hint);
}
