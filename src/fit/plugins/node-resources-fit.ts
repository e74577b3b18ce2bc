import { shortagesOf, type Shortage } from '../../facts/node-fit.ts';
import { formatQuantity } from '../../facts/quantity.ts';
import type { NodeRecord } from '../node-index.ts';
import type { Incoming, Plugin } from '../plugin.ts';

/** Resources that are asked for, against what the node can allocate less what its pods are charged. */
export const nodeResourcesFit: Plugin = {
  name: 'NodeResourcesFit',
  prepare: (incoming) => ({
    filter(node) {
      const short = shortagesOn(incoming, node);
      if (short.length === 0) return undefined;
      const tooBig = short.some(({ resource, asked, allocatable }) => resource !== 'pods' && asked > allocatable);
      return {
        code: tooBig ? 'UnschedulableAndUnresolvable' : 'Unschedulable',
        reasons: short.map(({ resource }) => (resource === 'pods' ? 'Too many pods' : `Insufficient ${resource}`)),
        details: short.map(shortageText),
      };
    },
  }),
};

/** What the node has too little of, in the scheduler's order. */
export function shortagesOn({ record }: Incoming, { allocatable, used }: NodeRecord): Shortage[] {
  const rank = (resource: string): number => {
    const at = ['pods', 'cpu', 'memory', 'ephemeral-storage'].indexOf(resource);
    return at < 0 ? 4 : at;
  };
  return shortagesOf(record.requests, allocatable, used).sort(
    (a, b) => rank(a.resource) - rank(b.resource) || (a.resource < b.resource ? -1 : 1),
  );
}

function shortageText({ resource, asked, free, allocatable }: Shortage): string {
  const show = (value: bigint): string => formatQuantity(value, resource);
  if (resource === 'pods') return `has no pod slot left of ${show(allocatable)}`;
  const room = free < 0n ? `0 of ${show(allocatable)} free` : `${show(free)} of ${show(allocatable)} free`;
  return `asks ${formatQuantity(asked, resource, 'up')} ${resource}; ${allocatable === 0n ? 'offers none' : room}`;
}
