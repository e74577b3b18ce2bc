import type { Remedy } from '../../core/finding.ts';
import type { NodeSelectorTerm, PodSpec } from '../../core/kubernetes.ts';
import type { Subject } from '../../core/rule.ts';
import { requirementText, type NodeMismatch } from '../../facts/node-affinity.ts';
import type { NodeFit } from '../../facts/node-fit.ts';
import type { Block, Scheduling } from '../../facts/scheduling.ts';
import { similarNames } from '../../facts/similar.ts';
import { act, changePod, kubectlCluster } from './remedies.ts';
import { namesText } from './scheduling.ts';

/** Labels that say what a node is: setting them by hand would be a lie. */
const factual =
  /^((beta\.)?kubernetes\.io\/(hostname|arch|os|instance-type)|(topology|failure-domain\.beta)\.kubernetes\.io\/|node\.kubernetes\.io\/instance-type|node-role\.kubernetes\.io\/)/;

/** The smallest changes that make a node match: another value or one more of the pod's terms, no selector, a label on a node. */
export function selectorRemedies(
  subject: Subject,
  { nodes }: Block,
  scheduling: Scheduling,
  written: PodSpec,
): Remedy[] {
  const best = bestNode(nodes);
  if (!best) return [];
  const change = changeFor(subject, best, nodes, written);
  const label = labelFor(best);
  const meant = scheduling.blocks.some(({ kind }) => kind !== 'affinity');
  // Where another node is the one meant, drawing this one in is the second choice.
  return meant ? change : [...change, ...label];
}

/** The node that needs the fewest changes, nothing but labels if there is one. */
function bestNode(nodes: readonly NodeFit[]): NodeFit | undefined {
  const candidates = nodes.filter(({ mismatches }) => mismatches.length > 0);
  return [...candidates].sort(
    (a, b) =>
      a.refusals.length - b.refusals.length || a.mismatches.length - b.mismatches.length || likeness(b) - likeness(a),
  )[0];
}

/** 1 where the node's value looks like a value that is wanted: then that one may have been meant. */
function likeness({ mismatches }: NodeFit): number {
  const alike = mismatches.some(
    ({ requirement, actual }) =>
      actual !== undefined && (requirement.values ?? []).some((value) => similarNames(value, [actual]).length > 0),
  );
  return alike ? 1 : 0;
}

function changeFor(subject: Subject, best: NodeFit, nodes: readonly NodeFit[], written: PodSpec): Remedy[] {
  const [wrong] = best.mismatches;
  if (!wrong || best.mismatches.length > 1) return [];
  const { key } = wrong.requirement;
  const others = nodes.filter(
    ({ mismatches }) =>
      mismatches.length === 1 && mismatches[0]?.requirement.key === key && mismatches[0].actual === wrong.actual,
  );
  const gain = `${namesText(others.map(({ name }) => name))} ${others.length === 1 ? 'has' : 'have'} it`;
  if (wrong.from !== 'nodeSelector') return termChange(subject, wrong, gain, written);
  if (wrong.actual === undefined) {
    return [
      changePod(subject, ['nodeSelector', key], null, {
        action: `Remove ${requirementText(wrong.requirement)} from the nodeSelector`,
        why: 'no node that it could use carries that label',
      }),
    ];
  }
  return [
    changePod(subject, ['nodeSelector', key], wrong.actual, {
      action: `Select ${key}=${wrong.actual} instead of ${requirementText(wrong.requirement)}`,
      why: gain,
    }),
  ];
}

/** Terms are a list that is replaced as a whole: the changed one with all others. */
function termChange(
  subject: Subject,
  { from, requirement, actual }: NodeMismatch,
  gain: string,
  written: PodSpec,
): Remedy[] {
  const terms = written.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (!terms || typeof from !== 'number' || requirement.operator !== 'In' || actual === undefined) return [];
  const value = terms.map((term, index): NodeSelectorTerm => {
    if (index !== from) return term;
    const matchExpressions = (term.matchExpressions ?? []).map((one) =>
      one.key === requirement.key && one.operator === 'In' ? { ...one, values: [...(one.values ?? []), actual] } : one,
    );
    return { ...term, matchExpressions };
  });
  const path = ['affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms'];
  return [
    changePod(subject, path, value, {
      action: `Allow ${requirement.key}=${actual} as well in the required node affinity`,
      why: gain,
    }),
  ];
}

function labelFor({ name, mismatches, refusals }: NodeFit): Remedy[] {
  const labels = mismatches.flatMap(({ requirement: { key, operator, values } }) =>
    operator === 'In' && !factual.test(key) ? [`${key}=${values?.[0] ?? ''}`] : [],
  );
  if (labels.length === 0 || labels.length !== mismatches.length || refusals.length > 1) return [];
  const command = kubectlCluster('label', 'node', name, ...labels, '--overwrite');
  return [
    act(
      `Label ${name} with ${labels.join(' ')}, if it is such a node`,
      'then the pod matches it',
      command,
      `other pods that select ${labels.join(' ')} come to ${name} as well`,
    ),
  ];
}
