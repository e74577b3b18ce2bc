import { gunzipSync } from 'node:zlib';
import { KnownError } from '../core/errors.ts';
import type { KubeObject } from '../core/kubernetes.ts';
import { wellShaped } from '../facts/shape.ts';
import { placeOfError, yamlValues } from '../facts/yaml/values.ts';

/** More than this is not an object somebody printed; it would only exhaust the memory. */
const mostBytes = 512 * 1024 * 1024;

/**
 * The objects in what `kubectl get … -o json|yaml` prints: one object, a List, several YAML documents, several JSON objects in a row,
 * or a capture; plain or gzip'd. Lists are unpacked. `file` names the input in errors. Values of Secrets are dropped here,
 * so that nothing behind this point can ever see one.
 */
export function parseObjects(bytes: Buffer, file: string): KubeObject[] {
  const text = decode(bytes, file);
  if (text.trim() === '')
    throw new KnownError(`${file} is empty`, 'give it what `kubectl get pods,events -o json` prints');
  const documents = looksLikeJson(text) ? parseJson(text, file) : parseYaml(text, file);
  const objects = documents.flatMap((document) => unpack(document, file));
  if (objects.length === 0) throw new KnownError(`${file} holds no Kubernetes object`);
  return objects.map((object) => withoutSecretValues(wellShaped(object)));
}

function decode(bytes: Buffer, file: string): string {
  let plain = bytes;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      plain = gunzipSync(bytes, { maxOutputLength: mostBytes });
    } catch (error) {
      throw new KnownError(`${file} cannot be unpacked: ${messageOf(error)}`);
    }
  }
  if (plain[0] === 0xff && plain[1] === 0xfe) return plain.toString('utf16le').slice(1);
  return plain.toString('utf8').replace(/^\uFEFF/, '');
}

function looksLikeJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}

function parseJson(text: string, file: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch (error) {
    // Several objects in a row, as `kubectl get … -o json >> file` leaves them, are flow-style YAML documents.
    const inRow = text.split(/\n(?=\{)/);
    if (inRow.length > 1) return inRow.flatMap((part) => parseJson(part, file));
    const at = /position (\d+)/.exec(messageOf(error))?.[1];
    const line = at === undefined ? text.split('\n').length : text.slice(0, Number(at)).split('\n').length;
    throw new KnownError(`${file}:${line}: not valid JSON: ${messageOf(error).replace(/ in JSON at position.*$/, '')}`);
  }
}

function parseYaml(text: string, file: string): unknown[] {
  try {
    return [...yamlValues(text)].filter((value) => value !== null);
  } catch (error) {
    throw new KnownError(`${placeOfError(error, text, file)}: not valid YAML: ${messageOf(error)}`);
  }
}

function unpack(value: unknown, file: string): KubeObject[] {
  if (Array.isArray(value)) return value.flatMap((item) => unpack(item, file));
  if (typeof value !== 'object' || value === null) {
    throw new KnownError(`${file} holds ${JSON.stringify(value)?.slice(0, 40)} where a Kubernetes object should be`);
  }
  const object = value as KubeObject & { items?: unknown };
  if (!Array.isArray(object.items)) return typeof object.kind === 'string' ? [object] : [];
  const itemKind = /^(\w+)List$/.exec(object.kind ?? '')?.[1];
  // Items of a typed list (`PodList`) carry neither kind nor apiVersion.
  return object.items
    .flatMap((item) => (typeof item === 'object' && item !== null ? [item as KubeObject] : []))
    .flatMap((item) => unpack(itemKind && !item.kind ? { ...item, kind: itemKind } : item, file));
}

function withoutSecretValues(object: KubeObject): KubeObject {
  if (object.kind !== 'Secret') return object;
  const blank = (values: unknown): Record<string, string> =>
    Object.fromEntries(
      Object.keys(typeof values === 'object' && values !== null ? values : {}).map((key) => [key, '']),
    );
  const { data, stringData, ...rest } = object;
  // The last-applied annotation repeats the values.
  const { annotations: _values, ...metadata } = rest.metadata ?? {};
  return {
    ...rest,
    metadata,
    ...(data === undefined ? {} : { data: blank(data) }),
    ...(stringData === undefined ? {} : { stringData: blank(stringData) }),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
