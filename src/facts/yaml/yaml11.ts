import { YamlError, type ScalarStyle, type ScalarValue } from './nodes.ts';

const words: Readonly<Record<string, ScalarValue>> = {
  ...both(true, ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']),
  ...both(false, ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']),
  ...both(null, ['', '~', 'null', 'Null', 'NULL']),
  ...both(NaN, ['.nan', '.NaN', '.NAN']),
  ...both(Infinity, ['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF']),
  ...both(-Infinity, ['-.inf', '-.Inf', '-.INF']),
};

function both(value: ScalarValue, texts: readonly string[]): Record<string, ScalarValue> {
  return Object.fromEntries(texts.map((text) => [text, value]));
}

const prefix = 'tag:yaml.org,2002:';
const known = ['str', 'bool', 'int', 'float', 'null', 'timestamp'];

/**
 * The value of a scalar as kubectl and the API server read it (sigs.k8s.io/yaml over go-yaml v2): YAML 1.1 with `yes`, `on`, `0644`, `0x10`, `1_000`
 * and, against YAML 1.1, without numbers of base 60 (`1:30` is a string) and with dates as strings. `tag` is the full tag or empty.
 */
export function scalarValue(text: string, style: ScalarStyle, tag: string, at: number): ScalarValue {
  if (tag === '') return style === 'plain' ? plainValue(text) : text;
  const name = tag.startsWith(prefix) ? tag.slice(prefix.length) : '';
  if (name === 'binary') return binaryValue(text, at);
  if (!known.includes(name) || name === 'str' || name === 'timestamp') return text;
  const value = plainValue(text);
  const kind = kindOf(value);
  if (kind === name || (kind === 'int' && name === 'float')) return value;
  throw new YamlError(`cannot decode !!${kind} \`${text}\` as a !!${name}`, at);
}

function kindOf(value: ScalarValue): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'str';
  return Number.isInteger(value) ? 'int' : 'float';
}

function binaryValue(text: string, at: number): string {
  const plain = text.replace(/[\r\n]/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(plain)) {
    throw new YamlError('!!binary value contains invalid base64 data', at);
  }
  return Buffer.from(plain, 'base64').toString('utf8');
}

/** The value of a scalar without quotes and tag. */
export function plainValue(text: string): ScalarValue {
  const code = text.charCodeAt(0);
  // Letters that no word of the table starts with, and that no number starts with: most texts.
  if (code > 57 && !'yYnNtTfFoO~'.includes(text[0] ?? '')) return text;
  if (Object.hasOwn(words, text)) return words[text] ?? null;
  if (code === 46) return /^\.\d+(?:[eE][-+]?\d+)?$/.test(text) ? finite(Number(text), text) : text;
  if (code === 43 || code === 45 || (code >= 48 && code <= 57)) return numberValue(text);
  return text;
}

function numberValue(text: string): ScalarValue {
  const plain = text.replaceAll('_', '');
  const integer = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9]\d*))$/.exec(plain);
  if (integer) {
    const [, sign, hex, binary, octal, decimal] = integer;
    const digits = hex ? `0x${hex}` : binary ? `0b${binary}` : octal ? `0o${octal}` : (decimal ?? '0');
    if (inRange(digits, sign ?? '')) return sign === '-' ? 0 - Number(digits) : Number(digits);
  }
  const float = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(plain);
  return float ? finite(Number(plain), text) : text;
}

/** Whether it is an int64 or, without a sign, an uint64. */
function inRange(digits: string, sign: string): boolean {
  if (digits.length < 16) return true;
  const value = BigInt(digits);
  return value <= (sign === '-' ? 2n ** 63n : sign === '+' ? 2n ** 63n - 1n : 2n ** 64n - 1n);
}

/** A number too large for a float64 is a string. */
function finite(value: number, text: string): ScalarValue {
  return Number.isFinite(value) ? value : text;
}
