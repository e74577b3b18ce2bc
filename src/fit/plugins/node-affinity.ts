import {
  matchesNode,
  namedNodes,
  nodeMismatches,
  requiredNodeTerms,
  requirementText,
  type NodeMismatch,
} from '../../facts/node-affinity.ts';
import { unresolvable, type Plugin } from '../plugin.ts';

/** nodeSelector and required node affinity. */
export const nodeAffinity: Plugin = {
  name: 'NodeAffinity',
  prepare({ spec }) {
    if (!requiredNodeTerms(spec) && !spec.nodeSelector) return {};
    const only = namedNodes(spec);
    if (only?.size === 0) return { reject: unresolvable('pod affinity terms conflict') };
    return {
      ...(only ? { only } : {}),
      filter({ node }) {
        if (matchesNode(spec, node)) return undefined;
        const details = nodeMismatches(spec, node).map(mismatchText);
        return unresolvable("node(s) didn't match Pod's node affinity/selector", ...details);
      },
    };
  },
};

function mismatchText({ requirement, actual }: NodeMismatch): string {
  const has = actual === undefined ? `has no label ${requirement.key}` : `has ${requirement.key}=${actual}`;
  return `asks ${requirementText(requirement)}; ${requirement.key === 'metadata.name' ? 'is another node' : has}`;
}
