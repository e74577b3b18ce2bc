import type { PodSpecFacts } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import type { PodAffinityTerm } from '../../core/kubernetes.ts';
import { defineRule } from '../../core/rule.ts';
import { inNamespaceOf } from '../../facts/pod-affinity.ts';
import { domainsFor, podsAtOnce, type Domains } from '../../facts/pod-room.ts';
import { matchesSelector, selectorText } from '../../facts/selectors.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

export const antiAffinityBlocksItself = defineRule({
  id: 'anti-affinity-blocks-itself',
  title: 'Pods of one workload keep each other from being placed',
  topic: 'placement',
  severity: 'error',
  verdict: 'pending',
  stage: 'pending',
  needs: ['spec', 'workload'],
  mayUse: ['bundle'],

  *check({ spec, workload, bundle, subject }) {
    const pods = podsAtOnce(workload, bundle);
    if (pods === undefined || pods < 2) return;
    const terms = spec.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    for (const [index, term] of terms.entries()) {
      if (!meansItself(term, spec, subject.namespace)) continue;
      const known = domainsFor(term.topologyKey, spec.spec, bundle);
      const domains = known ?? usual(term.topologyKey);
      const path = `${spec.path}.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[${index}]`;
      if (domains && pods > domains.count) yield blocked(term, domains, pods, path, known !== undefined);
    }
  },
});

function meansItself(term: PodAffinityTerm, { metadata }: PodSpecFacts, namespace: string): boolean {
  // mismatchLabelKeys leaves out pods with the same value, and so its own.
  if ((term.mismatchLabelKeys ?? []).length > 0) return false;
  return inNamespaceOf(term, namespace, namespace) && matchesSelector(term.labelSelector, metadata.labels ?? {});
}

/** What clusters usually have, where nobody said what this one has. */
function usual(topologyKey: string): Domains | undefined {
  if (/\/zone$/.test(topologyKey)) return { count: 3, because: 'most clusters have three zones at most' };
  return /\/region$/.test(topologyKey) ? { count: 1, because: 'a cluster is in one region as a rule' } : undefined;
}

function blocked(
  { topologyKey, labelSelector }: PodAffinityTerm,
  { count, because }: Domains,
  pods: number,
  path: string,
  known: boolean,
): Observation {
  const left = pods - count;
  return {
    detail: known ? 'too-few-domains' : 'likely-too-few-domains',
    title: `${pods} pods each need a ${topologyKey} of their own, and ${because}`,
    explanation: `The anti-affinity selects the pod's own labels (${selectorText(labelSelector) || 'all pods'}) and is required, so there is one pod for each value of ${topologyKey} at most: ${left} of ${pods} ${left === 1 ? 'stays' : 'stay'} pending${known ? '' : ` with ${count}`}.`,
    evidence: [
      fieldEvidence('spec', `${path}.topologyKey`, topologyKey),
      fieldEvidence('spec', 'pods', `${pods} at a time`),
    ],
    remedies: [
      advise(
        'Use preferredDuringSchedulingIgnoredDuringExecution, or topologySpreadConstraints with maxSkew 1',
        'both spread pods as far as there is room and place the rest as well',
      ),
      advise(`Or ask for ${count} ${count === 1 ? 'pod' : 'pods'} at most`, because),
    ],
    path: `${path}.topologyKey`,
    ...(known ? {} : { severity: 'warning' as const, confidence: 'likely' as const }),
  };
}
