import { KnownError } from './core/errors.ts';
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
    const { run } = await import('./cli/program.ts');
    return await run(argv, io);
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    reportError(error, io);
    return 2;
  }
}
