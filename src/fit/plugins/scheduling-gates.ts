import type { Plugin } from '../plugin.ts';

/** Holds a pod back as long as somebody has a gate on it. */
export const schedulingGates: Plugin = {
  name: 'SchedulingGates',
  hold({ spec }) {
    const gates = spec.schedulingGates ?? [];
    return gates.length === 0
      ? undefined
      : `waiting for scheduling gates: [${gates.map(({ name }) => name).join(' ')}]`;
  },
  prepare: () => ({}),
};
