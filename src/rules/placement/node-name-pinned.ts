import { defineRule } from '../../core/rule.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

export const nodeNamePinned = defineRule({
  id: 'node-name-pinned',
  title: 'The pod is bound to a node past the scheduler',
  topic: 'placement',
  severity: 'warning',
  verdict: 'pending',
  stage: 'pending',
  needs: ['spec', 'workload'],

  *check({ spec, workload }) {
    const { nodeName } = spec.spec;
    // A pod that was printed from a cluster has the node that its scheduler chose.
    if (!nodeName || (workload.kind === 'Pod' && workload.object.metadata?.uid !== undefined)) return;
    const path = `${spec.path}.nodeName`;
    yield {
      title: `nodeName binds the pod to ${nodeName} past the scheduler`,
      explanation:
        `Nobody checks whether ${nodeName} exists, is ready, or has room. If it does not exist the pod stays pending until it is removed; if it has no room its kubelet fails the pod` +
        `${workload.kind === 'Pod' ? '' : ', and the controller makes the next one, which fails as well'}. Taints with NoSchedule are ignored.`,
      evidence: [fieldEvidence('spec', path, nodeName)],
      remedies: [
        advise(
          `Remove nodeName and select the node with nodeSelector kubernetes.io/hostname: ${nodeName}`,
          'the scheduler then waits for room there and says in an event why it waits',
        ),
      ],
      path,
    };
  },
});
