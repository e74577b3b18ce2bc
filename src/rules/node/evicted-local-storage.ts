import { defineRule } from '../../core/rule.ts';
import { disruptionOf } from '../../facts/disruption.ts';
import { replacementOf } from '../../facts/replacement.ts';
import { afterEviction, evictionEvidence, replacedSeverity } from '../kit/eviction-words.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { cleanUp, tell } from '../kit/storage-eviction-words.ts';

export const evictedLocalStorage = defineRule({
  id: 'evicted-local-storage',
  title: 'The kubelet evicted the pod because it wrote more to local disk than it may',
  topic: 'node',
  severity: 'critical',
  verdict: 'failing',
  needs: ['spec', 'status'],
  mayUse: ['events', 'owner'],

  *check(facts) {
    const { status, events, owner } = facts;
    const disruption = disruptionOf(status, events);
    const told =
      disruption?.kind === 'local-storage' && disruption.eviction ? tell(disruption.eviction, facts) : undefined;
    if (!disruption || !told) return;
    const { path, value, words, ...observation } = told;
    yield {
      ...replacedSeverity(owner, status),
      ...observation,
      weight: 60,
      explanation: `${words} ${afterEviction(replacementOf(owner, status), status)}`,
      evidence: [...evictionEvidence(status, disruption), ...(path ? [fieldEvidence('spec', path, value)] : [])],
      remedies: [...observation.remedies, ...cleanUp(facts)],
    };
  },
});
