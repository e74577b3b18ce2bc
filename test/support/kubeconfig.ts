import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Outside } from '../../src/kube/outside.ts';
import { tlsFiles } from './api-server.ts';

export interface KubeconfigOptions {
  readonly server: string;
  readonly namespace?: string;
  /** Fields of the cluster and the user beside the server and its authority. */
  readonly cluster?: Readonly<Record<string, unknown>>;
  readonly user?: Readonly<Record<string, unknown>>;
}

/** A kubeconfig with one context, `test`. It trusts the replay server's authority. */
export function kubeconfigText({ server, namespace, cluster, user }: KubeconfigOptions): string {
  const authority = server.startsWith('https:')
    ? { 'certificate-authority-data': readFileSync(tlsFiles.authority).toString('base64') }
    : {};
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    clusters: [{ name: 'replay', cluster: { server, ...authority, ...cluster } }],
    users: [{ name: 'jane', user: user ?? {} }],
    contexts: [{ name: 'test', context: { cluster: 'replay', user: 'jane', ...(namespace ? { namespace } : {}) } }],
  });
}

export interface FakeOutside extends Outside {
  /** What was written to stderr. */
  readonly said: string[];
  /** Milliseconds of every sleep; none of them is slept. */
  readonly slept: number[];
}

/** An outside world with the given files and nothing else: no home, no environment, no commands, a clock that stands still. */
export function fakeOutside(
  files: Readonly<Record<string, string | Buffer>> = {},
  given: Partial<Outside> = {},
): FakeOutside {
  const said: string[] = [];
  const slept: number[] = [];
  return {
    env: {},
    platform: 'linux',
    version: '1.2.3',
    stdinIsTerminal: () => false,
    stderr: (text) => said.push(text),
    readFile: async (path) => {
      const content = files[path];
      if (content === undefined)
        throw Object.assign(new Error(`ENOENT: no such file, open '${path}'`), { code: 'ENOENT' });
      return Buffer.from(content);
    },
    readFolder: async (path) => {
      const names = Object.keys(files).flatMap((file) => (dirname(file) === path ? [basename(file)] : []));
      if (names.length === 0)
        throw Object.assign(new Error(`ENOENT: no such folder, scandir '${path}'`), { code: 'ENOENT' });
      return names;
    },
    trustedByNode: async () => [],
    runCommand: () => Promise.reject(new Error('no command was expected')),
    now: () => Date.parse('2026-01-15T12:00:00Z'),
    sleep: async (milliseconds) => void slept.push(milliseconds),
    said,
    slept,
    ...given,
  };
}
