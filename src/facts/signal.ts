import type { ContainerSpec } from '../core/evidence.ts';
import { baseName, scriptIn, shellCommands, type ShellCommand } from './shell-command.ts';

/** Why SIGTERM does not reach the program of a container. */
export interface LostSignal {
  /**
   * `pipeline`, `followed`, `background`, `block`: the shell stays process 1 and waits. `last`: the program is the last command of the script, and it depends on the shell
   * whether it takes the shell's place by itself.
   */
  readonly how: 'pipeline' | 'followed' | 'background' | 'block' | 'last';
  readonly shell: string;
  /** The program that does the work: `node server.js`. */
  readonly program: string;
  /** Field path of the script. */
  readonly path: string;
  /** The script with `exec` in front of the last command; missing where that alone does not mend it. */
  readonly mended?: string;
}

/** What a shell does itself, or is done with at once: SIGTERM has nobody to reach there. */
const brief = new Set(
  (
    'echo printf true false : test [ [[ cd export set unset source . eval read local shift umask ulimit exit return wait trap sleep tail cat ls mkdir chmod chown chgrp cp mv rm ln touch sed awk ' +
    'grep tr cut date env id whoami pwd hostname envsubst tee head sort break continue alias command type hash readonly declare let popd pushd shopt ' +
    'kill pkill curl wget nslookup dig ping netstat ss ip ps top df du free stat uptime jq openssl find xargs seq expr basename dirname sh bash ash dash'
  ).split(' '),
);

/** Behind a program that goes into the background by itself they keep the container up. */
const waiting = new Set(['sleep', 'tail', 'wait']);

/** Builtins that cannot be put behind `exec`. */
const builtin = /^(?:\.|source|eval|command|builtin|exec|wait|trap|exit|return|cd|export|set)$/;

/**
 * Process 1 gets SIGTERM. A shell neither hands it on nor ends for it as process 1, so a program that it has started hears nothing and is killed when the grace period is
 * over. undefined where no shell is process 1, where it handles signals (`trap`), where `exec` gives its place away, or where the script cannot be read.
 */
export function lostSignalOf({ spec, path }: ContainerSpec): LostSignal | undefined {
  const { command = [], args = [] } = spec;
  const words = [...command, ...args];
  const script = command.length > 0 || args.length > 0 ? scriptIn(words) : undefined;
  const commands = script ? shellCommands(script.text) : undefined;
  if (!script || !commands || commands.some(({ words: [first] }) => first === 'trap' || first === 'exec'))
    return undefined;
  const working = commands.filter(({ words: [first = ''] }) => !brief.has(baseName(first)));
  const program = working.at(-1);
  if (!program) return undefined;
  const how = howOf(program, commands);
  const at = script.index < command.length ? `command[${script.index}]` : `args[${script.index - command.length}]`;
  const mended = how === 'last' ? withExec(script.text, program) : undefined;
  return {
    how,
    shell: script.shell,
    program: program.words.join(' '),
    path: `${path}.${at}`,
    ...(mended === undefined ? {} : { mended }),
  };
}

function howOf(program: ShellCommand, commands: readonly ShellCommand[]): LostSignal['how'] {
  const index = commands.indexOf(program);
  if (program.then === '|' || commands[index - 1]?.then === '|') return 'pipeline';
  const waits = commands.slice(index + 1).some(({ words: [first = ''] }) => waiting.has(baseName(first)));
  if (program.then === '&') return 'background';
  if (program.nested) return 'block';
  if (waits) return 'background';
  return index === commands.length - 1 && program.then === '' ? 'last' : 'followed';
}

function withExec(script: string, { words: [first = ''], start, assigns }: ShellCommand): string | undefined {
  if (assigns || builtin.test(first)) return undefined;
  return `${script.slice(0, start)}exec ${script.slice(start)}`;
}
