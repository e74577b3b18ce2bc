import type { KubeObject } from '../core/kubernetes.ts';
import type { DocumentProblem, Range } from '../core/manifest.ts';
import { decodeNode } from './decode.ts';
import { duplicateProblems, notRendered, unreadable, type Read } from './document-problems.ts';
import { ignoresOf, type IgnoreComment } from './ignores.ts';
import { parseJson } from './json.ts';
import { resolved, YamlError, type MapNode, type YamlNode } from './nodes.ts';
import { objectsOf, type FoundObject } from './objects.ts';
import { LineIndex, placeOf, spanOf } from './positions.ts';
import { splitDocuments, type Piece } from './split.ts';
import { languageOf, templatedText, type Template } from './templating.ts';
import { composeYaml } from './yaml/composer.ts';

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

/** All documents of a text. Never throws: what cannot be read is a problem of its document. */
export function parseDocuments(text: string, file: string): ManifestDocument[] {
  return [...documentsIn(text, file)];
}

/** The same, one after the other, so that not all of them have to be in memory. */
export function* documentsIn(text: string, file: string): Generator<ManifestDocument> {
  const lines = new LineIndex(text);
  let index = 0;
  let templates = 0;
  for (const piece of splitDocuments(text)) {
    for (const [number, { root, error }] of rootsOf(piece).entries()) {
      if (!root && !error) continue;
      const ignores = ignoresOf(piece, root, lines);
      let read: Read = error ? unreadable(piece, error, lines) : readRoot(piece, { root, number, ignores, lines });
      if (read.template && ++templates > 1)
        read = { objects: [], problems: [], skipped: 'a template that is not rendered' };
      const { objects, problems, skipped } = read;
      const range = rangeOf(piece, root, lines);
      yield { file, index: index++, ignores, range, objects, problems, ...(skipped === undefined ? {} : { skipped }) };
    }
  }
}

/** A top-level node of a piece, with what is known of its surroundings. */
interface Source {
  readonly root: YamlNode | undefined;
  readonly number: number;
  readonly ignores: readonly IgnoreComment[];
  readonly lines: LineIndex;
}

interface Root {
  readonly root?: YamlNode;
  readonly error?: YamlError;
}

/** The top-level nodes of a piece: one of YAML, any number of JSON. */
function rootsOf({ text, base }: Piece): Root[] {
  const json = /^\s*[{[]/.test(text) ? attempt(() => parseJson(text, base)) : undefined;
  if (Array.isArray(json)) return json.map((root) => ({ root }));
  const yaml = attempt(() => composeYaml(text, base));
  if (!(yaml instanceof YamlError)) return [yaml ? { root: yaml } : {}];
  return [{ error: json && /^\s*\{\s*"/.test(text) ? json : yaml }];
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

function readRoot(piece: Piece, { root, number, ignores, lines }: Source): Read {
  if (!root) return { objects: [], problems: [] };
  const decoded = attempt(() => decodeNode(root));
  if (decoded instanceof YamlError) return unreadable(piece, decoded, lines);
  const { objects, problems, skipped } = objectsOf(root, decoded.value);
  const tree = new Tree(piece, root, number);
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

/** The nodes of a document. They are many times its text, so they are kept only as long as memory lasts, and made again when they are asked for. */
class Tree {
  readonly #piece: Piece;
  readonly #number: number;
  #root: WeakRef<YamlNode>;

  constructor(piece: Piece, root: YamlNode, number: number) {
    this.#piece = piece;
    this.#number = number;
    this.#root = new WeakRef(root);
  }

  /** The object at a path of the document. */
  at(prefix: string): MapNode {
    let root = this.#root.deref();
    if (!root) {
      root = rootsOf(this.#piece)[this.#number]?.root;
      if (!root) throw new Error('a document cannot be read a second time');
      this.#root = new WeakRef(root);
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
