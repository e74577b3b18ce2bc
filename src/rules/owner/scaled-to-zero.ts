import { valueOf } from '../../core/lookup.ts';
import { defineRule } from '../../core/rule.ts';
import { isFinished, podStatusOf } from '../../facts/pod-status.ts';
import { hasEnded, isOutdated, ownerOf } from '../../facts/rollout.ts';
import { countedKinds, noNode, whileEnding, zeroParallelism, zeroReplicas } from '../kit/no-pods-words.ts';

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
    const left = (valueOf(owner.pods) ?? []).filter((pod) => !isFinished(podStatusOf(pod))).length;
    if (countedKinds.has(top.kind ?? '') && top.spec?.replicas === 0) {
      yield whileEnding(zeroReplicas(top, owner, subject), left);
    }
    if (top.kind === 'Job' && top.spec?.parallelism === 0 && !hasEnded(top)) {
      yield whileEnding(zeroParallelism(top, subject), left);
    }
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
