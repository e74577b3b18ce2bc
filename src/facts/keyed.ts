import type { KeyedObject } from '../core/evidence.ts';
import type { KubeObject } from '../core/kubernetes.ts';
import { nameOf } from './metadata.ts';

/**
 * Name and keys of a ConfigMap or Secret, from its data or, for a metadata-only answer, from `managedFields`
 * (`f:data` → `f:password`). keys is undefined where neither tells, also in a capture (`keysOnly`). Values are not looked at.
 */
export function keyedObjectOf(object: KubeObject): KeyedObject {
  const keys = dataKeys(object) ?? managedKeys(object);
  const type = object['type'];
  return {
    name: nameOf(object),
    ...(keys ? { keys: [...keys].sort() } : {}),
    ...(typeof type === 'string' ? { type } : {}),
  };
}

function dataKeys(object: KubeObject): string[] | undefined {
  if (object.kind === 'PartialObjectMetadata') return undefined;
  if (object['keysOnly'] === true && object['data'] === undefined) return undefined;
  const keys = ['data', 'binaryData', 'stringData'].flatMap((field) => Object.keys(record(object[field])));
  return [...new Set(keys)];
}

function managedKeys(object: KubeObject): string[] | undefined {
  const managed = object.metadata?.managedFields;
  if (!managed?.length) return undefined;
  const keys = managed.flatMap(({ fieldsV1 }) =>
    ['f:data', 'f:binaryData', 'f:stringData'].flatMap((field) => Object.keys(record(record(fieldsV1)[field]))),
  );
  return [...new Set(keys.filter((key) => key.startsWith('f:')).map((key) => key.slice(2)))];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
