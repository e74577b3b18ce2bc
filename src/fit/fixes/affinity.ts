import type { LabelSelectorRequirement, NodeSelectorTerm } from '../../core/kubernetes.ts';
import { requiredNodeTerms, requirementText, termFailures } from '../../facts/node-affinity.ts';
import { pointer } from '../edits.ts';
import type { NodeRecord } from '../node-index.ts';
import { isMachineLabel, nodeEdit, podEdit, type Fix, type Fixer, type Step } from './fix.ts';

const plugin = 'NodeAffinity';
const required = ['spec', 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'] as const;

/** Changes of the selector and of one term of the affinity (each term is another way), or of the node's labels. */
export const nodeAffinity: Fixer = ({ incoming, node }) => {
  const { spec } = incoming;
  const pairs = Object.entries(spec.nodeSelector ?? {}).filter(([key, value]) => node.labels[key] !== value);
  const terms = requiredNodeTerms(spec) ?? [];
  const failing = terms.map((term) => failuresOf(term, node));
  const termFits = terms.length === 0 || terms.some((term, at) => isMet(term, failing[at] ?? []));
  const selector = pairs.map(([key, value]) => selectorStep(key, value, node));
  const labels = pairs.map(([key, value]) => labelStep(node, { key, operator: 'In', values: [value] }));
  if (termFits) return withoutGaps([selector, labels]);
  const perTerm = terms.flatMap((term, at) => {
    const wrong = failing[at] ?? [];
    const loosen = loosenTerm(term, at, wrong, node);
    return [...(loosen ? [[...selector, ...loosen]] : []), [...labels, ...wrong.map((one) => labelStep(node, one))]];
  });
  return withoutGaps([...perTerm, [...selector, dropAffinity()]]);
};

/** Where one of the steps is not possible the whole way is not. */
function withoutGaps(ways: readonly (readonly (Step | undefined)[])[]): Fix[] {
  return ways.flatMap((way) => {
    const steps = way.filter((step) => step !== undefined);
    return steps.length === way.length && steps.length > 0 ? [steps] : [];
  });
}

function isMet({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, wrong: readonly unknown[]): boolean {
  return wrong.length === 0 && matchExpressions.length + matchFields.length > 0;
}

function failuresOf(term: NodeSelectorTerm, { node }: NodeRecord): LabelSelectorRequirement[] {
  return termFailures(term, node);
}

function selectorStep(key: string, value: string, { labels }: NodeRecord): Step {
  const actual = labels[key];
  const path = pointer('spec', 'nodeSelector', key);
  const drop = actual === undefined;
  return {
    plugin,
    side: 'pod',
    action: drop ? `drop ${key}=${value} from the nodeSelector` : `select ${key}=${actual} instead of ${value}`,
    why: drop ? `the node has no label ${key}` : `the node has ${key}=${actual}`,
    size: 1,
    edits: [drop ? podEdit('remove', path) : podEdit('replace', path, actual)],
  };
}

/** Loosens what fails in a term; undefined where nothing would be left of it. */
function loosenTerm(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  at: number,
  wrong: readonly LabelSelectorRequirement[],
  node: NodeRecord,
): Step[] | undefined {
  // From the end, so that no position moves before its turn.
  const steps = [...wrong].reverse().map((requirement): { step: Step; drops: boolean } => {
    const field = matchFields.includes(requirement);
    const list = field ? matchFields : matchExpressions;
    const path = pointer(
      ...required,
      'nodeSelectorTerms',
      at,
      field ? 'matchFields' : 'matchExpressions',
      list.indexOf(requirement),
    );
    const change = loosened(requirement, field ? node.name : node.labels[requirement.key], field);
    const text = requirementText(requirement);
    return {
      drops: change === undefined,
      step: {
        plugin,
        side: 'pod',
        action: change
          ? `ask ${requirementText(change)} instead of ${text} in the node affinity`
          : `drop ${text} from the node affinity`,
        why: `the node does not satisfy ${text}`,
        size: field ? 3 : 1,
        edits: [change ? podEdit('replace', path, change) : podEdit('remove', path)],
      },
    };
  });
  const dropped = steps.filter(({ drops }) => drops).length;
  return dropped === matchExpressions.length + matchFields.length ? undefined : steps.map(({ step }) => step);
}

/** The requirement with as little changed as lets the value pass; undefined where it has to go. */
function loosened(
  { key, operator, values = [] }: LabelSelectorRequirement,
  actual: string | undefined,
  field: boolean,
): LabelSelectorRequirement | undefined {
  if (actual === undefined) return undefined;
  if (operator === 'In') return { key, operator, values: field ? [actual] : [...values, actual] };
  if (operator !== 'NotIn' || field) return undefined;
  const others = values.filter((value) => value !== actual);
  return others.length > 0 && others.length < values.length ? { key, operator, values: others } : undefined;
}

function dropAffinity(): Step {
  return {
    plugin,
    side: 'pod',
    action: 'drop the required node affinity',
    why: 'the node satisfies none of its terms',
    size: 3,
    edits: [podEdit('remove', pointer(...required))],
  };
}

/** The label that satisfies a requirement; undefined where it is not for people to set. */
function labelStep(node: NodeRecord, requirement: LabelSelectorRequirement): Step | undefined {
  const { key, operator, values = [] } = requirement;
  if (key === 'metadata.name' || isMachineLabel(key)) return undefined;
  const [first = ''] = values;
  const bound = Number(first);
  const wanted =
    operator === 'In'
      ? first
      : operator === 'Exists'
        ? 'true'
        : operator === 'Gt'
          ? String(bound + 1)
          : String(bound - 1);
  const remove = operator === 'NotIn' || operator === 'DoesNotExist';
  const path = pointer('metadata', 'labels', key);
  return {
    plugin,
    side: 'node',
    action: remove ? `remove label ${key} from ${node.name}` : `label ${node.name} with ${key}=${wanted}`,
    why: `the pod asks for ${requirementText(requirement)}`,
    size: key.startsWith('topology.kubernetes.io/') ? 5 : 2,
    edits: [remove ? nodeEdit(node, 'remove', path) : nodeEdit(node, 'add', path, wanted)],
  };
}
