import type { KubeObject } from '../core/kubernetes.ts';
import type { DocumentProblem, Range } from '../core/manifest.ts';
import { decodeNode } from '../facts/yaml/decode.ts';
import { duplicateProblems, notRendered, unreadable, type Read } from './document-problems.ts';
import { ignoresOf, type IgnoreComment } from './ignores.ts';
import { parseJson } from './json.ts';
import { resolved, YamlError, type MapNode, type YamlNode } from '../facts/yaml/nodes.ts';
import { objectsOf, type FoundObject } from './objects.ts';
import { LineIndex, placeOf, spanOf } from './positions.ts';
import { splitDocuments, type Piece } from '../facts/yaml/split.ts';
import { languageOf, templatedText, type Template } from './templating.ts';
import { composeYaml } from '../facts/yaml/composer.ts';

export type { IgnoreComment } from './ignores.ts';

/** An object of a document: the document itself, or an item of its list. */
export interface ManifestObject {
  /** As the API server decodes it: YAML 1.1, anchors and merge keys resolved, nulls gone. To be changed by nobody. */
  readonly object: KubeObject;
  /** Path of the object in its document: empty, or `items[2]`. */
  readonly prefix: string;
  /** Path of the pod spec in the object; missing where it holds none. */
  readonly templatePath?: string;
  /** Why nothing of it is checked: `Kustomization holds no pods`. Missing where something is. */
  readonly skipped?: string;
  readonly ignores: readonly IgnoreComment[];
  /** Where the object stands in the text, with offsets in the file: for edits. */
  readonly node: MapNode;
  /** Where a field stands, by its path in the object; the nearest existing field above it where there is none. The whole object for an empty path. */
  locate(path: string, atKey?: boolean): Range;
  /** The characters of a scalar, escapes resolved: `yes` where its value is true. undefined where no scalar stands. */
  textAt(path: string): string | undefined;
}

export interface ManifestDocument {
  readonly file: string;
  /** Position in the file, from 0; empty documents do not count. */
  readonly index: number;
  /** What is wrong with the YAML itself, in the order of the text. */
  readonly problems: readonly DocumentProblem[];
  readonly objects: readonly ManifestObject[];
  readonly ignores: readonly IgnoreComment[];
  /** The lines of the document. */
  readonly range: Range;
  /** Why the document holds no object although it can be read. */
  readonly skipped?: string;
}

/** Characters that one document may have: its nodes take some twenty times as much memory. */
export const mostInDocument = 50_000_000;

/** All documents of a text. Never throws: what cannot be read is a problem of its document. */
export function parseDocuments(text: string, file: string): ManifestDocument[] {
  return [...documentsIn(text, file)];
}

/** The same to be gone through again and again, parsed anew each time. */
export function documentsOf(text: string, file: string): Iterable<ManifestDocument> {
  return { [Symbol.iterator]: () => documentsIn(text, file) };
}

/** The same, one after the other, so that not all of them have to be in memory. */
export function* documentsIn(text: string, file: string): Generator<ManifestDocument> {
  const lines = new LineIndex(text);
  let index = 0;
  let templates = 0;
  for (const whole of splitDocuments(text)) {
    for (const source of sourcesOf(whole)) {
      const { piece, root, error } = source;
      if (!root && !error) continue;
      const ignores = ignoresOf(piece, root, lines);
      let read: Read = error ? unreadable(piece, error, lines) : readRoot(source, ignores, lines);
      if (read.template && ++templates > 1)
        read = { objects: [], problems: [], skipped: 'a template that is not rendered' };
      const { objects, problems, skipped } = read;
      const range = rangeOf(piece, root, lines);
      yield { file, index: index++, ignores, range, objects, problems, ...(skipped === undefined ? {} : { skipped }) };
    }
  }
}

/** A document with its text: its top-level node, or why there is none. */
interface Source {
  readonly piece: Piece;
  readonly root?: YamlNode;
  readonly error?: YamlError;
}

