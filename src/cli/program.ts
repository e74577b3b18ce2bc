import { KnownError } from '../core/errors.ts';
import { similarNames } from '../facts/similar.ts';
import { commandFirst, parseArgs, type ParsedArgs } from './args.ts';
import { commands } from './flags.ts';
import type { Io } from './io.ts';

type Run = (args: ParsedArgs, io: Io) => Promise<number>;

/** What runs a command; each is loaded when it is called. */
async function runnerOf(name: string): Promise<Run | undefined> {
  if (name === 'lint') return (await import('./commands/lint.ts')).lintCommand;
  if (name === 'completion') return (await import('./commands/completion.ts')).completionCommand;
  const { readingCommands } = await import('./commands/reading.ts');
  return readingCommands[name]?.();
}

const helpWords = new Set(['help', '--help', '-h']);

/** Finds the command in the arguments, parses the rest by its flags and runs it. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = commandFirst(argv, commands);
  if (name === undefined || helpWords.has(name) || name === 'options') {
    io.stdout(await helpText(name, rest[0], io.programName));
    return 0;
  }
  const command = commands.find((one) => one.name === name);
  if (!command) throw unknownCommand(name, io.programName);
  const args = await parseArgs(rest, command, io.programName);
  if (args.booleans.has('help')) {
    io.stdout(await helpText('help', name, io.programName));
    return 0;
  }
  const runner = await runnerOf(name);
  if (!runner) throw unknownCommand(name, io.programName);
  return runner(args, io);
}

async function helpText(word: string | undefined, topic: string | undefined, program: string): Promise<string> {
  const help = await import('./help.ts');
  if (word === 'options' || topic === 'options') return help.connectionHelp(commands);
  const command = commands.find((one) => one.name === topic);
  return command ? help.commandHelp(command, program) : help.overview(commands, program);
}

function unknownCommand(name: string, program: string): KnownError {
  if (name.startsWith('-')) {
    return new KnownError(`no command is given with ${name}`, `write the command first: ${program} explain ${name} …`);
  }
  const [near] = similarNames(
    name,
    commands.map((one) => one.name),
  );
  const hint = near ? `did you mean ${near}?` : `to explain a pod of that name: ${program} explain ${name}`;
  return new KnownError(`unknown command "${name}"`, hint);
}
