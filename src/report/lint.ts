import { severities, type Observation } from '../core/finding.ts';
import { noEvidence, observe, type EvidenceSet } from '../core/evaluate.ts';
import type { Gap } from '../core/evidence.ts';
import type { KubeObject } from '../core/kubernetes.ts';
import { found } from '../core/lookup.ts';
import type { BundleFacts, DocumentProblem, LintedFile, LintFinding, LintReport, Range } from '../core/manifest.ts';
import type { Made } from '../core/rank.ts';
import { schemaVersion } from '../core/report.ts';
import type { Rule, Subject } from '../core/rule.ts';
import { stages } from '../core/manifest.ts';
import { detached } from '../facts/detached.ts';
import { namedPath } from '../facts/field-path.ts';
import { podSpecFacts, templateAt, templatePathOf } from '../facts/workload.ts';
import { excerptOf } from './excerpt.ts';
import { annotatedIgnores, suppress, type Ignore } from './suppress.ts';

/** An object of a document as lint looks at it. */
export interface LintObject {
  /** With the API server's defaults applied, and without the fields that it cannot decode. */
  readonly object: KubeObject;
  /** What the decoder and the validation of the API server say of it. */
  readonly problems: readonly DocumentProblem[];
  /** Path of the object in its document: empty, or `items[2]`. */
  readonly prefix: string;
  /** Path of the pod spec; missing where it holds none. */
  readonly templatePath?: string;
  /** Why it is not looked at: `Service holds no pods`. */
  readonly skipped?: string;
  readonly ignores: readonly Ignore[];
  /** Where a field stands, or the nearest one above it. */
  locate(path: string, atKey?: boolean): Range;
}

export interface LintDocument {
  /** Position in its file, from 0. */
  readonly index: number;
  /** Errors of the YAML itself. */
  readonly problems: readonly DocumentProblem[];
  /** Gone through once. */
  readonly objects: Iterable<LintObject>;
  readonly ignores: readonly Ignore[];
  readonly range: Range;
  readonly skipped?: string;
}

/** A file of the input. */
export interface LintInput {
  readonly file: string;
  /** What is wrong with the file as a whole. */
  readonly problems: readonly DocumentProblem[];
  /** Gone through once, so that they can be made one after the other. */
  readonly documents: Iterable<LintDocument>;
  /** A line of the text, from 1, for the frames around findings. */
  line(number: number): string;
}

export interface LintContext {
  /** The rules that are wanted, as they lint (`chosenRules`). */
  readonly rules: readonly Rule[];
  /** Every id that there is. */
  readonly known: ReadonlySet<string>;
  readonly bundle: BundleFacts;
  /** Namespace of objects that name none. */
  readonly namespace: string;
}

/** What lint says of one file. */
export interface LintedInput {
  readonly findings: readonly LintFinding[];
  readonly file: LintedFile;
  /** The lines that findings point at, by number; secrets are masked. */
  readonly excerpts: ReadonlyMap<number, string>;
  readonly objects: { readonly withPods: number; readonly others: number };
  readonly ignored: number;
  readonly failedRules: readonly { readonly rule: string; readonly error: string }[];
}

/** One finding with what its file has to know of it. */
interface Placed {
  readonly finding: LintFinding;
  readonly owner?: LintObject;
}

const wholeFile: Range = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/**
 * Lints one file. Pure: the same input gives the same answer. Of a document nothing stays but its findings; who wants to know the object of one is told at once.
 */
export function lintInput(
  input: LintInput,
  context: LintContext,
  tell?: (finding: LintFinding, owner: LintObject) => void,
): LintedInput {
  const findings: LintFinding[] = ofProblems(input, input.problems, wholeFile, context).map(({ finding }) => finding);
  const excerpts = new Map<number, string>();
  const skipped: { document: number; why: string }[] = [];
  const failedRules = new Map<string, { rule: string; error: string }>();
  const sums = { documents: 0, linted: 0, withPods: 0, others: 0, ignored: 0 };
  for (const document of input.documents) {
    const own = lintDocument(input, document, context, excerpts, tell !== undefined);
    for (const finding of own.kept) {
      findings.push(finding);
      const owner = own.owners.get(finding);
      if (owner) tell?.(finding, owner);
    }
    for (const one of own.failedRules) failedRules.set(`${one.rule} ${one.error}`, one);
    for (const why of own.skipped) skipped.push({ document: document.index, why });
    sums.documents++;
    if (own.linted > 0) sums.linted++;
    sums.withPods += own.withPods;
    sums.others += own.others;
    sums.ignored += own.ignored;
  }
  const { documents, linted, withPods, others, ignored } = sums;
  return {
    findings: findings.sort(byPlace),
    file: { file: input.file, documents, linted, skipped },
    excerpts,
    objects: { withPods, others },
    ignored,
    failedRules: [...failedRules.values()],
  };
}

