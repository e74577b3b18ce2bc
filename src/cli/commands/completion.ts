import { KnownError } from '../../core/errors.ts';
import { similarNames } from '../../facts/similar.ts';
import type { ParsedArgs } from '../args.ts';
import { completionScripts, type Shell } from '../completion-scripts.ts';
import type { Io } from '../io.ts';

const shells = Object.keys(completionScripts);

/** `completion SHELL`: the script that makes a shell complete the program's commands, flags and names. */
export async function completionCommand(args: ParsedArgs, io: Io): Promise<number> {
  const [shell, ...more] = args.positionals;
  if (more.length > 0) throw new KnownError('completion is for one shell at a time');
  if (shell === undefined) throw new KnownError('which shell?', `one of: ${shells.join(', ')}`);
  if (!isShell(shell)) {
    const [near] = similarNames(shell, shells);
    throw new KnownError(
      `there is no completion for "${shell}"`,
      near ? `did you mean ${near}?` : `there is for: ${shells.join(', ')}`,
    );
  }
  io.stdout(completionScripts[shell]);
  return 0;
}

function isShell(text: string): text is Shell {
  return shells.includes(text);
}
