import type { EvidenceItem } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import type { NodeFit } from '../../facts/node-fit.ts';
import { blockOf } from '../../facts/scheduling.ts';
import { isNotReadyTaint, taintText } from '../../facts/tolerations.ts';
import { placementOf } from '../../fit/placement.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise, kubectlCluster, look } from '../kit/remedies.ts';
import { refusal } from '../kit/refusal.ts';
import { are, countText, inBrackets, namesText, othersText } from '../kit/scheduling.ts';

export const nodesNotReady = defineRule({
  id: 'nodes-not-ready',
  title: 'Nodes are not ready, or there are none',
  topic: 'scheduling',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status'],
  mayUse: ['events', 'cluster', 'storage'],

  *check(facts) {
    const scheduling = placementOf(facts);
    const block = blockOf(scheduling, 'not-ready', 'no-nodes');
    if (!scheduling || !block) return;
    const none = block.kind === 'no-nodes';
    yield refusal(facts, scheduling, block, {
      ...(none ? { detail: 'no-nodes' } : {}),
      title: none
        ? 'the cluster has no nodes'
        : `${countText(block, scheduling)}${inBrackets(block.nodes)} ${are(block.count)} not ready`,
      explanation: none
        ? 'The scheduler knows no node at all, so no pod can be placed anywhere.'
        : `${whyText(block.nodes)} A node that is not ready takes no new pods; the taint that says so goes away when the node has recovered.` +
          othersText(scheduling, 'not-ready'),
      evidence: [...block.nodes.slice(0, 4).flatMap(nodeEvidence)],
      remedies: none
        ? [
            advise('Add a node to the cluster', 'pods run on nodes only'),
            look('See which nodes there are', 'one may have been expected', kubectlCluster('get', 'nodes')),
          ]
        : [
            ...block.nodes
              .slice(0, 2)
              .map(({ name }) =>
                look(
                  `See why ${name} is not ready`,
                  'its conditions and events say what fails',
                  kubectlCluster('describe', 'node', name),
                ),
              ),
            ...(block.nodes.length === 0
              ? [look('See which nodes are not ready', 'their status says NotReady', kubectlCluster('get', 'nodes'))]
              : []),
            advise(
              'Bring the node back: its machine, its kubelet, its network',
              'no change of the pod helps while the node is away',
            ),
          ],
    });
  },
});

function ready({ node }: NodeFit): { status: string; reason?: string; message?: string } | undefined {
  return node.status?.conditions?.find(({ type }) => type === 'Ready');
}

function whyText(nodes: readonly NodeFit[]): string {
  const [first] = nodes;
  if (!first) return 'The scheduler says that they carry a taint of a node in trouble.';
  const says = nodes.slice(0, 3).map((fit) => {
    const { reason, message } = ready(fit) ?? {};
    const taints = [...new Set(fit.taints.filter(isNotReadyTaint).map(({ key }) => key))];
    const said =
      message && ready(fit)?.status !== 'True'
        ? `${reason ?? 'NotReady'}: ${message.replace(/\.$/, '')}`
        : `it carries ${namesText(taints)}`;
    return `${fit.name} (${said})`;
  });
  return `${nodes.length === 1 ? 'The node is' : 'The nodes are'} ${namesText(says)}.`;
}

function nodeEvidence(fit: NodeFit): EvidenceItem[] {
  const condition = ready(fit);
  return [
    ...(condition
      ? [
          fieldEvidence(
            'node',
            `${fit.name} status.conditions[Ready]`,
            `${condition.status} ${condition.reason ?? ''}`.trim(),
          ),
        ]
      : []),
    fieldEvidence('node', `${fit.name} spec.taints`, fit.taints.map(taintText).join(', ')),
  ];
}
