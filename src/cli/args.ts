import { KnownError } from '../core/errors.ts';
import { similarNames } from '../facts/similar.ts';
import type { Command, Flag } from './flags.ts';

/**
 * Stands before every word that is a value or a positional while yargs parses: it would drop a lone `-`, strip quotes and take words
 * that look like flags of its own.
 */
const mark = '\u0000';

const helpFlag: Flag = { name: 'help', short: 'h', type: 'boolean', description: '', group: 'common' };

/** What Go's ParseBool takes. */
const booleanWords: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((word): [string, boolean] => [word, true]),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((word): [string, boolean] => [word, false]),
]);

/**
 * Brings every form that pflag accepts into one: `--name=value`, values and positionals marked. `-nfoo`, `-n=foo`, `-n foo` and `-An foo`
 * are taken apart, `_` in the name of a flag is `-`, what follows a flag that wants a value is its value even with a dash in front, and
 * nothing behind `--` is a flag.
 */
export function normalizeArgs(argv: readonly string[], command: Command, program: string): string[] {
  const flags = [...command.flags, helpFlag];
  const words: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const arg = argv[index] ?? '';
    if (arg === '--') return [...words, ...argv.slice(index + 1).map((word) => mark + word)];
    if (arg === '-' || !arg.startsWith('-')) {
      words.push(mark + arg);
      continue;
    }
    const { given, wants } = takeFlag(arg, flags);
    for (const { flag, name, value } of given) {
      if (!flag) throw unknownFlag(name, command, program);
      words.push(`--${flag.name}=${mark}${value}`);
    }
    if (!wants) continue;
    index++;
    const value = argv[index];
    if (value === undefined) throw new KnownError(`flag needs an argument: ${nameOf(wants)}`);
    words.push(`--${wants.name}=${mark}${value}`);
  }
  return words;
}

interface Given {
  /** Undefined for a name that is no flag. */
  readonly flag: Flag | undefined;
  /** As it was typed, with its dashes. */
  readonly name: string;
  readonly value: string;
}

interface Taken {
  readonly given: readonly Given[];
  /** The flag whose value is the next word. */
  readonly wants?: Flag;
}

/** The flags in a word that starts with a dash. */
export function takeFlag(arg: string, flags: readonly Flag[]): Taken {
  return arg.startsWith('--') ? longFlag(arg, flags) : shortFlags(arg, flags);
}

function longFlag(arg: string, flags: readonly Flag[]): Taken {
  const equals = arg.indexOf('=');
  const name = equals < 0 ? arg : arg.slice(0, equals);
  const plain = name.slice(2).replace(/(?<=\w)_(?=\w)/g, '-');
  const flag = flags.find((one) => one.name === plain);
  if (equals >= 0) return { given: [{ flag, name, value: arg.slice(equals + 1) }] };
  if (!flag || flag.type === 'boolean') return { given: [{ flag, name, value: 'true' }] };
  return { given: [], wants: flag };
}

/** `-A`, `-nshop`, `-n=shop`, `-An shop`: booleans up to the first flag that takes a value. */
function shortFlags(arg: string, flags: readonly Flag[]): Taken {
  const given: Given[] = [];
  for (let at = 1; at < arg.length; at++) {
    const letter = arg[at] ?? '';
    const flag = flags.find(({ short }) => short === letter);
    const rest = arg.slice(at + 1);
    const name = `-${letter}`;
    if (!flag || rest.startsWith('=')) return { given: [...given, { flag, name, value: rest.slice(1) }] };
    if (flag.type !== 'boolean') {
      return rest === '' ? { given, wants: flag } : { given: [...given, { flag, name, value: rest }] };
    }
    given.push({ flag, name, value: 'true' });
  }
  return { given };
}

function nameOf({ name, short }: Flag): string {
  return name === short ? `-${name}` : `--${name}`;
}

/**
 * `-n shop explain web` as `explain -n shop web`: kubectl takes flags before the command as well. Unchanged where no command follows or
 * a word before it is a flag of none.
 */
export function commandFirst(argv: readonly string[], commands: readonly Command[]): readonly string[] {
  const flags = commands.flatMap((command) => command.flags);
  let index = 0;
  for (let arg = argv[0]; arg !== undefined && /^-./.test(arg) && arg !== '--'; arg = argv[index]) {
    const { given, wants } = takeFlag(arg, flags);
    if (given.some(({ flag }) => flag === undefined)) return argv;
    index += wants ? 2 : 1;
  }
  const command = argv[index];
  return index === 0 || command === undefined ? argv : [command, ...argv.slice(0, index), ...argv.slice(index + 1)];
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
  const normalized = normalizeArgs(argv, command, program);
  // The parser of yargs alone: all of it would cost as much as starting Node does.
  const { Parser } = await import('yargs/helpers');
  const parsed = Parser(normalized, {
    string: [...command.flags, helpFlag].map(({ name }) => name),
    configuration: {
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    },
  });
  return checked(parsed, command);
}

function checked(parsed: Readonly<Record<string, unknown>>, command: Command): ParsedArgs {
  const strings = new Map<string, string>();
  const lists = new Map<string, readonly string[]>();
  const booleans = new Set<string>();
  for (const flag of [...command.flags, helpFlag]) {
    const given = parsed[flag.name];
    if (given === undefined) continue;
    const values = (Array.isArray(given) ? given : [given]).map(unmark);
    const last = values.at(-1) ?? '';
    if (flag.type === 'boolean') {
      if (isTrue(flag, last)) booleans.add(flag.name);
    } else if (flag.type === 'strings') {
      lists.set(flag.name, listOf(flag, values));
    } else if (last !== '' || flag.name.endsWith('selector')) {
      // Nothing is what a script leaves of an empty variable: kubectl takes its default then.
      if (flag.choices && !flag.choices.includes(last)) {
        throw new KnownError(`${nameOf(flag)} cannot be "${last}"`, `one of: ${flag.choices.join(', ')}`);
      }
      strings.set(flag.name, last);
    }
  }
  const words = Array.isArray(parsed['_']) ? parsed['_'] : [];
  return { positionals: words.map(unmark), strings, lists, booleans };
}

function isTrue(flag: Flag, word: string): boolean {
  const value = booleanWords.get(word);
  if (value === undefined) throw new KnownError(`${nameOf(flag)} cannot be "${word}"`, 'true or false');
  return value;
}

function listOf(flag: Flag, values: readonly string[]): string[] {
  const items = flag.name === 'filename' ? values.flatMap((one) => one.split(',')) : values;
  if (items.includes('')) throw new KnownError(`flag needs an argument: ${nameOf(flag)}`);
  return [...items];
}

function unmark(word: unknown): string {
  return String(word).slice(mark.length);
}

function unknownFlag(typed: string, command: Command, program: string): KnownError {
  const name = typed.replace(/^-+/, '');
  const names = command.flags.flatMap((flag) => (flag.name.length > 1 ? [flag.name] : []));
  const [near] = typed.startsWith('--') ? similarNames(name, names) : [];
  const hint = near ? `did you mean --${near}?` : `see ${program} ${command.name} --help`;
  return new KnownError(`unknown flag: ${typed}`, hint);
}
