import type { Stats } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, normalize } from 'node:path';
import type { DocumentProblem } from '../core/manifest.ts';
import { globExpression, globRoot, isGlob } from './glob.ts';
import { patchesOf } from './kustomize.ts';
import { decodeText, isUtf16 } from './text.ts';

/** What became of one file: its text, why it could not be read (exit code 2), or a finding about it as a whole. */
export type ManifestFile =
  | {
      readonly file: string;
      readonly text: string;
      /** Why its documents are no objects to be judged: a patch of kustomize. */
      readonly skip?: string;
      /** It is not UTF-8, so that it cannot be written back. */
      readonly utf16?: boolean;
    }
  | { readonly file: string; readonly problem: string; readonly hint?: string }
  | { readonly file: string; readonly finding: DocumentProblem };

export interface ReadOptions {
  /** `-R`: folders with everything below them. */
  readonly recursive: boolean;
  /** The text of `-`. */
  readonly stdin: () => Promise<Buffer>;
}

/** More than this is not a manifest that somebody applies; it would only exhaust the memory. */
export const mostBytes = 100 * 1024 * 1024;

const extensions = new Set(['.yaml', '.yml', '.json']);
const kustomizations = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);
/** Folders in which nobody keeps manifests of their own. */
const passedOver = new Set(['.git', 'node_modules']);

/** The files that paths of the command line lead to, each once, in the order of the paths and by name within folders. */
export async function* readManifests(paths: readonly string[], options: ReadOptions): AsyncGenerator<ManifestFile> {
  const walk = new Walk(options);
  for (const path of paths) yield* walk.path(path);
}

