import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/kubernetes.ts';
import { withDefaults } from '../../../src/facts/defaults.ts';
import { validateObject, validatePodOfTemplate } from '../../../src/facts/validation/index.ts';
import { freeze } from '../../support/freeze.ts';
import { casesFile, objectOf, readCases } from '../../support/validation-cases.ts';

type Path = readonly (string | number)[];

/** Every place of a value, the root too. */
function placesOf(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return [[]];
  const inner = Object.entries(value).flatMap(([key, each]) => placesOf(each).map((rest): Path => [key, ...rest]));
  return [[], ...inner];
}

function replacedAt(value: unknown, [step, ...rest]: Path, by: unknown): unknown {
  if (step === undefined) return by;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === Number(step) ? replacedAt(item, rest, by) : item));
  return { ...(value as KubeObject), [step]: replacedAt((value as KubeObject)[step], rest, by) };
}

const junk: readonly unknown[] = [
  undefined,
  null,
  0,
  -1.5,
  '',
  'é\n',
  true,
  [],
  [null],
  ['a', {}],
  {},
  { a: null },
  { constructor: 1 },
];

const kinds = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'];
const objects = readCases(casesFile).map(objectOf);
const largest = kinds.map((kind) => {
  const [first] = objects
    .filter((one) => one.kind === kind)
    .sort((a, b) => JSON.stringify(b).length - JSON.stringify(a).length);
  return [kind, first ?? {}] as const;
});

describe.each(largest)('anything anywhere in a %s', (kind, object) => {
  test('is answered', () => {
    expect(object.kind).toBe(kind);
    const places = placesOf(object['spec']).map((path): Path => ['spec', ...path]);
    for (const [index, path] of [['spec'], ['metadata'], ['metadata', 'labels'], ...places].entries()) {
      // Each place gets one of them in turn.
      const odd = replacedAt(object, path, junk[index % junk.length]) as KubeObject;
      freeze(odd);
      for (const { title, explanation } of [...validateObject(odd), ...validatePodOfTemplate(odd)]) {
        expect(`${title} ${explanation}`).not.toMatch(/undefined|NaN|\[object/);
      }
      expect(withDefaults(withDefaults(odd))).toEqual(withDefaults(odd));
    }
  });
});

test('each validation is the same again', () => {
  for (const object of objects.slice(0, 50)) expect(validateObject(object)).toEqual(validateObject(object));
});
