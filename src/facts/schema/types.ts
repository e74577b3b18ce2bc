import { kindTable, typeTable, versions } from './fields.ts';

export type Scalar = 'string' | 'int32' | 'int64' | 'bool' | 'quantity' | 'intOrString' | 'time' | 'bytes' | 'any';

export type FieldType =
  | { readonly is: Scalar }
  | { readonly is: 'list' | 'map'; readonly of: FieldType }
  | { readonly is: 'object'; readonly name: string };

export interface FieldSchema {
  readonly type: FieldType;
  /** Minor version of Kubernetes in which it came; missing where the oldest known one has it, or nobody knows. */
  readonly since?: number;
  /** The last minor version that has it; missing where the newest known one has it. */
  readonly until?: number;
}

export type ObjectSchema = ReadonlyMap<string, FieldSchema>;

const scalars: Readonly<Record<string, Scalar>> = {
  s: 'string',
  i: 'int32',
  l: 'int64',
  b: 'bool',
  q: 'quantity',
  o: 'intOrString',
  t: 'time',
  y: 'bytes',
  a: 'any',
};

const schemas = new Map<string, ObjectSchema>();

/** The fields of a type of the table; empty for a name that it does not have. */
export function schemaOf(name: string): ObjectSchema {
  const known = schemas.get(name);
  if (known) return known;
  const fields = restOfLine(typeTable, name);
  const schema = new Map(fields ? fields.split(' ').map(fieldSchema) : []);
  schemas.set(name, schema);
  return schema;
}

/** What follows some words at the start of a line; undefined where no line begins with them. To take the tables apart would cost more than all questions. */
function restOfLine(table: string, words: string): string | undefined {
  const start = table.startsWith(`${words} `) ? 0 : table.indexOf(`\n${words} `) + 1;
  if (start === 0 && !table.startsWith(`${words} `)) return undefined;
  const end = table.indexOf('\n', start);
  return table.slice(start + words.length + 1, end < 0 ? undefined : end);
}

function fieldSchema(text: string): [string, FieldSchema] {
  const [, name = '', code = '', since, until] = /^([^:]+):([^@]+)(?:@(\d*)-(\d*))?$/.exec(text) ?? [];
  return [
    name,
    {
      type: fieldType(code),
      ...(since ? { since: Number(since) } : {}),
      ...(until ? { until: Number(until) } : {}),
    },
  ];
}

function fieldType(code: string): FieldType {
  if (code.startsWith('[')) return { is: 'list', of: fieldType(code.slice(1, -1)) };
  if (code.startsWith('{')) return { is: 'map', of: fieldType(code.slice(1, -1)) };
  const scalar = scalars[code];
  return scalar ? { is: scalar } : { is: 'object', name: code };
}

/** The type of a kind (`apps/v1`, `Deployment`); undefined where the table has none. */
export function typeOfKind(apiVersion: string, kind: string): string | undefined {
  return restOfLine(kindTable, `${apiVersion} ${kind}`);
}

/** Minor version that the table can judge by: that of `1.34`, of the newest where none is given, of the nearest where it knows no such one. */
export function minorOf(version: string | undefined): number {
  const known = versions.map((one) => Number(one.split('.')[1]));
  const newest = known.at(-1) ?? 0;
  const wanted = Number(/^v?1\.(\d+)/.exec(version ?? '')?.[1] ?? newest);
  return Math.min(Math.max(wanted, known[0] ?? 0), newest);
}

/** Whether a version has the field. */
export function existsIn({ since, until }: FieldSchema, minor: number): boolean {
  return (since === undefined || since <= minor) && (until === undefined || until >= minor);
}
