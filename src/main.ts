import { KnownError } from './core/errors.ts';
import { runExplain } from './cli/commands/explain.ts';
import type { Io } from './cli/io.ts';

/** Runs the program and returns its exit code: 0 done, 1 findings reached `--fail-on`, 2 the work could not be done. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await runExplain(argv.slice(1), io);
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    io.stderr(`error: ${error.message}\n`);
    return 2;
  }
}
