import type { DocumentProblem } from '../core/manifest.ts';
import { decodeNode, type DuplicateKey } from '../facts/yaml/decode.ts';
import type { ManifestDocument } from './document.ts';
import type { YamlError, YamlNode } from '../facts/yaml/nodes.ts';
import { pathsTo, type LineIndex } from './positions.ts';
import type { Piece } from '../facts/yaml/split.ts';
import { templateNear, type Template } from './templating.ts';
import { yamlErrorMeaning } from './yaml-words.ts';

/** What a document turned out to be. */
export interface Read extends Pick<ManifestDocument, 'problems' | 'objects' | 'skipped'> {
  readonly template?: boolean;
}

/** A document that is not YAML: a template, or something broken. */
export function unreadable({ text, base }: Piece, error: YamlError, lines: LineIndex): Read {
  const template = templateNear(text, error.start - base);
  if (template) return notRendered(template, base, lines);
  // What is missing at the end is shown behind the last character, not in the next document.
  const last = base + Math.max(text.trimEnd().length - 1, 0);
  const span = error.start > last ? { start: last, end: last + 1 } : error;
  return {
    objects: [],
    problems: [
      {
        rule: 'yaml-error',
        stage: 'rejected',
        path: '',
        range: lines.range(span),
        title: `the document cannot be read: ${error.message}`,
        explanation: yamlErrorMeaning(error.message),
      },
    ],
  };
}

/** One finding instead of one for everything that a template is not. */
export function notRendered({ language, expression, span }: Template, base: number, lines: LineIndex): Read {
  const short = expression.length > 60 ? `${expression.slice(0, 57)}…` : expression;
  const render = language === 'Helm' ? 'Lint what `helm template` prints.' : 'Lint what the template renders to.';
  return {
    template: true,
    objects: [],
    problems: [
      {
        rule: 'yaml-error',
        stage: 'rejected',
        path: '',
        range: lines.range({ start: base + span.start, end: base + span.end }),
        title: `the document is a ${language === '' ? '' : `${language} `}template that is not rendered`,
        explanation: `It holds ${short.replace(/\s+/g, ' ')} where a value should be, so it is no manifest yet. ${render}`,
      },
    ],
  };
}

/** Who has more has another problem. */
const mostDuplicates = 100;

export function duplicateProblems(
  root: YamlNode,
  duplicates: readonly DuplicateKey[],
  lines: LineIndex,
): DocumentProblem[] {
  const told = duplicates.slice(0, mostDuplicates);
  const paths = pathsTo(root, new Set(told.map(({ second }) => second)));
  return told.map((duplicate) => duplicateProblem(duplicate, paths.get(duplicate.second) ?? duplicate.key, lines));
}

function duplicateProblem({ key, first, second }: DuplicateKey, path: string, lines: LineIndex): DocumentProblem {
  const equal = sameValue(first.value, second.value);
  return {
    rule: 'duplicate-key',
    stage: 'rejected',
    path,
    atKey: true,
    range: lines.range(second.keyNode),
    title: `the key ${key} stands twice in one mapping`,
    explanation:
      `It stands on line ${lines.line(first.keyNode.start)} already${equal ? ', with the same value' : ''}. ` +
      'The API server refuses such an object; without strict validation the last one would win without a word.',
    ...(equal ? { fix: { description: 'Remove the second of the two', edits: [{ kind: 'remove', path }] } } : {}),
  };
}

function sameValue(a: YamlNode, b: YamlNode): boolean {
  return JSON.stringify(decodeNode(a).value) === JSON.stringify(decodeNode(b).value);
}
