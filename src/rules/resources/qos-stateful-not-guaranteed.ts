import { defineRule } from '../../core/rule.ts';
import type { Workload } from '../../core/kubernetes.ts';
import { effectiveLimit, effectiveRequest, limitRangesIn } from '../../facts/effective-resources.ts';
import { isDatabaseImage } from '../../facts/database-image.ts';
import { formatQuantity } from '../../facts/quantity.ts';
import { advise } from '../kit/remedies.ts';
import { ownContainers, resourcesEvidence } from '../kit/resource-words.ts';

export const qosStatefulNotGuaranteed = defineRule({
  id: 'qos-stateful-not-guaranteed',
  title: 'A pod with data may be evicted for memory',
  topic: 'resources',
  severity: 'advice',
  verdict: 'healthy',
  stage: 'advice',
  needs: ['spec', 'workload'],
  mayUse: ['bundle'],

  *check({ spec, workload, bundle, subject }) {
    if (workload.kind !== 'StatefulSet') return;
    const ranges = limitRangesIn(bundle, subject.namespace);
    const { volumeClaimTemplates = [] } = (workload.object as Workload).spec ?? {};
    for (const container of ownContainers(spec)) {
      const { name } = container;
      const database = isDatabaseImage(container.spec.image);
      const keeps = volumeClaimTemplates.some((claim) =>
        container.spec.volumeMounts?.some((mount) => mount.name === claim.metadata?.name),
      );
      const request = effectiveRequest(container.spec, 'memory', spec.spec, ranges);
      const limit = effectiveLimit(container.spec, 'memory', spec.spec, ranges);
      if (!(database || keeps) || request === undefined || limit === undefined || limit <= request) continue;
      const [asked, most] = [formatQuantity(request, 'memory'), formatQuantity(limit, 'memory')];
      yield {
        container,
        title: `${name} keeps data and may use ${most} of memory but requests ${asked}`,
        explanation:
          `The pod is Burstable: above ${asked} it is evicted before pods that keep to their requests, and a database then has to recover somewhere else. ` +
          'With the memory request equal to the limit it cannot be above its request, so the node evicts others first.',
        evidence: [resourcesEvidence(container)],
        remedies: [
          advise(
            `Request ${most} of memory for ${name}, as much as its limit`,
            'the node then keeps all of it free for the pod; with cpu the same the pod is Guaranteed',
          ),
        ],
        path: `${container.path}.resources${container.spec.resources?.requests ? '.requests["memory"]' : ''}`,
      };
    }
  },
});
