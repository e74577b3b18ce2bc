import type { Quantity } from '../quantity.ts';
import type { Field } from './field.ts';
import { milliOf } from './resource-names.ts';

export type Totals = Map<string, Quantity>;

/** What the containers need together: all that run at once, or the most demanding step of the start (AggregateContainerRequests). */
export function containerTotals(spec: Field, which: 'requests' | 'limits'): Totals {
  const amounts = (container: Field): Totals =>
    new Map(
      container
        .at('resources', which)
        .entries()
        .map(([name, { value }]) => [name, milliOf(value) ?? 0n]),
    );
  const [steady, sidecars, start]: [Totals, Totals, Totals] = [new Map(), new Map(), new Map()];
  const add = (to: Totals, what: ReadonlyMap<string, Quantity>): void => {
    for (const [name, value] of what) to.set(name, (to.get(name) ?? 0n) + value);
  };
  const raise = (to: Totals, what: ReadonlyMap<string, Quantity>): void => {
    for (const [name, value] of what) if (value > (to.get(name) ?? -1n)) to.set(name, value);
  };
  for (const container of spec.child('containers').items()) add(steady, amounts(container));
  for (const container of spec.child('initContainers').items()) {
    const step: Totals = new Map();
    add(step, amounts(container));
    if (container.child('restartPolicy').text === 'Always') {
      add(steady, step);
      add(sidecars, step);
      raise(start, sidecars);
    } else {
      add(step, sidecars);
      raise(start, step);
    }
  }
  raise(steady, start);
  return steady;
}
