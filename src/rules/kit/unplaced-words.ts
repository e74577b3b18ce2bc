import type { Observation } from '../../core/finding.ts';
import type { Placement } from '../../fit/placement.ts';
import { differenceText, type Asked } from './refusal.ts';
import { kubectl, look, podName } from './remedies.ts';
import { messageEvidence, namesText } from './scheduling.ts';

/** A plugin that Kubernetes itself does not have, or the scheduler's own failure: its words are all there is to tell. */
export function unknownRefusal(facts: Asked, placement: Placement, reasons: readonly string[]): Observation {
  return {
    severity: 'warning',
    verdict: 'pending',
    confidence: 'likely',
    detail: 'unschedulable',
    title: `the scheduler has no node for it: ${namesText(reasons)}`,
    explanation: `The scheduler looked at the pod and did not place it. It says: ${namesText(reasons)}. It tries again by itself when something in the cluster changes.${differenceText(facts, placement)}`,
    evidence: messageEvidence(placement),
    remedies: [
      look(
        'See what the scheduler says of it now',
        'its words name what would have to change',
        kubectl(facts.subject, 'describe', 'pod', podName(facts.subject)),
      ),
    ],
  };
}