class Walk {
  readonly #options: ReadOptions;
  /** Real paths of files and folders that were read. */
  readonly #seen = new Set<string>();
  /** How many files were come upon, also such that were read before. */
  #met = 0;
  readonly #patches = new Map<string, ReadonlySet<string>>();

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  async *path(path: string): AsyncGenerator<ManifestFile> {
    if (path === '-') return yield* this.#stdin();
    const found = await attempt(() => stat(path));
    if (found instanceof Failure && isGlob(path)) return yield* this.#glob(path);
    if (found instanceof Failure) return yield unreadable(path, found);
    if (!found.isDirectory()) return yield* this.#file(path, found);
    const before = this.#met;
    yield* this.#folder(path, this.#options.recursive, []);
    if (this.#met > before) return;
    const hint = this.#options.recursive ? undefined : 'use -R for the folders in it';
    yield {
      file: path,
      problem: `${path} holds no .yaml, .yml or .json file`,
      ...(hint === undefined ? {} : { hint }),
    };
  }

  async *#stdin(): AsyncGenerator<ManifestFile> {
    const bytes = await attempt(() => this.#options.stdin());
    if (bytes instanceof Failure) yield unreadable('-', bytes);
    else if (bytes.length > mostBytes) yield tooLarge('-', bytes.length);
    else yield { file: '-', text: decodeText(bytes), utf16: isUtf16(bytes) };
  }

  async *#glob(pattern: string): AsyncGenerator<ManifestFile> {
    const expression = globExpression(pattern);
    let any = false;
    for await (const file of this.#filesBelow(globRoot(pattern), [])) {
      if (!expression.test(file.replace(/^\.\//, ''))) continue;
      any = true;
      yield* this.path(file);
    }
    if (!any) yield { file: pattern, problem: `no file matches ${pattern}` };
  }

  /** Every file below a folder, without reading any. */
  async *#filesBelow(folder: string, above: readonly string[]): AsyncGenerator<string> {
    const real = await attempt(() => realpath(folder));
    if (real instanceof Failure || above.includes(real)) return;
    const names = await attempt(() => readdir(folder));
    if (names instanceof Failure) return;
    for (const name of names.sort()) {
      const path = join(folder, name);
      const found = await attempt(() => stat(path));
      if (found instanceof Failure) continue;
      if (!found.isDirectory()) yield path;
      else if (!passedOver.has(name)) yield* this.#filesBelow(path, [...above, real]);
    }
  }

  /** `above`: real paths of the folders that led here, so that links in a circle end. */
  async *#folder(folder: string, recursive: boolean, above: readonly string[]): AsyncGenerator<ManifestFile> {
    const real = await attempt(() => realpath(folder));
    const names = await attempt(() => readdir(folder));
    if (real instanceof Failure) return yield unreadable(folder, real);
    if (names instanceof Failure) return yield unreadable(folder, names);
    if (above.includes(real)) return;
    const chart = await chartOf(folder, names);
    if (chart !== undefined) return yield* this.#once(real, { file: chart, finding: chartFinding(chart) });
    for (const name of names.sort()) {
      const path = join(folder, name);
      const found = await attempt(() => stat(path));
      if (found instanceof Failure) {
        if (!extensions.has(extname(name))) continue;
        this.#met++;
        yield unreadable(path, found);
      } else if (found.isDirectory()) {
        if (recursive && !passedOver.has(name)) yield* this.#folder(path, recursive, [...above, real]);
      } else if (extensions.has(extname(name)) && found.isFile()) yield* this.#file(path, found);
    }
  }

  async *#once(real: string, result: ManifestFile): AsyncGenerator<ManifestFile> {
    this.#met++;
    if (this.#seen.has(real)) return;
    this.#seen.add(real);
    yield result;
  }

  async *#file(file: string, stats: Stats): AsyncGenerator<ManifestFile> {
    this.#met++;
    // A device may never end.
    if (stats.isCharacterDevice() || stats.isBlockDevice())
      return yield { file, problem: `${file} is a device, not a file` };
    if (stats.size > mostBytes) return yield tooLarge(file, stats.size);
    const real = await attempt(() => realpath(file));
    const bytes = await attempt(() => readFile(file));
    if (bytes instanceof Failure) return yield unreadable(file, bytes);
    const skip = (await this.#patchesIn(dirname(file))).has(normalize(file))
      ? 'a patch of kustomize, not a whole object'
      : undefined;
    const read = {
      file,
      text: decodeText(bytes),
      ...(isUtf16(bytes) ? { utf16: true } : {}),
      ...(skip === undefined ? {} : { skip }),
    };
    yield* this.#once(real instanceof Failure ? file : real, read);
  }

  /** Files that the kustomization of a folder or of those above it uses as patches. */
  async #patchesIn(folder: string): Promise<ReadonlySet<string>> {
    const known = this.#patches.get(folder);
    if (known) return known;
    const patches = new Set<string>();
    this.#patches.set(folder, patches);
    const above = dirname(folder);
    if (above !== folder && folder !== '.') for (const file of await this.#patchesIn(above)) patches.add(file);
    const names = await attempt(() => readdir(folder));
    const name = names instanceof Failure ? undefined : names.find((one) => kustomizations.has(one));
    const bytes = name === undefined ? undefined : await attempt(() => readFile(join(folder, name)));
    if (bytes && !(bytes instanceof Failure))
      for (const path of patchesOf(decodeText(bytes))) patches.add(normalize(join(folder, path)));
    return patches;
  }
}

/** Chart.yaml of the Helm chart that a folder is, or whose templates it holds. */
async function chartOf(folder: string, names: readonly string[]): Promise<string | undefined> {
  if (names.includes('Chart.yaml') && names.includes('templates')) return join(folder, 'Chart.yaml');
  const parent = join(dirname(folder), 'Chart.yaml');
  if (basename(folder) !== 'templates') return undefined;
  return (await attempt(() => stat(parent))) instanceof Failure ? undefined : parent;
}

function chartFinding(chart: string): DocumentProblem {
  const folder = dirname(chart);
  return {
    rule: 'yaml-error',
    stage: 'rejected',
    path: '',
    title: 'the folder is a Helm chart that is not rendered',
    explanation: `Its templates are no manifests yet. Lint what Helm makes of them: helm template ${folder} | kubectl podlife lint -.`,
  };
}

/** Why a question to the file system has no answer. */
class Failure {
  readonly code: string;
  readonly message: string;

  constructor(cause: unknown) {
    const { code, message } =
      typeof cause === 'object' && cause !== null ? (cause as { code?: unknown; message?: unknown }) : {};
    this.code = typeof code === 'string' ? code : '';
    this.message = typeof message === 'string' ? message : String(cause);
  }
}

async function attempt<T>(action: () => Promise<T>): Promise<T | Failure> {
  try {
    return await action();
  } catch (cause) {
    return new Failure(cause);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read: permission denied',
  EPERM: 'may not be read: permission denied',
  EISDIR: 'is a folder',
  ELOOP: 'is a link that leads to itself',
};

function unreadable(file: string, { code, message }: Failure): ManifestFile {
  return { file, problem: `${file} ${reasons[code] ?? `cannot be read: ${message}`}` };
}

function tooLarge(file: string, size: number): ManifestFile {
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;
  return { file, problem: `${file} is too large: ${megabytes(size)}, and at most ${megabytes(mostBytes)} are read` };
}
