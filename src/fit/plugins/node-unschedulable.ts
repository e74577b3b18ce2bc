import { tolerates, unschedulableTaint } from '../../facts/tolerations.ts';
import { unresolvable, type Plugin } from '../plugin.ts';

/** Keeps pods off cordoned nodes unless they tolerate a cordon. */
export const nodeUnschedulable: Plugin = {
  name: 'NodeUnschedulable',
  prepare({ spec }) {
    if ((spec.tolerations ?? []).some((one) => tolerates(one, unschedulableTaint))) return {};
    return {
      filter: ({ node }) =>
        node.spec?.unschedulable ? unresolvable('node(s) were unschedulable', 'is cordoned') : undefined,
    };
  },
};
