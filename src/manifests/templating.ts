import { isPlaceholder, isTemplated } from '../facts/placeholders.ts';
import type { Span } from '../facts/yaml/nodes.ts';

export interface Template {
  /** What it is written in: `Helm`, `Jinja` … */
  readonly language: string;
  /** The first expression, as it stands in the text. */
  readonly expression: string;
  readonly span: Span;
}

const helm =
  /\{\{-?\s*(?:\.|\$|include |template |toYaml|tpl |if |else|end\b|range |with |define |block |printf |default |quote|\/\*|lookup |required )/;
/** As many are looked at as tell what a text is. */
const mostExpressions = 200;

/**
 * The template expression that keeps a text from being YAML: one on the line of the error, or any of Helm's that stands neither in quotes nor in a comment.
 * undefined where the error has another reason: expressions also stand in data that is for somebody else to render.
 */
export function templateNear(text: string, error: number): Template | undefined {
  const lineOf = (offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;
  const onLine = expressionsIn(text, lineOf(error)).find(
    ({ start }) => lineOf(start) === lineOf(error) && isBare(text, start),
  );
  const span =
    onLine ??
    expressionsIn(text, 0).find((one) => isBare(text, one.start) && helm.test(text.slice(one.start, one.end)));
  if (!span) return undefined;
  const expression = text.slice(span.start, span.end);
  return { language: languageOf(text, expression), expression, span };
}

/** Expressions from an offset on, in their order, each on one line. */
function expressionsIn(text: string, from: number): Span[] {
  const spans: Span[] = [];
  const opening = /\{[{%]|<%/g;
  opening.lastIndex = from;
  for (let match = opening.exec(text); match && spans.length < mostExpressions; match = opening.exec(text)) {
    const close = match[0] === '{{' ? '}}' : match[0] === '{%' ? '%}' : '%>';
    const lineEnd = text.indexOf('\n', match.index);
    const line = text.slice(match.index, lineEnd < 0 ? text.length : lineEnd);
    const length = line.indexOf(close, 2);
    if (length >= 0) spans.push({ start: match.index, end: match.index + length + close.length });
    opening.lastIndex = match.index + (length < 0 ? line.length : length + close.length);
  }
  return spans;
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
