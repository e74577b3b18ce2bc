import { defineRule } from '../../core/rule.ts';
import { newest } from '../../facts/events.ts';
import { conditionOf, podSpecOf } from '../../facts/pod-status.ts';
import { blockOf } from '../../facts/scheduling.ts';
import { waitsForNode } from '../../facts/trouble.ts';
import { secondsBetween } from '../../facts/time.ts';
import { placementOf } from '../../fit/placement.ts';
import { eventEvidence, fieldEvidence } from '../kit/evidence.ts';
import { refusal } from '../kit/refusal.ts';
import { countText, namesText, othersText } from '../kit/scheduling.ts';
import { statedResourceClaims, missingClaim, deviceText, deviceRemedies } from '../kit/resource-claims.ts';

/** Seconds that the control plane may need to make the claim of a new pod. */
const soon = 5;

export const resourceClaimPending = defineRule({
  id: 'resource-claim-pending',
  title: 'A ResourceClaim of the pod is missing or not allocated',
  topic: 'scheduling',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status'],
  mayUse: ['events', 'cluster', 'storage'],

  *check(facts) {
    const { status, subject, now } = facts;
    const spec = podSpecOf(status);
    if (!waitsForNode(status) || status.deletion || spec.schedulingGates?.length) return;
    const scheduling = placementOf(facts);
    const block = blockOf(scheduling, 'resource-claim');
    const claims = statedResourceClaims(spec, status);
    const stated = claims.map(({ text, path }) => fieldEvidence('spec', path, text));
    if (scheduling && block) {
      const device = block.reasons.find(({ subject: named }) => named)?.subject;
      const names = namesText(claims.map(({ title }) => title)) || 'of the pod';
      yield refusal(facts, scheduling, block, {
        detail: device ? 'device-class-missing' : 'not-allocated',
        title: device
          ? `device class ${device}, which its claim ${names} asks for, does not exist`
          : `${countText(block, scheduling)} cannot give what its ResourceClaim ${names} asks for`,
        explanation: `${deviceText(block.reasons.map(({ text }) => text).join(', '), device)}${othersText(scheduling, 'resource-claim')}`,
        evidence: [...stated],
        remedies: deviceRemedies(subject, device),
      });
      return;
    }
    const failure = newest(facts.events, 'FailedResourceClaimCreation');
    const unmade = claims.filter(({ made }) => !made);
    const tried =
      conditionOf(status, 'PodScheduled') !== undefined || newest(facts.events, 'FailedScheduling') !== undefined;
    if (unmade.length === 0 || tried || (!failure && secondsBetween(status.created ?? now, now) < soon)) return;
    yield missingClaim(unmade, failure && eventEvidence(failure), stated, subject);
  },
});
