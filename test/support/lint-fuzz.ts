import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { fixFile, lintFile, type LintedFileText } from '../../src/cli/lint-file.ts';
import { parseDocuments } from '../../src/manifests/document.ts';
import { runHere } from './in-process.ts';
import { bundledObjects, contextFor } from './lint-input.ts';
import { mutated, Random } from './mutations.ts';
import { casesFile } from './validation-cases.ts';

/** Two files share 20,000 mutated manifests; PODLIFE_FUZZ=1000 is enough while one works on something. */
const count = Number(process.env['PODLIFE_FUZZ'] ?? 10_000);
/** Milliseconds for one manifest of a few kilobytes: far more than it takes, far less than a hang. */
const longest = 3000;

const bases = gunzipSync(readFileSync(casesFile))
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => (JSON.parse(line) as { manifest: string }).manifest)
  .concat(readFileSync(join(import.meta.dirname, '../../krew/training.yaml'), 'utf8').split('\n---\n'));

const sound = readFileSync(join(import.meta.dirname, '../../krew/training.yaml'), 'utf8');

const version = '1.36';

/** What is wrong with a file by the API server's own measure. */
function refusals({ linted }: LintedFileText): number {
  return linted.findings.filter(({ stage }) => stage === 'rejected' || stage === 'pods-rejected').length;
}

function fileOf(text: string): Parameters<typeof lintFile>[0] {
  return { file: 'x.yaml', text, documents: parseDocuments(text, 'x.yaml'), problems: [] };
}

const around = contextFor({ 'sound.yaml': sound });

/** What went wrong with a text, if anything. */
function trouble(text: string): string | undefined {
  const objects = [...bundledObjects({ 'x.yaml': text }, version), ...around.bundle.objects];
  const context = { ...around, bundle: { ...around.bundle, objects } };
  const { first, ...fixed } = fixFile(fileOf(text), context, version);
  const { findings, failedRules } = first.linted;
  if (findings.some(({ rule }) => rule === 'wrong-type')) {
    // What is wrong with one file must not break the lint of another that lies beside it.
    const beside = lintFile({ ...fileOf(sound), file: 'sound.yaml' }, context, version).linted.failedRules[0];
    if (beside) return `rule ${beside.rule} about another file: ${beside.error}`;
  }
  if (failedRules.length > 0) return `rule ${failedRules[0]?.rule ?? ''}: ${failedRules[0]?.error ?? ''}`;
  const lineCount = text.split(/\r\n?|\n/).length;
  const misplaced = findings.find(
    ({ line, column, endLine, endColumn }) =>
      line < 1 || column < 1 || endLine > lineCount || endLine < line || (endLine === line && endColumn < column),
  );
  if (misplaced)
    return `${misplaced.rule} at ${misplaced.line}:${misplaced.column}-${misplaced.endLine}:${misplaced.endColumn}`;
  if (fixed.applied.length === 0) return fixed.text === text ? undefined : 'changed without a fix';
  if (refusals(fixed) > refusals(first)) return 'the fix made it worse';
  const documents = (of: string): number => parseDocuments(of, 'x.yaml').length;
  return documents(fixed.text) === documents(text) ? undefined : 'the fix changed the number of documents';
}

/** Lints manifests that were changed at random; the same seed changes them the same way. */
export function fuzzLint(seed: number): void {
  const random = new Random(seed);
  const texts = Array.from({ length: count }, () => mutated(random.of(bases), random));

  describe(`${count} mutated manifests`, () => {
    test('no rule fails, nothing hangs, findings stand in the text, --fix makes nothing worse', () => {
      const failures: string[] = [];
      for (const [index, text] of texts.entries()) {
        const started = performance.now();
        let what: string | undefined;
        try {
          what = trouble(text);
        } catch (error) {
          what = error instanceof Error ? (error.stack ?? '').split('\n').slice(0, 4).join(' | ') : String(error);
        }
        if (performance.now() - started > longest) what ??= `took ${Math.round(performance.now() - started)} ms`;
        if (what !== undefined) failures.push(`${index}: ${what}\n${text.slice(0, 600)}`);
      }
      expect(failures.slice(0, 3)).toEqual([]);
    }, 1_800_000);

    test('the command ends with 0, 1 or 2 in every format', async () => {
      const formats = ['table', 'json', 'yaml', 'sarif', 'junit', 'github', 'markdown'];
      const codes = new Set<number | null>();
      for (const [index, text] of texts.slice(0, Math.max(200, count / 20)).entries()) {
        const fix = index % 3 === 0 ? ['--fix', '--dry-run'] : [];
        const format = formats[index % formats.length] ?? 'table';
        const { code, stderr } = await runHere(['lint', '-', '-o', format, ...fix], {
          stdin: () => Promise.resolve(Buffer.from(text)),
        });
        codes.add(code);
        expect(stderr).not.toContain('defect');
      }
      // All three are met, so that it is not one error that answers for everything.
      expect([...codes].sort()).toEqual([0, 1, 2]);
    }, 600_000);
  });
}
