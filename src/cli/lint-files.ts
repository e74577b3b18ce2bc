import type { KubeObject } from '../core/kubernetes.ts';
import { bundled } from '../facts/bundle-index.ts';
import { detached } from '../facts/detached.ts';
import { documentsOf, type ManifestDocument } from '../manifests/document.ts';
import { readManifests, type ManifestFile } from '../manifests/read.ts';
import type { DocumentProblem } from '../core/manifest.ts';
import { decodable } from '../report/lint-object.ts';
import type { Progress } from './progress.ts';

/** Characters of text that stay parsed between looking files over and linting them; what is more is read and parsed again. */
const keptText = 4_000_000;

/** How standard input is called. */
const stdinName = 'stdin';

/** A file with its documents. */
export interface LoadedFile {
  readonly file: string;
  readonly text: string;
  /** Can be gone through again and again; those of a large file are parsed each time. */
  readonly documents: Iterable<ManifestDocument>;
  /** What is wrong with it as a whole. */
  readonly problems: readonly DocumentProblem[];
}

export interface UnreadFile {
  readonly file: string;
  readonly problem: string;
  readonly hint?: string;
}

export interface FileOptions {
  readonly recursive: boolean;
  readonly stdin: () => Promise<Buffer>;
  excludes(file: string): boolean;
  isOwn(file: string): boolean;
  /** Version of Kubernetes whose types count. */
  readonly version: string;
}

/**
 * The files of the input, gone through twice: first for what their objects may refer to in each other, then one by one. Only so much stays in memory in between as
 * a small input needs; the rest is read again, so that the size of the whole does not matter.
 */
export class LintFiles {
  readonly #options: FileOptions;
  readonly #files: string[] = [];
  readonly #kept = new Map<string, LoadedFile>();
  #keptText = 0;
  readonly unread: UnreadFile[] = [];
  /** Files that the settings leave out. */
  excluded = 0;
  /** What of all objects is kept to resolve references. */
  readonly bundle: KubeObject[] = [];

  constructor(options: FileOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#files.length;
  }

  /** Reads everything once. */
  async lookOver(paths: readonly string[], progress: Progress): Promise<void> {
    for await (const found of readManifests(paths, this.#options)) {
      if (this.#options.isOwn(found.file)) continue;
      if (this.#options.excludes(found.file)) {
        this.excluded++;
        continue;
      }
      if ('problem' in found) {
        this.unread.push(found);
        continue;
      }
      const loaded = this.#load(found);
      this.#files.push(loaded.file);
      for (const { objects } of loaded.documents) {
        for (const { object, templatePath } of objects) {
          const slim = bundled(decodable(object, this.#options.version), templatePath);
          if (slim) this.bundle.push(detached(slim));
        }
      }
      progress.tell(() => `reading: ${this.#files.length} files`);
    }
  }

  /** Keeps what is parsed as long as it is little. Of standard input, which cannot be read again, the text stays. */
  #load(found: ReadFile): LoadedFile {
    const loaded = load(found);
    const fits = this.#keptText + loaded.text.length <= keptText;
    if (!fits && loaded.file !== stdinName) return loaded;
    const kept = fits ? { ...loaded, documents: [...loaded.documents] } : loaded;
    this.#keptText += loaded.text.length;
    this.#kept.set(loaded.file, kept);
    return kept;
  }

  /** Every file, one after the other. */
  async *each(): AsyncGenerator<LoadedFile> {
    for (const file of this.#files) {
      const kept = this.#kept.get(file);
      if (kept) {
        yield kept;
        this.#kept.delete(file);
        continue;
      }
      for await (const found of readManifests([file], { ...this.#options, recursive: false })) {
        if ('problem' in found) this.unread.push(found);
        else yield load(found);
      }
    }
  }
}

type ReadFile = Exclude<ManifestFile, { problem: string }>;

function load(found: ReadFile): LoadedFile {
  const file = found.file === '-' ? stdinName : found.file;
  if ('finding' in found) return { file, text: '', documents: [], problems: [found.finding] };
  const { text, skip } = found;
  const documents = documentsOf(text, file);
  // Patches are small: nobody writes megabytes of them.
  return {
    file,
    text,
    documents: skip === undefined ? documents : [...documents].map((one) => unjudged(one, skip)),
    problems: [],
  };
}

/** A document whose objects are none by themselves. */
function unjudged(document: ManifestDocument, why: string): ManifestDocument {
  return { ...document, objects: [], skipped: why };
}
