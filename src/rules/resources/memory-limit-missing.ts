import { defineRule } from '../../core/rule.ts';
import { effectiveLimit, effectiveRequest, limitRangesIn } from '../../facts/effective-resources.ts';
import { formatQuantity } from '../../facts/quantity.ts';
import { advise } from '../kit/remedies.ts';
import { isTestHook, ownContainers, resourcesEvidence, resourcesPath } from '../kit/resource-words.ts';

export const memoryLimitMissing = defineRule({
  id: 'memory-limit-missing',
  title: 'A container may use all memory of its node',
  topic: 'resources',
  severity: 'warning',
  verdict: 'degraded',
  stage: 'running',
  needs: ['spec'],
  mayUse: ['bundle', 'workload'],

  *check({ spec, bundle, workload, subject }) {
    if (isTestHook(spec, workload)) return;
    const ranges = limitRangesIn(bundle, subject.namespace);
    for (const container of ownContainers(spec)) {
      const { name } = container;
      const request = effectiveRequest(container.spec, 'memory', spec.spec, ranges);
      // Without a request as well it is requests-missing or qos-best-effort that says so.
      if (request === undefined) continue;
      if (effectiveLimit(container.spec, 'memory', spec.spec, ranges) !== undefined) continue;
      const asked = formatQuantity(request, 'memory');
      yield {
        container,
        title: `${name} has no memory limit`,
        explanation:
          `Nothing stops a leak in ${name} before the node is full, and then it is not ${name} alone that suffers. The pod is Burstable: ` +
          `once ${name} uses more than the ${asked} that it requests, it is evicted before pods that keep to their requests.`,
        evidence: [resourcesEvidence(container)],
        remedies: [
          advise(
            `Give ${name} a memory limit above its peak; ${asked}, its request, if that holds the peak`,
            'a leak then ends in a restart of this container alone, and with limit equal to request it is never evicted for memory that it was promised',
          ),
        ],
        path: resourcesPath(container, 'limits'),
      };
    }
  },
});
