import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { valueOf } from '../../core/lookup.ts';
import { disruptionOf } from '../../facts/disruption.ts';
import { replacementOf } from '../../facts/replacement.ts';
import { evictionEvidence } from '../kit/eviction-words.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { act, advise, kubectl, kubectlCluster, look } from '../kit/remedies.ts';
import { severityOfRemoval, verdictOfRemoval } from '../kit/removal.ts';
import { agoText, endingText } from '../kit/termination-words.ts';
import { nodeText } from '../kit/node-words.ts';

export const evictedByApi = defineRule({
  id: 'evicted-by-api',
  title: 'Somebody evicted the pod through the API, as a drain does',
  topic: 'node',
  severity: 'info',
  verdict: 'terminating',
  needs: ['status'],
  mayUse: ['events', 'node', 'owner'],

  *check({ status, events, node, owner, subject, now }) {
    const disruption = disruptionOf(status, events);
    if (disruption?.kind !== 'api') return;
    const name = nodeText(status, 'its node');
    const cordoned = (node ? valueOf(node) : undefined)?.spec?.unschedulable === true;
    const none = replacementOf(owner, status) === 'none';
    const evidence: EvidenceItem[] = evictionEvidence(status, disruption);
    if (cordoned) evidence.push(fieldEvidence('node', `${name} spec.unschedulable`, 'true: the node is cordoned'));
    const who = cordoned
      ? `node ${name} is cordoned, so this is a drain`
      : 'a drain, an autoscaler or a descheduler does that';
    const then = none ? 'No owner makes another pod.' : 'Its owner makes another one on a node that takes it.';
    yield {
      severity: severityOfRemoval(owner, status, 'info'),
      verdict: verdictOfRemoval(status),
      weight: 40,
      title: `${status.name} is evicted from node ${name} through the Eviction API${cordoned ? ', which is being drained' : ''}`,
      explanation: [
        `Somebody asked the Eviction API to remove the pod${agoText(disruption.at, now)}: ${who}. No PodDisruptionBudget stood against it.`,
        endingText(status, now),
        then,
      ]
        .filter((text) => text !== '')
        .join(' '),
      evidence,
      remedies: remedies(),
    };

    function* made(): Generator<Remedy> {
      if (cordoned) {
        yield act(
          `Let ${name} take pods again, if the drain is over`,
          'a cordoned node gets no new pods',
          kubectlCluster('uncordon', name),
          'new pods may come to the node',
        );
      }
      if (none)
        yield advise(
          'Have the pod made by a StatefulSet, Deployment or Job',
          'a bare pod that is evicted does not come back',
        );
      else
        yield look(
          'See where the new pod is',
          'it is made as soon as this one ends, or at once for a Deployment',
          kubectl(subject, 'get', 'pods', '-o', 'wide'),
        );
      yield look(
        'See which budgets there are',
        'a PodDisruptionBudget keeps drains from taking too many pods at once',
        kubectl(subject, 'get', 'pdb'),
      );
    }
    function remedies(): Remedy[] {
      return [...made()];
    }
  },
});
