import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/kubernetes.ts';
import { fieldProblems } from '../../../src/facts/schema/field-problems.ts';
import { withoutNulls } from '../../../src/facts/schema/nulls.ts';
import { quantityFault, withoutByte } from '../../../src/facts/schema/quantity-format.ts';
import { minorOf } from '../../../src/facts/schema/types.ts';
import { parseDocuments } from '../../../src/manifests/document.ts';
import { casesIn } from '../../support/case-file.ts';

/** Objects, most of them broken in some way, and whether Go decodes them strictly into the types of k8s.io/api 0.34. */
interface DecodeCase {
  readonly object: KubeObject;
  readonly refused: boolean;
  /** The unknown fields that it names. */
  readonly unknown?: readonly string[];
}

const cases = casesIn<DecodeCase>(join(import.meta.dirname, '../../fixtures/decode-cases.jsonl.gz'));

test(`${cases.length} objects are decoded or refused as Go does`, () => {
  const wrong = cases.filter(({ object, refused, unknown = [] }) => {
    const problems = fieldProblems(withoutNulls(object), '1.34').filter(({ stage }) => stage === 'rejected');
    return (
      problems.length > 0 !== refused || !unknown.every((path) => problems.some((problem) => problem.path === path))
    );
  });
  expect(wrong).toEqual([]);
});

/** What a kube-apiserver 1.34 answered. */
interface ServerCase {
  readonly id: string;
  readonly manifest: string;
  readonly code: number;
  readonly message?: string;
}

const recorded = join(import.meta.dirname, '../../../../shared/oracles/validation/cases.jsonl.gz');

(existsSync(recorded) ? describe : describe.skip)('all recorded answers of an API server', () => {
  const answers = existsSync(recorded) ? casesIn<ServerCase>(recorded) : [];

  test('are foreseen: what it cannot decode, and at which field', () => {
    const wrong = answers.filter(({ manifest, code, message = '' }) => {
      const paths = parseDocuments(manifest, 'a.yaml').flatMap(({ problems, objects }) => [
        ...problems.map(({ path }) => path),
        ...objects.flatMap(({ object }) => fieldProblems(object, '1.34').map(({ path }) => path)),
      ]);
      const refused = code === 400 || code === 404;
      const unknown = [...message.matchAll(/unknown field "([^"]+)"/g)].map(([, path]) => path);
      const typed = /Go struct field \w+\.(\S+) of type/.exec(message)?.[1];
      return (
        refused !== paths.length > 0 ||
        !unknown.every((path) => path !== undefined && paths.includes(path)) ||
        (typed !== undefined && !paths.some((path) => path.replace(/\[[^\]]*\]/g, '') === typed))
      );
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});

describe('quantityFault', () => {
  test.each(['1', '0.5', '250m', '1Gi', '1e3', '1E3', '1E', '+5', '-1', '.5', '5.', ' 1Gi ', 'm', '-', '.'])(
    'takes %j',
    (text) => {
      expect(quantityFault(text)).toBeUndefined();
    },
  );

  test.each(['', ' ', 'x', '1GB', '1GiB', '1 Gi', '1K', '1e', '1,5', '0x10', '1ki', '1KI', '1mm'])(
    'refuses %j',
    (text) => {
      expect(quantityFault(text)).toBeDefined();
    },
  );

  test.each([
    ['512MiB', '512Mi'],
    ['1.5gb', undefined],
    ['1GB', '1G'],
    ['10KB', '10k'],
    ['10 KiB', '10Ki'],
    ['1Gi', undefined],
  ])('a unit of bytes: %s', (text, expected) => {
    expect(withoutByte(text)).toBe(expected);
  });
});

test.each([
  [undefined, 36],
  ['1.34', 34],
  ['v1.33.2', 33],
  ['1.20', 31],
  ['1.99', 36],
  ['nonsense', 36],
])('minorOf %s', (version, minor) => {
  expect(minorOf(version)).toBe(minor);
});

test('a broken object is never a crash', () => {
  const odd: unknown[] = [null, 1, 'a', [], {}, [[]], { a: [] }];
  for (const one of odd) {
    for (const field of ['metadata', 'spec', 'status', 'apiVersion', 'kind']) {
      const object = { apiVersion: 'apps/v1', kind: 'Deployment', [field]: one } as KubeObject;
      expect(() => fieldProblems(withoutNulls(object))).not.toThrow();
    }
  }
});
