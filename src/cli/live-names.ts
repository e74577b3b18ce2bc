import { spawn } from 'node:child_process';
import type { CommandOptions, CommandResult } from '../kube/outside.ts';
import type { ParsedArgs } from './args.ts';
import type { Io } from './io.ts';
import { kubeFlagsOf } from './kube-flags.ts';
import { version } from './version.ts';

/** Somebody waits at the prompt. */
const longestMilliseconds = 2000;

/** Names of a kind in the cluster and namespace that the flags say; none where they cannot be had soon. */
export async function liveNames(kind: string, args: ParsedArgs, io: Io): Promise<string[]> {
  return soon(async () => {
    const { connect } = await import('../kube/connect.ts');
    const flags = { ...kubeFlagsOf(args), requestTimeout: `${longestMilliseconds}ms`, verbosity: 0 };
    const { reader, namespace } = await connect(flags, {
      ...silent(io),
      stdinIsTerminal: () => false,
      runCommand: briefly,
      sleep: () => Promise.reject(new Error('nobody waits that long')),
    });
    const list = await reader.listKeyed(kind, namespace);
    return list.state === 'found' ? list.value.map(({ name }) => name).sort() : [];
  });
}

/** What the kubeconfig holds. */
export async function kubeconfigEntries(
  what: 'contexts' | 'clusters' | 'users',
  args: ParsedArgs,
  io: Io,
): Promise<string[]> {
  return soon(async () => {
    const { kubeconfigNames } = await import('../kube/connect.ts');
    return kubeconfigNames(what, kubeFlagsOf(args), silent(io));
  });
}

function silent(io: Io): { env: Io['env']; stderr: () => void; version: string } {
  return { env: io.env, stderr: () => undefined, version: version() };
}

async function soon(work: () => Promise<string[]>): Promise<string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string[]>((resolve) => (timer = setTimeout(() => resolve([]), longestMilliseconds)));
  try {
    return await Promise.race([work().catch(() => []), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A credential plugin that asks nothing, says nothing and is ended when the time is over. */
function briefly(command: string, args: readonly string[], { env }: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: longestMilliseconds,
      killSignal: 'SIGKILL',
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ exitCode: code ?? -1, signal, stdout: Buffer.concat(chunks).toString('utf8') });
    });
  });
}
