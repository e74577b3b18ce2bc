import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/main.ts';
import type { Result } from './run.ts';

/** Runs podlife in this process, with the given environment and nothing of the real one. */
export async function runHere(args: readonly string[], given: Partial<Io> = {}): Promise<Result> {
  let [stdout, stderr] = ['', ''];
  const code = await main(args, {
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
    stdin: async () => Buffer.alloc(0),
    env: {},
    isTerminal: false,
    columns: undefined,
    programName: 'kubectl podlife',
    ...given,
  });
  return { code, stdout, stderr };
}