/** What lint says of one document. */
interface LintedDocument {
  readonly kept: readonly LintFinding[];
  readonly ignored: number;
  /** The objects that findings are about, where somebody wants to know. */
  readonly owners: ReadonlyMap<LintFinding, LintObject>;
  readonly failedRules: readonly { readonly rule: string; readonly error: string }[];
  readonly skipped: readonly string[];
  readonly linted: number;
  readonly withPods: number;
  readonly others: number;
}

function lintDocument(
  input: LintInput,
  document: LintDocument,
  context: LintContext,
  excerpts: Map<number, string>,
  keepsOwners: boolean,
): LintedDocument {
  const failedRules: { rule: string; error: string }[] = [];
  const skipped = document.skipped === undefined ? [] : [document.skipped];
  const ignores: Ignore[] = [...document.ignores];
  const findings: LintFinding[] = [];
  const owners = new Map<LintFinding, LintObject>();
  const place = ({ finding, owner }: Placed): void => {
    findings.push(finding);
    const line = excerpts.get(finding.line) ?? input.line(finding.line);
    excerpts.set(finding.line, excerptOf(line, finding, owner?.object));
    if (owner && keepsOwners) owners.set(finding, owner);
  };
  const ownerless = new Set(document.problems);
  let [linted, withPods, others] = [0, 0, 0];
  for (const one of document.objects) {
    for (const problem of ownerless) {
      if (!isOf(problem, one) || !ownerless.delete(problem)) continue;
      ofProblems(input, [withinOwner(problem, one)], document.range, context, one).forEach(place);
    }
    ofObject(input, one, context, failedRules).forEach(place);
    for (const ignore of one.ignores) ignores.push(ignore);
    ignores.push(...annotatedIgnores(one.object, one.templatePath, (path) => one.locate(path)));
    if (one.skipped === undefined) linted++;
    else skipped.push(one.skipped);
    if (one.templatePath === undefined) others++;
    else withPods++;
  }
  ofProblems(input, [...ownerless], document.range, context).forEach(place);
  const { kept, ignored, useless } = suppress(findings, distinctIgnores(ignores), context.rules, context.known);
  const more = ofProblems(input, useless, document.range, context);
  more.forEach(place);
  const all = distinct([...kept, ...more.map(({ finding }) => finding)]);
  return { kept: all, ignored, owners, failedRules, skipped, linted, withPods, others };
}

/** What the rules say of an object. */
function ofObject(
  input: LintInput,
  one: LintObject,
  context: LintContext,
  failedRules: { rule: string; error: string }[],
): Placed[] {
  const { object, templatePath } = one;
  const problems = one.problems.map((problem) => placed(problem, one));
  const kind = object.kind ?? '';
  const name = object.metadata?.name ?? object.metadata?.generateName ?? '';
  const namespace = object.metadata?.namespace ?? context.namespace;
  const subject: Subject = {
    target: { kind, namespace, name },
    namespace,
    workload: { kind, name },
    templatePath: templatePath ?? templatePathOf(kind),
  };
  const evidence: EvidenceSet = {
    ...noEvidence,
    ...(templatePath === undefined
      ? {}
      : { spec: found(podSpecFacts(templateAt(object, templatePath), templatePath)) }),
    workload: found({ object, kind, name, namespace }),
    bundle: found(context.bundle),
    document: found({ problems }),
  };
  const { made, failures } = observe(context.rules, evidence, subject, 0);
  // What the API server cannot decode may be of any shape: a rule that stumbles over it is no defect.
  if (!problems.some(({ rule }) => rule === 'wrong-type')) failedRules.push(...failures);
  const unknown = problems.filter(({ rule }) => !context.known.has(rule)).map(unclaimed);
  return [...made, ...unknown].map((observed) => ({
    finding: findingOf(observed, input.file, object, (path, atKey) => one.locate(path, atKey)),
    owner: one,
  }));
}

/** A problem that stands elsewhere than its path says is found there. */
function placed(problem: DocumentProblem, one: LintObject): DocumentProblem {
  const { place, range, atKey } = problem;
  return place === undefined || range ? problem : { ...problem, range: one.locate(place, atKey) };
}

/** Problems that belong to no object: of the YAML, of the file, of ignores. */
function ofProblems(
  input: LintInput,
  problems: readonly DocumentProblem[],
  range: Range,
  { rules, known }: LintContext,
  owner?: LintObject,
): Placed[] {
  if (problems.length === 0) return [];
  const subject: Subject = {
    target: { kind: '', namespace: '', name: '' },
    namespace: '',
    workload: { kind: '', name: '' },
    templatePath: '',
  };
  const { made } = observe(rules, { ...noEvidence, document: found({ problems }) }, subject, 0);
  const unknown = problems.filter(({ rule }) => !known.has(rule)).map(unclaimed);
  return [...made, ...unknown].map((observed) => ({
    finding: findingOf(observed, input.file, owner?.object, () => range),
    ...(owner ? { owner } : {}),
  }));
}

