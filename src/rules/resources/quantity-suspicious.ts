import type { ContainerSpec } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import type { ResourceRequirements } from '../../core/kubernetes.ts';
import { defineRule } from '../../core/rule.ts';
import { bytesDoubt, doubtsIn } from '../../facts/quantity-doubt.ts';
import { parseQuantity, quantityOf } from '../../facts/quantity.ts';
import { quantityObservation } from '../kit/quantity-words.ts';

export const quantitySuspicious = defineRule({
  id: 'quantity-suspicious',
  title: 'An amount of cpu or memory can hardly be meant',
  topic: 'resources',
  severity: 'warning',
  verdict: 'degraded',
  stage: 'running',
  needs: ['spec'],

  *check({ spec }) {
    for (const container of spec.containers) yield* ofResources(container.spec.resources, container.path, container);
    yield* ofResources(spec.spec.resources, spec.path);
    for (const [index, { emptyDir }] of (spec.spec.volumes ?? []).entries()) {
      const text = String(emptyDir?.sizeLimit ?? '');
      const value = parseQuantity(text) ?? 0n;
      const doubt = value > 0n ? bytesDoubt(text, value, quantityOf(1024)) : undefined;
      if (doubt) {
        const path = `${spec.path}.volumes[${index}].emptyDir`;
        yield quantityObservation({ ...doubt, resource: 'sizeLimit', text, value }, 'sizeLimit', path, undefined);
      }
    }
  },
});

function* ofResources(
  resources: ResourceRequirements | undefined,
  path: string,
  container?: ContainerSpec,
): Generator<Observation> {
  const { requests, limits } = resources ?? {};
  for (const doubt of doubtsIn(requests, 'requests')) {
    // A request that is the same is mostly the limit's, by default: that is said of the limit.
    const { resource, text } = doubt;
    if (doubtsIn(limits, 'limits').some((one) => one.resource === resource && one.text === text)) continue;
    yield quantityObservation(doubt, 'requests', `${path}.resources.requests`, requests, container);
  }
  for (const doubt of doubtsIn(limits, 'limits'))
    yield quantityObservation(doubt, 'limits', `${path}.resources.limits`, limits, container);
}
