import type { ScalarStyle } from '../facts/yaml/nodes.ts';

/** Words that YAML 1.1 reads as something else than text. */
const reserved = /^(y|n|yes|no|on|off|true|false|null|~|nan|inf)$/i;
/** Text that no reader of YAML takes for anything else: words, paths, names, quantities with a unit. */
const safe = /^(?:[A-Za-z_/][\w./@%+-]*|\d+(?:\.\d+)?(?:m|u|n|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi|Ei|ms|s|h))$/;

/** A scalar as YAML writes it, in the given style as far as the value allows. */
export function scalarText(value: string | number | boolean, style: ScalarStyle, json: boolean): string {
  if (typeof value !== 'string') return String(value);
  if (json) return JSON.stringify(value);
  const printable = !/[^\x20-\x7e\u00a0-\ud7ff\ue000-\ufffd]/.test(value);
  if (style === 'single' && printable) return `'${value.replace(/'/g, "''")}'`;
  if (style === 'double' || !printable) return JSON.stringify(value);
  return safe.test(value) && !reserved.test(value) ? value : JSON.stringify(value);
}

/** A key in the quotes that the old one had. */
export function keyText(key: string, old: string): string {
  if (old.startsWith('"')) return JSON.stringify(key);
  if (old.startsWith("'")) return scalarText(key, 'single', false);
  return scalarText(key, 'plain', false);
}

/** A value on one line. */
export function flowText(value: unknown, json: boolean): string {
  if (json) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: unknown) => flowText(item, json)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) => `${keyText(key, '')}: ${flowText(inner, json)}`);
    return `{${entries.join(', ')}}`;
  }
  return isScalar(value) ? scalarText(value, 'plain', json) : 'null';
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** A field in block style, without indentation of its own. */
export function blockLines(key: string, value: unknown): string[] {
  const name = keyText(key, '');
  if (Array.isArray(value) && value.length > 0) {
    return [`${name}:`, ...value.flatMap((item: unknown) => itemLines(item))];
  }
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0 && !Array.isArray(value)) {
    return [
      `${name}:`,
      ...Object.entries(value).flatMap(([inner, one]) => blockLines(inner, one).map((line) => `  ${line}`)),
    ];
  }
  return [`${name}: ${flowText(value, false)}`];
}

function itemLines(item: unknown): string[] {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return [`- ${flowText(item, false)}`];
  const lines = Object.entries(item).flatMap(([key, value]) => blockLines(key, value));
  return lines.map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`));
}
