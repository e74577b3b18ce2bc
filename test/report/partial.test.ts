import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import { isCause } from '../../src/core/finding.ts';
import { explain } from '../../src/report/explain.ts';
import { rules } from '../../src/rules/index.ts';
import { recording, recordingIds, snapshotOf, targetOf } from '../support/recordings.ts';

type Path = readonly (string | number)[];

/** Every field below a value, as the keys that lead to it. */
function fieldsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    return Array.isArray(value) ? fieldsOf(inner, here) : [here, ...fieldsOf(inner, here)];
  });
}

function without(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === key ? without(item, rest) : item));
  if (rest.length > 0) return { ...value, [key]: without((value as Record<string, unknown>)[key], rest) };
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

/** A path whatever the positions and names in it are: fields of the same shape are taken away once for each rule. */
function shapeOf(kind: string, path: Path): string {
  return `${kind}.${path.map((key) => (typeof key === 'number' ? '#' : key)).join('.')}`;
}

/** Fields that the API server refuses an object without: rules bear with their absence, but need not find words for it. */
const required = new Set([
  'key',
  'kind',
  'name',
  'port',
  'topologyKey',
  'maxSkew',
  'path',
  'server',
  'containerPort',
  'claimName',
]);

const skipped = new Set(['managedFields', 'annotations', 'nodeInfo', 'ca.crt', 'addresses']);
const kinds = new Set([
  'Pod',
  'Event',
  'Node',
  'ReplicaSet',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Service',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'StorageClass',
  'ResourceQuota',
  'LimitRange',
  'PodLog',
]);

/** Fields of the first objects of each kind of a recording that were not taken away under the same rule before. */
function* removals(
  objects: readonly KubeObject[],
  rule: string,
  seen: Set<string>,
): Generator<{ at: number; path: Path }> {
  const perKind = new Map<string, number>();
  for (const [at, object] of objects.entries()) {
    const kind = object.kind ?? '';
    const count = perKind.get(kind) ?? 0;
    if (!kinds.has(kind) || count >= 8) continue;
    perKind.set(kind, count + 1);
    for (const path of fieldsOf(object)) {
      const key = `${rule} ${shapeOf(kind, path)} ${kind === 'Event' ? String(object['reason']) : ''}`;
      if (seen.has(key) || path.some((part) => skipped.has(String(part)))) continue;
      seen.add(key);
      yield { at, path };
    }
  }
}

/** The API server, an old kubelet or somebody's script may leave out any field; nothing that is missing makes a rule fail or print nonsense. */
describe('every field of every kind of trouble taken away in turn', () => {
  const seen = new Set<string>();

  test.each(recordingIds)('%s', async (id) => {
    const { scenario, objects } = recording(id);
    const target = targetOf(scenario.target, scenario.namespace);
    const whole = explain(await snapshotOf(objects, target), rules);
    const rule = whole.findings.find(({ severity }) => isCause(severity))?.rule ?? 'fine';
    for (const { at, path } of removals(objects, rule, seen)) {
      const partial = objects.map((object, index) => (index === at ? (without(object, path) as KubeObject) : object));
      const report = explain(await snapshotOf(partial, target), rules);
      const where = `${objects[at]?.kind ?? ''} ${path.join('.')}`;
      expect({ where, failed: report.failedRules }).toEqual({ where, failed: [] });
      if (required.has(String(path.at(-1)))) continue;
      const text = JSON.stringify([report.summary, report.findings, report.remediation]);
      if (/undefined|NaN|\[object|Invalid Date/.test(text))
        expect({ where, text }).toEqual({ where, text: 'without nonsense' });
    }
  });
});
