import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isKnownError, KnownError } from '../../core/errors.ts';
import type { Gap } from '../../core/evidence.ts';
import { severities } from '../../core/finding.ts';
import type { BundleFacts, LintFinding, LintReport } from '../../core/manifest.ts';
import { unifiedDiff } from '../../manifests/diff.ts';
import { LineIndex } from '../../manifests/positions.ts';
import { clean } from '../../render/text/clean.ts';
import { lintRenderers, type LintFormat } from '../../render/lint/index.ts';
import type { Replacement } from '../../render/lint/context.ts';
import { lintReport, type LintContext, type LintedInput } from '../../report/lint.ts';
import { lintRules } from '../../rules/lint.ts';
import type { ParsedArgs } from '../args.ts';
import { readBaseline, writeBaseline, type Baseline } from '../baseline.ts';
import { bundleWithCluster } from '../cluster-bundle.ts';
import { reportError } from '../errors.ts';
import type { ColorMode } from '../flags.ts';
import type { Io } from '../io.ts';
import { fixFile, lintFile, replacementsOf, type LintedFileText, type Listener } from '../lint-file.ts';
import { LintFiles, type LoadedFile } from '../lint-files.ts';
import { lintSettings, type LintSettings } from '../lint-settings.ts';
import { terminalWidth, useColor } from '../terminal.ts';
import { Progress } from '../progress.ts';
import { version } from '../version.ts';
import { isUnchanged, replaceText } from '../write-file.ts';

/** How the command was called, beside what settings say. */
interface Wish {
  readonly format: LintFormat;
  readonly fix: boolean;
  readonly dryRun: boolean;
  readonly writeBaseline: boolean;
}

/** Everything that one run gathers. */
interface Outcome {
  readonly inputs: LintedInput[];
  readonly excerpts: Map<string, ReadonlyMap<number, string>>;
  readonly replacements: Map<LintFinding, readonly Replacement[]>;
  inBaseline: number;
  fixes: number;
  fixedFiles: number;
}

/** `lint`: what would go wrong with manifests. What cannot be done is said on stderr, the rest is done; then the exit code is 2. */
export async function lintCommand(args: ParsedArgs, io: Io): Promise<number> {
  const paths = [...args.positionals, ...(args.lists.get('filename') ?? [])];
  const wish = wishOf(args, paths);
  const cwd = process.cwd();
  const settings = await lintSettings(args, cwd, lintRules);
  const baseline = await baselineOf(wish, settings, cwd);
  const progress = new Progress(io);
  const files = new LintFiles({
    recursive: args.booleans.has('recursive'),
    stdin: io.stdin,
    excludes: (file) => settings.excludes(file),
    isOwn: (file) => settings.isOwn(file),
    version: settings.version,
  });
  await files.lookOver(paths, progress);
  const { bundle, gaps, namespace, failed } = await bundleOf(args, settings, files, io);
  const outcome = await lintAll(files, { bundle, namespace }, { settings, wish, baseline, progress, io });
  progress.clear();
  const report = lintReport(outcome.inputs, { inBaseline: outcome.inBaseline, couldNotCheck: gaps });
  if (wish.writeBaseline) await saveBaseline(report, settings, cwd, io);
  else if (!wish.dryRun) await print(report, outcome, wish, args, io);
  say(outcome, wish, files, baseline, io);
  const incomplete = sayWhatFailed(report, files, io) || failed;
  if (incomplete) return 2;
  return wish.writeBaseline ? 0 : exitCode(report, settings);
}

function wishOf(args: ParsedArgs, paths: readonly string[]): Wish {
  if (paths.length === 0) {
    throw new KnownError('nothing to lint', 'give files, folders or globs, or - for what a pipe brings');
  }
  const fix = args.booleans.has('fix');
  const dryRun = args.booleans.has('dry-run');
  if (dryRun && !fix) throw new KnownError('--dry-run needs --fix', 'linting changes nothing anyway');
  if (fix && !dryRun && paths.includes('-')) {
    throw new KnownError('stdin cannot be fixed in place', 'see the changes with --fix --dry-run');
  }
  // The choices of the flag were checked when it was parsed.
  const format = (args.strings.get('output') ?? 'table') as LintFormat;
  return { format, fix, dryRun, writeBaseline: args.booleans.has('write-baseline') };
}

