import { unresolvable, type Plugin } from '../plugin.ts';

/** A pod that names its node goes nowhere else. */
export const nodeName: Plugin = {
  name: 'NodeName',
  prepare({ spec }) {
    const wanted = spec.nodeName;
    if (!wanted) return {};
    return {
      filter: ({ name }) =>
        name === wanted
          ? undefined
          : unresolvable("node(s) didn't match the requested node name", `spec.nodeName is ${wanted}`),
    };
  },
};
