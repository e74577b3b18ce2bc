import type { PodSpecFacts } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import type { PodAffinityTerm } from '../../core/kubernetes.ts';
import { defineRule } from '../../core/rule.ts';
import { labelsOf } from '../../facts/metadata.ts';
import { podsAtOnce } from '../../facts/pod-room.ts';
import { contradictionIn, selectorRequirements } from '../../facts/requirement-sets.ts';
import { matchesSelector } from '../../facts/selectors.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { deadTerms, excluding } from '../kit/node-terms.ts';
import { advise } from '../kit/remedies.ts';
import { topologyKeyDoubt } from '../kit/topology-key.ts';

export const affinityContradiction = defineRule({
  id: 'affinity-contradiction',
  title: 'No node can satisfy what the pod asks for',
  topic: 'placement',
  severity: 'error',
  verdict: 'pending',
  stage: 'pending',
  needs: ['spec', 'workload'],
  mayUse: ['bundle'],

  *check({ spec, workload, bundle }) {
    const so =
      workload.kind === 'DaemonSet'
        ? 'The DaemonSet makes no pod at all.'
        : 'Every pod stays pending, whatever nodes there are.';
    const selector = selectorRequirements(spec.spec, spec.path);
    const own = contradictionIn(selector);
    if (own) yield excluding(own, so);
    else yield* deadTerms(spec, selector, so);
    yield* towardsAndAway(spec, podsAtOnce(workload, bundle) ?? 2);
    for (const kind of ['podAffinity', 'podAntiAffinity'] as const) {
      const away = kind === 'podAntiAffinity';
      for (const [index, { topologyKey }] of podTerms(spec, kind).entries()) {
        const doubt = topologyKeyDoubt(
          topologyKey ?? '',
          `${podTermPath(spec, kind, index)}.topologyKey`,
          away ? 'the rule keeps nothing apart' : 'the pod stays pending',
        );
        if (doubt) yield away ? { ...doubt, stage: 'running' } : doubt;
      }
    }
  },
});

type PodKind = 'podAffinity' | 'podAntiAffinity';

function podTerms({ spec }: PodSpecFacts, kind: PodKind): readonly PodAffinityTerm[] {
  return spec.affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

function podTermPath({ path }: PodSpecFacts, kind: PodKind, index: number): string {
  return `${path}.affinity.${kind}.requiredDuringSchedulingIgnoredDuringExecution[${index}]`;
}

/** Required to be where such pods are, and not to be where such pods are. */
function* towardsAndAway(spec: PodSpecFacts, pods: number): Generator<Observation> {
  for (const [index, away] of podTerms(spec, 'podAntiAffinity').entries()) {
    const at = podTerms(spec, 'podAffinity').findIndex((towards) => JSON.stringify(towards) === JSON.stringify(away));
    // The first pod of a series that selects itself has nobody to be with yet.
    if (at < 0 || (pods <= 1 && matchesSelector(away.labelSelector, labelsOf(spec)))) continue;
    const path = podTermPath(spec, 'podAntiAffinity', index);
    yield {
      detail: 'pod-affinity',
      title: `the pod has to be with, and apart from, the same pods by ${away.topologyKey}`,
      explanation: `podAffinity and podAntiAffinity require the same labels and topologyKey ${away.topologyKey}: a place with such a pod is forbidden, and one without is not allowed.`,
      evidence: [
        fieldEvidence('spec', podTermPath(spec, 'podAffinity', at), 'required'),
        fieldEvidence('spec', path, 'required, the same term'),
      ],
      remedies: [advise('Remove one of the two terms', 'only one of them can be meant')],
      path,
    };
  }
}
