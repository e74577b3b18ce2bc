import { defineRule } from '../../core/rule.ts';
import { podSpecOf } from '../../facts/pod-status.ts';
import { blockOf } from '../../facts/scheduling.ts';
import { isPressureTaint, taintText } from '../../facts/tolerations.ts';
import { placementOf } from '../../fit/placement.ts';
import { refusal } from '../kit/refusal.ts';
import { countText, inBrackets, namesText, othersText, writtenSpec } from '../kit/scheduling.ts';
import { taintsOf, taintMeaning, nearMiss, taintEvidence, tolerationEvidence, taintRemedies } from '../kit/taints.ts';

export const untoleratedTaint = defineRule({
  id: 'untolerated-taint',
  title: 'Nodes carry taints that the pod does not tolerate',
  topic: 'scheduling',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status'],
  mayUse: ['events', 'cluster', 'storage', 'owner'],

  *check(facts) {
    const scheduling = placementOf(facts);
    const block = blockOf(scheduling, 'taint');
    if (!scheduling || !block) return;
    const spec = podSpecOf(facts.status);
    const taints = taintsOf(block);
    const carry = block.count === 1 ? 'carries' : 'carry';
    const what =
      taints.length > 0 ? `the taint${taints.length > 1 ? 's' : ''} ${namesText(taints.map(taintText))}` : 'taints';
    yield refusal(facts, scheduling, block, {
      ...(taints.length > 0 && taints.every(isPressureTaint) ? { detail: 'node-pressure' } : {}),
      title: `${countText(block, scheduling)}${inBrackets(block.nodes)} ${carry} ${what}, which it does not tolerate`,
      explanation: `${taintMeaning(taints)}${nearMiss(taints, spec.tolerations)}${othersText(scheduling, 'taint')}`,
      evidence: [...taintEvidence(block), ...tolerationEvidence(spec)],
      remedies: taintRemedies(facts.subject, block, taints, writtenSpec(facts.owner, spec)),
    });
  },
});