async function baselineOf(wish: Wish, { baseline }: LintSettings, cwd: string): Promise<Baseline | undefined> {
  if (wish.writeBaseline && baseline === undefined) {
    throw new KnownError('--write-baseline needs a file', 'name it with --baseline FILE, or in .podlife.yaml');
  }
  return baseline === undefined || wish.writeBaseline ? undefined : readBaseline(baseline, cwd);
}

interface Around {
  readonly bundle: BundleFacts;
  readonly gaps: readonly Gap[];
  readonly namespace: string;
  readonly failed: boolean;
}

/** What the objects of the input can refer to: each other, and with `--cluster` what is there already. */
async function bundleOf(args: ParsedArgs, settings: LintSettings, files: LintFiles, io: Io): Promise<Around> {
  const namespace = settings.namespace ?? 'default';
  const nodes = settings.nodes === undefined ? {} : { nodes: settings.nodes };
  const alone = { objects: files.bundle, complete: new Set<string>(), ...nodes };
  if (!args.booleans.has('cluster')) return { bundle: alone, gaps: [], namespace, failed: false };
  try {
    const live = await bundleWithCluster(args, io, settings.namespace, files.bundle);
    return { ...live, bundle: { ...live.bundle, ...nodes }, failed: false };
  } catch (error) {
    if (!isKnownError(error)) throw error;
    reportError(error, io);
    return { bundle: alone, gaps: [], namespace, failed: true };
  }
}

interface Run {
  readonly settings: LintSettings;
  readonly wish: Wish;
  readonly baseline: Baseline | undefined;
  readonly progress: Progress;
  readonly io: Io;
}

/** Lints file after file; of each only its findings stay. */
async function lintAll(files: LintFiles, around: Pick<Around, 'bundle' | 'namespace'>, run: Run): Promise<Outcome> {
  const { settings, wish, baseline, progress } = run;
  const known = new Set(lintRules.map(({ id }) => id));
  const outcome: Outcome = {
    inputs: [],
    excerpts: new Map(),
    replacements: new Map(),
    inBaseline: 0,
    fixes: 0,
    fixedFiles: 0,
  };
  let documents = 0;
  for await (const loaded of files.each()) {
    const context: LintContext = { ...around, known, rules: settings.rulesFor(loaded.file) };
    const { linted } = wish.fix
      ? await fixed(loaded, context, run, outcome)
      : lintFile(
          loaded,
          context,
          settings.version,
          wish.format === 'sarif' ? replacing(loaded.text, outcome) : undefined,
        );
    const findings = baseline ? baseline.unknown(linted.findings) : linted.findings;
    outcome.inBaseline += linted.findings.length - findings.length;
    outcome.inputs.push({ ...linted, findings });
    outcome.excerpts.set(loaded.file, linted.excerpts);
    documents += linted.file.documents;
    progress.tell(() => `linting: ${outcome.inputs.length} of ${files.count} files, ${documents} documents`);
  }
  return outcome;
}

/** Remembers what the fixes of findings would change, as long as the text is at hand. */
function replacing(text: string, { replacements }: Outcome): Listener {
  const lines = new LineIndex(text);
  return (finding, manifest) => {
    if (finding.fix) replacements.set(finding, replacementsOf(finding, manifest, text, lines));
  };
}

/** Makes the fixes of a file, in it or as a diff on stdout, and says what is left to find. */
async function fixed(
  loaded: LoadedFile,
  context: LintContext,
  { settings, wish, progress, io }: Run,
  outcome: Outcome,
): Promise<LintedFileText> {
  const { first, applied, ...result } = fixFile(loaded, context, settings.version);
  if (wish.format === 'sarif' && !wish.dryRun) {
    const tell = replacing(result.text, outcome);
    for (const { finding, object } of result.wanted) tell(finding, object);
  }
  if (applied.length === 0) return first;
  if (wish.dryRun) {
    progress.clear();
    const diff = unifiedDiff(first.text, result.text, loaded.file);
    // What is piped must stay as it is, so that `patch` takes it.
    io.stdout(io.isTerminal ? clean(diff) : diff);
  } else {
    if (!(await isUnchanged(loaded.file, first.text))) {
      throw new KnownError(`${loaded.file} was changed while it was linted`, 'run it again');
    }
    await replaceText(loaded.file, result.text);
  }
  outcome.fixes += applied.length;
  outcome.fixedFiles++;
  return wish.dryRun ? first : result;
}

