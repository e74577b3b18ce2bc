import { taintText, untoleratedTaints } from '../../facts/tolerations.ts';
import { unresolvable, type Plugin } from '../plugin.ts';

/** Keeps pods off nodes with taints that they do not tolerate. */
export const taintToleration: Plugin = {
  name: 'TaintToleration',
  prepare: ({ spec }) => ({
    filter({ node }) {
      const taints = untoleratedTaints(node.spec?.taints, spec.tolerations);
      if (taints.length === 0) return undefined;
      return unresolvable(
        'node(s) had untolerated taint(s)',
        ...taints.map((taint) => `has taint ${taintText(taint)}`),
      );
    },
  }),
};
