import type { PodSpecFacts } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import type { TopologySpreadConstraint } from '../../core/kubernetes.ts';
import { defineRule } from '../../core/rule.ts';
import { labelsOf } from '../../facts/metadata.ts';
import { domainsFor, podsAtOnce } from '../../facts/pod-room.ts';
import { matchesSelector, selectorText, type Labels } from '../../facts/selectors.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';
import { topologyKeyDoubt } from '../kit/topology-key.ts';

export const spreadContradiction = defineRule({
  id: 'spread-contradiction',
  title: 'A spread constraint cannot do what it says',
  topic: 'placement',
  severity: 'warning',
  verdict: 'degraded',
  stage: 'pending',
  needs: ['spec'],
  mayUse: ['workload', 'bundle'],

  *check({ spec, workload, bundle }) {
    const pods = workload ? podsAtOnce(workload, bundle) : undefined;
    for (const [index, constraint] of (spec.spec.topologySpreadConstraints ?? []).entries()) {
      const path = `${spec.path}.topologySpreadConstraints[${index}]`;
      const hard = constraint.whenUnsatisfiable === 'DoNotSchedule';
      const soft = hard ? {} : { severity: 'advice' as const, stage: 'advice' as const };
      const blind = selectsNothing(constraint, spec, path);
      if (blind) yield { ...blind, stage: 'running', ...soft };
      const so = hard ? 'the pod stays pending' : 'the constraint does nothing';
      const doubt = topologyKeyDoubt(constraint.topologyKey ?? '', `${path}.topologyKey`, so);
      if (doubt) yield { ...doubt, ...soft };
      const domains =
        constraint.nodeAffinityPolicy === 'Ignore'
          ? undefined
          : domainsFor(constraint.topologyKey ?? '', spec.spec, bundle);
      if (hard && !blind && domains && pods !== undefined) yield* tooFew(constraint, domains, pods, path);
    }
  },
});

/** Labels that controllers put on pods: no template has them. */
const added =
  /^(pod-template-hash|controller-revision-hash|pod-template-generation|controller-uid|job-name|statefulset\.kubernetes\.io\/pod-name|apps\.kubernetes\.io\/pod-index|batch\.kubernetes\.io\/.*)$/;

function selectsNothing(
  { labelSelector }: TopologySpreadConstraint,
  spec: PodSpecFacts,
  path: string,
): Observation | undefined {
  const labels: Labels = labelsOf(spec);
  const text = selectorText(labelSelector);
  const keys = [
    ...Object.keys(labelSelector?.matchLabels ?? {}),
    ...(labelSelector?.matchExpressions ?? []).map(({ key }) => key),
  ];
  if (keys.some((key) => added.test(key)) || (text !== '' && matchesSelector(labelSelector, labels))) return undefined;
  const own =
    Object.entries(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(', ') || 'none';
  const none = labelSelector === undefined || labelSelector === null;
  return {
    detail: none ? 'no-selector' : text === '' ? 'empty-selector' : 'selects-others',
    title:
      none || text === ''
        ? 'the spread constraint selects no pods'
        : `the spread constraint selects ${text}, and the pod itself has no such labels`,
    explanation:
      none || text === ''
        ? `${none ? 'Without a labelSelector' : 'With an empty labelSelector'} the scheduler counts no pods in any domain, so all domains look alike and nothing is spread.`
        : `The scheduler counts pods with ${text} and never this one: its own replicas are not spread, and where others are uneven they decide where it may go.`,
    evidence: [
      fieldEvidence('spec', `${path}.labelSelector`, none ? 'not set' : text || 'empty'),
      fieldEvidence('spec', 'labels of the pod', own),
    ],
    remedies: [
      advise(
        "Select the pod's own labels, those that the selector of its workload has",
        'then its replicas are counted and spread',
      ),
    ],
    path: `${path}.labelSelector`,
  };
}

function* tooFew(
  { minDomains, maxSkew, topologyKey }: TopologySpreadConstraint,
  { count, because }: { count: number; because: string },
  pods: number,
  path: string,
): Generator<Observation> {
  const room = count * maxSkew;
  if (minDomains === undefined || minDomains <= count || pods <= room) return;
  yield {
    detail: 'too-few-domains',
    severity: 'error',
    title: `only ${room} of ${pods} pods can be placed: ${count} of the ${minDomains} domains that minDomains asks for`,
    explanation: `With fewer than minDomains domains the least count is taken as 0, so that each domain takes maxSkew pods at most: ${count} × ${maxSkew} = ${room}. The other ${pods - room} stay pending.`,
    evidence: [
      fieldEvidence('spec', `${path}.minDomains`, String(minDomains)),
      fieldEvidence('spec', topologyKey, because),
    ],
    remedies: [
      advise(`Set minDomains to ${count} or remove it`, 'then pods are spread over the domains that there are'),
      advise(
        `Or let the pod use ${minDomains} values of ${topologyKey}`,
        'with enough domains the least count is a real one',
      ),
    ],
    path: `${path}.minDomains`,
  };
}
