import { wordAt } from './shell-word.ts';

/** A script that a command line hands to a shell: `sh -c SCRIPT`. */
export interface ShellScript {
  /** The shell without its folder: `sh`, `bash`. */
  readonly shell: string;
  readonly text: string;
  /** Which word of the command line it is. */
  readonly index: number;
}

/** One simple command of a script. */
export interface ShellCommand {
  /** Its words with quotes taken off; assignments in front of it and redirections are left out. */
  readonly words: readonly string[];
  /** Where its first word begins in the script. */
  readonly start: number;
  /** What stands behind it; `;` also for the end of a line, empty at the end of the script. */
  readonly then: '' | ';' | '&&' | '||' | '|' | '&';
  /** It stands in a condition, a loop, a function, braces or a subshell. */
  readonly nested: boolean;
  /** It stands in the body or the condition of a loop. */
  readonly loops: boolean;
  /** Variables are set for it: `A=1 program`. */
  readonly assigns: boolean;
}

const shells = /^(?:sh|bash|ash|dash|zsh|ksh)$/;

/** The last part of a path: `sh` of `/bin/sh`. */
export function baseName(path: string): string {
  return path.split('/').at(-1) ?? path;
}

/** The script of a command line that is a shell with `-c`, its options in any order; undefined for everything else. */
export function scriptIn(words: readonly string[]): ShellScript | undefined {
  const from = baseName(words[0] ?? '') === 'busybox' ? 1 : 0;
  const shell = baseName(words[from] ?? '');
  if (!shells.test(shell)) return undefined;
  let takesScript = false;
  let index = from + 1;
  for (; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!/^[-+]./.test(word) || word === '--') break;
    if (/^--/.test(word)) continue;
    if (word.includes('c')) takesScript = true;
    // `-o pipefail`: the option's name is a word of its own.
    if (/o$/.test(word)) index += 1;
  }
  if (words[index] === '--') index += 1;
  const text = words[index];
  return takesScript && text !== undefined ? { shell, text, index } : undefined;
}

const openers: ReadonlySet<string> = new Set(['if', 'while', 'until', 'for', 'select', 'case', '{']);
const closers: ReadonlySet<string> = new Set(['fi', 'done', 'esac', '}']);
const middles: ReadonlySet<string> = new Set(['then', 'elif', 'else', 'do', '!', 'time', 'function']);
const loopWords: ReadonlySet<string> = new Set(['while', 'until', 'for', 'select']);

/**
 * The simple commands of a shell script in their order, read as far as a lint needs it: quotes, escapes, comments, substitutions (which stay
 * in their word), lists, pipelines, loops, conditions, functions. undefined where there is a here-document or a quote that does not end.
 */
export function shellCommands(script: string): ShellCommand[] | undefined {
  if (/<<-?\s*\S/.test(script)) return undefined;
  const reading: Reading = { commands: [], stack: [], words: [], header: false, pattern: false };
  let at = 0;
  while (at < script.length) {
    const char = script.charAt(at);
    const operator = /^(?:&&|\|\||\|&?|&(?![>\d])|;;?&?|\n)/.exec(script.slice(at, at + 3))?.[0];
    if (/[ \t\r]/.test(char)) at += 1;
    else if (script.startsWith('\\\n', at)) at += 2;
    else if (char === '#') at = lineEnd(script, at);
    else if (operator) {
      endCommand(reading, operatorOf(operator));
      if (operator.startsWith(';;')) reading.pattern = reading.stack.at(-1) === 'case';
      at += operator.length;
    } else if (char === '(' || char === ')') {
      at = readBracket(reading, script, at);
    } else {
      const word = wordAt(script, at);
      if (!word) return undefined;
      readWord(reading, word.text, at);
      at = word.end;
    }
  }
  endCommand(reading, '');
  return reading.stack.length === 0 ? markLast(reading.commands) : undefined;
}

interface Word {
  readonly text: string;
  readonly start: number;
}

/** Where the reading of a script has got to. */
interface Reading {
  readonly commands: ShellCommand[];
  /** Openers of the blocks that are not closed yet. */
  readonly stack: string[];
  words: Word[];
  /** The words belong to the head of a `for` or `case`. */
  header: boolean;
  /** The words belong to a pattern of `case`, up to its bracket. */
  pattern: boolean;
}

