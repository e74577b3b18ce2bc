import type { PodStatusFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import type { Taint } from '../../core/kubernetes.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { disruptionOf } from '../../facts/disruption.ts';
import { replacementOf } from '../../facts/replacement.ts';
import { lostNode, nodeHealth, tolerationSecondsFor } from '../../facts/node-health.ts';
import { isNotReadyTaint, taintText } from '../../facts/tolerations.ts';
import { evictionEvidence } from '../kit/eviction-words.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { lookAtNode, nodeText } from '../kit/node-words.ts';
import { act, changePod, kubectlCluster } from '../kit/remedies.ts';
import { severityOfRemoval, verdictOfRemoval } from '../kit/removal.ts';
import { agoText, endingText } from '../kit/termination-words.ts';

export const evictedByTaint = defineRule({
  id: 'evicted-by-taint',
  title: 'A NoExecute taint of the node removes the pod',
  topic: 'node',
  severity: 'warning',
  verdict: 'terminating',
  needs: ['spec', 'status'],
  mayUse: ['events', 'node', 'owner'],

  *check({ status, events, node, owner, subject, now }) {
    const disruption = disruptionOf(status, events);
    if (disruption?.kind !== 'taint') return;
    const taints = nodeHealth(node).taints.filter(
      (taint) => taint.effect === 'NoExecute' && tolerationSecondsFor(status, taint) !== undefined,
    );
    // The taints of a lost node only follow from its loss.
    if (lostNode(status, node, events) && taints.every(isNotReadyTaint)) return;
    const name = nodeText(status, 'its node');
    const device = disruption.condition?.reason === 'DeletionByDeviceTaintManager';
    const which =
      taints.length > 0
        ? `the taint ${taints.map(taintText).join(', ')}`
        : device
          ? 'a NoExecute taint on a device'
          : 'a NoExecute taint';
    const none = replacementOf(owner, status) === 'none';
    const evidence: EvidenceItem[] = evictionEvidence(status, disruption);
    for (const taint of taints) evidence.push(fieldEvidence('node', `${name} spec.taints`, taintText(taint)));
    yield {
      severity: severityOfRemoval(owner, status, 'warning'),
      verdict: verdictOfRemoval(status),
      weight: 40,
      title: `it is removed from node ${name}, which has ${which}`,
      explanation:
        `Node ${name} has ${which}${tolerationText(status, taints)}, so the control plane deleted it${agoText(disruption.at, now)}. ` +
        `${endingText(status, now)} ${none ? 'Nothing makes another pod.' : 'Its owner makes another pod, which needs a node whose taints it tolerates.'}`.trim(),
      evidence,
      remedies: remediesFor(taints, name, subject, status),
    };
  },
});

function tolerationText(status: PodStatusFacts, taints: readonly Taint[]): string {
  const [taint] = taints;
  const seconds = taint ? tolerationSecondsFor(status, taint) : 0;
  return seconds ? `, which the pod tolerates for ${seconds} s` : ', which the pod does not tolerate';
}

function remediesFor(taints: readonly Taint[], node: string, subject: Subject, status: PodStatusFacts): Remedy[] {
  const own = taints.filter((taint) => !isNotReadyTaint(taint));
  const [taint] = own;
  if (!taint) return [lookAtNode(node)];
  const { key, value, effect } = taint;
  const toleration = { key, operator: value ? 'Equal' : 'Exists', ...(value ? { value } : {}), effect };
  const tolerations = [
    ...(status.pod.spec?.tolerations ?? []).filter((one) => !one.key?.startsWith('node.kubernetes.io/')),
    toleration,
  ];
  return [
    act(
      `Remove the taint ${taintText(taint)} from ${node}, once it is not needed any more`,
      'pods may run there again; the one that is being removed is not kept by it',
      kubectlCluster('taint', 'nodes', node, `${key}:${effect}-`),
      'other pods without a toleration may come to the node too',
    ),
    changePod(subject, ['tolerations'], tolerations, {
      action: `Tolerate ${taintText(taint)}, if the pod is to run on such nodes`,
      why: 'a NoExecute taint removes every pod that does not tolerate it',
    }),
    lookAtNode(node),
  ];
}
