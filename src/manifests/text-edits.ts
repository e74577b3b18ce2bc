import type { Edit, Fix } from '../core/manifest.ts';
import { stepsIn, type Step } from '../facts/field-path.ts';
import {
  resolved,
  type MapEntry,
  type MapNode,
  type ScalarNode,
  type SeqNode,
  type Span,
  type YamlNode,
} from '../facts/yaml/nodes.ts';
import { blockLines, flowText, keyText, scalarText } from './scalar-text.ts';

/** What stands from `start` to `end` is replaced by `text`. Offsets count in the text before any change. */
export interface TextEdit extends Span {
  readonly text: string;
}

/**
 * The smallest changes of a text that make the edits of a fix: what they do not touch stays as it is, comments, order, quoting and anchors included.
 * undefined where one of them cannot be made that way.
 */
export function textEditsOf(
  text: string,
  { node, object }: { readonly node: MapNode; readonly object: unknown },
  { edits }: Fix,
): TextEdit[] | undefined {
  const made: TextEdit[] = [];
  const json = isJson(text, node);
  for (const edit of edits) {
    const one = textEditOf(text, node, edit, stepsIn(object, edit.path), json);
    if (!one) return undefined;
    made.push(one);
  }
  return made;
}

/** Whether an edit takes away one of several keys with the same name: then the field is still there. */
export function removesDuplicate(
  { node, object }: { readonly node: MapNode; readonly object: unknown },
  edit: Edit,
): boolean {
  const steps = stepsIn(object, edit.path);
  const last = steps.at(-1);
  const parent = steps.slice(0, -1).reduce<YamlNode | undefined>((at, step) => child(at, step)?.value, node);
  if (edit.kind !== 'remove' || last === undefined || !parent) return false;
  const holder = resolved(parent);
  return holder.kind === 'map' && holder.entries.filter(({ key, merge }) => !merge && key === String(last)).length > 1;
}

function textEditOf(
  text: string,
  root: MapNode,
  edit: Edit,
  steps: readonly Step[],
  json: boolean,
): TextEdit | undefined {
  if (edit.kind === 'insert') {
    const map = steps.reduce<YamlNode | undefined>((at, step) => child(at, step)?.value, root);
    return map ? insertion(text, resolved(map), edit.key, edit.value, json) : undefined;
  }
  const last = steps.at(-1);
  const parent = steps.slice(0, -1).reduce<YamlNode | undefined>((at, step) => child(at, step)?.value, root);
  if (last === undefined || !parent) return undefined;
  const place = child(parent, last);
  // A field that only the API server's default fills is not in the text yet.
  if (!place)
    return edit.kind === 'set' ? insertion(text, resolved(parent), String(last), edit.value, json) : undefined;
  if (edit.kind === 'remove') return removal(text, place, last);
  if (edit.kind === 'set') return change(text, place, edit.value, json);
  return place.entry
    ? {
        start: place.entry.keyNode.start,
        end: place.entry.keyNode.end,
        text: keyText(edit.value, sourceOf(text, place.entry.keyNode)),
      }
    : undefined;
}

/** A value with the collection that holds it. */
interface Place {
  readonly value: YamlNode;
  readonly entry?: MapEntry;
  readonly holder: MapNode | SeqNode;
}

function child(node: YamlNode | undefined, step: Step): Place | undefined {
  if (!node) return undefined;
  const holder = resolved(node);
  if (holder.kind === 'seq') {
    const value = typeof step === 'number' ? holder.items[step] : undefined;
    return value ? { value, holder } : undefined;
  }
  if (holder.kind !== 'map') return undefined;
  const entry = holder.entries.findLast(({ key, merge }) => !merge && key === String(step));
  if (entry) return { value: entry.value, entry, holder };
  for (const { value, merge } of holder.entries) {
    if (!merge) continue;
    const sources = resolved(value);
    const found = (sources.kind === 'seq' ? sources.items : [sources])
      .map((one) => child(one, step))
      .find((one) => one);
    if (found) return found;
  }
  return undefined;
}

function sourceOf(text: string, { start, end }: Span): string {
  return text.slice(start, end);
}

/** A new value for a scalar (or for an alias of one) in the style of the old. */
function change(
  text: string,
  { value: node }: Place,
  value: string | number | boolean,
  json: boolean,
): TextEdit | undefined {
  if (node.kind === 'alias') return { start: node.start, end: node.end, text: scalarText(value, 'plain', json) };
  if (node.kind !== 'scalar') return undefined;
  if (node.style === 'literal') return typeof value === 'string' ? literalChange(text, node, value) : undefined;
  if (node.style === 'folded') return undefined;
  // A field without a value has an empty node right behind its colon.
  const blank = node.start === node.end ? ' ' : '';
  return { start: node.start, end: node.end, text: `${blank}${scalarText(value, node.style, json)}` };
}

