import type { LabelSelectorRequirement, PodSpec } from '../core/kubernetes.ts';

/** A requirement on a node with the place where it stands. */
export interface PlacedRequirement {
  readonly requirement: LabelSelectorRequirement;
  readonly path: string;
}

/** Two requirements that no node satisfies both. */
export interface Contradiction {
  readonly one: PlacedRequirement;
  readonly other: PlacedRequirement;
}

/** Labels that nodes carry under an old and a new name, with the same value. */
const aliases: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/os': 'kubernetes.io/os',
  'beta.kubernetes.io/arch': 'kubernetes.io/arch',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
};

/** The pairs of nodeSelector as requirements, and what spec.os asks for. `path` is that of the pod spec. */
export function selectorRequirements({ nodeSelector = {}, os }: PodSpec, path: string): PlacedRequirement[] {
  const pairs = Object.entries(nodeSelector).map(([key, value]) => ({
    requirement: { key, operator: 'In', values: [value] },
    path: `${path}.nodeSelector["${key}"]`,
  }));
  const system = os?.name
    ? [{ requirement: { key: 'kubernetes.io/os', operator: 'In', values: [os.name] }, path: `${path}.os.name` }]
    : [];
  return [...system, ...pairs];
}

/**
 * The first two requirements that exclude each other. Labels that must exist and must not, sets of values without a common one, sets of which each value is
 * excluded, bounds with no whole number between.
 */
export function contradictionIn(requirements: readonly PlacedRequirement[]): Contradiction | undefined {
  const byKey = new Map<string, PlacedRequirement[]>();
  for (const one of requirements) {
    const key = aliases[one.requirement.key] ?? one.requirement.key;
    byKey.set(key, [...(byKey.get(key) ?? []), one]);
  }
  for (const group of byKey.values()) {
    for (const [index, other] of group.entries()) {
      const one = group.slice(0, index).find((each) => !areCompatible(each.requirement, other.requirement));
      if (one) return { one, other };
    }
    const emptied = emptiedBy(group);
    if (emptied) return emptied;
  }
  return undefined;
}

type Operator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';

function areCompatible(a: LabelSelectorRequirement, b: LabelSelectorRequirement): boolean {
  const of = (...operators: Operator[]): boolean =>
    (a.operator === operators[0] && b.operator === operators[1]) ||
    (a.operator === operators[1] && b.operator === operators[0]);
  const [values, others] = [a.values ?? [], b.values ?? []];
  if (of('In', 'In')) return values.some((value) => others.includes(value));
  if (of('In', 'NotIn')) {
    const [wanted, excluded] = a.operator === 'In' ? [values, others] : [others, values];
    return wanted.length === 0 || wanted.some((value) => !excluded.includes(value));
  }
  if (of('In', 'DoesNotExist') || of('Exists', 'DoesNotExist') || of('Gt', 'DoesNotExist') || of('Lt', 'DoesNotExist'))
    return false;
  if (of('Gt', 'Lt')) {
    const [least, most] = a.operator === 'Gt' ? [values, others] : [others, values];
    return !(Number(most[0]) - Number(least[0]) <= 1);
  }
  if (of('In', 'Gt') || of('In', 'Lt')) {
    const [wanted, bound] = a.operator === 'In' ? [values, b] : [others, a];
    const than = Number(bound.values?.[0]);
    return wanted.some((value) => !(bound.operator === 'Gt' ? Number(value) <= than : Number(value) >= than));
  }
  return true;
}

/** Each pair may leave a value and all together none: In (a, b), NotIn (a), NotIn (b). */
function emptiedBy(group: readonly PlacedRequirement[]): Contradiction | undefined {
  const [first] = group.filter(({ requirement }) => requirement.operator === 'In');
  let left = first?.requirement.values ?? [];
  if (!first || left.length === 0) return undefined;
  for (const other of group) {
    const { operator, values = [] } = other.requirement;
    if (operator === 'In') left = left.filter((value) => values.includes(value));
    if (operator === 'NotIn') left = left.filter((value) => !values.includes(value));
    if (left.length === 0) return { one: first, other };
  }
  return undefined;
}
