import { portsCollide, type HostPort } from '../../facts/node-fit.ts';
import type { NodeRecord } from '../node-index.ts';
import type { Incoming, Plugin } from '../plugin.ts';
import { unschedulable } from '../plugin.ts';
import type { PodRecord } from '../records.ts';

/** Host ports can be had once a node. */
export const nodePorts: Plugin = {
  name: 'NodePorts',
  prepare(incoming) {
    if (incoming.record.ports.length === 0) return {};
    return {
      filter(node) {
        const taken = portConflicts(incoming, node);
        if (taken.length === 0) return undefined;
        const details = taken.map(
          ({ port, holder }) =>
            `wants host port ${port.port}/${port.protocol}; ${holder.namespace}/${holder.name} has it`,
        );
        return unschedulable("node(s) didn't have free ports for the requested pod ports", ...details);
      },
    };
  },
};

/** The ports that the pod wants and others on the node hold; one entry a holder. */
export function portConflicts(
  { record }: Incoming,
  { pods }: NodeRecord,
): { readonly port: HostPort; readonly holder: PodRecord }[] {
  return record.ports.flatMap((port) =>
    pods.filter(({ ports }) => ports.some((held) => portsCollide(port, held))).map((holder) => ({ port, holder })),
  );
}
