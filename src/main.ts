import { isKnownError, KnownError } from './core/errors.ts';
import { reportError } from './cli/errors.ts';
import type { Io } from './cli/io.ts';
import { version } from './cli/version.ts';

/** Runs the program and returns its exit code: 0 done, 1 findings reached `--fail-on`, 2 the work could not be done. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    if (argv[0] === '--version' || argv[0] === 'version') {
      io.stdout(`${io.programName} ${version()}\n`);
      return 0;
    }
    if (argv[0] === '__complete') {
      const { completeCommand } = await import('./cli/commands/complete.ts');
      return await completeCommand(argv.slice(1), io);
    }
    const { run } = await import('./cli/program.ts');
    return await run(argv, io);
  } catch (error) {
    reportError(isKnownError(error) ? error : defect(error, io), io);
    return 2;
  }
}

/** What should not have happened: said in one sentence as well; with PODLIFE_DEBUG the stack follows. */
function defect(error: unknown, io: Io): KnownError {
  const unwritten = writeFailure(error);
  if (unwritten !== undefined) return new KnownError(`the output cannot be written: ${unwritten}`);
  if (io.env['PODLIFE_DEBUG'] && error instanceof Error) io.stderr(`${error.stack ?? ''}\n`);
  const message = error instanceof Error ? error.message : String(error);
  return new KnownError(`podlife failed: ${message}`, 'this is a defect; PODLIFE_DEBUG=1 shows where');
}

/** Why stdout takes nothing more, `no space left on device`; undefined for all other errors. */
function writeFailure(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || error.syscall !== 'write') return undefined;
  return error.message.replace(/^\w+: |, write$/g, '');
}
