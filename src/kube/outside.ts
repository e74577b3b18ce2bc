import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

export interface CommandResult {
  readonly exitCode: number;
  /** The signal that ended it, where one did. */
  readonly signal: string | null;
  readonly stdout: string;
}

export interface CommandOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether it may read what the user types. */
  readonly stdin: 'inherit' | 'ignore';
}

/** Everything that connecting to a cluster touches beside the network. */
export interface Outside {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly version: string;
  /** Asked only where it matters: to open stdin costs milliseconds. */
  readonly stdinIsTerminal: () => boolean;
  readonly stderr: (text: string) => void;
  /** The bytes of a file; rejects as `node:fs` does. */
  readonly readFile: (path: string) => Promise<Buffer>;
  /** The names in a folder; rejects as `node:fs` does. */
  readonly readFolder: (path: string) => Promise<readonly string[]>;
  /** The authorities that Node knows and those that it finds in the system, in PEM; none where it cannot ask the system. */
  readonly trustedByNode: () => Promise<readonly string[]>;
  /** Runs a command with its stderr shown to the user; rejects where it cannot be started. */
  readonly runCommand: (command: string, args: readonly string[], options: CommandOptions) => Promise<CommandResult>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** The world as it is; what differs between callers is given. */
export function realOutside(given: Pick<Outside, 'env' | 'version' | 'stderr'>): Outside {
  return {
    ...given,
    platform: process.platform,
    stdinIsTerminal: () => process.stdin.isTTY,
    readFile: (path) => readFile(path),
    readFolder: (path) => readdir(path),
    trustedByNode,
    runCommand,
    now: () => Date.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  };
}

/** Node 22.15 and newer can tell. */
async function trustedByNode(): Promise<readonly string[]> {
  const tls = (await import('node:tls')) as { readonly getCACertificates?: (from: string) => readonly string[] };
  return ['default', 'system'].flatMap((from) => tls.getCACertificates?.(from) ?? []);
}

export function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: options.env, stdio: [options.stdin, 'pipe', 'inherit'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ exitCode: code ?? -1, signal, stdout: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

/** Whether an error of `node:fs` or `node:child_process` says that there is no such file. */
export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
}

/** `code` of a system error (`ENOENT`, `ECONNREFUSED`); empty where it has none. */
export function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

export function messageOf(error: unknown): string {
  const isError = typeof error === 'object' && error !== null && 'message' in error;
  return String(isError ? error.message : error);
}

/** A text from a server or a file on one line, without control characters: it becomes part of an error message. */
export function oneLine(text: string): string {
  const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -~])/g;

  const controls = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+/g;
  return text.replace(escapes, '').replace(controls, ' ').trim();
}
