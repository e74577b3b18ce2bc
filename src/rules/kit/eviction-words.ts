import type { OwnerFacts, PodStatusFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Observation } from '../../core/finding.ts';
import { type Disruption } from '../../facts/disruption.ts';
import { replacementOf, type Replacement } from '../../facts/replacement.ts';
import { eventEvidence } from './evidence.ts';

/** A pod that was taken away and whose owner has enough others is history. */
export function replacedSeverity(owner: OwnerFacts | undefined, status: PodStatusFacts): Pick<Observation, 'severity'> {
  return replacementOf(owner, status) === 'replaced' ? { severity: 'info' } : {};
}

/** What comes after, one sentence. */
export function afterEviction(replacement: Replacement, { phase }: PodStatusFacts): string {
  const ended =
    phase === 'Failed' ? 'It has ended and is not started again' : 'It is being stopped and is not started again';
  if (replacement === 'none') return `${ended}; nothing makes another one.`;
  if (replacement === 'replaced')
    return `${ended}; its owner has made another pod and has as many ready ones as it wants.`;
  return `${ended}; its owner makes another pod as far as its own rules allow.`;
}

/** The words of who took it away: the status, the condition, the event. */
export function evictionEvidence(status: PodStatusFacts, { condition, event, message }: Disruption): EvidenceItem[] {
  const items: EvidenceItem[] = [];
  if (status.phase === 'Failed' && status.reason !== '') {
    items.push({
      source: 'status',
      ref: 'status.reason',
      text: `${status.reason}: ${(status.message || message).trim()}`,
    });
  }
  if (condition) {
    const said = condition.message?.trim();
    const text = `${condition.reason ?? ''}${said && said !== status.message.trim() ? `: ${said}` : ''}`;
    const time = condition.lastTransitionTime;
    items.push({ source: 'status', ref: 'status.conditions[DisruptionTarget]', text, ...(time ? { time } : {}) });
  }
  if (event && event.message.trim() !== status.message.trim()) items.push(eventEvidence(event));
  return items.length > 0 ? items : [{ source: 'status', ref: 'status.phase', text: status.phase }];
}
