import { defineRule } from '../../core/rule.ts';
import { disruptionOf, type Disruption } from '../../facts/disruption.ts';
import { replacementOf } from '../../facts/replacement.ts';
import { afterEviction, evictionEvidence, replacedSeverity } from '../kit/eviction-words.ts';
import {
  pressureEvidence,
  pressureRemedies,
  pressureText,
  shortResource,
  type Pressure,
} from '../kit/pressure-words.ts';
import { nodeText } from '../kit/node-words.ts';

export const evictedNodePressure = defineRule({
  id: 'evicted-node-pressure',
  title: 'The kubelet evicted the pod because its node ran short',
  topic: 'node',
  severity: 'critical',
  verdict: 'failing',
  needs: ['spec', 'status'],
  mayUse: ['events', 'node', 'owner'],

  *check(facts) {
    const { spec, status, events, owner } = facts;
    const disruption = disruptionOf(status, events);
    if (disruption?.kind !== 'node-pressure') return;
    const eviction = pressureOf(disruption);
    const node = nodeText(status, 'its node');
    const consumers = eviction?.kind === 'pressure' ? eviction.consumers : [];
    const container =
      consumers.length === 1 ? spec.containers.find(({ name }) => name === consumers[0]?.container) : undefined;
    const what = shortResource(eviction);
    yield {
      ...replacedSeverity(owner, status),
      ...(container ? { container } : {}),
      ...(eviction?.kind === 'pressure' ? { detail: eviction.resource } : {}),
      weight: 60,
      title:
        eviction?.kind === 'refused'
          ? `node ${node} refused it because it is short of ${what}`
          : `it was evicted because node ${node} ran short of ${what}`,
      explanation: `${pressureText(eviction, node, what)} ${afterEviction(replacementOf(owner, status), status)}`,
      evidence: [...evictionEvidence(status, disruption), ...pressureEvidence(facts, eviction)],
      remedies: pressureRemedies(facts, eviction, node),
    };
  },
});

function pressureOf({ eviction }: Disruption): Pressure | undefined {
  return eviction?.kind === 'pressure' || eviction?.kind === 'refused' ? eviction : undefined;
}
