import { defineRule } from '../../core/rule.ts';
import { formatSpan, secondsBetween } from '../../facts/time.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { changePod, kubectlCluster, look } from '../kit/remedies.ts';

/** Seconds within which the kubelet of a node that works has taken a pod on. */
const patience = 60;

export const nodeNameUnknown = defineRule({
  id: 'node-name-unknown',
  title: 'The pod is bound to a node that does not exist',
  topic: 'scheduling',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status'],
  mayUse: ['node'],

  *check({ spec, status, node, subject, now }) {
    const { nodeName } = spec.spec;
    if (!nodeName || node?.state === 'found' || status.phase !== 'Pending' || status.started !== undefined) return;
    const absent = node?.state === 'absent';
    const waited = secondsBetween(status.created ?? now, now);
    if (status.deletion || (!absent && waited < patience)) return;
    yield {
      ...(absent ? {} : { severity: 'warning', confidence: 'possible' }),
      title: absent
        ? `the pod is bound to node ${nodeName}, which does not exist`
        : `the pod is bound to node ${nodeName}, and no kubelet has taken it on for ${formatSpan(waited)}`,
      explanation: absent
        ? `spec.nodeName says ${nodeName}, so no scheduler looks at the pod; no node has that name, so no kubelet does either. ` +
          'It stays Pending until the control plane removes it.'
        : `spec.nodeName says ${nodeName}, and a kubelet takes a pod on within seconds. The nodes could not be read: there may be no node of that name, or its kubelet does not run.`,
      evidence: [
        fieldEvidence('spec', 'spec.nodeName', nodeName),
        ...(absent ? [fieldEvidence('node', nodeName, 'no such node')] : []),
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
