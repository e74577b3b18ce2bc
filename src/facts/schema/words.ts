import type { DocumentProblem, Fix } from '../../core/manifest.ts';
import { goKind, typeWords, valueWords } from './mismatch.ts';
import { withoutByte } from './quantity-format.ts';
import { suggest, type Level } from './suggest.ts';
import { existsIn, schemaOf, type FieldType } from './types.ts';

/** Who judges a field: the API server of a version, or the definition of a custom resource that holds a pod template. */
export interface Judge {
  readonly minor: number;
  readonly custom: boolean;
}

/** A field that this kind and version does not have. */
export function unknownProblem(
  key: string,
  value: unknown,
  path: string,
  present: readonly string[],
  trail: readonly Level[],
  { minor, custom }: Judge,
): DocumentProblem {
  const { field, taken, certain, elsewhere } = suggest(key, value, present, trail, minor);
  const type = trail.at(-1)?.type ?? '';
  const meant = field !== undefined ? ` (did you mean ${field}?)` : '';
  const place = elsewhere !== undefined ? ` (it belongs to ${elsewhere})` : '';
  return {
    rule: 'unknown-field',
    stage: 'rejected',
    path,
    atKey: true,
    title: `unknown field ${key}${meant}${place}`,
    explanation: [
      `${shortName(type)} has no field ${key}${fieldList(type, minor)}.`,
      taken ? `${field} is there already; fields are told apart by upper and lower case.` : '',
      elsewhere !== undefined ? `A field of that name is at ${elsewhere}.` : '',
      type === 'LabelSelector' ? 'A selector has its labels under matchLabels.' : '',
      custom
        ? 'The definition of the custom resource refuses it, or drops it without a word.'
        : `The API server refuses the object: unknown field "${path}". Without strict validation it would drop the field without a word.`,
    ]
      .filter((part) => part !== '')
      .join(' '),
    ...(certain && field !== undefined ? { fix: renameKey(path, field) } : {}),
  };
}

/** The fields that there are, where they can be said in a line. */
function fieldList(type: string, minor: number): string {
  const names = [...schemaOf(type)].flatMap(([name, field]) => (existsIn(field, minor) ? [name] : []));
  return names.length > 0 && names.length <= 6 ? `; it has ${names.join(', ')}` : '';
}

function renameKey(path: string, field: string): Fix {
  return { description: `Rename the field to ${field}`, edits: [{ kind: 'rename-key', path, value: field }] };
}

function shortName(type: string): string {
  return type.split('.').at(-1) ?? type;
}

/** A field that came later than the version that is checked for. */
export function tooNewProblem(key: string, path: string, type: string, since: number, minor: number): DocumentProblem {
  return {
    rule: 'field-too-new',
    stage: 'rejected',
    path,
    atKey: true,
    title: `${key} needs Kubernetes 1.${since}`,
    explanation:
      `${shortName(type)} has the field ${key} since Kubernetes 1.${since}; the manifest is checked for 1.${minor}, ` +
      `whose API server refuses it: unknown field "${path}".`,
  };
}

/** A value that the API server cannot decode. `text`: the characters it has in the manifest. */
export function typeProblem(
  value: unknown,
  type: FieldType,
  path: string,
  fault: string,
  text?: string,
): DocumentProblem {
  const name = /([^.[\]]+)(\[[^\]]*\])*$/.exec(path)?.[0] ?? path;
  if (type.is === 'quantity' && (typeof value === 'string' || typeof value === 'number'))
    return quantityProblem(value, path, name, fault);
  const tooLarge = fault.startsWith('does not fit');
  const fix = typeFix(value, type, path, text);
  const hint = sourceHint(value, type, text, fix !== undefined);
  return {
    rule: 'wrong-type',
    stage: 'rejected',
    path,
    title: `${name} is ${valueWords(value)}, ${tooLarge ? `which ${fault}` : `not ${typeWords(type)}`}`,
    explanation:
      `The API server cannot read ${wordFor(value)} as ${typeWords(type)} and refuses the object (cannot unmarshal ${goKind(value)}).` +
      (hint === '' ? '' : ` ${hint}`),
    ...(fix ? { fix } : {}),
  };
}

function quantityProblem(value: string | number, path: string, name: string, fault: string): DocumentProblem {
  const meant = /\[cpu\]$|\.cpu$/.test(path) ? undefined : withoutByte(String(value));
  return {
    rule: 'invalid-value',
    stage: 'rejected',
    path,
    title: `${name} ${JSON.stringify(value)} ${fault}`,
    explanation:
      'A quantity is a number with a unit: 250m, 1.5, 512Mi, 2Gi; units are n, u, m, k, M, G, T, P, E and Ki, Mi, Gi, Ti, Pi, Ei.' +
      (meant === undefined ? '' : ` Kubernetes calls it ${meant}.`),
    ...(meant === undefined
      ? {}
      : { fix: { description: `Write ${meant}`, edits: [{ kind: 'set', path, value: meant }] } }),
  };
}

function wordFor(value: unknown): string {
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'number') return 'a number';
  return typeof value === 'boolean' ? 'a boolean' : valueWords(value);
}

/** What YAML made of the characters, where that is a surprise. */
function sourceHint(value: unknown, type: FieldType, text: string | undefined, fixable: boolean): string {
  if (type.is === 'string' && (typeof value === 'boolean' || typeof value === 'number')) {
    const read = text !== undefined && text !== String(value) ? `YAML reads ${text} as ${String(value)}; ` : '';
    return `${read === '' ? 'P' : `${read}p`}ut it in quotes.`;
  }
  if (typeof value === 'string' && fixable) return 'Take the quotes away.';
  if (type.is === 'list' && typeof value === 'string') return 'Write the text as the item of a list.';
  if (type.is === 'list' && typeof value === 'object') return 'Write its items with a dash each.';
  return '';
}

/** Quotes to put or to take away, where the characters say what is meant. */
function typeFix(value: unknown, type: FieldType, path: string, text: string | undefined): Fix | undefined {
  if (type.is === 'string' && text !== undefined && (typeof value === 'boolean' || typeof value === 'number')) {
    return { description: 'Put the value in quotes', edits: [{ kind: 'set', path, value: text }] };
  }
  if (typeof value !== 'string') return undefined;
  const number = /^-?(0|[1-9]\d{0,8})$/.test(value) && (type.is === 'int32' || type.is === 'int64');
  const bool = /^(true|false)$/.test(value) && type.is === 'bool';
  if (!number && !bool) return undefined;
  const meant = number ? Number(value) : value === 'true';
  return { description: 'Take the quotes away', edits: [{ kind: 'set', path, value: meant }] };
}

/** A value that envsubst, Helm or the like has yet to fill in. */
export function placeholderProblem(value: string, type: FieldType, path: string): DocumentProblem {
  return {
    rule: 'yaml-error',
    stage: 'rejected',
    path,
    title: `the manifest is not rendered: ${path} is still ${value}`,
    explanation: `${path} has to be ${typeWords(type)}, and ${value} is left for something to fill in. Lint what envsubst, helm template or the like prints.`,
  };
}