/** Whether a problem of the YAML lies in an object. */
function isOf({ path }: DocumentProblem, { prefix }: LintObject): boolean {
  return prefix === '' || path === prefix || path.startsWith(`${prefix}.`);
}

/** The same problem with paths from the root of the object rather than of the document. */
function withinOwner(problem: DocumentProblem, { prefix }: LintObject): DocumentProblem {
  if (prefix === '') return problem;
  const inner = (path: string): string => path.slice(prefix.length).replace(/^\./, '');
  const { path, fix } = problem;
  const edits = fix?.edits.map((edit) => ({ ...edit, path: inner(edit.path) }));
  return { ...problem, path: inner(path), ...(fix && edits ? { fix: { ...fix, edits } } : {}) };
}

/** A problem that names a rule which does not exist is a defect, and still nothing to be silent about. */
function unclaimed(problem: DocumentProblem): Made {
  const { rule: id, title, explanation, path, range, atKey, stage, fix } = problem;
  const rule: Rule = {
    id,
    title,
    topic: 'document',
    severity: stage === 'advice' ? 'advice' : 'error',
    verdict: 'failing',
    stage,
    needs: ['document'],
    check: () => [],
  };
  const observation: Observation = {
    title,
    explanation,
    path,
    stage,
    evidence: [],
    remedies: [],
    ...(range ? { range } : {}),
    ...(atKey ? { atKey } : {}),
    ...(fix ? { fix } : {}),
  };
  return { rule, observation };
}

function findingOf(
  { rule, observation }: Made,
  file: string,
  object: KubeObject | undefined,
  locate: (path: string, atKey?: boolean) => Range,
): LintFinding {
  const container = observation.container as (Observation['container'] & { readonly path?: string }) | undefined;
  const path = observation.path ?? container?.path ?? '';
  const range = observation.range ?? locate(path, observation.atKey);
  const name = object ? nameOf(object) : null;
  const title = observation.title ?? rule.title;
  const place = object ? namedPath(object, path) : title.replace(/\d+/g, '#');
  return detached({
    rule: rule.id,
    severity: observation.severity ?? rule.severity,
    stage: observation.stage ?? rule.stage ?? 'advice',
    file,
    line: range.line,
    column: range.column,
    endLine: range.endLine,
    endColumn: range.endColumn,
    object: name,
    container: container?.name ?? null,
    path,
    title,
    explanation: observation.explanation,
    fix: observation.fix ? { description: observation.fix.description, edits: observation.fix.edits } : null,
    fingerprint: `${file} ${object ? `${object.metadata?.namespace ?? '-'}/${name}` : '-'} ${rule.id} ${place}`,
  });
}

/** `Deployment/web`; null for an object without a kind. */
function nameOf({ kind, metadata }: KubeObject): string | null {
  if (!kind) return null;
  const name = metadata?.name ?? (metadata?.generateName ? `${metadata.generateName}*` : '');
  return `${kind}/${name}`;
}

/** The same finding twice is one: of an anchor that stands in several places, or where a comment covers both a document and its object. */
function distinct(findings: readonly LintFinding[]): LintFinding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule, line, column, endLine, endColumn, title }) => {
    const key = [rule, line, column, endLine, endColumn, title].join(' ');
    return !seen.has(key) && seen.add(key);
  });
}

function distinctIgnores(ignores: readonly Ignore[]): Ignore[] {
  const seen = new Set<string>();
  return ignores.filter(({ range, from, to }) => {
    const key = [range.line, range.column, from, to].join(' ');
    return !seen.has(key) && seen.add(key);
  });
}

function byPlace(a: LintFinding, b: LintFinding): number {
  return (
    a.line - b.line ||
    a.column - b.column ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    stages.indexOf(a.stage) - stages.indexOf(b.stage) ||
    compareText(a.rule, b.rule) ||
    compareText(a.path, b.path) ||
    compareText(a.title, b.title)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Joins what was said of the files to one report. */
export function lintReport(
  inputs: readonly LintedInput[],
  {
    inBaseline = 0,
    couldNotCheck = [],
  }: { readonly inBaseline?: number; readonly couldNotCheck?: readonly Gap[] } = {},
): LintReport {
  const sum = (of: (input: LintedInput) => number): number => inputs.reduce((total, input) => total + of(input), 0);
  const failed = new Map(
    inputs.flatMap(({ failedRules }) => failedRules.map((one) => [`${one.rule} ${one.error}`, one])),
  );
  const findings = inputs.flatMap((input) => input.findings);
  return {
    schemaVersion,
    kind: 'LintReport',
    findings,
    files: inputs.map(({ file }) => file),
    counts: {
      documents: sum(({ file }) => file.documents),
      withPods: sum(({ objects }) => objects.withPods),
      others: sum(({ objects }) => objects.others),
      ignored: sum(({ ignored }) => ignored),
      inBaseline,
      fixable: findings.filter(({ fix }) => fix !== null).length,
    },
    couldNotCheck,
    failedRules: [...failed.values()],
  };
}
