import { defineRule } from '../../core/rule.ts';
import { conditionOf } from '../../facts/pod-status.ts';
import { formatSpan, secondsBetween } from '../../facts/time.ts';
import { waitsForNode } from '../../facts/trouble.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise, kubectl, look } from '../kit/remedies.ts';
import { namesText } from '../kit/scheduling.ts';

interface Owner {
  readonly pattern: RegExp;
  readonly name: string;
  /** What it waits for. */
  readonly when?: string;
  /** What shows how far it is. */
  readonly show?: readonly string[];
}

/** Who removes a gate, by the domain in its name. */
const owners: readonly Owner[] = [
  {
    pattern: /^kueue\.x-k8s\.io\//,
    name: 'Kueue',
    when: ' when its queue has quota for the workload',
    show: ['get', 'workloads.kueue.x-k8s.io'],
  },
  { pattern: /(^|\.)karpenter\.sh\//, name: 'Karpenter' },
  { pattern: /(^|\.)volcano\.sh\//, name: 'Volcano' },
  { pattern: /(^|\.)jobset\.x-k8s\.io\//, name: 'JobSet' },
  { pattern: /(^|\.)kubevirt\.io\//, name: 'KubeVirt' },
  { pattern: /(^|\.)run\.ai\//, name: 'Run:ai' },
];

export const schedulingGated = defineRule({
  id: 'scheduling-gated',
  title: 'Scheduling gates hold the pod back',
  topic: 'scheduling',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status'],

  *check({ status, subject, now }) {
    const gates = (status.pod.spec?.schedulingGates ?? []).map(({ name }) => name);
    if (gates.length === 0 || !waitsForNode(status) || status.deletion) return;
    const condition = conditionOf(status, 'PodScheduled');
    const known = owners.filter(({ pattern }) => gates.some((gate) => pattern.test(gate)));
    const who = known.length > 0 ? namesText(known.map(({ name }) => name)) : 'the controller that added it';
    const when = known.map((owner) => owner.when ?? '').join('');
    const since =
      status.created === undefined ? '' : ` It has waited for ${formatSpan(secondsBetween(status.created, now))}.`;
    const plural = gates.length > 1;
    yield {
      title: `scheduling gate${plural ? 's' : ''} ${namesText(gates)} ${plural ? 'are' : 'is'} still on it`,
      explanation:
        'No scheduler looks at the pod while it carries a gate. ' +
        `Only ${who} should remove ${plural ? 'them' : 'it'}${when}.${since}`,
      evidence: [
        ...gates.map((gate) => fieldEvidence('spec', 'spec.schedulingGates', gate)),
        ...(condition
          ? [
              fieldEvidence(
                'status',
                'status.conditions[PodScheduled]',
                `${condition.reason ?? ''}: ${condition.message ?? ''}`,
              ),
            ]
          : []),
      ],
      remedies: [
        ...known.flatMap(({ name, show }) =>
          show
            ? [look(`See what ${name} says`, 'its status tells what the pod waits for', kubectl(subject, ...show))]
            : [],
        ),
        advise(
          `See whether ${known.length > 0 ? who : `the controller of ${namesText(gates)}`} runs, and what it waits for`,
          'only the owner of a gate knows when the pod may go',
        ),
        look(
          'Look at the pod',
          'its labels and annotations tell who manages it',
          kubectl(subject, 'get', 'pod', status.name, '-o', 'yaml'),
        ),
      ],
    };
  },
});
