import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import { parseQuantity } from '../../src/facts/quantity.ts';
import { parseDocuments } from '../../src/manifests/document.ts';

/** A manifest of a workload and what a real kube-apiserver 1.34 answered when it was to create it. */
export interface ValidationCase {
  readonly id: string;
  /** Of HTTP: 201 created, 422 refused by the validation; others (400 could not be decoded, 403 refused by admission) are no matter of the validation. */
  readonly code: number;
  readonly mutations?: readonly string[];
  readonly manifest: string;
  readonly accepted: boolean;
  readonly causes?: readonly { readonly field: string }[];
  /** As it is stored, with its defaults. */
  readonly object?: { readonly spec: unknown };
  /** What became of a pod made of the template. */
  readonly templatePod?: { readonly accepted: boolean; readonly code: number };
}

/** Where all recorded cases are while the project is developed. */
export const allCasesFile = join(import.meta.dirname, '../../../shared/oracles/validation/cases.jsonl.gz');
export const hasAllCases = existsSync(allCasesFile);

/** A selection of the cases that goes with the repository: each kind of mistake once, and every template whose pods are refused. */
export const casesFile = join(import.meta.dirname, '../fixtures/validation/cases.jsonl.gz');

/** The cases that the validation answers. */
export function readCases(file: string): ValidationCase[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as ValidationCase).filter(({ code }) => code === 201 || code === 422);
}

export function objectOf({ id, manifest }: ValidationCase): KubeObject {
  const [object] = parseDocuments(manifest, `${id}.yaml`).flatMap(({ objects }) => objects);
  if (!object) throw new Error(`${id} holds no object`);
  return object.object;
}

/**
 * What differs between an object as the API server stores it and as it comes from elsewhere. Nothing, null, zero and what is empty are the same,
 * as are quantities in different words.
 */
export function differences(stored: unknown, own: unknown, path = ''): string[] {
  if (isEmpty(stored) && isEmpty(own)) return [];
  if (Array.isArray(stored) && Array.isArray(own) && stored.length === own.length) {
    return stored.flatMap((value, index) => differences(value, own[index], `${path}[${index}]`));
  }
  if (isMap(stored) && isMap(own)) {
    const keys = new Set([...Object.keys(stored), ...Object.keys(own)]);
    return [...keys].flatMap((key) => differences(stored[key], own[key], `${path}.${key}`));
  }
  if (stored === own || (isScalar(stored) && isScalar(own) && sameQuantity(stored, own))) return [];
  return [`${path}: ${JSON.stringify(stored)} is stored, not ${JSON.stringify(own)}`];
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isMap(value)) return Object.values(value).every(isEmpty);
  return value === undefined || value === null || ['', false, 0, '0'].includes(value as never);
}

function isScalar(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function sameQuantity(a: string | number, b: string | number): boolean {
  const amount = parseQuantity(a);
  return amount !== undefined && amount === parseQuantity(b);
}
