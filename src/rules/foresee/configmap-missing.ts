import { defineForesight } from '../../core/rule.ts';
import { danglingReferences } from '../../facts/bundle-references.ts';
import { danglingObservation, useText } from '../kit/dangling.ts';

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
    for (const dangling of danglingReferences(spec, bundle, workload.namespace, 'ConfigMap')) {
      const { via, container } = dangling.reference;
      const effect =
        via === 'volume'
          ? 'The volume cannot be mounted, so the pod stays in ContainerCreating.'
          : 'The kubelet does not start the container without it: CreateContainerConfigError.';
      yield {
        ...danglingObservation(dangling, subject, { use: useText(dangling.reference), effect }),
        ...(container ? { container } : {}),
      };
    }
  },
});
