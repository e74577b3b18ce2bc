import type { LintFinding } from '../core/manifest.ts';
import { documentsOf, type ManifestObject } from '../manifests/document.ts';
import { fixText, type WantedFix } from '../manifests/fix.ts';
import { LineIndex } from '../manifests/positions.ts';
import { textEditsOf } from '../manifests/text-edits.ts';
import type { Replacement } from '../render/lint/context.ts';
import { lintInput, type LintContext, type LintDocument, type LintedInput, type LintObject } from '../report/lint.ts';
import { lintObject } from '../report/lint-object.ts';
import type { LoadedFile } from './lint-files.ts';

/** Fixes may uncover what other fixes mend; more rounds than this are a sign that two undo each other. */
const mostRounds = 8;

/** A file with what lint says of it. */
export interface LintedFileText {
  readonly text: string;
  readonly linted: LintedInput;
}

/** Is told of every finding that is about an object, while the object is at hand. */
export type Listener = (finding: LintFinding, manifest: ManifestObject) => void;

/** Lints one file for a version of Kubernetes, document after document: nothing stays of them but what is found. */
export function lintFile(loaded: LoadedFile, context: LintContext, version: string, tell?: Listener): LintedFileText {
  const { file, text, problems } = loaded;
  const manifests = new WeakMap<LintObject, ManifestObject>();
  const documents = mapped(loaded.documents, (document): LintDocument => ({
    ...document,
    objects: mapped(document.objects, (manifest) => {
      const one = lintObject(manifest, version);
      manifests.set(one, manifest);
      return one;
    }),
  }));
  const lines = new LineIndex(text);
  // A piece of a text keeps all of it in memory.
  const line = (number: number): string => Buffer.from(lines.textOf(number)).toString();
  const forward = (finding: LintFinding, owner: LintObject): void => {
    const manifest = manifests.get(owner);
    if (manifest) tell?.(finding, manifest);
  };
  return { text, linted: lintInput({ file, problems, documents, line }, context, tell && forward) };
}

/** Each made when it is its turn. */
function mapped<T, R>(items: Iterable<T>, make: (item: T) => R): Iterable<R> {
  return {
    *[Symbol.iterator](): Generator<R> {
      for (const item of items) yield make(item);
    },
  };
}

/** A file with the fixes that are offered for it. */
interface Fixable extends LintedFileText {
  readonly wanted: readonly (WantedFix & { readonly finding: LintFinding })[];
}

export interface FixedFile extends Fixable {
  /** What was found before anything was fixed. */
  readonly first: LintedFileText;
  /** Descriptions of the fixes that were made. */
  readonly applied: readonly string[];
}

/**
 * Lints a file, makes the fixes of the findings, and those of what is found then. What is refused by the API server after a round and was not before it takes the
 * round back.
 */
export function fixFile(loaded: LoadedFile, context: LintContext, version: string): FixedFile {
  const first = fixable(loaded, context, version);
  const applied: string[] = [];
  let current = first;
  for (let round = 0; round < mostRounds; round++) {
    const fixed = fixText(current.text, loaded.file, current.wanted);
    if (fixed.applied.length === 0) break;
    const documents = documentsOf(fixed.text, loaded.file);
    const next = fixable({ ...loaded, text: fixed.text, documents }, context, version);
    if (refusals(next) > refusals(current)) break;
    applied.push(...fixed.applied.map(({ fix }) => fix.description));
    current = next;
  }
  return { ...current, first, applied };
}

function fixable(loaded: LoadedFile, context: LintContext, version: string): Fixable {
  const wanted: (WantedFix & { finding: LintFinding })[] = [];
  const linted = lintFile(loaded, context, version, (finding, object) => {
    if (finding.fix) wanted.push({ object, fix: finding.fix, finding });
  });
  return { ...linted, wanted };
}

function refusals({ linted }: LintedFileText): number {
  return linted.findings.filter(({ stage }) => stage === 'rejected' || stage === 'pods-rejected').length;
}

/** What `--fix` would change for a finding, by lines and columns. */
export function replacementsOf(
  { fix }: LintFinding,
  manifest: ManifestObject,
  text: string,
  lines: LineIndex,
): readonly Replacement[] {
  const edits = fix ? textEditsOf(text, manifest, fix) : undefined;
  return (edits ?? []).map((edit) => ({ ...lines.range(edit), text: edit.text }));
}
