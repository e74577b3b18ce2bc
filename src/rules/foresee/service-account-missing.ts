import { defineForesight } from '../../core/rule.ts';
import { danglingReferences } from '../../facts/bundle-references.ts';
import { danglingObservation } from '../kit/dangling.ts';

export const serviceAccountMissing = defineForesight({
  of: {
    id: 'service-account-missing',
    title: 'The ServiceAccount of the pods does not exist',
    topic: 'owner',
    severity: 'critical',
    verdict: 'failing',
  },
  stage: 'pods-rejected',
  needs: ['spec', 'bundle', 'workload'],

  *check({ spec, bundle, workload, subject }) {
    for (const dangling of danglingReferences(spec, bundle, workload.namespace, 'ServiceAccount')) {
      // Kubernetes makes it in every namespace.
      if (dangling.name === 'default') continue;
      const bare = workload.kind === 'Pod';
      const effect = `The API server ${bare ? 'refuses the pod' : `takes the ${workload.kind} and refuses its pods`}: serviceaccount "${dangling.name}" not found.`;
      yield {
        ...danglingObservation(dangling, subject, { use: 'serviceAccountName', effect }),
        ...(bare ? { stage: 'rejected' as const } : {}),
      };
    }
  },
});
