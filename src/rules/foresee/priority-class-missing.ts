import { defineForesight } from '../../core/rule.ts';
import { danglingName } from '../../facts/bundle-references.ts';
import { danglingObservation } from '../kit/dangling.ts';

export const priorityClassMissing = defineForesight({
  of: {
    id: 'priority-class-missing',
    title: 'The PriorityClass of the pods does not exist',
    topic: 'owner',
    severity: 'critical',
    verdict: 'failing',
  },
  stage: 'pods-rejected',
  needs: ['spec', 'bundle', 'workload'],

  *check({ spec, bundle, workload, subject }) {
    const name = spec.spec.priorityClassName;
    // The two of Kubernetes itself are always there.
    if (!name || /^system-(node|cluster)-critical$/.test(name)) return;
    const path = `${spec.path}.priorityClassName`;
    const dangling = danglingName(bundle, 'PriorityClass', undefined, { name, path });
    if (!dangling) return;
    const bare = workload.kind === 'Pod';
    const effect = `The API server ${bare ? 'refuses the pod' : `takes the ${workload.kind} and refuses its pods`}: no PriorityClass with name ${name} was found.`;
    yield {
      ...danglingObservation(dangling, subject, { use: 'priorityClassName', effect }),
      ...(bare ? { stage: 'rejected' as const } : {}),
    };
  },
});
