import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { replacementOf } from '../../facts/replacement.ts';
import { newest } from '../../facts/events.ts';
import { lostNode, taintEvictionAt, type LostNode } from '../../facts/node-health.ts';
import { conditionOf } from '../../facts/pod-status.ts';
import { formatSpan, secondsBetween } from '../../facts/time.ts';
import { eventEvidence } from '../kit/evidence.ts';
import { lookAtNode, lostEvidence, lostText, markEvidence, nodeText } from '../kit/node-words.ts';
import { act, advise, kubectl, kubectlCluster, look } from '../kit/remedies.ts';

export const nodeLost = defineRule({
  id: 'node-lost',
  title: 'The node of the pod is lost, so its status is old',
  topic: 'node',
  severity: 'critical',
  verdict: 'failing',
  needs: ['status'],
  mayUse: ['events', 'node', 'owner'],

  *check({ status, events, node, owner, subject, now }) {
    if (status.deletion) return;
    const lost = lostNode(status, node, events);
    if (!lost) return;
    const name = nodeText(status);
    const event = newest(events, 'NodeNotReady');
    const evidence: EvidenceItem[] = [...lostEvidence(lost, name), ...markEvidence(status)];
    if (event) evidence.push(eventEvidence(event));
    const evictedAt = taintEvictionAt(status, lost.health);
    const bare = replacementOf(owner, status) === 'none';
    const next =
      lost.how === 'back'
        ? 'The kubelet reports the pod as ready again with its next status.'
        : nextText(evictedAt, now, bare, lost);
    yield {
      ...(lost.how === 'back' ? { severity: 'info' as const, verdict: 'starting' as const } : {}),
      ...(lost.how === 'not-ready' && conditionOf(status, 'Ready')?.status === 'True'
        ? { severity: 'error' as const }
        : {}),
      confidence: lost.certain ? 'certain' : 'likely',
      detail: lost.how,
      // What the pod showed before is not to be trusted any more.
      weight: 100,
      title: titles[lost.how](name),
      explanation: `${lostText(lost, name, now)} ${lost.how === 'back' ? '' : old(lost)}${next}`,
      evidence: evidence.length > 0 ? evidence : [{ source: 'status', ref: 'status.phase', text: status.phase }],
      remedies: remediesFor(lost, name, subject, bare),
    };
  },
});

const titles: Readonly<Record<LostNode['how'], (node: string) => string>> = {
  gone: (node) => `its node ${node} does not exist any more`,
  silent: (node) => `its node ${node} does not report any more, so what is shown of it is old`,
  'not-ready': (node) => `its node ${node} is not Ready`,
  marked: (node) => `its node ${node} is not Ready, so what is shown of it is old`,
  back: (node) => `its node ${node} was not Ready and is back`,
};

function old({ how }: LostNode): string {
  const shown = how === 'not-ready' ? 'may be old' : 'is from before that';
  return `What the status shows of its containers ${shown}; Services send it no traffic meanwhile. `;
}

function nextText(at: number | undefined, now: number, bare: boolean, { how, health }: LostNode): string {
  if (how === 'gone') return 'The control plane removes the pod within about a minute.';
  const then = bare ? 'it is deleted, and nothing makes another one' : 'it is deleted and its owner makes another one';
  if (at === undefined) {
    const tainted = health.taints.some(({ effect }) => effect === 'NoExecute');
    return tainted
      ? 'It tolerates the taint of the node without limit, so it stays bound to it.'
      : 'It starts to be removed once the node has been so for 5 min, unless it tolerates that longer.';
  }
  return at > now
    ? `If that lasts another ${formatSpan(secondsBetween(now, at))}, ${then}.`
    : `Its time on such a node is over: ${then}.`;
}

function remediesFor({ how }: LostNode, node: string, subject: Subject, bare: boolean): Remedy[] {
  if (how === 'back') return [lookAtNode(node)];
  const remedies: Remedy[] = [];
  if (how === 'gone') {
    remedies.push(
      look(
        'See which nodes there are',
        'the node may have come back under another name',
        kubectlCluster('get', 'nodes'),
      ),
    );
  } else {
    remedies.push(
      lookAtNode(node),
      advise(
        `Bring ${node} back: its machine, its network to the API server, its container runtime, its kubelet`,
        'the pod recovers by itself when the kubelet reports again',
      ),
    );
  }
  if (bare && subject.pod)
    remedies.push(
      advise(
        'Create the pod on another node under another name, better by a Deployment',
        'nothing else replaces a bare pod',
      ),
    );
  else if (subject.pod && how !== 'gone') {
    remedies.push(
      act(
        'Let the owner replace it now',
        'the new pod goes to a node that works',
        kubectl(subject, 'delete', 'pod', subject.pod),
        `if ${node} still runs it, two run for a while; the old one stays Terminating until ${node} is back`,
      ),
    );
  }
  return remedies;
}
