import type { PodStatusFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import type { LostNode } from '../../facts/node-health.ts';
import { formatSpan, parseTime, secondsBetween } from '../../facts/time.ts';
import { fieldEvidence, timed } from './evidence.ts';
import { kubectlCluster, look } from './remedies.ts';

/** `node-a`; for a pod that has none, or of which that is not known, `the node`. */
export function nodeText({ nodeName }: PodStatusFacts, unknown = 'the node'): string {
  return nodeName ?? unknown;
}

/** What is known of the node, one sentence: `The kubelet of node-b has reported nothing for 2 min: …`. */
export function lostText({ how, health, since }: LostNode, node: string, now: number): string {
  const span = since === undefined ? '' : ` for ${formatSpan(secondsBetween(since, now))}`;
  switch (how) {
    case 'gone':
      return `There is no node ${node} any more: it was removed from the cluster while the pod was bound to it.`;
    case 'silent':
      return `The kubelet of ${node} has reported nothing${span}: the node is down, cut off from the API server, or its kubelet has stopped.`;
    case 'not-ready':
      return `Node ${node} has not been Ready${span}: ${messageOf(health.ready?.message)}.`;
    case 'back':
      return `The control plane took the pod's readiness away while node ${node} was not Ready; the node is Ready again.`;
    default:
      return `The control plane has set the pod to not ready although all its containers are called ready, which it does when node ${node} is not Ready${span ? ` (${span.trim()})` : ''}.`;
  }
}

function messageOf(message: string | undefined): string {
  return message?.trim().replace(/[.\s]+$/, '') || 'it gives no reason';
}

/** The node's condition and taints. */
export function lostEvidence({ how, health }: LostNode, node: string): EvidenceItem[] {
  const items: EvidenceItem[] = [];
  if (how === 'gone') items.push(fieldEvidence('node', node, 'no such node'));
  const { ready, since, taints } = health;
  if (ready) {
    const text = `${ready.status}, ${ready.reason ?? 'no reason'}${ready.message ? `: ${ready.message}` : ''}`;
    items.push({ ...fieldEvidence('node', `${node} Ready`, text), ...timed(since) });
  }
  for (const { key, effect } of taints.filter((taint) => taint.effect === 'NoExecute')) {
    items.push(fieldEvidence('node', `${node} spec.taints`, `${key}:${effect}`));
  }
  return items;
}

/** The mark on the pod. */
export function markEvidence(status: PodStatusFacts): EvidenceItem[] {
  const ready = status.conditions.find(({ type }) => type === 'Ready');
  const containers = status.conditions.find(({ type }) => type === 'ContainersReady');
  if (ready?.status !== 'False' || containers?.status !== 'True') return [];
  const text = 'Ready is False while ContainersReady is True: set by the node controller';
  return [
    { ...fieldEvidence('status', 'status.conditions[Ready]', text), ...timed(parseTime(ready.lastTransitionTime)) },
  ];
}

/** Where to look first. */
export function lookAtNode(node: string): Remedy {
  return look(`See how ${node} is`, 'its conditions say since when and why', kubectlCluster('describe', 'node', node));
}
