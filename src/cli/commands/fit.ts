import { KnownError } from '../../core/errors.ts';
import type { EvidenceKey } from '../../core/evidence.ts';
import type { FitChange, FitReport } from '../../core/fit-report.ts';
import type { KubeObject } from '../../core/kubernetes.ts';
import { nameOf } from '../../facts/metadata.ts';
import { targetKinds } from '../../facts/resources.ts';
import { gather } from '../../kube/gather.ts';
import { fitRenderers } from '../../render/fit/index.ts';
import { reportFit } from '../../report/fit.ts';
import type { ParsedArgs } from '../args.ts';
import { readSituation } from '../fit-cluster.ts';
import { fitTargetOf, fitTargetOfDraft, type FitTarget } from '../fit-target.ts';
import type { ColorMode, OutputFormat } from '../flags.ts';
import type { Io } from '../io.ts';
import { Progress } from '../progress.ts';
import { openSource, readObjects, type Source } from '../source.ts';
import { parseTargets, type NamedTarget } from '../targets.ts';
import { terminalWidth, useColor } from '../terminal.ts';
import { checkFound, namespaceOf } from './explain.ts';

const owners: ReadonlySet<EvidenceKey> = new Set<EvidenceKey>(['owner']);

/** `fit`: every node's answer to one pod. */
export async function fitCommand(args: ParsedArgs, io: Io): Promise<number> {
  const isDraft = args.booleans.has('cluster');
  if (isDraft && !args.lists.has('filename')) {
    throw new KnownError('--cluster needs -f', 'without a manifest the cluster is asked anyway');
  }
  const { source, target } = isDraft ? await ofDraft(args, io) : await ofSource(args, io);
  const progress = new Progress(io);
  const situation = await readSituation(source.reader, target.pod, target.said, progress);
  progress.clear();
  const { pod: _unplaced, ...rest } = target;
  const { metadata } = target.pod;
  const about = {
    kind: target.isSupposed ? target.keeper.kind : 'Pod',
    namespace: metadata?.namespace ?? 'default',
    name: metadata?.name ?? '',
  };
  const input = { asOf: source.reader.now(), target: about, ...rest, ...situation };
  const report = reportFit(input, { allReasons: args.booleans.has('all-reasons') });
  await print(withFlags(report, source.commandFlags), args, io);
  return 0;
}

interface Wanted {
  readonly source: Source;
  readonly target: FitTarget;
}

async function ofSource(args: ParsedArgs, io: Io): Promise<Wanted> {
  const [given, ...others] = parseTargets(args.positionals);
  if (others.length > 0) throw new KnownError('fit takes one pod at a time');
  if (!given && !args.lists.has('filename')) {
    throw new KnownError('no pod is given', 'write POD or deploy/NAME, or -f FILE --cluster for a manifest');
  }
  const source = await openSource(args, io);
  const named = given ?? (await onlyWaiting(source));
  const target = { ...named, namespace: named.namespace ?? (await namespaceOf(named, source, args)) };
  const snapshot = await gather(source.reader, target, owners);
  await checkFound(snapshot, source.reader);
  return { source, target: await fitTargetOf(snapshot, source.reader, source.reader.now()) };
}

/** Without a name: the pod of the file that no node has, where there is one. */
async function onlyWaiting({ reader, captured }: Source): Promise<NamedTarget> {
  const [first] = captured;
  if (first) return first;
  const list = await reader.list('Pod', {});
  const pods = list.state === 'found' ? list.value : [];
  const waiting = pods.filter(({ spec }) => !(spec as { nodeName?: string } | undefined)?.nodeName);
  const [only] = waiting;
  if (!only || waiting.length > 1) {
    const names = waiting.map(({ metadata }) => metadata?.name ?? '');
    const hint =
      names.length > 0 ? `there are: ${names.slice(0, 5).join(', ')}` : 'no pod of the file waits for a node';
    throw new KnownError('say which pod', hint);
  }
  return { kind: 'Pod', name: nameOf(only), namespace: only.metadata?.namespace ?? 'default' };
}

async function ofDraft(args: ParsedArgs, io: Io): Promise<Wanted> {
  const objects = await readObjects(args.lists.get('filename') ?? [], io);
  const draft = draftOf(objects, parseTargets(args.positionals));
  const lists = new Map([...args.lists].filter(([name]) => name !== 'filename'));
  const source = await openSource({ ...args, lists }, io);
  const namespace = args.strings.get('namespace') ?? draft.metadata?.namespace ?? source.namespace ?? 'default';
  return { source, target: fitTargetOfDraft(draft, namespace) };
}

function draftOf(objects: readonly KubeObject[], [named]: readonly NamedTarget[]): KubeObject {
  const makers = objects.filter(({ kind = '' }) => targetKinds.includes(kind));
  const chosen = named
    ? makers.filter(({ kind, metadata }) => kind === named.kind && metadata?.name === named.name)
    : makers;
  const [only] = chosen;
  if (only && chosen.length === 1) return only;
  const names = makers.map(({ kind = '', metadata }) => `${kind.toLowerCase()}/${metadata?.name ?? ''}`);
  if (names.length === 0) throw new KnownError('the manifest holds nothing that makes pods');
  throw new KnownError('say which object of the manifest', `there are: ${names.slice(0, 5).join(', ')}`);
}

/** Commands reach the cluster that was asked. */
function withFlags(report: FitReport, flags: readonly string[]): FitReport {
  if (flags.length === 0) return report;
  const aim = ([program = '', ...rest]: readonly string[]): string[] => [program, ...flags, ...rest];
  const aimed = <T extends FitChange>(change: T): T => ({
    ...change,
    command: change.command && aim(change.command),
    commands: change.commands.map(aim),
  });
  return {
    ...report,
    nodes: report.nodes.map((node) => ({ ...node, changes: node.changes.map(aimed) })),
    smallestChange: report.smallestChange && aimed(report.smallestChange),
  };
}

async function print(report: FitReport, args: ParsedArgs, io: Io): Promise<void> {
  // The choices of both flags were checked when they were parsed.
  const format = (args.strings.get('output') ?? 'table') as OutputFormat;
  const mode = (args.strings.get('color') ?? 'auto') as ColorMode;
  const render = await fitRenderers[format]();
  io.stdout(render(report, { width: terminalWidth(io), color: useColor(mode, io), brief: false }));
}
