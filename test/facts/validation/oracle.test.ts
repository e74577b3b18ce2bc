import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/kubernetes.ts';
import { withDefaults } from '../../../src/facts/defaults.ts';
import { validateObject, validatePodOfTemplate } from '../../../src/facts/validation/index.ts';
import { freeze } from '../../support/freeze.ts';
import {
  allCasesFile,
  casesFile,
  differences,
  hasAllCases,
  objectOf,
  readCases,
  type ValidationCase,
} from '../../support/validation-cases.ts';

const version = '1.34';

function frozen(one: ValidationCase): KubeObject {
  const object = objectOf(one);
  freeze(object);
  return object;
}

/** What we say otherwise than the API server did. */
function disagreement(one: ValidationCase): string[] {
  const object = frozen(one);
  const problems = validateObject(object, version);
  const own = problems.map(({ path }) => path);
  const named = one.causes?.map(({ field }) => field) ?? [];
  const wrong: string[] = [];
  if (one.accepted && own.length > 0) wrong.push(`it was accepted; we refuse ${own.join(', ')}`);
  if (!one.accepted && !own.some((path) => named.includes(path))) {
    wrong.push(`it was refused for ${named.join(', ')}; we refuse ${own.join(', ') || 'nothing'}`);
  }
  if (one.templatePod && one.templatePod.code !== 403) {
    const ofPods = validatePodOfTemplate(object, version).map(({ path }) => path);
    if (one.templatePod.accepted !== (ofPods.length === 0)) {
      wrong.push(
        `its pods were ${one.templatePod.accepted ? 'accepted' : 'refused'}; we refuse ${ofPods.join(', ') || 'nothing'}`,
      );
    }
  }
  return wrong.map((text) => `${one.id} (${one.mutations?.join(' ') ?? ''}): ${text}`);
}

/** More than defaults: what a Job knows its pods by, fields whose gate is off, what is in every claim, an older name, rounding. */
const notDefaults = [
  /^spec(\.selector|\.jobTemplate\.spec\.template\.metadata|\.template\.metadata)/,
  /\.(restartPolicy(Rules)?|lifecycle): undefined is stored/,
  /\.volumeClaimTemplates\[\d+\]\.(kind|apiVersion|status)/,
  /\.serviceAccount: /,
  /"1m" is stored, not "(0\.5m|1n)"/,
];

function wrongDefaults(one: ValidationCase): string[] {
  const object = frozen(one);
  if (!one.accepted || object.kind === 'Pod') return [];
  const all = differences(one.object?.spec, withDefaults(object)['spec'], 'spec');
  return all.filter((text) => !notDefaults.some((known) => known.test(text))).map((text) => `${one.id} ${text}`);
}

describe('answers as kube-apiserver 1.34 does', () => {
  const cases = readCases(casesFile);

  test('there are accepted and refused ones, and templates of both', () => {
    expect(new Set(cases.map(({ accepted }) => accepted)).size).toBe(2);
    expect(new Set(cases.map(({ templatePod }) => templatePod?.accepted)).size).toBe(3);
  });

  test.each(cases.map((one) => [`${one.id} ${one.mutations?.join(' ') ?? ''}`, one] as const))('%s', (_name, one) => {
    expect(disagreement(one)).toEqual([]);
  });

  test('fills in the same defaults', () => {
    expect(cases.flatMap(wrongDefaults)).toEqual([]);
  });
});

(hasAllCases ? describe : describe.skip)('in all recorded cases', () => {
  const cases = hasAllCases ? readCases(allCasesFile) : [];

  test('accepts and refuses the same, for the same fields', () => {
    expect(cases.flatMap(disagreement)).toEqual([]);
  });

  test('fills in the same defaults', () => {
    expect(cases.flatMap(wrongDefaults)).toEqual([]);
  });
});

const objects = readCases(casesFile).map(objectOf);

describe.each(['1.28', '1.31', '1.33', '1.35', '1.36', 'nonsense'])('for %s', (other) => {
  test('says something whole of every case', () => {
    for (const object of objects) {
      for (const { title, explanation, path } of [
        ...validateObject(object, other),
        ...validatePodOfTemplate(object, other),
      ]) {
        expect(`${title}\n${explanation}`).not.toMatch(/undefined|NaN|\[object|\.\n|\.\.$/);
        expect(explanation).toMatch(/[.)]$/);
        expect(title.length).toBeLessThan(160);
        expect(path).not.toBe('');
      }
    }
  });
});
