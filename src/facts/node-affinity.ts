import type { KubeNode, LabelSelectorRequirement, NodeSelectorTerm, PodSpec } from '../core/kubernetes.ts';
import { labelsOf, nameOf } from './metadata.ts';
import type { Labels } from './selectors.ts';

/** One thing that a pod wants of a node's labels and the node does not have. */
export interface NodeMismatch {
  /** `nodeSelector`, or the index of a term of the required node affinity. */
  readonly from: 'nodeSelector' | number;
  readonly requirement: LabelSelectorRequirement;
  /** The node's own value; missing where it lacks the label. */
  readonly actual?: string;
}

/** Terms of the required node affinity; undefined where the pod has none. */
export function requiredNodeTerms(spec: PodSpec): readonly NodeSelectorTerm[] | undefined {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required ? (required.nodeSelectorTerms ?? []) : undefined;
}

/**
 * Whether a node satisfies nodeSelector and required node affinity (component-helpers/scheduling/corev1/nodeaffinity): all pairs of the
 * selector, and one of the terms. A term without requirements, or with one that cannot be parsed, matches nothing.
 */
export function matchesNode(spec: PodSpec, node: KubeNode): boolean {
  const labels = labelsOf(node);
  const selected = Object.entries(spec.nodeSelector ?? {}).every(([key, value]) => labels[key] === value);
  return selected && (requiredNodeTerms(spec)?.some((term) => matchesTerm(term, node)) ?? true);
}

/** Whether a node satisfies one term of a node selector: expressions on its labels, fields on its name. */
export function matchesTerm(term: NodeSelectorTerm, node: KubeNode): boolean {
  const { matchExpressions = [], matchFields = [] } = term;
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  if (!matchExpressions.every(isValid)) return false;
  return termFailures(term, node).length === 0;
}

/** The requirements of a term that a node does not satisfy; one that cannot be parsed is satisfied by nobody. */
export function termFailures(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  node: KubeNode,
): LabelSelectorRequirement[] {
  const labels = labelsOf(node);
  const fields = { 'metadata.name': nameOf(node) };
  return [
    ...matchExpressions.filter((requirement) => !isValid(requirement) || !satisfies(requirement, labels)),
    ...matchFields.filter((requirement) => !satisfies(requirement, fields)),
  ];
}

/** What keeps a node from matching: the selector's pairs, and the failing requirements of the term that fails least. */
export function nodeMismatches(spec: PodSpec, node: KubeNode): NodeMismatch[] {
  const labels = labelsOf(node);
  const wrong: NodeMismatch[] = Object.entries(spec.nodeSelector ?? {})
    .filter(([key, value]) => labels[key] !== value)
    .map(([key, value]) => mismatch('nodeSelector', { key, operator: 'In', values: [value] }, labels));
  const terms = requiredNodeTerms(spec);
  if (!terms || terms.some((term) => matchesTerm(term, node))) return wrong;
  const [closest = []] = terms
    .map((term, index) => termFailures(term, node).map((one) => mismatch(index, one, labels)))
    .filter((failed) => failed.length > 0)
    .sort((a, b) => a.length - b.length);
  return [...wrong, ...closest];
}

function mismatch(from: NodeMismatch['from'], requirement: LabelSelectorRequirement, labels: Labels): NodeMismatch {
  const actual = labels[requirement.key];
  return { from, requirement, ...(actual === undefined ? {} : { actual }) };
}

/** The only nodes that a pod may use by their name (a DaemonSet's pod names its node); undefined where it is not bound to names. */
export function namedNodes(spec: PodSpec): ReadonlySet<string> | undefined {
  const terms = requiredNodeTerms(spec);
  if (!terms || terms.length === 0) return undefined;
  const names = new Set<string>();
  for (const { matchFields = [] } of terms) {
    const byName = matchFields.filter(({ key, operator }) => key === 'metadata.name' && operator === 'In');
    const [first] = byName;
    if (!first) return undefined;
    for (const name of first.values ?? []) if (byName.every(({ values }) => values?.includes(name))) names.add(name);
  }
  return names;
}

const labelValue = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
const wholeNumber = /^[+-]?\d+$/;

/** Whether the scheduler can parse a requirement (apimachinery/pkg/labels, NewRequirement). */
function isValid({ operator, values = [] }: LabelSelectorRequirement): boolean {
  const [first = ''] = values;
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length > 0 && values.every((value) => labelValue.test(value));
    case 'Exists':
    case 'DoesNotExist':
      return values.length === 0;
    case 'Gt':
    case 'Lt':
      return values.length === 1 && wholeNumber.test(first);
    default:
      return false;
  }
}

function satisfies({ key, operator, values = [] }: LabelSelectorRequirement, labels: Labels): boolean {
  const actual = labels[key];
  const [first = ''] = values;
  switch (operator) {
    case 'In':
      return actual !== undefined && values.includes(actual);
    case 'NotIn':
      return actual === undefined || !values.includes(actual);
    case 'Exists':
      return actual !== undefined;
    case 'DoesNotExist':
      return actual === undefined;
    case 'Gt':
    case 'Lt': {
      if (actual === undefined || !wholeNumber.test(actual)) return false;
      const [have, want] = [BigInt(actual.replace('+', '')), BigInt(first.replace('+', ''))];
      return operator === 'Gt' ? have > want : have < want;
    }
    default:
      return false;
  }
}

/** `disktype=nvme`, `zone in (a, b)`, `gpu exists`: a requirement as people read it. */
export function requirementText({ key, operator, values = [] }: LabelSelectorRequirement): string {
  const [first = ''] = values;
  switch (operator) {
    case 'In':
      return values.length === 1 ? `${key}=${first}` : `${key} in (${values.join(', ')})`;
    case 'NotIn':
      return values.length === 1 ? `${key}!=${first}` : `${key} not in (${values.join(', ')})`;
    case 'Exists':
      return `the label ${key}`;
    case 'DoesNotExist':
      return `no label ${key}`;
    default:
      return `${key}${operator === 'Gt' ? '>' : '<'}${first}`;
  }
}
