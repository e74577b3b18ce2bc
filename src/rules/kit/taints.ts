import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import type { PodSpec, Taint, Toleration } from '../../core/kubernetes.ts';
import type { Subject } from '../../core/rule.ts';
import { type Block } from '../../facts/scheduling.ts';
import { isControlPlaneTaint, isPressureTaint, taintText } from '../../facts/tolerations.ts';
import { fieldEvidence } from './evidence.ts';
import { act, advise, kubectlCluster, look } from './remedies.ts';
import { tolerate, tolerationText } from './tolerate.ts';
import { namesText } from './scheduling.ts';

/** The taints that are not tolerated, each once: from the nodes, else the first of each node from the message (Kubernetes up to 1.33). */
export function taintsOf({ nodes, reasons }: Block): Taint[] {
  const taints = nodes.flatMap((fit) => fit.taints);
  const named = reasons.flatMap(({ subject, value }) =>
    subject ? [{ key: subject, ...(value ? { value } : {}), effect: '' }] : [],
  );
  const all = taints.length > 0 ? taints : named;
  return [...new Map(all.map((taint) => [taintText(taint), taint])).values()];
}

/** What the taints are for. */
export function taintMeaning(taints: readonly Taint[]): string {
  const [first] = taints;
  if (taints.length > 0 && taints.every(isPressureTaint)) {
    const lack = namesText(
      taints.map(({ key }) => key.replace(/^.*\/(\w+)-pressure$/, '$1').replace('pid', 'process ids')),
    );
    return `The node is short of ${lack} and takes no new pods until that is over; the control plane set the taint and removes it then.`;
  }
  if (first && taints.every(isControlPlaneTaint)) {
    return 'The control plane keeps its machines to itself with this taint; ordinary pods belong on other nodes.';
  }
  if (!first)
    return 'A tainted node takes only pods that tolerate the taint; which taints these are could not be read from the nodes.';
  const evicts = taints.some(({ effect }) => effect === 'NoExecute')
    ? ' NoExecute also evicts pods that are there already.'
    : '';
  return `A tainted node takes only pods that tolerate the taint, and this pod has no toleration for ${taintText(first)}.${evicts}`;
}

/** A toleration that looks like the one that is needed and is not. */
export function nearMiss(taints: readonly Taint[], tolerations: readonly Toleration[] = []): string {
  for (const taint of taints) {
    const near = tolerations.find(({ key }) => key === taint.key);
    if (near) return ` It tolerates ${tolerationText(near)}, which is not the same.`;
  }
  return '';
}

/** The taints of each node that the pod does not tolerate. */
export function taintEvidence({ nodes }: Block): EvidenceItem[] {
  return nodes
    .slice(0, 5)
    .map(({ name, taints }) => fieldEvidence('node', `${name} spec.taints`, taints.map(taintText).join(', ')));
}

/** What the pod tolerates, without what admission adds. */
export function tolerationEvidence({ tolerations = [] }: PodSpec): EvidenceItem[] {
  const own = tolerations.filter(({ tolerationSeconds }) => tolerationSeconds !== 300).map(tolerationText);
  return [fieldEvidence('spec', 'spec.tolerations', own.length > 0 ? own.join(', ') : 'none of its own')];
}

/** How the pod gets past the taints. */
export function taintRemedies(
  subject: Subject,
  { nodes }: Block,
  taints: readonly Taint[],
  written: PodSpec,
): Remedy[] {
  const [node] = nodes;
  if (!node)
    return [
      look('See the taints of the nodes', 'they say whom the nodes are for', kubectlCluster('describe', 'nodes')),
    ];
  const describe = look(
    `Look at ${node.name}`,
    'its conditions say what it lacks',
    kubectlCluster('describe', 'node', node.name),
  );
  if (taints.every(isPressureTaint)) {
    return [
      describe,
      advise(`Free room on ${node.name}, or add a node`, 'the taint goes away by itself when the pressure is over'),
    ];
  }
  if (taints.every(isControlPlaneTaint)) {
    return [
      advise(
        'Add a node that ordinary pods may use, or make room on the others',
        'the control plane should stay by itself',
      ),
      tolerate(subject, node, written),
    ];
  }
  const [taint] = node.taints;
  const remove = taint
    ? [
        act(
          `Or remove the taint from ${node.name}`,
          'if the node is for everybody',
          kubectlCluster('taint', 'nodes', node.name, `${taintText(taint)}-`),
          `any pod may come to ${node.name}`,
        ),
      ]
    : [];
  return [tolerate(subject, node, written), ...remove];
}
