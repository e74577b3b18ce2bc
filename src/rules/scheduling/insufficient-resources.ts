import { defineRule } from '../../core/rule.ts';
import { podSpecOf } from '../../facts/pod-status.ts';
import { blockOf } from '../../facts/scheduling.ts';
import { placementOf } from '../../fit/placement.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { answerEvidence, refusal } from '../kit/refusal.ts';
import { othersText, preemptionText, preemptionTitle } from '../kit/scheduling.ts';
import { roomsOf, roomTitle, roomText, roomEvidence, roomRemedies } from '../kit/room.ts';

export const insufficientResources = defineRule({
  id: 'insufficient-resources',
  title: 'No node has enough room for the pod',
  topic: 'scheduling',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status'],
  mayUse: ['events', 'cluster', 'storage', 'owner'],

  *check(facts) {
    const scheduling = placementOf(facts);
    const block = blockOf(scheduling, 'resource', 'pod-slots');
    if (!scheduling || !block) return;
    const rooms = roomsOf(block, scheduling, podSpecOf(facts.status));
    const [first] = rooms;
    if (!first) return;
    const numbers = answerEvidence(scheduling, block);
    yield refusal(facts, scheduling, block, {
      detail: first.resource === 'pods' ? 'pod-slots' : first.kind,
      title: preemptionTitle(scheduling) ?? roomTitle(rooms, block, scheduling),
      explanation: `${rooms.map(roomText).join(' ')}${preemptionText(scheduling)}${othersText(scheduling, 'resource', 'pod-slots')}`,
      evidence: [
        ...rooms.flatMap(({ resource, askers }) =>
          askers.map(({ path, text }) => fieldEvidence('spec', `${path}.${resource}`, text)),
        ),
        ...(numbers.length > 0 ? numbers : rooms.flatMap(roomEvidence)),
      ],
      remedies: rooms.flatMap((room) => roomRemedies(room, facts.subject, facts.spec.containers)).slice(0, 4),
    });
  },
});
