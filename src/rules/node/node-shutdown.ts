import type { Remedy } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { disruptionOf } from '../../facts/disruption.ts';
import { replacementOf } from '../../facts/replacement.ts';
import { afterEviction, evictionEvidence } from '../kit/eviction-words.ts';
import { lookAtNode, nodeText } from '../kit/node-words.ts';
import { act, advise, kubectl } from '../kit/remedies.ts';
import { severityOfRemoval, verdictOfRemoval } from '../kit/removal.ts';

export const nodeShutdown = defineRule({
  id: 'node-shutdown',
  title: 'The node was shut down and ended the pod',
  topic: 'node',
  severity: 'error',
  verdict: 'failing',
  needs: ['status'],
  mayUse: ['events', 'owner'],

  *check({ status, events, owner, subject }) {
    const disruption = disruptionOf(status, events);
    if (disruption?.kind !== 'node-shutdown') return;
    const node = nodeText(status, 'its node');
    const refused = /rejected/i.test(status.message);
    const replacement = replacementOf(owner, status);
    const remedies: Remedy[] = [lookAtNode(node)];
    if (replacement === 'none' && subject.pod) {
      remedies.unshift(
        act(
          'Delete the pod before it is created again',
          'nothing replaces a bare pod, and its name is taken',
          kubectl(subject, 'delete', 'pod', subject.pod),
          'its logs are gone with it',
        ),
      );
    }
    remedies.push(
      advise(`Drain ${node} before it is shut down`, 'a drain moves the pods in time and respects their budgets'),
    );
    yield {
      severity: severityOfRemoval(owner, status, 'error'),
      verdict: verdictOfRemoval(status),
      weight: 50,
      title: refused
        ? `node ${node} refused it because it is shutting down`
        : `node ${node} was shut down and ended it`,
      explanation: refused
        ? `The kubelet of ${node} takes no pods while the node shuts down. ${afterEviction(replacement, status)}`
        : `The kubelet of ${node} noticed that the node shuts down and ended its pods in order before that. ${afterEviction(replacement, status)}`,
      evidence: evictionEvidence(status, disruption),
      remedies,
    };
  },
});
