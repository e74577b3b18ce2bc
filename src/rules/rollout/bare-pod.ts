import { defineRule } from '../../core/rule.ts';
import { isDeliveryHook } from '../../facts/job-spec.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

/** Annotations of pods that the kubelet makes from files of its node: they have no other owner. */
const fromFile = ['kubernetes.io/config.source', 'kubernetes.io/config.mirror'];

export const barePod = defineRule({
  id: 'bare-pod',
  title: 'Nothing replaces the pod',
  topic: 'rollout',
  severity: 'advice',
  verdict: 'healthy',
  stage: 'advice',
  needs: ['spec'],

  *check({ spec: { spec, metadata }, subject }) {
    if (subject.workload.kind !== 'Pod' || (metadata.ownerReferences ?? []).length > 0) return;
    const annotations = metadata.annotations ?? {};
    const source = annotations['kubernetes.io/config.source'];
    if (fromFile.some((key) => annotations[key] !== undefined && source !== 'api') || isDeliveryHook({ metadata }))
      return;
    const policy = spec.restartPolicy ?? 'Always';
    const stays = policy === 'Always';
    const kind = stays ? 'Deployment' : 'Job';
    yield {
      path: 'metadata.name',
      title: `no controller owns pod ${subject.workload.name}: nothing makes another when it is gone`,
      explanation:
        'Its containers are restarted on their node, but a pod that is evicted, drained or lost with its node is gone for good. ' +
        (stays
          ? 'A Deployment makes a new one, and can also change it in place.'
          : 'A Job makes a new one until its work has been done once.'),
      evidence: [fieldEvidence('spec', 'metadata.ownerReferences', `none; restartPolicy ${policy}`)],
      remedies: [advise(`Make it from a ${kind}`, 'its pods are replaced wherever they go')],
    };
  },
});
