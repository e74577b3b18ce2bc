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
    for (const container of spec.containers) {
      for (const role of ['requests', 'limits'] as const) {
        const list = container.spec.resources?.[role];
        for (const doubt of doubtsIn(list, role))
          yield quantityObservation(doubt, role, `${container.path}.resources.${role}`, list, container);
      }
    }
    for (const role of ['requests', 'limits'] as const) {
      const list = spec.spec.resources?.[role];
      for (const doubt of doubtsIn(list, role))
        yield quantityObservation(doubt, role, `${spec.path}.resources.${role}`, list);
    }
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
