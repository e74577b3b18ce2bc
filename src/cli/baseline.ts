import { readFile, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { KnownError } from '../core/errors.ts';
import type { LintFinding } from '../core/manifest.ts';

/** A finding that is known, how often it is. Neither line nor column: they move. */
interface Known {
  readonly file: string;
  readonly object: string | null;
  readonly rule: string;
  readonly key: string;
  readonly count: number;
}

/** Findings that somebody wrote down to deal with later. */
export class Baseline {
  readonly #folder: string;
  readonly #cwd: string;
  readonly #left = new Map<string, number>();

  constructor(file: string, cwd: string, known: readonly Known[] = []) {
    this.#folder = dirname(file);
    this.#cwd = cwd;
    for (const { key, count } of known) this.#left.set(key, (this.#left.get(key) ?? 0) + count);
  }

  /** The findings that are new; of those that are alike, as many as are known are left out. */
  unknown(findings: readonly LintFinding[]): LintFinding[] {
    return findings.filter((finding) => {
      const key = this.#keyOf(finding);
      const left = this.#left.get(key) ?? 0;
      if (left > 0) this.#left.set(key, left - 1);
      return left === 0;
    });
  }

  /** How many known findings were not met: they are mended, and the file can be written anew. */
  get stale(): number {
    return [...this.#left.values()].reduce((sum, count) => sum + count, 0);
  }

  /** What a file holds that knows these findings. */
  written(findings: readonly LintFinding[]): string {
    const known = new Map<string, Known>();
    for (const finding of findings) {
      const key = this.#keyOf(finding);
      const { rule, object } = finding;
      known.set(key, { file: this.#place(finding.file), object, rule, key, count: (known.get(key)?.count ?? 0) + 1 });
    }
    const sorted = [...known.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    return `${JSON.stringify({ schemaVersion: 'podlife/v1', kind: 'LintBaseline', findings: sorted }, undefined, 2)}\n`;
  }

  /** The fingerprint with the file as seen from the baseline, so that the working directory does not matter. */
  #keyOf({ file, fingerprint }: LintFinding): string {
    return `${this.#place(file)}${fingerprint.slice(file.length)}`;
  }

  #place(file: string): string {
    return relative(this.#folder, resolve(this.#cwd, file)).replace(/\\/g, '/');
  }
}

/** Reads a baseline. One that is no baseline is a KnownError. */
export async function readBaseline(file: string, cwd: string): Promise<Baseline> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new KnownError(`the baseline ${file} cannot be read`, 'write it with --write-baseline');
  }
  const known = knownIn(text);
  if (!known) throw new KnownError(`${file} is not a baseline`, 'write it with --write-baseline');
  return new Baseline(file, cwd, known);
}

function knownIn(text: string): Known[] | undefined {
  try {
    const parsed = JSON.parse(text) as { kind?: unknown; findings?: unknown };
    if (parsed.kind !== 'LintBaseline' || !Array.isArray(parsed.findings)) return undefined;
    const known = parsed.findings as Partial<Known>[];
    return known.every(({ key, count }) => typeof key === 'string' && Number.isInteger(count))
      ? (known as Known[])
      : undefined;
  } catch {
    return undefined;
  }
}

export async function writeBaseline(file: string, cwd: string, findings: readonly LintFinding[]): Promise<void> {
  try {
    await writeFile(file, new Baseline(file, cwd).written(findings));
  } catch (error) {
    throw new KnownError(
      `the baseline ${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
