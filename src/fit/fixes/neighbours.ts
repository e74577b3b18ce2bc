import { nameOf } from '../../facts/metadata.ts';
import { matchesSelector, selectorText } from '../../facts/selectors.ts';
import type { Spread } from '../../facts/topology-spread.ts';
import { pointer } from '../edits.ts';
import { nodeNamed } from '../node-index.ts';
import { avoidersOf, interPodAffinity, lonelyTerms, meantNear, termsOf } from '../plugins/inter-pod-affinity.ts';
import { podTopologySpread, spreadsFor } from '../plugins/pod-topology-spread.ts';
import type { PodRecord } from '../records.ts';
import { isMachineLabel, nodeEdit, podEdit, type Fix, type Fixer, type Obstacle, type Step } from './fix.ts';
import { movingAll } from './moving.ts';

/** The first constraint that forbids the node: relaxed, or pods of its domain moved, or the label set. */
export const spread: Fixer = (obstacle) => {
  const { incoming, node, index } = obstacle;
  for (const one of spreadsFor(incoming, index)) {
    const key = one.constraint.topologyKey;
    const value = node.labels[key];
    if (value === undefined) return [[allowAnyway(one)], ...setLabel(one, obstacle)];
    const domain = one.full.find((full) => full.value === value);
    if (!domain) continue;
    const tooMany = domain.count + one.self - one.least - one.constraint.maxSkew;
    const counted = domain.nodes.flatMap((within) => nodeNamed(index, nameOf(within))?.pods ?? []);
    const moved = movingAll(podTopologySpread, obstacle, countedOf(one, counted, incoming.record), tooMany);
    return [[raiseSkew(one, domain.count + one.self - one.least)], [allowAnyway(one)], ...(moved ? [moved] : [])];
  }
  return [];
};

/** Those of some pods that the constraint counts. */
function countedOf({ selector }: Spread, pods: readonly PodRecord[], { namespace }: PodRecord): PodRecord[] {
  return pods.filter((pod) => pod.namespace === namespace && !pod.ending && matchesSelector(selector, pod.labels));
}

function constraintPath({ index }: Spread, field: string): string {
  return pointer('spec', 'topologySpreadConstraints', index, field);
}

function raiseSkew(one: Spread, skew: number): Step {
  const { maxSkew, topologyKey } = one.constraint;
  return {
    plugin: 'PodTopologySpread',
    side: 'pod',
    action: `raise maxSkew of the spread over ${topologyKey} from ${maxSkew} to ${skew}`,
    why: `the domain of the node would have ${skew} more than the least`,
    size: 1 + 0.25 * (skew - maxSkew),
    edits: [podEdit('replace', constraintPath(one, 'maxSkew'), skew)],
  };
}

function allowAnyway(one: Spread): Step {
  return {
    plugin: 'PodTopologySpread',
    side: 'pod',
    action: `make the spread over ${one.constraint.topologyKey} a preference (whenUnsatisfiable: ScheduleAnyway)`,
    why: 'then it no longer forbids a node',
    size: 2.5,
    edits: [podEdit('replace', constraintPath(one, 'whenUnsatisfiable'), 'ScheduleAnyway')],
  };
}

function setLabel({ constraint, domains }: Spread, { node }: Obstacle): Fix[] {
  const key = constraint.topologyKey;
  const emptiest = [...domains].sort((a, b) => a.count - b.count)[0]?.value;
  if (isMachineLabel(key) && key !== 'kubernetes.io/hostname') return [];
  const value = key === 'kubernetes.io/hostname' ? node.name : emptiest;
  if (value === undefined) return [];
  return [
    [
      {
        plugin: 'PodTopologySpread',
        side: 'node',
        action: `label ${node.name} with ${key}=${value}`,
        why: 'a node without the label is in no domain',
        size: 2,
        edits: [nodeEdit(node, 'add', pointer('metadata', 'labels', key), value)],
      },
    ],
  ];
}

/** Terms given up, or pods moved that are in the way. */
export const podAffinity: Fixer = (obstacle) => {
  const { incoming, node, index } = obstacle;
  const lonely = lonelyTerms(incoming, node, index);
  // Without a pod in the domain, only the first of a series passes: then nothing is wrong with the terms.
  const refusal = interPodAffinity.prepare(incoming, index).filter?.(node);
  if (refusal?.code === 'UnschedulableAndUnresolvable')
    return [lonely.map((at) => dropTerm('podAffinity', at, obstacle)).reverse()];
  const avoided = termsOf(incoming, 'podAntiAffinity');
  const close = avoided.map((term) => meantNear(term, node, incoming.record, index));
  const dropped = close.flatMap((pods, at) => (pods.length > 0 ? [dropTerm('podAntiAffinity', at, obstacle)] : []));
  const avoiders = avoidersOf(incoming.record, index);
  const blockers = Object.entries(node.labels).flatMap(([key, value]) => avoiders.get(`${key}=${value}`) ?? []);
  const moved = movingAll(interPodAffinity, obstacle, [...new Set([...close.flat(), ...blockers])]);
  return [...(dropped.length > 0 ? [dropped.reverse()] : []), ...(moved ? [moved] : [])];
};

function dropTerm(kind: 'podAffinity' | 'podAntiAffinity', at: number, { incoming, node }: Obstacle): Step {
  const term = termsOf(incoming, kind)[at];
  const labels = selectorText(term?.labelSelector) || 'any labels';
  const near = kind === 'podAffinity';
  return {
    plugin: 'InterPodAffinity',
    side: 'pod',
    action: `make the required ${near ? 'affinity' : 'anti-affinity'} to pods with ${labels} over ${term?.topologyKey ?? ''} a preference`,
    why: near ? `no such pod is in the domain of ${node.name}` : `such a pod is in the domain of ${node.name}`,
    size: 2.5,
    edits: [podEdit('remove', pointer('spec', 'affinity', kind, 'requiredDuringSchedulingIgnoredDuringExecution', at))],
  };
}
