import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { existsIn, schemaOf, typeOfKind } from '../../../src/facts/schema/types.ts';

const root = join(import.meta.dirname, '../../..');
const documents = join(root, '../shared/openapi');
const table = join(root, 'src/facts/schema/fields.ts');
const generator: string = '../../../krew/generate-schema.mjs';

test('the table is small', () => {
  expect(readFileSync(table).length).toBeLessThan(60_000);
});

(existsSync(documents) ? test : test.skip)(
  'the table is what the generator makes of the OpenAPI documents',
  async () => {
    const { fieldTable } = (await import(generator)) as { fieldTable(folder: string): string };
    expect(readFileSync(table, 'utf8')).toBe(fieldTable(documents));
  },
);

describe('types', () => {
  test('every type that a field names is there', () => {
    const seen = new Set<string>();
    const visit = (name: string): void => {
      if (seen.has(name)) return;
      seen.add(name);
      const schema = schemaOf(name);
      expect([name, schema.size]).not.toEqual([name, 0]);
      for (const { type } of schema.values()) {
        const inner = 'of' in type ? type.of : type;
        if (inner.is === 'object') visit(inner.name);
      }
    };
    for (const [apiVersion, kind] of [
      ['v1', 'Pod'],
      ['apps/v1', 'Deployment'],
      ['resource.k8s.io/v1', 'ResourceClaim'],
      ['autoscaling/v2', 'HorizontalPodAutoscaler'],
    ] as const) {
      visit(typeOfKind(apiVersion, kind) ?? 'missing');
    }
    expect(seen.size).toBeGreaterThan(150);
  });

  test('fields know since when they are there', () => {
    const container = schemaOf('Container');
    expect(container.get('image')).toEqual({ type: { is: 'string' } });
    const rules = container.get('restartPolicyRules');
    expect(rules && [existsIn(rules, 33), existsIn(rules, 34)]).toEqual([false, true]);
  });

  test('names that two groups have are told apart', () => {
    expect(typeOfKind('resource.k8s.io/v1', 'ResourceClaim')).toBe('resource.v1.ResourceClaim');
    expect(schemaOf('ResourceClaim').has('request')).toBe(true);
  });
});