function endCommand(reading: Reading, then: ShellCommand['then']): void {
  const plain = withoutRedirections(reading.words);
  const first = plain.findIndex(({ text }) => !/^\w+\+?=/.test(text));
  const [program, ...others] = first < 0 ? [] : plain.slice(first);
  if (!reading.header && !reading.pattern && program) {
    reading.commands.push({
      words: [program, ...others].map(({ text }) => text),
      start: program.start,
      then,
      nested: reading.stack.length > 0,
      loops: reading.stack.some((one) => loopWords.has(one)),
      assigns: first > 0,
    });
  }
  reading.words = [];
  reading.header = false;
}

/** A subshell, the brackets of a function, the end of a pattern of `case`. Returns where to read on. */
function readBracket(reading: Reading, script: string, at: number): number {
  if (script[at] === ')') {
    if (reading.stack.at(-1) === '(') {
      endCommand(reading, ';');
      reading.stack.pop();
    } else reading.words = [];
    reading.pattern = false;
    return at + 1;
  }
  if (script[at + 1] === ')') {
    reading.words = [];
    return at + 2;
  }
  endCommand(reading, ';');
  reading.stack.push('(');
  return at + 1;
}

function readWord(reading: Reading, text: string, start: number): void {
  const { stack, words, header } = reading;
  if (words.length > 0 || header) words.push({ text, start });
  else if (openers.has(text)) {
    stack.push(text);
    reading.header = ['for', 'select', 'case'].includes(text);
  } else if (closers.has(text)) {
    stack.pop();
    reading.pattern = false;
  } else if (!middles.has(text)) words.push({ text, start });
  // `case WORD in` ends its head without an operator.
  if (header && stack.at(-1) === 'case' && text === 'in') {
    endCommand(reading, ';');
    reading.pattern = true;
  }
}

/** The last command ends the script even where separators or comments follow it. */
function markLast(commands: ShellCommand[]): ShellCommand[] {
  return commands.map((one, index) =>
    index === commands.length - 1 && one.then === ';' ? { ...one, then: '' as const } : one,
  );
}

function operatorOf(operator: string): ShellCommand['then'] {
  if (operator === '&&' || operator === '||' || operator === '&') return operator;
  return operator.startsWith('|') ? '|' : ';';
}

function lineEnd(script: string, from: number): number {
  const end = script.indexOf('\n', from);
  return end < 0 ? script.length : end;
}

function withoutRedirections(words: readonly Word[]): Word[] {
  const kept: Word[] = [];
  let skip = false;
  for (const word of words) {
    const redirection = /^\d*(?:&>>?|>>?\|?|<>?)(?:&?)(.*)$/s.exec(word.text);
    if (skip) skip = false;
    else if (redirection) skip = redirection[1] === '';
    else kept.push(word);
  }
  return kept;
}

/** The simple commands that a command line runs: those of its script, or the command line itself. undefined where the script cannot be read. */
export function commandsIn(words: readonly string[]): ShellCommand[] | undefined {
  const script = scriptIn(words);
  if (script) return shellCommands(script.text);
  if (words.length === 0) return [];
  return [{ words, start: 0, then: '', nested: false, loops: false, assigns: false }];
}

/** The comments of a script, without their marks. */
export function shellComments(script: string): string[] {
  return [...script.matchAll(/(?:^|\s)#+\s*([^!\n].*)$/gm)].map(([, text = '']) => text.trim());
}

const sleepUnits: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86400 };

/** Seconds that a command line sleeps for certain: in the foreground, outside of loops, conditions and alternatives. */
export function sleptSeconds(words: readonly string[]): number {
  const commands = commandsIn(words) ?? [];
  return commands
    .filter(({ nested, then }, index) => !nested && then !== '&' && commands[index - 1]?.then !== '||')
    .flatMap(({ words: [program = '', ...amounts] }) => (baseName(program) === 'sleep' ? amounts : []))
    .reduce((sum, text) => {
      const [, amount = '0', unit = ''] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(text) ?? [];
      return sum + Number(amount) * (sleepUnits[unit] ?? 1);
    }, 0);
}
