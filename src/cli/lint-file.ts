import type { LintFinding } from '../core/manifest.ts';
import type { ManifestObject } from '../manifests/document.ts';
import { parseDocuments } from '../manifests/document.ts';
import { fixText } from '../manifests/fix.ts';
import { LineIndex } from '../manifests/positions.ts';
import { textEditsOf } from '../manifests/text-edits.ts';
import type { Replacement } from '../render/lint/context.ts';
import { lintInput, type LintContext, type LintedInput, type LintObject } from '../report/lint.ts';
import { lintObject } from '../report/lint-object.ts';
import type { LoadedFile } from './lint-files.ts';

/** Fixes may uncover what other fixes mend; more rounds than this are a sign that two undo each other. */
const mostRounds = 8;

/** A file with what lint says of it. */
export interface LintedFileText {
  readonly text: string;
  readonly linted: LintedInput;
  /** The object in the text that a finding is about. */
  manifestOf(finding: LintFinding): ManifestObject | undefined;
}

/** Lints one file for a version of Kubernetes. */
export function lintFile(loaded: LoadedFile, context: LintContext, version: string): LintedFileText {
  const { file, text, problems } = loaded;
  const manifests = new Map<LintObject, ManifestObject>();
  const documents = loaded.documents.map(({ index, objects, ignores, range, skipped, problems: ofYaml }) => ({
    index,
    problems: ofYaml,
    ignores,
    range,
    ...(skipped === undefined ? {} : { skipped }),
    objects: objects.map((manifest) => {
      const one = lintObject(manifest, version);
      manifests.set(one, manifest);
      return one;
    }),
  }));
  let lines: string[] | undefined;
  const line = (number: number): string => {
    lines ??= text.replace(/^\ufeff/, '').split(/\r\n?|\n/);
    // A piece of a text keeps all of it in memory.
    return Buffer.from(lines[number - 1] ?? '').toString();
  };
  const linted = lintInput({ file, problems, documents, line }, context);
  return {
    text,
    linted,
    manifestOf(finding) {
      const owner = linted.owners.get(finding);
      return owner && manifests.get(owner);
    },
  };
}

export interface FixedFile extends LintedFileText {
  /** Descriptions of the fixes that were made. */
  readonly applied: readonly string[];
}

/**
 * Makes the fixes of the findings, and those of what is found then. What is refused by the API server after a round and was not before it takes the round back.
 */
export function fixFile(loaded: LoadedFile, first: LintedFileText, context: LintContext, version: string): FixedFile {
  let current = first;
  const applied: string[] = [];
  for (let round = 0; round < mostRounds; round++) {
    const wanted = current.linted.findings.flatMap((finding) => {
      const object = finding.fix ? current.manifestOf(finding) : undefined;
      return object && finding.fix ? [{ object, fix: finding.fix }] : [];
    });
    const fixed = fixText(current.text, loaded.file, wanted);
    if (fixed.applied.length === 0) break;
    const documents = parseDocuments(fixed.text, loaded.file);
    const next = lintFile({ ...loaded, text: fixed.text, documents }, context, version);
    if (refusals(next) > refusals(current)) break;
    applied.push(...fixed.applied.map(({ fix }) => fix.description));
    current = next;
  }
  return { ...current, applied };
}

function refusals({ linted }: LintedFileText): number {
  return linted.findings.filter(({ stage }) => stage === 'rejected' || stage === 'pods-rejected').length;
}

/** What `--fix` would change for a finding, by lines and columns. */
export function replacementsOf(finding: LintFinding, { text, manifestOf }: LintedFileText): readonly Replacement[] {
  const manifest = finding.fix ? manifestOf(finding) : undefined;
  const edits = manifest && finding.fix ? textEditsOf(text, manifest, finding.fix) : undefined;
  if (!edits) return [];
  const lines = new LineIndex(text);
  return edits.map((edit) => ({ ...lines.range(edit), text: edit.text }));
}
