import type { Observation } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import type { Scheduling } from '../../facts/scheduling.ts';
import { kubectl, look } from './remedies.ts';
import { messageEvidence, namesText } from './scheduling.ts';

/** A plugin that Kubernetes itself does not have, or the scheduler's own failure: its words are all there is to tell. */
export function unknownRefusal(scheduling: Scheduling, reasons: readonly string[], subject: Subject): Observation {
  return {
    severity: 'warning',
    verdict: 'pending',
    confidence: 'likely',
    detail: 'unschedulable',
    title: `the scheduler has no node for it: ${namesText(reasons)}`,
    explanation: `The scheduler looked at the pod and did not place it. It says: ${namesText(reasons)}. It tries again by itself when something in the cluster changes.`,
    evidence: messageEvidence(scheduling),
    remedies: [
      look(
        'See what the scheduler says of it now',
        'its words name what would have to change',
        kubectl(subject, 'describe', 'pod', subject.pod ?? ''),
      ),
    ],
  };
}