/** The documents of a piece: one of YAML, any number of JSON. */
function* sourcesOf(piece: Piece): Generator<Source> {
  const { text, base } = piece;
  if (text.length > mostInDocument && !/\}\s*\{/.test(text)) return yield tooLarge(piece);
  if (!/^\s*[{[]/.test(text)) return yield yamlSource(piece);
  const values = parseJson(text, base);
  const first = attempt(() => values.next());
  if (first instanceof YamlError || first.done === true) return yield yamlSource(piece, first);
  const behind = text.slice(first.value.end - base).trimStart();
  if (behind === '') return yield { piece, root: first.value };
  // What is no further value of JSON may be a comment of YAML.
  if (!/^[{[]/.test(behind)) return yield yamlSource(piece);
  let end = first.value.end;
  let next: IteratorResult<YamlNode, void> | YamlError = first;
  while (next instanceof YamlError || next.done !== true) {
    if (next instanceof YamlError) return yield { piece: { text: text.slice(end - base), base: end }, error: next };
    const root = next.value;
    yield { piece: { text: text.slice(root.start - base, root.end - base), base: root.start }, root };
    end = root.end;
    next = attempt(() => values.next());
  }
}

function tooLarge(piece: Piece): Source {
  const megabytes = (characters: number): number => Math.round(characters / 1_000_000);
  const message = `it has ${megabytes(piece.text.length)} MB, and at most ${megabytes(mostInDocument)} are read at once`;
  const start = piece.base + Math.max(piece.text.search(/^[^\s#%-]/m), 0);
  return { piece, error: new YamlError(message, start) };
}

function yamlSource(piece: Piece, json?: unknown): Source {
  const { text, base } = piece;
  const yaml = attempt(() => composeYaml(text, base));
  if (!(yaml instanceof YamlError)) return yaml ? { piece, root: yaml } : { piece };
  return { piece, error: json instanceof YamlError && /^\s*\{\s*"/.test(text) ? json : yaml };
}

function attempt<T>(read: () => T): T | YamlError {
  try {
    return read();
  } catch (error) {
    if (error instanceof YamlError) return error;
    throw error;
  }
}

function rangeOf({ text, base }: Piece, root: YamlNode | undefined, lines: LineIndex): Range {
  if (root) return lines.range(root);
  const start = /[^\s]/.exec(text)?.index ?? 0;
  return lines.range({ start: base + start, end: base + text.trimEnd().length });
}

function readRoot({ piece, root }: Source, ignores: readonly IgnoreComment[], lines: LineIndex): Read {
  if (!root) return { objects: [], problems: [] };
  const decoded = attempt(() => decodeNode(root));
  if (decoded instanceof YamlError) return unreadable(piece, decoded, lines);
  const { objects, problems, skipped } = objectsOf(root, decoded.value);
  const tree = new Tree(piece, root);
  const template =
    objects.length > 0 && /\{\{|\{%|<%|\$[{(]/.test(piece.text) ? unrenderedObject(piece, objects) : undefined;
  if (template) return notRendered(template, piece.base, lines);
  return {
    objects: objects.map((found) => manifestObject(found, tree, ignores, lines)),
    problems: [
      ...duplicateProblems(root, decoded.duplicates, lines),
      ...problems.map((problem) => ({
        ...problem,
        range: problem.range ?? lines.range(spanOf(placeOf(root, problem.path))),
      })),
    ],
    ...(skipped === undefined ? {} : { skipped }),
  };
}

/** A template that is YAML all the same because its expressions stand in quotes. */
function unrenderedObject({ text }: Piece, objects: readonly FoundObject[]): Template | undefined {
  // Other kinds may have a template language of their own (workflows, alerts); their names are rendered even so.
  const left = objects.map(({ object, skipped }) =>
    templatedText(skipped === undefined ? object : { metadata: object.metadata }),
  );
  const found = left.find((one) => one !== undefined);
  if (found === undefined) return undefined;
  const at = Math.max(text.indexOf(found), 0);
  const language = languageOf(text, found);
  return { language, expression: found, span: { start: at, end: at + found.length } };
}

/** Characters of text whose nodes are kept: those of the documents that were looked at last. */
const keptNodes = 500_000;

/** Nodes are many times their text. So they are kept of a few documents only, and made again for others when somebody asks. */
class NodeCache {
  readonly #roots = new Map<Tree, YamlNode>();
  #size = 0;

  get(tree: Tree): YamlNode | undefined {
    return this.#roots.get(tree);
  }

  keep(tree: Tree, root: YamlNode): void {
    this.#roots.set(tree, root);
    this.#size += tree.size;
    for (const oldest of this.#roots.keys()) {
      if (this.#size <= keptNodes || oldest === tree) break;
      this.#roots.delete(oldest);
      this.#size -= oldest.size;
    }
  }
}

const nodes = new NodeCache();

class Tree {
  readonly #piece: Piece;

  constructor(piece: Piece, root: YamlNode) {
    this.#piece = piece;
    nodes.keep(this, root);
  }

  get size(): number {
    return this.#piece.text.length;
  }

  /** The object at a path of the document. */
  at(prefix: string): MapNode {
    let root = nodes.get(this);
    if (!root) {
      root = [...sourcesOf(this.#piece)][0]?.root;
      if (!root) throw new Error('a document cannot be read a second time');
      nodes.keep(this, root);
    }
    const node = resolved(placeOf(root, prefix).node);
    if (node.kind !== 'map') throw new Error(`no object at ${prefix}`);
    return node;
  }
}

function manifestObject(
  found: FoundObject,
  tree: Tree,
  ignores: readonly IgnoreComment[],
  lines: LineIndex,
): ManifestObject {
  const { object, node, prefix, templatePath, skipped } = found;
  const { line, endLine } = ignores.length > 0 ? lines.range(node) : { line: 0, endLine: 0 };
  return {
    object,
    prefix,
    ...(templatePath === undefined ? {} : { templatePath }),
    ...(skipped === undefined ? {} : { skipped }),
    ignores: ignores.filter(({ from, to }) => prefix === '' || (from <= endLine && to >= line)),
    get node() {
      return tree.at(prefix);
    },
    locate(path, atKey) {
      return lines.range(path === '' ? tree.at(prefix) : spanOf(placeOf(tree.at(prefix), path), atKey));
    },
    textAt(path) {
      const place = placeOf(tree.at(prefix), path);
      const value = resolved(place.node);
      return place.whole && value.kind === 'scalar' ? value.text : undefined;
    },
  };
}
