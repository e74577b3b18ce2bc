import type { KubeObject } from '../core/kubernetes.ts';
import type { DocumentProblem } from '../core/manifest.ts';
import { podTemplatePath } from '../facts/pod-template.ts';
import { withoutNulls } from '../facts/schema/nulls.ts';
import { groupOf, isBuiltInGroup } from '../facts/schema/api-versions.ts';
import { placeOf } from './positions.ts';
import { resolved, type MapNode, type YamlNode } from '../facts/yaml/nodes.ts';

export interface FoundObject {
  readonly object: KubeObject;
  readonly node: MapNode;
  readonly prefix: string;
  readonly templatePath?: string;
  readonly skipped?: string;
}

interface Found {
  readonly objects: readonly FoundObject[];
  readonly problems: readonly DocumentProblem[];
  /** Why there is no object, where that is no mistake. */
  readonly skipped?: string;
}

/** The objects of a document: itself, or the items of a List (or of a typed one such as PodList), also of Lists in it. */
export function objectsOf(root: YamlNode, value: unknown): Found {
  const objects: FoundObject[] = [];
  const problems: DocumentProblem[] = [];
  const skipped = collect({ node: root, value, prefix: '' }, objects, problems);
  return { objects, problems, ...(skipped === undefined ? {} : { skipped }) };
}

interface Candidate {
  readonly node: YamlNode;
  readonly value: unknown;
  readonly prefix: string;
  /** apiVersion and kind that the list gives to items without. */
  readonly fallback?: { readonly apiVersion: string; readonly kind: string };
}

function collect(candidate: Candidate, objects: FoundObject[], problems: DocumentProblem[]): string | undefined {
  const { prefix, fallback } = candidate;
  const node = resolved(candidate.node);
  const { value } = candidate;
  if (!isMapping(value) || node.kind !== 'map') return notAnObject(candidate, problems);
  const named: KubeObject = fallback && value['kind'] === undefined ? { ...fallback, ...value } : value;
  const items = listItems(named);
  if (items) {
    const itemKind = String(named.kind).replace(/List$/, '');
    const inherited =
      itemKind === '' ? {} : { fallback: { apiVersion: String(named.apiVersion ?? 'v1'), kind: itemKind } };
    items.forEach((item, index) => {
      const path = join(prefix, `items[${index}]`);
      const { node: inner } = placeOf(node, `items[${index}]`);
      const left =
        item === null ? 'null' : collect({ node: inner, value: item, prefix: path, ...inherited }, objects, problems);
      if (left !== undefined) problems.push(brokenItem(path, left));
    });
    return items.length === 0 && prefix === '' ? 'the list has no items' : undefined;
  }
  const missing = missingIdentity(named, prefix);
  if (missing === 'foreign')
    return prefix === ''
      ? 'not a Kubernetes object: it has neither apiVersion nor kind'
      : 'an item without apiVersion and kind';
  if (missing.length > 0) {
    problems.push(...missing);
    return undefined;
  }
  objects.push(foundObject(withoutNulls(named), node, prefix));
  return undefined;
}

function foundObject(object: KubeObject, node: MapNode, prefix: string): FoundObject {
  const templatePath = podTemplatePath(object);
  const custom = !isBuiltInGroup(groupOf(object.apiVersion ?? ''));
  return {
    object,
    node,
    prefix,
    ...(templatePath === undefined ? {} : { templatePath }),
    ...(templatePath === undefined && custom ? { skipped: `${String(object.kind)} holds no pods` } : {}),
  };
}

function notAnObject({ value, prefix }: Candidate, problems: DocumentProblem[]): string | undefined {
  if (value === null) return undefined;
  const what = Array.isArray(value) ? 'a list' : 'a text';
  if (Array.isArray(value) && value.some((item) => isMapping(item) && 'apiVersion' in item && 'kind' in item)) {
    problems.push({
      rule: 'yaml-error',
      stage: 'rejected',
      path: prefix,
      title: 'the document is a list of objects, not an object',
      explanation:
        'kubectl takes several objects as documents parted by --- or as the items of a List, not as a bare list.',
    });
    return undefined;
  }
  return `not a Kubernetes object: ${what}`;
}

function brokenItem(path: string, why: string): DocumentProblem {
  return {
    rule: 'yaml-error',
    stage: 'rejected',
    path,
    title: 'an item of the list is not an object',
    explanation: `kubectl cannot apply it: ${why}.`,
  };
}

/** The items of a List; undefined for anything else. A custom resource may have a field of that name without being a list. */
function listItems(object: KubeObject): unknown[] | undefined {
  const { kind } = object;
  const items: unknown = object['items'];
  if (typeof kind !== 'string' || !kind.endsWith('List') || 'spec' in object) return undefined;
  return Array.isArray(items) ? items : items === undefined || items === null ? [] : undefined;
}

/** Problems with apiVersion and kind; `foreign` where nothing hints at a Kubernetes object. */
function missingIdentity(object: KubeObject, prefix: string): DocumentProblem[] | 'foreign' {
  const missing = (['apiVersion', 'kind'] as const).filter(
    (field) => object[field] === undefined || object[field] === null || object[field] === '',
  );
  const wrong = (['apiVersion', 'kind'] as const).filter(
    (field) => !missing.includes(field) && typeof object[field] !== 'string',
  );
  const kubernetes =
    'metadata' in object &&
    ['spec', 'data', 'stringData', 'rules', 'subjects', 'status', 'template'].some((field) => field in object);
  if (missing.length === 2 && !kubernetes) return 'foreign';
  // Chart.yaml and the files of other tools have an apiVersion of their own.
  if (missing.length === 1 && !('metadata' in object) && !('spec' in object)) return 'foreign';
  return [
    ...missing.map((field): DocumentProblem => ({
      rule: 'missing-field',
      stage: 'rejected',
      path: join(prefix, field),
      title: `${field} is missing`,
      explanation: `Without ${field} nobody knows what the object is: kubectl refuses it (Object '${field === 'kind' ? 'Kind' : 'apiVersion'}' is missing).`,
    })),
    ...wrong.map((field): DocumentProblem => ({
      rule: 'wrong-type',
      stage: 'rejected',
      path: join(prefix, field),
      title: `${field} is not a text`,
      explanation: `kubectl cannot read ${JSON.stringify(object[field])} as ${field} and refuses the object.`,
    })),
  ];
}

function isMapping(value: unknown): value is KubeObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(prefix: string, path: string): string {
  return prefix === '' ? path : `${prefix}.${path}`;
}
