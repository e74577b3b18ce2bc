import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import type { PodSpec } from '../../core/kubernetes.ts';
import type { Subject } from '../../core/rule.ts';
import { labelsOf, nameOf } from '../../facts/metadata.ts';
import type { NodeFit } from '../../facts/node-fit.ts';
import { type Spread } from '../../facts/topology-spread.ts';
import { fieldEvidence } from './evidence.ts';
import { advise, changePod } from './remedies.ts';
import { namesText, refusedText } from './scheduling.ts';

/** What a missing label means for a constraint. */
export function labelText({ constraint: { topologyKey }, domains }: Spread): string {
  const nobody = domains.length === 0 ? ' No node has it, so no node can take the pod.' : '';
  return `The constraint with whenUnsatisfiable DoNotSchedule counts pods by the label ${topologyKey}; a node without it never qualifies.${nobody}`;
}

/** How the pods are spread, and why the emptiest domain does not help. */
export function skewText(spread: Spread, fits: readonly NodeFit[]): string {
  const { constraint, domains, least } = spread;
  const counts = domains.map(({ value, count }) => `${value} has ${count}`);
  const now = counts.length > 0 ? ` (now ${namesText(counts, 6)})` : '';
  const lagging = laggingNodes(spread, fits);
  const refused = lagging.flatMap(({ name, refusal }) => (refusal ? [`${name} ${refusedText[refusal]}`] : []));
  const why =
    refused.length > 0 && refused.length === lagging.length
      ? ` The domain with the fewest cannot take it either: ${namesText(refused)}.`
      : '';
  const { minDomains = 1 } = constraint;
  const few =
    least === 0 && minDomains > domains.length
      ? ` Fewer than minDomains ${minDomains} domains exist, so the fewest counts as 0.`
      : '';
  return `No ${constraint.topologyKey} may have more than ${constraint.maxSkew} such pod${constraint.maxSkew === 1 ? '' : 's'} above the one with the fewest${now}.${few}${why}`;
}

function laggingNodes({ domains, full, constraint }: Spread, fits: readonly NodeFit[]): NodeFit[] {
  const open = domains.filter((domain) => !full.includes(domain)).map(({ value }) => value);
  return fits.filter(({ node }) => open.includes(labelsOf(node)[constraint.topologyKey] ?? ''));
}

/** The constraint and the counts of its domains. */
export function spreadEvidence({ constraint, index, domains, unlabelled }: Spread): EvidenceItem[] {
  const policy = constraint.nodeAffinityPolicy === 'Ignore' ? ', nodeAffinityPolicy Ignore' : '';
  return [
    fieldEvidence(
      'spec',
      `spec.topologySpreadConstraints[${index}]`,
      `${constraint.topologyKey}, maxSkew ${constraint.maxSkew}, DoNotSchedule${policy}`,
    ),
    ...domains
      .slice(0, 6)
      .map(({ value, count }) =>
        fieldEvidence('node', `${constraint.topologyKey}=${value}`, `${count} such pod${count === 1 ? '' : 's'}`),
      ),
    ...unlabelled.slice(0, 4).map((node) => fieldEvidence('node', nameOf(node), `no label ${constraint.topologyKey}`)),
  ];
}

/** How the constraint lets the pod in. */
export function spreadRemedies(
  subject: Subject,
  spread: Spread,
  label: boolean,
  fits: readonly NodeFit[],
  written: PodSpec,
): Remedy[] {
  const { constraint } = spread;
  const change = (words: { action: string; why: string }, fields: Record<string, unknown>): Remedy => {
    const all = written.topologySpreadConstraints ?? [constraint];
    const value = all.map((one) => (one.topologyKey === constraint.topologyKey ? { ...one, ...fields } : one));
    return changePod(subject, ['topologySpreadConstraints'], value, words);
  };
  const relax = change(
    {
      action: 'Prefer the spread instead of requiring it (whenUnsatisfiable ScheduleAnyway)',
      why: 'the pods are spread where that is possible and none waits',
    },
    { whenUnsatisfiable: 'ScheduleAnyway' },
  );
  if (label) {
    return [
      advise(
        `Use a topologyKey that the nodes carry, or label the nodes with ${constraint.topologyKey}`,
        'a node without the label never qualifies',
      ),
      relax,
    ];
  }
  const lagging = laggingNodes(spread, fits);
  const honor: Remedy[] = [];
  if (
    lagging.length > 0 &&
    lagging.every(({ refusal }) => refusal === 'affinity') &&
    constraint.nodeAffinityPolicy === 'Ignore'
  ) {
    honor.push(
      change(
        {
          action: 'Count only nodes that the pod selects (nodeAffinityPolicy Honor)',
          why: 'domains that it may not use then no longer hold it back',
        },
        { nodeAffinityPolicy: 'Honor' },
      ),
    );
  }
  if (
    lagging.length > 0 &&
    lagging.every(({ refusal }) => refusal === 'taint' || refusal === 'cordoned') &&
    constraint.nodeTaintsPolicy !== 'Honor'
  ) {
    honor.push(
      change(
        {
          action: 'Do not count nodes with taints it does not tolerate (nodeTaintsPolicy Honor)',
          why: 'nodes that it may not use then no longer hold it back',
        },
        { nodeTaintsPolicy: 'Honor' },
      ),
    );
  }
  const wider = change(
    { action: `Or raise maxSkew to ${constraint.maxSkew + 1}`, why: 'one more pod then fits into each domain' },
    { maxSkew: constraint.maxSkew + 1 },
  );
  return [...honor, relax, wider];
}
