import type { EvidenceKey, Snapshot, Target } from '../../core/evidence.ts';
import { isKnownError, KnownError } from '../../core/errors.ts';
import type { Pod } from '../../core/kubernetes.ts';
import type { Lookup } from '../../core/lookup.ts';
import type { ClusterReader } from '../../core/reader.ts';
import type { PodReport } from '../../core/report.ts';
import { qualifiedPlural } from '../../facts/resources.ts';
import { similarNames } from '../../facts/similar.ts';
import { gather, gatherListed } from '../../kube/gather.ts';
import { sharedReader } from '../../kube/shared-reader.ts';
import { explain } from '../../report/explain.ts';
import { rules } from '../../rules/index.ts';
import type { ParsedArgs } from '../args.ts';
import { reportError } from '../errors.ts';
import type { Io } from '../io.ts';
import { exitCodeOf, printReports, withCommandFlags } from '../print.ts';
import { openSource, type Source } from '../source.ts';
import { parseTargets, type NamedTarget } from '../targets.ts';

/** Pods that are gathered at the same time. */
const atOnce = 4;

/** All evidence that the rules ask for: it decides which questions are put to the cluster. */
export const neededEvidence: ReadonlySet<EvidenceKey> = new Set(
  rules.flatMap(({ needs, mayUse = [] }) => [...needs, ...mayUse]),
);

/** `explain`: one report a target. What cannot be done is said on stderr, the rest is done; then the exit code is 2. */
export async function explainCommand(args: ParsedArgs, io: Io): Promise<number> {
  const named = checkedTargets(args);
  const source = await openSource(args, io);
  const wanted = named.length === 0 && !selectsPods(args) ? source.captured : named;
  const { snapshots, failed } =
    wanted.length > 0 ? await ofTargets(wanted, source, args, io) : await ofPods(source, args, io);
  const reports = snapshots.map((snapshot) => withCommandFlags(explain(snapshot, rules), source.commandFlags));
  if (reports.length > 0) await printReports(reports, wanted.length === 1, args, io);
  const broken = sayFailedRules(reports, io);
  return failed || broken ? 2 : exitCodeOf(reports, args);
}

/** The flag that says which pods, where there is one. */
function selectsPods(args: ParsedArgs): string | undefined {
  const selector = ['selector', 'field-selector'].find((name) => args.strings.has(name));
  return selector ?? (args.booleans.has('all-namespaces') ? 'all-namespaces' : undefined);
}

function checkedTargets(args: ParsedArgs): NamedTarget[] {
  const many = selectsPods(args);
  if (args.positionals.length > 0 && many) {
    throw new KnownError(`a name and --${many} cannot be given together`, 'give names, or say which pods');
  }
  if (args.positionals.length === 0 && !many && !args.lists.has('filename')) {
    throw new KnownError(
      'nothing to explain',
      'give POD, deploy/NAME, -l LABELS or -A; try `kubectl podlife demo` without a cluster',
    );
  }
  return parseTargets(args.positionals);
}

export interface Gathered {
  readonly snapshots: readonly Snapshot[];
  readonly failed: boolean;
}

/** Everything about each target that is there; of the others it is said on stderr why not. */
export async function ofTargets(
  wanted: readonly NamedTarget[],
  source: Source,
  args: ParsedArgs,
  io: Io,
): Promise<Gathered> {
  const snapshots: Snapshot[] = [];
  let failed = false;
  for (const named of wanted) {
    const snapshot = await orReport(io, async () => {
      const target = { ...named, namespace: named.namespace ?? (await namespaceOf(named, source, args)) };
      return gather(source.reader, target, neededEvidence);
    });
    // Where the cluster itself does not answer, the other targets would only say the same.
    if (!snapshot) return { snapshots, failed: true };
    const isThere = await orReport(io, async () => {
      await checkFound(snapshot, source.reader);
      return true;
    });
    if (isThere) snapshots.push(snapshot);
    else failed = true;
  }
  return { snapshots, failed };
}

/** What the work gives; undefined where it ended in a KnownError, which is then said. */
async function orReport<T>(io: Io, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isKnownError(error)) throw error;
    reportError(error, io);
    return undefined;
  }
}