/** The lines of a block scalar, written anew with the indentation that they had. */
function literalChange(text: string, node: ScalarNode, value: string): TextEdit | undefined {
  const old = typeof node.value === 'string' ? node.value : '';
  if (/\n*$/.exec(old)?.[0] !== /\n*$/.exec(value)?.[0]) return undefined;
  const source = sourceOf(text, node);
  const header = source.indexOf('\n');
  const indent = /\n( +)\S/.exec(source)?.[1];
  if (header < 0 || indent === undefined) return undefined;
  const body = source.slice(header + 1);
  const kept = /\s*$/.exec(body)?.[0] ?? '';
  const eol = source.charAt(header - 1) === '\r' ? '\r\n' : '\n';
  const lines = value.replace(/\n+$/, '').split('\n');
  const start = node.start + header + 1;
  return {
    start,
    end: node.end - kept.length,
    text: lines.map((line) => (line === '' ? '' : `${indent}${line}`)).join(eol),
  };
}

/** A document in braces with its keys in double quotes: so must what is added be. */
function isJson(text: string, { flow, entries: [first] }: MapNode): boolean {
  return flow && first !== undefined && text.charAt(first.keyNode.start) === '"';
}

/** Takes a field or an item away. Of a key that stands several times, the last goes. */
function removal(text: string, { value, entry, holder }: Place, step: Step): TextEdit | undefined {
  const spans: Span[] =
    holder.kind === 'map'
      ? holder.entries.map(({ keyNode, value: { end } }) => ({ start: keyNode.start, end }))
      : holder.items.map(({ start, end }, index) => ({ start: holder.dashes[index] ?? start, end }));
  const index = holder.kind === 'map' ? holder.entries.findIndex((one) => one === entry) : Number(step);
  const span = spans[index];
  if (!span || spans.length < 2) return undefined;
  const next = spans[index + 1];
  const before = spans[index - 1];
  if (holder.flow) {
    if (next) return { start: span.start, end: next.start, text: '' };
    return before ? { start: before.end, end: span.end, text: '' } : undefined;
  }
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const lineEnd = endOfLine(text, contentEnd(text, span.start, value.end));
  if (/^ *$/.test(text.slice(lineStart, span.start))) return { start: lineStart, end: lineEnd, text: '' };
  // It follows the dash of a list item on its line: the next key takes its place, unless a comment would be lost.
  const between = next ? text.slice(contentEnd(text, span.start, value.end), next.start) : undefined;
  return next && between !== undefined && !between.includes('#')
    ? { start: span.start, end: next.start, text: '' }
    : undefined;
}

/** Where the content of a node ends: some nodes reach over the white space behind them. */
function contentEnd(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}

/** Behind the newline of the line (with the comment that may close it). */
function endOfLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}

/** A new field at the end of a mapping. */
function insertion(
  text: string,
  map: Exclude<YamlNode, { kind: 'alias' }>,
  key: string,
  value: unknown,
  json: boolean,
): TextEdit | undefined {
  if (map.kind !== 'map' || map.entries.some((one) => !one.merge && one.key === key)) return undefined;
  const first = map.entries[0];
  const last = map.entries.at(-1);
  if (!first || !last) {
    return map.flow
      ? { start: map.start, end: map.end, text: `{${keyText(key, json ? '"' : '')}: ${flowText(value, json)}}` }
      : undefined;
  }
  if (map.flow) {
    const lead = text.slice(map.start + 1, first.keyNode.start);
    const gap = /^\s*$/.test(lead) && lead.includes('\n') ? lead : ' ';
    const at = last.value.end;
    return { start: at, end: at, text: `,${gap}${keyText(key, json ? '"' : '')}: ${flowText(value, json)}` };
  }
  const lineStart = text.lastIndexOf('\n', first.keyNode.start - 1) + 1;
  const indent = ' '.repeat(first.keyNode.start - lineStart);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const end = endOfLine(text, contentEnd(text, last.keyNode.start, last.value.end));
  const lines = blockLines(key, value)
    .map((line) => `${indent}${line}`)
    .join(eol);
  const closed = text.charAt(end - 1) === '\n';
  return { start: end, end, text: closed ? `${lines}${eol}` : `${eol}${lines}` };
}

/** Makes the changes, which must not overlap. */
export function withTextEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

export function overlap(a: TextEdit, b: TextEdit): boolean {
  return (a.start < b.end && b.start < a.end) || (a.start === b.start && a.end === b.end);
}
