import type { Remedy } from '../../core/finding.ts';
import type { PodAffinityTerm } from '../../core/kubernetes.ts';
import { valueOf } from '../../core/lookup.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { fullNameOf, nameOf } from '../../facts/metadata.ts';
import { avoidedPods, avoidingPods, labelsText, requiredTerms, type Neighbour } from '../../facts/pod-affinity.ts';
import { blockOf } from '../../facts/scheduling.ts';
import { placementOf } from '../../fit/placement.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise, changePod, kubectlCluster, look } from '../kit/remedies.ts';
import { refusal } from '../kit/refusal.ts';
import { countText, namesText, othersText, preemptionText, preemptionTitle } from '../kit/scheduling.ts';

export const podAntiAffinityConflict = defineRule({
  id: 'pod-anti-affinity-conflict',
  title: 'Pods that must keep apart leave no node free',
  topic: 'scheduling',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status'],
  mayUse: ['events', 'cluster', 'storage'],

  *check(facts) {
    const scheduling = placementOf(facts);
    const block = blockOf(scheduling, 'anti-affinity', 'existing-anti-affinity');
    if (!scheduling || !block) return;
    const { pod, name } = facts.status;
    const kinds = new Set(block.reasons.map(({ text }) => (text.includes('existing pods') ? 'existing' : 'own')));
    const pods = (valueOf(facts.cluster?.pods) ?? []).filter(({ metadata }) => metadata?.uid !== facts.status.uid);
    const nodes = facts.cluster?.nodes ?? [];
    const avoided = kinds.has('own') ? avoidedPods(pod, pods, nodes) : [];
    const avoiding = kinds.has('existing') ? avoidingPods(pod, pods, nodes) : [];
    const terms = kinds.has('own') ? requiredTerms(pod, 'podAntiAffinity') : [];
    const where = countText(block, scheduling);
    yield refusal(facts, scheduling, block, {
      detail: kinds.has('own') ? 'own' : 'existing',
      title:
        preemptionTitle(scheduling) ??
        (kinds.has('own')
          ? `${where} already ${block.count === 1 ? 'has' : 'have'} a pod that ${name} must keep away from`
          : `pods on ${where} keep ${name} away by their own anti-affinity`),
      explanation:
        ruleText(terms, name) +
        `${placesText(avoided)}${avoidingText(avoiding, name)}${preemptionText(scheduling)}${othersText(scheduling, 'anti-affinity', 'existing-anti-affinity')}`,
      evidence: [
        ...terms.map((term) =>
          fieldEvidence(
            'spec',
            'spec.affinity.podAntiAffinity',
            `${labelsText(term)} within the same ${term.topologyKey}`,
          ),
        ),
        ...[...avoided, ...avoiding]
          .slice(0, 5)
          .map((one) =>
            fieldEvidence('node', one.node, `${one.term.topologyKey}=${one.domain}, runs ${fullNameOf(one.pod)}`),
          ),
      ],
      remedies: remediesFor(facts.subject, kinds.has('own'), terms[0]?.topologyKey, avoiding),
    });
  },
});

function ruleText(terms: readonly PodAffinityTerm[], name: string): string {
  const rules = terms.map(
    (term) =>
      `Required anti-affinity keeps ${name} out of every ${term.topologyKey} that has a pod with ${labelsText(term)}.`,
  );
  return rules.join(' ') || 'Required anti-affinity forbids two pods to share a node or zone.';
}

function placesText(avoided: readonly Neighbour[]): string {
  const places = [...new Set(avoided.map((one) => `${nameOf(one.pod)} on ${one.node}`))];
  return places.length > 0 ? ` Such pods are ${namesText(places)}.` : '';
}

function avoidingText(avoiding: readonly Neighbour[], name: string): string {
  const names = [...new Set(avoiding.map((one) => `${fullNameOf(one.pod)} on ${one.node}`))];
  if (names.length === 0) return '';
  return ` The anti-affinity of ${namesText(names)} matches the labels of ${name}, and such a rule holds in both directions.`;
}

function remediesFor(
  subject: Subject,
  own: boolean,
  key: string | undefined,
  avoiding: readonly Neighbour[],
): Remedy[] {
  const see = look(
    'See which pods run where',
    'a pod that is not needed may go',
    kubectlCluster('get', 'pods', '-A', '-o', 'wide'),
  );
  if (!own) {
    const [first] = avoiding;
    return [
      advise(
        `Change the anti-affinity of ${first ? fullNameOf(first.pod) : 'the pods in the way'}, or the labels of this pod`,
        'a required term of a running pod keeps others away',
      ),
      see,
    ];
  }
  return [
    advise(`Add a node with another ${key ?? 'domain'}, or run fewer replicas`, 'each domain takes one such pod'),
    changePod(subject, ['affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'], null, {
      action: 'Or drop the required anti-affinity (use preferredDuringScheduling… instead)',
      why: 'a preference spreads the pods where it can and blocks none',
    }),
    see,
  ];
}