/** The namespace that was given, else the only one there is, else (in a file) the one that holds the object. */
export async function namespaceOf(named: NamedTarget, source: Source, args: ParsedArgs): Promise<string> {
  const given = args.strings.get('namespace') ?? source.namespace;
  if (given !== undefined) return given;
  const list = await source.reader.list(named.kind, { fieldSelector: `metadata.name=${named.name}` });
  const places = list.state === 'found' ? list.value.map(({ metadata }) => metadata?.namespace ?? 'default') : [];
  if (places.length > 1) {
    throw new KnownError(
      `${named.kind} ${named.name} is in several namespaces: ${places.join(', ')}`,
      'say which with -n',
    );
  }
  return places[0] ?? 'default';
}

/** Throws what kubectl would say where the target itself cannot be read. */
export async function checkFound(snapshot: Snapshot, reader: ClusterReader): Promise<void> {
  const { target } = snapshot;
  const lookup: Lookup<unknown> | undefined = target.kind === 'Pod' ? snapshot.pod : snapshot.chain.at(-1)?.object;
  const resource = qualifiedPlural(target.kind);
  if (!lookup || lookup.state === 'found') return;
  if (lookup.state === 'refused') {
    const needs =
      lookup.why === 'forbidden' ? `it needs get on ${resource} in namespace ${target.namespace}` : undefined;
    throw new KnownError(`${resource} "${target.name}" cannot be read: ${lookup.why}`, needs);
  }
  throw new KnownError(
    `${resource} "${target.name}" not found in namespace ${target.namespace}`,
    await nearestNames(target, reader),
  );
}

async function nearestNames(target: Target, reader: ClusterReader): Promise<string | undefined> {
  const list = await reader.list(target.kind, { namespace: target.namespace });
  if (list.state !== 'found') return undefined;
  const names = list.value.flatMap(({ metadata }) => (metadata?.name ? [metadata.name] : []));
  const near = similarNames(target.name, names);
  if (near.length > 0) return `did you mean ${near.join(' or ')}?`;
  return names.length > 0 ? `there are: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}` : undefined;
}

/** Every pod that the selectors choose, by namespace and name. */
async function ofPods(source: Source, args: ParsedArgs, io: Io): Promise<Gathered> {
  const namespace = args.booleans.has('all-namespaces')
    ? undefined
    : (args.strings.get('namespace') ?? source.namespace);
  const labelSelector = args.strings.get('selector');
  const fieldSelector = args.strings.get('field-selector');
  const list = await source.reader.list('Pod', {
    ...(namespace === undefined ? {} : { namespace }),
    ...(labelSelector === undefined ? {} : { labelSelector }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
  });
  const where = namespace === undefined ? 'any namespace' : `namespace ${namespace}`;
  if (list.state === 'refused')
    throw new KnownError(`pods of ${where} cannot be listed: ${list.why}`, 'it needs list on pods');
  if (list.state === 'unasked' && source.captured.length > 0)
    throw new KnownError('a capture holds no list of all pods', 'without a selector it explains what it is about');
  const pods = list.state === 'found' ? [...(list.value as readonly Pod[])].sort(byName) : [];
  if (pods.length === 0) io.stderr(`No resources found in ${where}.\n`);
  const reader = sharedReader(source.reader);
  const snapshots: Snapshot[] = [];
  for (let start = 0; start < pods.length; start += atOnce) {
    const group = pods.slice(start, start + atOnce);
    const gathered = await orReport(io, () =>
      Promise.all(group.map((pod) => gatherListed(reader, pod, neededEvidence))),
    );
    if (!gathered) return { snapshots, failed: true };
    snapshots.push(...gathered);
  }
  return { snapshots, failed: false };
}

function byName(a: Pod, b: Pod): number {
  const key = ({ metadata }: Pod): string => `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
  return key(a) < key(b) ? -1 : 1;
}

/** A rule that failed is a defect of podlife; its silence must not pass for health. */
function sayFailedRules(reports: readonly PodReport[], io: Io): boolean {
  const failures = reports.flatMap(({ failedRules }) => failedRules);
  for (const { rule, error } of failures)
    reportError(new KnownError(`rule ${rule} failed on this input: ${error}`), io);
  return failures.length > 0;
}
