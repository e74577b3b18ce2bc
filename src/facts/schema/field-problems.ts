import type { KubeObject } from '../../core/kubernetes.ts';
import type { DocumentProblem } from '../../core/manifest.ts';
import { isPlaceholder, isTemplated } from '../placeholders.ts';
import { podTemplatePath } from '../pod-template.ts';
import { valueAt } from '../field-path.ts';
import { apiProblems } from './api-problems.ts';
import { mismatch } from './mismatch.ts';
import type { Level } from './suggest.ts';
import { existsIn, minorOf, schemaOf, typeOfKind, type FieldType } from './types.ts';
import { placeholderProblem, tooNewProblem, typeProblem, unknownProblem, type Judge } from './words.ts';

/** Kinds that are checked by their fields even where their apiVersion is wrong. */
const currentVersions: Readonly<Record<string, string>> = {
  Pod: 'v1',
  Deployment: 'apps/v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
};

/** The characters that a scalar has in the text, where somebody knows them: `yes` where its value is true. */
export type SourceText = (path: string) => string | undefined;

/**
 * What keeps the API server from decoding an object (code 400 with fieldValidation=Strict, 404 for an apiVersion that it does not serve): kinds and versions
 * that do not exist, unknown fields, values of a wrong type. `version`: of Kubernetes, `1.34`. Of a custom resource only the pod template is looked at.
 */
export function fieldProblems(object: KubeObject, version?: string, textAt?: SourceText): DocumentProblem[] {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return [];
  const minor = minorOf(version);
  const root = typeOfKind(apiVersion, kind) ?? typeOfKind(currentVersions[kind] ?? '', kind);
  const problems = apiProblems(apiVersion, kind, minor);
  if (root !== undefined && (problems.length === 0 || currentVersions[kind] !== undefined)) {
    return merged([...problems, ...new Walk({ minor, custom: false }, textAt).object(object, root, '')]);
  }
  return merged([...problems, ...templateProblems(object, minor, textAt)]);
}

/** The pod template of a custom resource: its own API server drops or refuses what a pod does not have, so only near misses are told. */
function templateProblems(object: KubeObject, minor: number, textAt: SourceText | undefined): DocumentProblem[] {
  const path = podTemplatePath(object)?.replace(/\.spec$/, '');
  const template = path === undefined ? undefined : valueAt(object, path);
  if (path === undefined || typeof template !== 'object' || template === null) return [];
  const problems = new Walk({ minor, custom: true }, textAt).object(template, 'PodTemplateSpec', path);
  return problems
    .filter(({ rule, fix }) => rule !== 'unknown-field' || fix !== undefined)
    .map((problem) => ({ ...problem, stage: problem.rule === 'wrong-type' ? 'pods-rejected' : 'advice' }));
}

/** Values that something has yet to fill in are one finding, however many there are. */
function merged(problems: readonly DocumentProblem[]): DocumentProblem[] {
  const [first, ...more] = problems.filter(({ rule }) => rule === 'yaml-error');
  const others = problems.filter(({ rule }) => rule !== 'yaml-error');
  if (!first) return others;
  const also =
    more.length === 0 ? '' : ` ${more.length} more ${more.length === 1 ? 'value is' : 'values are'} like this.`;
  return [{ ...first, explanation: first.explanation + also }, ...others];
}

class Walk {
  readonly #judge: Judge;
  readonly #textAt: SourceText | undefined;
  readonly #problems: DocumentProblem[] = [];

  constructor(judge: Judge, textAt: SourceText | undefined) {
    this.#judge = judge;
    this.#textAt = textAt;
  }

  object(value: object, type: string, path: string): DocumentProblem[] {
    this.#fields(value, [{ type, path }]);
    return this.#problems;
  }

  #fields(value: object, trail: readonly Level[]): void {
    const level = trail.at(-1) ?? { type: '', path: '' };
    const schema = schemaOf(level.type);
    const { minor } = this.#judge;
    for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
      const path = level.path === '' ? key : `${level.path}.${key}`;
      const field = schema.get(key);
      if (field && existsIn(field, minor)) this.#value(inner, field.type, path, trail);
      else if (field?.since !== undefined && field.since > minor) {
        this.#problems.push(tooNewProblem(key, path, level.type, field.since, minor));
      } else this.#problems.push(unknownProblem(key, inner, path, Object.keys(value), trail, this.#judge));
    }
  }

  #value(value: unknown, type: FieldType, path: string, trail: readonly Level[]): void {
    const fault = mismatch(value, type);
    if (fault !== undefined) {
      this.#problems.push(
        typeof value === 'string' && (isPlaceholder(value) || isTemplated(value))
          ? placeholderProblem(value, type, path)
          : typeProblem(value, type, path, fault, this.#textAt?.(path)),
      );
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    if (type.is === 'object') this.#fields(value, [...trail, { type: type.name, path }]);
    if (type.is === 'list' && Array.isArray(value)) {
      value.forEach((item: unknown, index) => {
        this.#value(item, type.of, `${path}[${index}]`, trail);
      });
    }
    if (type.is === 'map') {
      for (const [key, inner] of Object.entries(value) as [string, unknown][])
        this.#value(inner, type.of, `${path}[${key}]`, trail);
    }
  }
}
