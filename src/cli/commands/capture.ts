import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { Gap, Snapshot } from '../../core/evidence.ts';
import { KnownError } from '../../core/errors.ts';
import type { ClusterReader } from '../../core/reader.ts';
import { RecordingReader } from '../../dump/capture.ts';
import type { LeftOut } from '../../dump/scrub.ts';
import { podStatusOf } from '../../facts/pod-status.ts';
import { waitsForNode } from '../../facts/trouble.ts';
import type { ParsedArgs } from '../args.ts';
import { readBeyondExplain } from '../fit-cluster.ts';
import { outputFormats } from '../flags.ts';
import type { Io } from '../io.ts';
import { reasonOf } from '../reason.ts';
import { openSource } from '../source.ts';
import { parseTargets } from '../targets.ts';
import { ofTargets } from './explain.ts';

/** `capture`: everything that `explain` would read about the targets, and `fit` of a pod that no node has, in one file that `-f` reads back. */
export async function captureCommand(args: ParsedArgs, io: Io): Promise<number> {
  const file = checkedFile(args.strings.get('output'));
  const wanted = parseTargets(args.positionals);
  if (wanted.length === 0) throw new KnownError('nothing to capture', 'give POD or deploy/NAME');
  const source = await openSource(args, io);
  const withLogs = args.booleans.has('with-logs');
  const reader = new RecordingReader(source.reader, withLogs);
  const { snapshots, failed } = await ofTargets(wanted, { ...source, reader }, args, io);
  if (snapshots.length === 0) return 2;
  const unread = await readForFit(snapshots, reader);
  const items = reader.items(snapshots.map(({ target }) => target));
  await write(file, `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 1)}\n`, io);
  // The first item says what the others are.
  io.stderr(notes(file, items.length - 1, snapshots, unread, reader.leftOut, withLogs));
  return failed ? 2 : 0;
}

/** Of pods that wait for a node: what the scheduler looks at beside nodes and pods. */
async function readForFit(snapshots: readonly Snapshot[], reader: ClusterReader): Promise<Gap[]> {
  const pods = snapshots.flatMap(({ pod }) => (pod.state === 'found' ? [pod.value] : []));
  const waiting = pods.filter((pod) => waitsForNode(podStatusOf(pod)) && !pod.metadata?.deletionTimestamp);
  return (await Promise.all(waiting.map((pod) => readBeyondExplain(reader, pod)))).flat();
}

function checkedFile(file: string | undefined): string {
  const example = 'as in -o web.json.gz, or -o - for stdout';
  if (file === undefined) throw new KnownError('where to write the capture is missing', `give -o FILE, ${example}`);
  if (outputFormats.some((format) => format === file)) {
    throw new KnownError(`-o ${file}: a capture is always JSON`, `-o says where to, ${example}`);
  }
  if (/\.ya?ml(\.gz)?$/i.test(file))
    throw new KnownError(`${file}: a capture is always JSON`, `name it so, ${example}`);
  return file;
}

async function write(file: string, text: string, io: Io): Promise<void> {
  if (file === '-') {
    io.stdout(text);
    return;
  }
  try {
    await writeFile(file, file.endsWith('.gz') ? gzipSync(text) : text, { mode: 0o600 });
  } catch (error) {
    throw new KnownError(`${file} cannot be written: ${reasonOf(error)}`);
  }
}

/** What is in the file, what is not, and what to do before passing it on. */
function notes(
  file: string,
  count: number,
  snapshots: readonly Snapshot[],
  unread: readonly Gap[],
  leftOut: LeftOut,
  withLogs: boolean,
): string {
  const about = snapshots.map(({ target: { kind, namespace, name } }) => `${kind} ${namespace}/${name}`).join(', ');
  const gaps = [...snapshots.flatMap((snapshot) => snapshot.gaps), ...unread].filter(
    ({ why }) => why !== 'left out of the capture',
  );
  const without = [
    ...amount(leftOut.variables, 'value of an environment variable', 'values of environment variables'),
    ...amount(leftOut.secretValues, 'value of a Secret', 'values of Secrets'),
    ...amount(leftOut.configValues, 'value of a ConfigMap', 'values of ConfigMaps'),
    ...amount(leftOut.lastApplied, 'last-applied annotation', 'last-applied annotations'),
    ...(withLogs ? [] : ['logs (--with-logs adds their last lines)']),
  ];
  const masked = amount(leftOut.masked, 'text that looks like a secret', 'texts that look like secrets').join('');
  return [
    `captured ${about}: ${amount(count, 'object', 'objects').join('')}${file === '-' ? '' : ` in ${file}`}`,
    ...(without.length > 0 ? [`left out: ${without.join(', ')}`] : []),
    ...(masked ? [`masked: ${masked}`] : []),
    ...[...new Set(gaps.map(({ what, why }) => `could not be read: ${what} (${why})`))],
    `names, images, commands, messages${withLogs ? ' and logs' : ''} are in it: look through it before you pass it on`,
    '',
  ].join('\n');
}

function amount(count: number, one: string, many: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}
