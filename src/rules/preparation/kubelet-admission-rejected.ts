import type { OwnerFacts, PodStatusFacts } from '../../core/evidence.ts';
import { defineRule } from '../../core/rule.ts';
import { valueOf } from '../../core/lookup.ts';
import { replacementOf } from '../../facts/replacement.ts';
import { newest } from '../../facts/events.ts';
import { admissionRejection, shortageOf, type AdmissionRejection } from '../../facts/kubelet-admission.ts';
import { rejectionEvidence, rejectionRemedies } from '../kit/rejection-words.ts';
import { nodeText } from '../kit/node-words.ts';

export const kubeletAdmissionRejected = defineRule({
  id: 'kubelet-admission-rejected',
  title: 'The kubelet of the node refused the pod',
  topic: 'preparation',
  severity: 'critical',
  verdict: 'failing',
  needs: ['spec', 'status'],
  mayUse: ['events', 'owner'],

  *check({ spec, status, events, owner, subject, now }) {
    const rejection = admissionRejection(status, events);
    if (!rejection) return;
    const node = nodeText(status, 'its node');
    const { reason, message, meaning } = rejection;
    const alike = refusedAlike(owner, reason);
    const replacement = replacementOf(owner, status);
    const direct = byHand(status, events, now);
    yield {
      ...(replacement === 'replaced' && alike < 2 ? { severity: 'info' as const } : {}),
      detail: reason,
      weight: 30,
      title: `the kubelet of node ${node} refused the pod: ${reason}`,
      explanation: `${meaning}: ${numbers(rejection) ?? trimmed(message)}. ${afterwards(replacement, alike, node, direct)}${againText(status, rejection)}`,
      evidence: rejectionEvidence(status, rejection),
      remedies: rejectionRemedies(rejection, spec.spec, subject, { node, direct, bare: replacement === 'none' }),
    };
  },
});

/** Events are kept for an hour: of a younger pod that has some, one would say that a scheduler chose the node. */
const eventsLast = 50 * 60 * 1000;

function byHand(status: PodStatusFacts, events: Parameters<typeof newest>[0], now: number): boolean {
  const young = status.created !== undefined && now - status.created < eventsLast;
  return young && (events ?? []).length > 0 && !newest(events, 'Scheduled') && status.nodeName !== undefined;
}

/** Kubelets check the pods that they have again when they start. */
function againText({ created }: PodStatusFacts, { event }: AdmissionRejection): string {
  if (created === undefined || event === undefined || event.first - created < 300_000) return '';
  return ' The pod was older then: a kubelet that starts again checks the pods that it had anew.';
}

function refusedAlike(owner: OwnerFacts | undefined, reason: string): number {
  const pods = valueOf(owner?.pods) ?? [];
  return pods.filter(({ status }) => status?.phase === 'Failed' && status.reason === reason).length;
}

function numbers({ message }: AdmissionRejection): string | undefined {
  const shortage = shortageOf(message);
  if (!shortage) return undefined;
  const { resource, requested, used, capacity, free } = shortage;
  return `the pod asks for ${requested} ${resource}, the node has ${capacity} of which ${used} are taken, so ${free} are left`;
}

function trimmed(message: string): string {
  return message.replace(/[.\s]+$/, '') || 'it gives no message';
}

function afterwards(replacement: string, alike: number, node: string, direct: boolean): string {
  const hand = direct ? ` No scheduler placed it: it came to ${node} by its spec.nodeName.` : '';
  if (replacement === 'none') return `A refused pod is never tried again, and nothing makes another one.${hand}`;
  const many = alike > 1 ? `: ${alike} refused pods are there already` : '';
  return replacement === 'replaced'
    ? `Its owner has made another pod, and has as many ready ones as it wants.${hand}`
    : `A refused pod is never tried again; its owner makes another one, which is refused as long as the cause is there${many}.${hand}`;
}
