import { isPlaceholder, isTemplated } from '../facts/placeholders.ts';
import type { Span } from './nodes.ts';

export interface Template {
  /** What it is written in: `Helm`, `Jinja` … */
  readonly language: string;
  /** The first expression, as it stands in the text. */
  readonly expression: string;
  readonly span: Span;
}

const helm =
  /\{\{-?\s*(?:\.|\$|include |template |toYaml|tpl |if |else|end\b|range |with |define |block |printf |default |quote|\/\*|lookup |required )/;
/** Bounded, because texts that are no templates may hold thousands of braces. */
const expressions = /\{\{.{0,500}?\}\}|\{%.{0,500}?%\}|<%.{0,500}?%>/g;

/**
 * The template expression that keeps a text from being YAML: one on the line of the error, or any of Helm's that stands neither in quotes nor in a comment.
 * undefined where the error has another reason: expressions also stand in data that is for somebody else to render.
 */
export function templateNear(text: string, error: number): Template | undefined {
  if (!/\{\{|\{%|<%/.test(text)) return undefined;
  const found = [...text.matchAll(expressions)]
    .map(({ index, 0: expression }) => ({ index, expression }))
    .filter(({ index }) => isBare(text, index));
  const lineOf = (offset: number): number => text.lastIndexOf('\n', offset - 1);
  const near =
    found.find(({ index }) => lineOf(index) === lineOf(error)) ?? found.find(({ expression }) => helm.test(expression));
  if (!near) return undefined;
  const { index, expression } = near;
  return { language: languageOf(text, expression), expression, span: { start: index, end: index + expression.length } };
}

/** Neither in a comment nor in quotes, as far as its line says. */
function isBare(text: string, index: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', index - 1) + 1, index);
  if (/(?:^|\s)#/.test(before)) return false;
  return (before.split('"').length - 1) % 2 === 0 && (before.split("'").length - 1) % 2 === 0;
}

/** What a template is written in; empty where that cannot be told. */
export function languageOf(text: string, expression: string): string {
  if (helm.test(text)) return 'Helm';
  if (expression.startsWith('<%')) return 'ERB';
  return /\{%/.test(text) ? 'Jinja' : '';
}

/** Where a template may stand in a rendered object, because something else renders it: data, annotations, arguments and values of variables. */
const freeText = new Set(['annotations', 'data', 'stringData', 'binaryData', 'args', 'command', 'value']);

/** A text of the object that still is a template: `{{ … }}` where a name or an image stands, `${…}` in its own name. */
export function templatedText(value: unknown, key = ''): string | undefined {
  if (typeof value === 'string') return isUnrendered(value, key) ? value : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (freeText.has(name)) continue;
    const found = templatedText(inner, Array.isArray(value) ? key : name) ?? (isTemplated(name) ? name : undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isUnrendered(text: string, key: string): boolean {
  return isTemplated(text) || ((key === 'name' || key === 'namespace') && isPlaceholder(text));
}
