import { quantityFault } from './quantity-format.ts';
import type { FieldType } from './types.ts';

/** What a value is, in words: `the text "80"`, `a list`. */
export function valueWords(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  if (typeof value === 'string')
    return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 37)}…` : value)}`;
  return typeof value === 'number' ? `the number ${value}` : String(value);
}

/** What a field wants, in words. */
export function typeWords(type: FieldType): string {
  switch (type.is) {
    case 'list':
      return `a list${type.of.is === 'string' ? ' of texts' : ''}`;
    case 'map':
      return `a mapping${type.of.is === 'string' ? ' of texts' : ''}`;
    case 'object':
      return `a mapping (${type.name.split('.').at(-1) ?? type.name})`;
    case 'string':
      return 'a text';
    case 'int32':
    case 'int64':
      return 'a whole number';
    case 'bool':
      return 'true or false';
    case 'quantity':
      return 'a quantity';
    case 'intOrString':
      return 'a whole number or a text';
    case 'time':
      return 'a time as in 2026-01-31T12:00:00Z';
    case 'bytes':
      return 'a base64 text';
    case 'any':
      return 'anything';
  }
}

/** Go's name of what the decoder found, as its message has it. */
export function goKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** Why the API server cannot decode a value as that type, a clause; undefined where it can. Only the value itself is looked at, not what it holds. */
export function mismatch(value: unknown, type: FieldType): string | undefined {
  // JSON's null leaves every field as it is.
  if (value === null || value === undefined) return undefined;
  switch (type.is) {
    case 'any':
      return undefined;
    case 'list':
      return Array.isArray(value) ? undefined : notA(type);
    case 'map':
    case 'object':
      return typeof value === 'object' && !Array.isArray(value) ? undefined : notA(type);
    case 'string':
      return typeof value === 'string' ? undefined : notA(type);
    case 'bool':
      return typeof value === 'boolean' ? undefined : notA(type);
    case 'int32':
    case 'int64':
      return wholeNumber(value, type.is) ?? undefined;
    case 'intOrString':
      return typeof value === 'string'
        ? undefined
        : typeof value === 'number'
          ? wholeNumber(value, 'int32')
          : notA(type);
    case 'quantity':
      return typeof value === 'string' || typeof value === 'number' ? quantityFault(String(value)) : notA(type);
    case 'time':
      return typeof value === 'string' && isTime(value) ? undefined : notA(type);
    case 'bytes':
      return isBytes(value) ? undefined : notA(type);
  }
}

function notA(type: FieldType): string {
  return `is not ${typeWords(type)}`;
}

function wholeNumber(value: unknown, size: 'int32' | 'int64'): string | undefined {
  if (typeof value !== 'number' || !Number.isInteger(value)) return 'is not a whole number';
  const limit = size === 'int32' ? 2 ** 31 : 2 ** 63;
  return value >= -limit && value < limit ? undefined : `does not fit in ${size === 'int32' ? 32 : 64} bits`;
}

/** RFC 3339, as Go's time.Parse reads it. */
function isTime(text: string): boolean {
  const match = /^\d{4}-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,]\d+)?(?:Z|[+-](\d\d):(\d\d))$/.exec(text);
  if (!match) return false;
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const inDate =
    month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(Number(text.slice(0, 4)), month, 0)).getUTCDate();
  return inDate && hour < 24 && minute < 60 && second < 60 && zoneHour <= 24 && zoneMinute < 60;
}

/** base64, or what Go takes for bytes as well: a list of numbers. */
function isBytes(value: unknown): boolean {
  if (Array.isArray(value))
    return value.every(
      (item) => item === null || (typeof item === 'number' && item >= 0 && item < 256 && Number.isInteger(item)),
    );
  return typeof value === 'string' && isBase64(value);
}

function isBase64(text: string): boolean {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text.replace(/[\r\n]/g, ''));
}
