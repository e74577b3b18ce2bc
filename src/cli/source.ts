import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { KnownError } from '../core/errors.ts';
import type { Target } from '../core/evidence.ts';
import type { KubeObject } from '../core/kubernetes.ts';
import type { ClusterReader } from '../core/reader.ts';
import { parseTime } from '../facts/time.ts';
import type { ParsedArgs } from './args.ts';
import type { Io } from './io.ts';
import { reasonOf } from './reason.ts';
import { version } from './version.ts';

/** Where answers come from, and the namespace that counts where none is given. */
export interface Source {
  readonly reader: ClusterReader;
  /** Undefined where the objects of a file lie in several namespaces: then any of them counts. */
  readonly namespace: string | undefined;
  /** What a printed command needs beside it to reach the same cluster: `--context prod`. */
  readonly commandFlags: readonly string[];
  /** What the captures among the files are about. */
  readonly captured: readonly Target[];
}

/** Opens what `-f` names, or connects to the cluster. */
export async function openSource(args: ParsedArgs, io: Io): Promise<Source> {
  const files = args.lists.get('filename');
  if (!files && args.strings.has('as-of')) throw new KnownError('--as-of needs -f', 'the time of a cluster is its own');
  return files ? openFiles(files, args, io) : openCluster(args, io);
}

async function openFiles(files: readonly string[], args: ParsedArgs, io: Io): Promise<Source> {
  const [{ ObjectReader }, { parseObjects }, { capturedTargets }] = await Promise.all([
    import('../dump/object-reader.ts'),
    import('../dump/parse.ts'),
    import('../dump/capture.ts'),
  ]);
  const objects: KubeObject[] = [];
  for (const { name, bytes } of await readFiles(files, io)) objects.push(...parseObjects(bytes, name));
  const captured = capturedTargets(objects);
  const ofPods = objects.flatMap(({ kind, metadata }) => (kind === 'Pod' ? [metadata?.namespace ?? 'default'] : []));
  // A capture may hold the pods of other namespaces that share the nodes.
  const namespaces = new Set(captured.length > 0 ? captured.map(({ namespace }) => namespace) : ofPods);
  const given = args.strings.get('namespace');
  return {
    reader: new ObjectReader(objects, asOfOf(args)),
    namespace: given ?? (namespaces.size === 1 ? [...namespaces][0] : undefined),
    commandFlags: [],
    captured,
  };
}

function asOfOf(args: ParsedArgs): number | undefined {
  const text = args.strings.get('as-of');
  if (text === undefined) return undefined;
  const time = parseTime(text);
  if (time === undefined) throw new KnownError(`--as-of "${text}" is not a time`, 'write it as 2026-01-31T12:00:00Z');
  return time;
}

/** The objects in what `-f` names. */
export async function readObjects(names: readonly string[], io: Io): Promise<KubeObject[]> {
  const { parseObjects } = await import('../dump/parse.ts');
  return (await readFiles(names, io)).flatMap(({ name, bytes }) => parseObjects(bytes, name));
}

async function readFiles(names: readonly string[], io: Io): Promise<{ name: string; bytes: Buffer }[]> {
  const read: { name: string; bytes: Buffer }[] = [];
  for (const name of names) {
    if (name === '-') {
      read.push({ name: 'stdin', bytes: await io.stdin() });
      continue;
    }
    try {
      for (const path of await filesOf(name)) read.push({ name: path, bytes: await readFile(path) });
    } catch (error) {
      throw new KnownError(`${name} cannot be read: ${reasonOf(error)}`);
    }
  }
  return read;
}

/** The file itself; of a folder the files that kubectl would take. */
async function filesOf(name: string): Promise<string[]> {
  if (!(await stat(name)).isDirectory()) return [name];
  const entries = (await readdir(name)).filter((entry) => /\.(json|ya?ml)(\.gz)?$/.test(entry)).sort();
  if (entries.length === 0) throw new KnownError('it holds no .json, .yaml or .yml file');
  return entries.map((entry) => join(name, entry));
}

async function openCluster(args: ParsedArgs, io: Io): Promise<Source> {
  const { connect } = await import('../kube/connect.ts');
  const { kubeFlagsOf } = await import('./kube-flags.ts');
  const { reader, namespace } = await connect(kubeFlagsOf(args), {
    env: io.env,
    stderr: io.stderr,
    version: version(),
  });
  const commandFlags = ['kubeconfig', 'context', 'cluster', 'user', 'server'].flatMap((name) => {
    const value = args.strings.get(name);
    return value === undefined ? [] : [`--${name}=${value}`];
  });
  return { reader, namespace, commandFlags, captured: [] };
}
