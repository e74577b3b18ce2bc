import { defineForesight } from '../../core/rule.ts';
import { danglingReferences } from '../../facts/bundle-references.ts';
import { danglingSettings } from '../kit/dangling.ts';

export const configmapMissing = defineForesight({
  of: {
    id: 'configmap-missing',
    title: 'A ConfigMap that the pod needs does not exist',
    topic: 'preparation',
    severity: 'critical',
    verdict: 'failing',
  },
  stage: 'start',
  needs: ['spec', 'bundle', 'workload'],

  *check({ spec, bundle, workload, subject }) {
    const dangling = danglingReferences(spec, bundle, workload.namespace, 'ConfigMap');
    yield* dangling.map((one) => danglingSettings(one, subject));
  },
});
