import type { KubeObject } from '../core/kubernetes.ts';
import type { DocumentProblem, Range } from '../core/manifest.ts';
import { withDefaults, withPodSpecDefaults } from '../facts/defaults.ts';
import { stepsIn, valueAt, type Step } from '../facts/field-path.ts';
import { fieldProblems } from '../facts/schema/field-problems.ts';
import { validateObject, validatePodOfTemplate } from '../facts/validation/index.ts';
import type { LintObject } from './lint.ts';
import type { Ignore } from './suppress.ts';

/** An object as it stands in a file. */
export interface StatedObject {
  readonly object: KubeObject;
  readonly prefix: string;
  readonly templatePath?: string;
  readonly skipped?: string;
  readonly ignores: readonly Ignore[];
  locate(path: string, atKey?: boolean): Range;
  textAt(path: string): string | undefined;
}

/** What the API server of a version would say of an object: first its decoder, then its validation, then that of the pods. */
export function lintObject(stated: StatedObject, version: string): LintObject {
  const { object, prefix, templatePath, skipped, ignores } = stated;
  const undecoded = fieldProblems(object, version, (path) => stated.textAt(path));
  const invalid = withoutEchoes(validateObject(object, version), undecoded);
  const refused = [...undecoded, ...invalid].some(({ stage }) => stage === 'rejected');
  const ofPods = refused ? [] : validatePodOfTemplate(object, version);
  return {
    object: asTaken(object, templatePath, version, undecoded),
    prefix,
    problems: [...undecoded, ...invalid, ...ofPods].map((problem) => placed(problem, stated)),
    ...(templatePath === undefined ? {} : { templatePath }),
    ...(skipped === undefined ? {} : { skipped }),
    ignores,
    locate: (path, atKey) => stated.locate(path, atKey),
  };
}

/** Where the API server's path is not the place itself, the range says it. */
function placed(problem: DocumentProblem, stated: StatedObject): DocumentProblem {
  const { place, range, atKey } = problem;
  return place === undefined || range ? problem : { ...problem, range: stated.locate(place, atKey) };
}

/** A field that is misspelt, or of a type that cannot be read, is missing to the validation as well: that is said once. */
function withoutEchoes(invalid: readonly DocumentProblem[], undecoded: readonly DocumentProblem[]): DocumentProblem[] {
  const lost = undecoded.filter(({ rule }) => rule === 'wrong-type' || rule === 'unknown-field');
  return invalid.filter(({ rule, path }) => {
    if (lost.some((one) => one.path === path)) return false;
    return rule !== 'missing-field' || !lost.some((one) => parentOf(one.path) === parentOf(path));
  });
}

function parentOf(path: string): string {
  return path.replace(/(\.[^.[\]]+|\[[^\]]*\])$/, '');
}

/** An object without the fields that cannot be decoded, so that whoever reads it finds every field in its own type. */
export function decodable(
  object: KubeObject,
  version: string,
  problems: readonly DocumentProblem[] = fieldProblems(object, version),
): KubeObject {
  const wrong = problems.filter(({ rule }) => rule === 'wrong-type' || rule === 'yaml-error').map(({ path }) => path);
  return wrong.length === 0 ? object : without(object, wrong);
}

/** What is decodable of an object, with its defaults. */
function asTaken(
  object: KubeObject,
  templatePath: string | undefined,
  version: string,
  problems: readonly DocumentProblem[],
): KubeObject {
  const sound = decodable(object, version, problems);
  const defaulted = withDefaults(sound);
  if (defaulted !== sound || templatePath === undefined) return defaulted;
  const spec = valueAt(sound, templatePath);
  return typeof spec === 'object' && spec !== null
    ? replaced(sound, stepsIn(sound, templatePath), withPodSpecDefaults(spec))
    : sound;
}

function without(object: KubeObject, paths: readonly string[]): KubeObject {
  const copy = structuredClone(object);
  // Items of lists go last to first, so that positions hold.
  const places = paths.map((path) => stepsIn(copy, path)).sort((a, b) => compareSteps(b, a));
  for (const steps of places) {
    const holder = steps.slice(0, -1).reduce<unknown>((at, step) => (isHolder(at) ? at[step] : undefined), copy);
    const last = steps.at(-1);
    if (last === undefined || !isHolder(holder)) continue;
    if (Array.isArray(holder)) holder.splice(Number(last), 1);
    else Reflect.deleteProperty(holder, last);
  }
  return copy;
}

type Holder = Record<Step, unknown>;

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null;
}

function compareSteps(a: readonly Step[], b: readonly Step[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const [x = '', y = ''] = [a[at], b[at]];
    if (typeof x === 'number' && typeof y === 'number' && x !== y) return x - y;
    if (x !== y) return String(x) < String(y) ? -1 : 1;
  }
  return a.length - b.length;
}

/** The object with another value at a path; what is not on the way stays the same. */
function replaced(value: KubeObject, [step, ...rest]: readonly Step[], inner: unknown): KubeObject {
  if (step === undefined) return inner as KubeObject;
  return { ...value, [step]: replaced((value[step] ?? {}) as KubeObject, rest, inner) };
}
