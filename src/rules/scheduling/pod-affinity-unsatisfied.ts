import type { Pod, PodAffinityTerm } from '../../core/kubernetes.ts';
import { valueOf } from '../../core/lookup.ts';
import { defineRule } from '../../core/rule.ts';
import { labelsText, meantBy, requiredTerms } from '../../facts/pod-affinity.ts';
import { blockOf } from '../../facts/scheduling.ts';
import { selectorText } from '../../facts/selectors.ts';
import { placementOf } from '../../fit/placement.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise, changePod, kubectl, look } from '../kit/remedies.ts';
import { refusal } from '../kit/refusal.ts';
import { countText, namesText, othersText, placedText } from '../kit/scheduling.ts';

export const podAffinityUnsatisfied = defineRule({
  id: 'pod-affinity-unsatisfied',
  title: 'No node has the pods that this one wants beside it',
  topic: 'scheduling',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status'],
  mayUse: ['events', 'cluster', 'storage'],

  *check(facts) {
    const scheduling = placementOf(facts);
    const block = blockOf(scheduling, 'pod-affinity');
    if (!scheduling || !block) return;
    const { pod, namespace } = facts.status;
    const terms = requiredTerms(pod, 'podAffinity');
    const pods = valueOf(facts.cluster?.pods);
    const labels = namesText(terms.map(labelsText));
    const wanted = labels ? `a pod with ${labels}` : 'a pod that its affinity names';
    const none = block.count === 1 ? 'has none' : 'have none';
    const keys = namesText([...new Set(terms.map(({ topologyKey }) => topologyKey))]);
    const [first] = terms;
    const selector = selectorText(first?.labelSelector);
    yield refusal(facts, scheduling, block, {
      title: `it must run beside ${wanted}, and ${block.count >= scheduling.total ? 'no node has one' : `${countText(block, scheduling)} ${none}`}`,
      explanation:
        `Required pod affinity lets the pod only on nodes that share ${keys || 'a topology label'} with ${wanted}.` +
        `${pods ? terms.map((term) => ` ${foundText(term, namespace, pods)}`).join('') : ''}${othersText(scheduling, 'pod-affinity')}`,
      evidence: [
        ...terms.map((term) =>
          fieldEvidence(
            'spec',
            'spec.affinity.podAffinity',
            `${labelsText(term)} within the same ${term.topologyKey}${namespacesText(term)}`,
          ),
        ),
      ],
      remedies: [
        ...(first && selector
          ? [
              look(
                'See whether such a pod exists',
                'its labels or namespace may be spelt differently',
                kubectl(facts.subject, 'get', 'pods', ...whereOf(first), '-l', selector, '-o', 'wide'),
              ),
            ]
          : []),
        advise(`Start ${wanted} first`, 'the affinity is met as soon as one is on a node'),
        changePod(facts.subject, ['affinity', 'podAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'], null, {
          action: 'Or drop the required pod affinity (a preferred one does not block)',
          why: 'required terms are never relaxed',
        }),
      ],
    });
  },
});

function foundText(term: PodAffinityTerm, namespace: string, pods: readonly Pod[]): string {
  const found = pods.filter((pod) => meantBy(term, namespace, pod));
  if (found.length === 0)
    return `No pod with ${labelsText(term)} runs on a node${namespacesText(term) || ` in namespace ${namespace}`}.`;
  return `Pods with ${labelsText(term)}: ${namesText(found.map(placedText))}.`;
}

function namespacesText({ namespaces = [], namespaceSelector }: PodAffinityTerm): string {
  if (namespaces.length > 0) return ` in namespace ${namespaces.join(', ')}`;
  return namespaceSelector ? ' in the namespaces that it selects' : '';
}

function whereOf({ namespaces = [], namespaceSelector }: PodAffinityTerm): string[] {
  return namespaces.length > 0 || namespaceSelector ? ['-A'] : [];
}
