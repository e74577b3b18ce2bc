import type { EventFacts } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { valueOf } from '../../core/lookup.ts';
import { withReason } from '../../facts/events.ts';
import { holdersOf, newestOfEachVolume, volumeFailureOf, type VolumeFailure } from '../../facts/mount-error.ts';
import { standingEvents } from '../../facts/preparation.ts';
import { errorRemedies, multiRemedies } from '../kit/attach-words.ts';
import { eventEvidence, fieldEvidence } from '../kit/evidence.ts';
import { namedVolume, type NamedVolume } from '../kit/volume.ts';
import { nodeText } from '../kit/node-words.ts';

export const volumeAttachFailed = defineRule({
  id: 'volume-attach-failed',
  title: 'A volume cannot be attached to the node',
  topic: 'preparation',
  severity: 'critical',
  verdict: 'failing',
  needs: ['spec', 'status', 'events'],
  mayUse: ['storage'],

  *check({ spec, status, events, storage, subject }) {
    const standing = standingEvents(status, events, 'FailedAttachVolume', 'FailedMount', 'FailedMapVolume');
    for (const failure of newestOfEachVolume(standing.filter(isAboutAttaching))) {
      if (attachedSince(failure, events)) continue;
      yield observed(failure, namedVolume(spec, storage, failure.volume), subject, nodeText(status));
    }
  },
});

function isAboutAttaching(event: EventFacts): boolean {
  return event.reason === 'FailedAttachVolume' || volumeFailureOf(event).operation.endsWith('.WaitForAttach');
}

function attachedSince({ volume, event }: VolumeFailure, events: readonly EventFacts[]): boolean {
  return withReason(events, 'SuccessfulAttachVolume').some(
    ({ message, last }) => last > event.last && volume !== undefined && message.includes(`"${volume}"`),
  );
}

function observed(failure: VolumeFailure, volume: NamedVolume, subject: Subject, node: string): Observation {
  const multi = failure.operation === 'Multi-Attach';
  const modes = volume.claim ? (valueOf(volume.claim.claim)?.spec?.accessModes ?? []) : [];
  const text = failure.detail.replace(/rpc error: code = \w+ desc = /g, '').replace(/[.\s]+$/, '');
  const because = multi
    ? `it can be attached to one node at a time, and another node has it${holdersText(failure)}`
    : `the attacher answers: ${text}`;
  return {
    ...(volume.container ? { container: volume.container } : {}),
    detail: multi ? 'multi-attach' : 'attach-error',
    title: multi
      ? `${volume.short} is still attached to another node and cannot be attached to ${node}`
      : `${volume.short} cannot be attached to node ${node}`,
    explanation:
      `${volume.text.charAt(0).toUpperCase()}${volume.text.slice(1)} has to be attached to ${node} before it can be mounted: ${because}. ` +
      'No container of the pod starts before that; the control plane keeps trying.',
    evidence: [
      eventEvidence(failure.event),
      ...(volume.claim && modes.length > 0
        ? [fieldEvidence('claim', `PersistentVolumeClaim/${volume.claim.claimName}`, `accessModes ${modes.join(', ')}`)]
        : []),
    ],
    remedies: multi ? multiRemedies(failure, volume, subject) : errorRemedies(volume, subject, text),
  };
}

function holdersText({ detail }: VolumeFailure): string {
  const holders = holdersOf(detail);
  return holders.length > 0 ? `, where pod ${holders.join(', ')} uses it` : '';
}
