import type { EvidenceItem } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { isNetworkMessage, nodeHealth } from '../../facts/node-health.ts';
import { isPrepared, isToBePrepared, lastPrepared, standingEvents } from '../../facts/preparation.ts';
import { eventEvidence, fieldEvidence } from '../kit/evidence.ts';
import { advise, kubectlCluster, look } from '../kit/remedies.ts';
import { nodeText } from '../kit/node-words.ts';

export const networkNotReady = defineRule({
  id: 'network-not-ready',
  title: 'The network plugin of the node is not ready',
  topic: 'preparation',
  severity: 'critical',
  verdict: 'failing',
  needs: ['spec', 'status'],
  mayUse: ['events', 'node'],

  *check({ spec, status, events, node }) {
    if (!isToBePrepared(status) || spec.spec.hostNetwork) return;
    const event = standingEvents(status, events, 'NetworkNotReady').at(-1);
    const health = nodeHealth(node);
    const says = health.state === 'not-ready' && isNetworkMessage(health.ready?.message);
    const neverPrepared = !isPrepared(status) && lastPrepared(status, events) === undefined;
    // A node that is Ready again has its network; the kubelet goes on with the pod at its next sync.
    if (event ? health.state === 'ready' : !says || !neverPrepared) return;
    const name = nodeText(status);
    const { reason = '', message = '' } = health.ready ?? {};
    const evidence: EvidenceItem[] = event ? [eventEvidence(event)] : [];
    if (says) evidence.push(fieldEvidence('node', `${name} Ready`, `False, ${reason}: ${message}`));
    yield {
      // It holds for every pod of the node, so it stands before what is wrong with this one.
      weight: 20,
      title: `the network plugin of node ${name} is not ready, so the pod gets no network`,
      explanation:
        `The container runtime of ${name} has no working network plugin (CNI): ${reasonText(event?.message ?? message)}. ` +
        'The kubelet makes no sandbox for pods until it has one; pods with hostNetwork are the only ones that start.',
      evidence,
      remedies: [
        look(
          `See whether the network plugin's pod on ${name} runs`,
          'it writes the configuration that the runtime waits for (/etc/cni/net.d)',
          kubectlCluster('get', 'pods', '-A', '-o', 'wide', '--field-selector', `spec.nodeName=${name}`),
        ),
        advise(
          `Install the network plugin on ${name}, or restart it`,
          'the pod starts by itself once the node has a network',
        ),
        look(
          `See how ${name} is`,
          'its Ready condition says when the network is there',
          kubectlCluster('describe', 'node', name),
        ),
      ],
    };
  },
});

function reasonText(message: string): string {
  const told = /message:\s*(?:Network plugin returns error: )?([\s\S]+)$/.exec(message)?.[1] ?? message;
  return (
    told
      .replace(/^network is not ready:/, '')
      .trim()
      .replace(/[.\s]+$/, '') || 'the kubelet gives no reason'
  );
}
