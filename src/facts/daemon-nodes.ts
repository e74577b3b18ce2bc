import type { KubeNode, PodSpec } from '../core/kubernetes.ts';
import { nodeMismatches, requirementText } from './node-affinity.ts';
import { isNotReadyTaint, isPressureTaint, taintText, unschedulableTaint, untoleratedTaints } from './tolerations.ts';

/** Why a DaemonSet wants no pod on the nodes of a cluster. */
export interface ExcludedNodes {
  readonly nodes: number;
  /** Nodes that nodeSelector or required affinity leave out, and what they lack. */
  readonly unselected: number;
  readonly requirements: readonly string[];
  /** Nodes that are selected and carry a taint the pods do not tolerate, and those taints. */
  readonly repelled: number;
  readonly taints: readonly string[];
}

/**
 * nodeShouldRunDaemonPod (pkg/controller/daemon/daemon_controller.go): a node counts if nodeSelector and required affinity match it and no NoSchedule or NoExecute taint
 * is left untolerated. The taints of not-ready, pressed and cordoned nodes are tolerated by every DaemonSet.
 */
export function excludedNodes(spec: PodSpec, nodes: readonly KubeNode[]): ExcludedNodes {
  const mismatches = nodes.map((node) => nodeMismatches(spec, node));
  const selected = nodes.filter((_, index) => mismatches[index]?.length === 0);
  const taints = selected.map((node) =>
    untoleratedTaints(node.spec?.taints, spec.tolerations).filter(
      (taint) => !isNotReadyTaint(taint) && !isPressureTaint(taint) && taint.key !== unschedulableTaint.key,
    ),
  );
  return {
    nodes: nodes.length,
    unselected: nodes.length - selected.length,
    requirements: [...new Set(mismatches.flat().map(({ requirement }) => requirementText(requirement)))],
    repelled: taints.filter((list) => list.length > 0).length,
    taints: [...new Set(taints.flat().map(taintText))],
  };
}
