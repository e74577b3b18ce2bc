import type { KubeObject } from '../../core/kubernetes.ts';
import { schemaOf, typeOfKind, type FieldType } from './types.ts';

/**
 * An object without nulls, as the API server decodes them: a field that is null is not there; in a list and as the value of a map it is the zero value of its
 * type (`{}`, `""`, quantity 0). Unknown fields keep theirs, because they are unknown also when they are null. Of kinds that the table does not have, nulls just go.
 */
export function withoutNulls(object: KubeObject): KubeObject {
  if (!hasNull(object)) return object;
  const { apiVersion, kind } = object;
  const type = typeof apiVersion === 'string' && typeof kind === 'string' ? typeOfKind(apiVersion, kind) : undefined;
  return (type === undefined ? drop(object) : decode(object, { is: 'object', name: type })) as KubeObject;
}

function hasNull(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === null;
  if (Array.isArray(value)) return value.some(hasNull);
  for (const key in value) if (hasNull((value as Record<string, unknown>)[key])) return true;
  return false;
}

function drop(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(drop);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, drop(inner)]])),
  );
}

function decode(value: unknown, type: FieldType): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (type.is === 'list' && Array.isArray(value))
    return value.map((item) => (item === null ? zeros[type.of.is] : decode(item, type.of)));
  if (Array.isArray(value)) return value;
  if (type.is === 'map') {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, inner === null ? zeros[type.of.is] : decode(inner, type.of)]),
    );
  }
  return type.is === 'object' ? decodeFields(value, type.name) : value;
}

function decodeFields(value: object, name: string): object {
  const schema = schemaOf(name);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const field = schema.get(key);
      if (!field) return [[key, inner]];
      return inner === null ? [] : [[key, decode(inner, field.type)]];
    }),
  );
}

/** Nobody changes what is decoded, so that one of each will do. */
const zeros: Readonly<Record<FieldType['is'], unknown>> = {
  object: {},
  map: {},
  list: [],
  bool: false,
  int32: 0,
  int64: 0,
  intOrString: 0,
  quantity: '0',
  string: '',
  time: '',
  bytes: '',
  any: '',
};
