import { defineRule } from '../../core/rule.ts';
import { isOutdated, ownerOf } from '../../facts/rollout.ts';
import { countedKinds, zeroReplicas, noNode } from '../kit/no-pods-words.ts';

export const scaledToZero = defineRule({
  id: 'scaled-to-zero',
  title: 'The owner asks for no pods',
  topic: 'owner',
  severity: 'info',
  verdict: 'healthy',
  needs: ['owner'],
  mayUse: ['cluster'],

  *check({ owner, cluster, subject }) {
    if (subject.target.kind === 'Pod') return;
    const top = ownerOf(owner, subject);
    if (!top) return;
    if (countedKinds.has(top.kind ?? '') && top.spec?.replicas === 0) yield zeroReplicas(top, owner, subject);
    const { desiredNumberScheduled } = top.status ?? {};
    if (
      top.kind === 'DaemonSet' &&
      desiredNumberScheduled === 0 &&
      !isOutdated(top) &&
      top.status?.observedGeneration
    ) {
      yield noNode(top, cluster?.nodes);
    }
  },
});
