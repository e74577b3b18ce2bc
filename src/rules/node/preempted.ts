import type { Remedy } from '../../core/finding.ts';
import { defineRule, type Facts } from '../../core/rule.ts';
import { disruptionOf, type Disruption } from '../../facts/disruption.ts';
import { replacementOf } from '../../facts/replacement.ts';
import { evictionEvidence } from '../kit/eviction-words.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { act, advise, kubectl, kubectlCluster, look } from '../kit/remedies.ts';
import { severityOfRemoval, verdictOfRemoval } from '../kit/removal.ts';
import { agoText, endingText } from '../kit/termination-words.ts';
import { nodeText } from '../kit/node-words.ts';

type Given = Facts<'spec' | 'status', 'events' | 'owner'>;

export const preempted = defineRule({
  id: 'preempted',
  title: 'A pod of higher priority takes the place of this one',
  topic: 'node',
  severity: 'warning',
  verdict: 'terminating',
  needs: ['spec', 'status'],
  mayUse: ['events', 'owner'],

  *check(facts) {
    const { spec, status, events, owner, now } = facts;
    const disruption = disruptionOf(status, events);
    if (disruption?.kind !== 'preempted' && disruption?.kind !== 'preempted-by-kubelet') return;
    const node = nodeText(status, 'its node');
    const { priority = 0, priorityClassName } = spec.spec;
    const own = `${priority}${priorityClassName ? ` (PriorityClass ${priorityClassName})` : ''}`;
    const byKubelet = disruption.kind === 'preempted-by-kubelet';
    yield {
      severity: severityOfRemoval(owner, status, 'warning'),
      verdict: verdictOfRemoval(status),
      detail: byKubelet ? 'by-kubelet' : 'by-scheduler',
      weight: 40,
      title: byKubelet
        ? `the kubelet of node ${node} preempted it to make room for a critical pod`
        : `it was preempted: a pod of higher priority takes its place on node ${node}`,
      explanation: [
        whatHappened(disruption, byKubelet, node, own, agoText(disruption.at, now)),
        endingText(status, now),
        replacementOf(owner, status) === 'none'
          ? 'Nothing makes another pod.'
          : 'Its owner makes another one, which waits until a node has room for its priority.',
      ]
        .filter((text) => text !== '')
        .join(' '),
      evidence: [...evictionEvidence(status, disruption), fieldEvidence('spec', 'spec.priority', own)],
      remedies: remediesFor(facts, node),
    };
  },
});

function whatHappened({ event }: Disruption, byKubelet: boolean, node: string, own: string, ago: string): string {
  if (byKubelet) {
    return `A critical pod (static, or of priority 2000000000 and more) had no room on ${node}, so the kubelet ended this one, whose priority is ${own}${ago ? `,${ago}` : ''}.`;
  }
  const uid = /Preempted by (?:pod )?([0-9a-f-]{36})/.exec(event?.message ?? '')?.[1];
  return `No node had room for a pod of higher priority${uid ? ` (uid ${uid})` : ''}, so the scheduler deleted this pod, whose priority is ${own}, to make room on ${node}${ago ? `,${ago}` : ''}.`;
}

function remediesFor({ status, owner, subject }: Given, node: string): Remedy[] {
  const remedies: Remedy[] = [
    look(
      'See the priorities that there are',
      'pods are preempted only by pods of a higher one',
      kubectlCluster('get', 'priorityclasses'),
    ),
    advise(
      `Give ${subject.workload.kind}/${subject.workload.name} a PriorityClass that fits its worth, or the other pods one with preemptionPolicy: Never`,
      'a pod is never preempted by one of its own priority or less',
    ),
    look(
      `See what runs on ${node}`,
      'more room, or another node, spares the next preemption',
      kubectlCluster('describe', 'node', node),
    ),
  ];
  if (replacementOf(owner, status) === 'none' && subject.pod && status.phase === 'Failed') {
    remedies.push(
      act(
        'Delete the pod before it is created again',
        'its name is taken as long as it exists',
        kubectl(subject, 'delete', 'pod', subject.pod),
        'its logs are gone with it',
      ),
    );
  }
  return remedies;
}
