import { defineRule } from '../../core/rule.ts';
import { ofKind, stuckRollout } from '../../facts/rollout.ts';
import { stuckWords, pausedWords, isHeld } from '../kit/rollout-words.ts';

export const rolloutStuck = defineRule({
  id: 'rollout-stuck',
  title: 'The rollout passed its deadline',
  topic: 'owner',
  severity: 'error',
  verdict: 'failing',
  role: 'consequence',
  needs: ['owner'],

  *check({ owner, subject }) {
    const deployment = ofKind(owner, 'Deployment');
    if (!deployment) return;
    const stuck = stuckRollout(deployment);
    const ofThisPod = subject.target.kind !== 'Pod' || owner.chain.some(({ name }) => name === stuck?.replicaSet);
    if (stuck && ofThisPod) yield stuckWords(deployment, stuck, subject);
    if (subject.target.kind === 'Deployment' && !stuck && isHeld(deployment)) yield pausedWords(deployment, subject);
  },
});
