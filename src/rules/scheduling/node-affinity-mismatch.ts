import type { Remedy } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import type { PodSpec } from '../../core/kubernetes.ts';
import { namedNodes, requirementText, type NodeMismatch } from '../../facts/node-affinity.ts';
import type { NodeFit } from '../../facts/node-fit.ts';
import { podSpecOf } from '../../facts/pod-status.ts';
import { blockOf, type Block, type Scheduling } from '../../facts/scheduling.ts';
import { placementOf } from '../../fit/placement.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise, kubectlCluster, look } from '../kit/remedies.ts';
import { selectorRemedies } from '../kit/node-labels.ts';
import { refusal } from '../kit/refusal.ts';
import { countText, inBrackets, namesText, othersText, writtenSpec } from '../kit/scheduling.ts';

export const nodeAffinityMismatch = defineRule({
  id: 'node-affinity-mismatch',
  title: 'No node matches the node selector or the required node affinity',
  topic: 'scheduling',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status'],
  mayUse: ['events', 'cluster', 'storage', 'owner'],

  *check(facts) {
    const scheduling = placementOf(facts);
    const block = blockOf(scheduling, 'affinity', 'features');
    if (!scheduling || !block) return;
    const spec = podSpecOf(facts.status);
    const wanted = wantedText(block, spec);
    const every = block.count >= scheduling.total;
    yield refusal(facts, scheduling, block, {
      title: every
        ? `no node has ${wanted}, which it requires`
        : `${countText(block, scheduling)}${inBrackets(block.nodes)} ${block.count === 1 ? 'lacks' : 'lack'} ${wanted}, which it requires`,
      explanation: `${explained(block, spec, every)}${othersText(scheduling, 'affinity', 'features')}`,
      evidence: [
        ...stated(spec),
        ...block.nodes.slice(0, 5).map((fit) => fieldEvidence('node', `${fit.name} metadata.labels`, hasText(fit))),
      ],
      remedies: remediesFor(facts.subject, block, scheduling, writtenSpec(facts.owner, spec)),
    });
  },
});

/** The requirements that fail, each once: `disktype=nvme and arch in (arm64)`. */
function wantedText({ nodes }: Block, spec: PodSpec): string {
  const failing = nodes.flatMap(({ mismatches }) => mismatches.map(({ requirement }) => requirementText(requirement)));
  const names = namedNodes(spec);
  if (failing.length > 0) return namesText([...new Set(failing)]);
  if (names && names.size > 0) return `the name ${namesText([...names])}`;
  const selector = Object.entries(spec.nodeSelector ?? {}).map(([key, value]) => `${key}=${value}`);
  if (selector.length > 0) return namesText(selector);
  return spec.affinity?.nodeAffinity ? 'what its required node affinity names' : 'what the pod requires of a node';
}

function explained({ nodes }: Block, spec: PodSpec, every: boolean): string {
  const from = new Set(
    nodes.flatMap(({ mismatches }) =>
      mismatches.map((one) => (one.from === 'nodeSelector' ? 'nodeSelector' : 'node affinity')),
    ),
  );
  const field = from.size > 0 ? [...from].join(' and ') : spec.nodeSelector ? 'nodeSelector' : 'node affinity';
  const haves = nodes.slice(0, 4).map((fit) => `${fit.name} ${hasText(fit)}`);
  const see = haves.length > 0 ? `: ${haves.join('; ')}` : '';
  return `The pod may only run on nodes that its ${field} allows${see}.${every ? ' No node will take it until a label or the pod changes.' : ''}`;
}

function hasText({ mismatches }: NodeFit): string {
  const texts = mismatches.map(({ requirement: { key }, actual }: NodeMismatch) =>
    key === 'metadata.name' ? 'is another node' : actual === undefined ? `has no label ${key}` : `has ${key}=${actual}`,
  );
  return namesText([...new Set(texts)]) || 'does not match';
}

function stated(spec: PodSpec): ReturnType<typeof fieldEvidence>[] {
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const texts = terms.map(({ matchExpressions = [], matchFields = [] }) =>
    [...matchExpressions, ...matchFields].map(requirementText).join(' and '),
  );
  return [
    ...Object.entries(spec.nodeSelector ?? {}).map(([key, value]) =>
      fieldEvidence('spec', 'spec.nodeSelector', `${key}=${value}`),
    ),
    ...(texts.length > 0 ? [fieldEvidence('spec', 'spec.affinity.nodeAffinity', texts.join(', or '))] : []),
  ];
}

function remediesFor(subject: Subject, block: Block, scheduling: Scheduling, written: PodSpec): Remedy[] {
  const see = look(
    'See the labels of the nodes',
    'one of them may be meant',
    kubectlCluster('get', 'nodes', '--show-labels'),
  );
  const fixes = selectorRemedies(subject, block, scheduling, written);
  if (fixes.length > 0) return [...fixes, see];
  return [
    advise('Change what the pod requires of a node, or add a node that has it', 'required terms are never relaxed'),
    see,
  ];
}
