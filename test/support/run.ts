import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const launcher = join(import.meta.dirname, '../../bin/kubectl-podlife');

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, with nothing of this process' environment but PATH. */
export function runProgram(
  program: string,
  args: readonly string[],
  { input, env = {} }: { input?: string; env?: Record<string, string> } = {},
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { PATH: process.env['PATH'] ?? '', ...env } });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.on('error', () => undefined).end(input ?? '');
  });
}

/** Runs podlife as it is built in dist. */
export function podlife(args: readonly string[], options: Parameters<typeof runProgram>[2] = {}): Promise<Result> {
  return runProgram(launcher, args, options);
}
