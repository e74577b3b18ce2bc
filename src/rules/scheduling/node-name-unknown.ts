import { defineRule } from '../../core/rule.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { changePod, kubectlCluster, look } from '../kit/remedies.ts';

export const nodeNameUnknown = defineRule({
  id: 'node-name-unknown',
  title: 'The pod is bound to a node that does not exist',
  topic: 'scheduling',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status', 'node'],

  *check({ spec, status, node, subject }) {
    const { nodeName } = spec.spec;
    if (!nodeName || node.state !== 'absent' || status.phase !== 'Pending' || status.started !== undefined) return;
    yield {
      title: `the pod is bound to node ${nodeName}, which does not exist`,
      explanation:
        `spec.nodeName says ${nodeName}, so no scheduler looks at the pod; no node has that name, so no kubelet does either. ` +
        'It stays Pending until the control plane removes it.',
      evidence: [
        fieldEvidence('spec', 'spec.nodeName', nodeName),
        fieldEvidence('node', nodeName, 'no such node'),
        fieldEvidence('status', 'status.startTime', 'not set: no kubelet has accepted the pod'),
      ],
      remedies: [
        changePod(subject, ['nodeName'], null, {
          action: 'Remove nodeName and let the scheduler choose (use nodeSelector for a preference)',
          why: 'nodeName bypasses the scheduler and is never corrected',
        }),
        look('See which nodes there are', 'the name may be misspelt', kubectlCluster('get', 'nodes')),
      ],
    };
  },
});
