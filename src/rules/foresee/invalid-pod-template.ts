import { defineForesight } from '../../core/rule.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

/** A label value has at most 63 characters; the hash of a revision mostly has ten, and eight at least. */
const longestLabel = 63;
const hash = { usual: 10, shortest: 8 };

export const invalidPodTemplate = defineForesight({
  of: {
    id: 'invalid-pod-template',
    title: 'The API server rejects the pod template',
    topic: 'owner',
    severity: 'critical',
    verdict: 'failing',
  },
  stage: 'pods-rejected',
  needs: ['workload'],

  *check({ workload: { kind, name } }) {
    const most = longestLabel - 1 - hash.usual;
    if (kind !== 'StatefulSet' || name.length <= most) return;
    const certain = name.length > longestLabel - 1 - hash.shortest;
    yield {
      path: 'metadata.name',
      detail: 'name-too-long',
      severity: certain ? 'critical' : 'error',
      confidence: certain ? 'certain' : 'likely',
      title: `the name of StatefulSet ${name} is too long for a label of its pods: at most ${most} characters are safe`,
      explanation:
        `The controller labels each pod with the name and a hash (controller-revision-hash), ${name.length} + 1 + ${hash.usual} = ${name.length + 1 + hash.usual} characters; ` +
        `a label value may have ${longestLabel}. The API server takes the StatefulSet and refuses every pod of it.`,
      evidence: [fieldEvidence('spec', 'metadata.name', `${name.length} characters`)],
      remedies: [
        advise(`Give it a name of at most ${most} characters`, 'a name cannot be changed once the StatefulSet exists'),
      ],
    };
  },
});