async function saveBaseline(
  { findings }: LintReport,
  { baseline = '' }: LintSettings,
  cwd: string,
  io: Io,
): Promise<void> {
  await writeBaseline(baseline, cwd, findings);
  io.stderr(`${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} written to ${baseline}\n`);
}

async function print(report: LintReport, outcome: Outcome, wish: Wish, args: ParsedArgs, io: Io): Promise<void> {
  const render = await lintRenderers[wish.format]();
  const ids = new Set(report.findings.map(({ rule }) => rule));
  const mode = (args.strings.get('color') ?? 'auto') as ColorMode;
  io.stdout(
    render(report, {
      width: terminalWidth(io),
      color: useColor(mode, io),
      version,
      excerpt: (file, line) => outcome.excerpts.get(file)?.get(line),
      rules: new Map(lintRules.map((rule) => [rule.id, rule])),
      pages: wish.format === 'sarif' ? await pagesOf(ids) : new Map(),
      replacements: (finding) => outcome.replacements.get(finding) ?? [],
    }),
  );
}

/** The pages of rules: beside the bundle, or in the sources. */
async function pagesOf(ids: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const folder = join(import.meta.dirname, import.meta.filename.endsWith('.ts') ? '../../rules' : 'rules');
  const wanted = lintRules.filter(({ id }) => ids.has(id));
  const pages = await Promise.all(
    wanted.map(
      async ({ id, topic }) => [id, await readFile(join(folder, topic, `${id}.md`), 'utf8').catch(() => '')] as const,
    ),
  );
  return new Map(pages.filter(([, text]) => text !== ''));
}

/** What else there is to know of the run. */
function say(
  { fixes, fixedFiles }: Outcome,
  wish: Wish,
  files: LintFiles,
  baseline: Baseline | undefined,
  io: Io,
): void {
  if (wish.fix) {
    const where = `${fixedFiles} ${fixedFiles === 1 ? 'file' : 'files'}`;
    const what = `${fixes} ${fixes === 1 ? 'fix' : 'fixes'}`;
    io.stderr(fixes === 0 ? 'nothing to fix\n' : `${what} in ${where}${wish.dryRun ? '; nothing was written' : ''}\n`);
  }
  if (files.excluded > 0)
    io.stderr(`${files.excluded} ${files.excluded === 1 ? 'file is' : 'files are'} excluded by the settings\n`);
  const stale = baseline?.stale ?? 0;
  if (stale > 0) {
    io.stderr(
      `${stale} ${stale === 1 ? 'finding' : 'findings'} of the baseline are mended; write it anew with --write-baseline\n`,
    );
  }
}

/** Whether something could not be done: files that cannot be read, documents that cannot be parsed, rules that failed. */
function sayWhatFailed(report: LintReport, files: LintFiles, io: Io): boolean {
  for (const { problem, hint } of files.unread) reportError(new KnownError(problem, hint), io);
  for (const { rule, error } of report.failedRules) {
    reportError(new KnownError(`rule ${rule} failed on this input: ${error}`), io);
  }
  const unparsed = report.findings.filter(({ rule, object }) => rule === 'yaml-error' && object === null);
  const [first, ...more] = unparsed;
  if (first) {
    const others = more.length > 0 ? ` and ${more.length} more` : '';
    reportError(new KnownError(`not all documents can be parsed: ${first.file}:${first.line}${others}`), io);
  }
  return files.unread.length > 0 || report.failedRules.length > 0 || unparsed.length > 0;
}

function exitCode({ findings }: LintReport, { failOn }: LintSettings): number {
  if (failOn === 'never') return 0;
  const limit = severities.indexOf(failOn);
  return findings.some(({ severity }) => severities.indexOf(severity) <= limit) ? 1 : 0;
}
