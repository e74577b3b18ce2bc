import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { deletionStage } from '../../facts/deletion-stage.ts';
import { disruptionOf } from '../../facts/disruption.ts';
import { newest } from '../../facts/events.ts';
import type { LostNode } from '../../facts/node-health.ts';
import { formatSpan, formatTime, secondsBetween } from '../../facts/time.ts';
import { evictionEvidence } from '../kit/eviction-words.ts';
import { eventEvidence } from '../kit/evidence.ts';
import { lookAtNode, lostEvidence, lostText, markEvidence, nodeText } from '../kit/node-words.ts';
import { act, advise, kubectl, kubectlCluster } from '../kit/remedies.ts';

export const terminatingNodeLost = defineRule({
  id: 'terminating-node-lost',
  title: 'The pod is deleted, and its lost node cannot confirm it',
  topic: 'termination',
  severity: 'critical',
  verdict: 'terminating',
  needs: ['status'],
  mayUse: ['events', 'node'],

  *check({ status, events, node, subject, now }) {
    const stage = deletionStage(status, node, events, now);
    if (stage?.stage !== 'node-lost' || !status.deletion) return;
    const { lost } = stage;
    const name = nodeText(status);
    const disruption = disruptionOf(status, events);
    const event = newest(events, 'NodeNotReady');
    const { deadline, requested } = status.deletion;
    const since = `deleted ${formatSpan(secondsBetween(requested, now))} ago`;
    const over = now > deadline ? `, its grace period ended ${formatSpan(secondsBetween(deadline, now))} ago` : '';
    const evidence: EvidenceItem[] = [
      ...lostEvidence(lost, name),
      {
        source: 'status',
        ref: 'metadata.deletionTimestamp',
        text: 'end of the grace period',
        time: formatTime(deadline),
      },
      ...markEvidence(status),
      ...(disruption ? evictionEvidence(status, disruption) : []),
      ...(event ? [eventEvidence(event)] : []),
    ];
    yield {
      confidence: lost.certain && lost.how !== 'not-ready' ? 'certain' : 'likely',
      detail: lost.how,
      weight: 100,
      title:
        lost.how === 'gone'
          ? `it is deleted, and its node ${name} does not exist any more`
          : `it is deleted, and its node ${name} does not answer to confirm that it has ended`,
      explanation:
        `${lostText(lost, name, now)} The pod was ${since}${disruption?.kind === 'taint' ? ' by the taint manager for that' : ''}${over}, but only the kubelet can report that its containers have ended, so the object stays. ` +
        `${ownerText(subject, lost)}`,
      evidence,
      remedies: remediesFor(lost, name, subject),
    };
  },
});

function ownerText({ workload }: Subject, { how }: LostNode): string {
  if (how === 'gone') return 'The control plane removes such pods within about a minute.';
  if (workload.kind === 'StatefulSet')
    return `StatefulSet ${workload.name} makes no new pod of that name before, since the old one may still run and write.`;
  return workload.kind === 'Pod'
    ? 'Its name is taken until then.'
    : 'Its owner has been free to make another one all the while.';
}

function remediesFor({ how }: LostNode, node: string, subject: Subject): Remedy[] {
  const remedies: Remedy[] = [lookAtNode(node)];
  if (how !== 'gone') {
    remedies.push(
      advise(
        `Bring ${node} back`,
        'its kubelet then ends the pod and confirms it by itself; nothing can go wrong that way',
      ),
      act(
        `If the machine of ${node} is surely off, say so with the out-of-service taint`,
        'the control plane then removes its pods and detaches their volumes',
        kubectlCluster('taint', 'nodes', node, 'node.kubernetes.io/out-of-service=nodeshutdown:NoExecute'),
        'if the machine still runs, two pods may write to the same volume',
      ),
    );
  }
  if (subject.pod) {
    remedies.push(
      act(
        'Or remove the object by force',
        subject.workload.kind === 'Pod' ? 'its name is free at once' : 'its owner can make it again at once',
        kubectl(subject, 'delete', 'pod', subject.pod, '--grace-period=0', '--force'),
        'nobody has confirmed that its processes have ended',
      ),
    );
  }
  return remedies;
}
