import type { OwnerFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Observation } from '../../core/finding.ts';
import type { KubeNode, PodSpec, Workload } from '../../core/kubernetes.ts';
import { type Subject } from '../../core/rule.ts';
import { excludedNodes, type ExcludedNodes } from '../../facts/daemon-nodes.ts';
import { withReason } from '../../facts/events.ts';
import { nameOf } from '../../facts/metadata.ts';
import { formatTime, parseTime } from '../../facts/time.ts';
import { templateOf } from '../../facts/workload.ts';
import { eventEvidence, fieldEvidence } from './evidence.ts';
import { listOf } from './probe-words.ts';
import { act, advise, kubectl, kubectlCluster, look, workloadRef } from './remedies.ts';

type Titled = Observation & { readonly title: string };

export const countedKinds = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController']);

export function zeroReplicas(top: Workload, owner: OwnerFacts, subject: Subject): Titled {
  const [kind = '', name] = [top.kind, nameOf(top)];
  const parent = top.metadata?.ownerReferences?.find(({ controller }) => controller);
  const replicas = fieldEvidence('owner', `${kind}/${name} spec.replicas`, '0');
  if (parent) {
    return {
      title: `it belongs to ${parent.kind} ${parent.name} and has 0 replicas, as ReplicaSets of older versions have`,
      explanation: `${parent.kind} ${parent.name} decides how many replicas this ${kind} has; 0 means that another version runs, or that the ${parent.kind} itself was scaled to zero.`,
      evidence: [replicas],
      remedies: [
        look(
          `Look at the ${parent.kind}`,
          'it owns the number',
          kubectl(subject, 'get', parent.kind.toLowerCase(), parent.name),
        ),
      ],
    };
  }
  const scaled = withReason(owner.events, 'ScalingReplicaSet').findLast(({ message }) => /to 0$/.test(message));
  const before = Number(/from (\d+) to 0$/.exec(scaled?.message ?? '')?.[1] ?? rememberedReplicas(top) ?? 1);
  const manager = replicasManager(top);
  return {
    title: `it is scaled to zero: spec.replicas is 0`,
    explanation:
      `${kind} ${name} asks for no pods, so there are none; that is a decision, not a failure. ` +
      (manager
        ? `The field was last set by ${manager}.`
        : 'Who took it is not in the object: a person, a deployment tool, or something that scales (KEDA, a down-scaler). A HorizontalPodAutoscaler leaves a workload at 0 alone.'),
    evidence: [replicas, ...(scaled ? [eventEvidence(scaled)] : []), ...annotationEvidence(top)],
    remedies: [
      act(
        `Scale it to ${before} replica${before === 1 ? '' : 's'}${scaled ? ' as before' : ''}`,
        'if it should run',
        kubectl(subject, 'scale', workloadRef(subject), `--replicas=${Math.max(before, 1)}`),
        'none, unless something scales it down again',
      ),
      look(
        'See whether an autoscaler owns the number',
        'it would set it again',
        kubectl(subject, 'get', 'horizontalpodautoscalers'),
      ),
    ],
  };
}

/** A Job with parallelism 0 is put on hold as if it were suspended. */
export function zeroParallelism(job: Workload, subject: Subject): Titled {
  const name = nameOf(job);
  return {
    title: 'it may run no pod: spec.parallelism is 0',
    explanation: `Job ${name} runs at most spec.parallelism pods at a time, and that is 0: it is on hold until the number is raised.`,
    evidence: [fieldEvidence('owner', `Job/${name} spec.parallelism`, '0')],
    remedies: [
      act(
        'Let it run one pod at a time, or more',
        'if it should run',
        kubectl(subject, 'patch', `job/${name}`, '-p', '{"spec":{"parallelism":1}}'),
        'none',
      ),
    ],
  };
}

/** What is scaled to zero while pods of it still run: they are on their way out. */
export function whileEnding(observation: Titled, left: number): Titled {
  if (left === 0) return observation;
  const pods = left === 1 ? '1 pod is' : `${left} pods are`;
  return {
    ...observation,
    title: `${observation.title}; ${pods} still ending`,
    explanation: `${observation.explanation.replace(', so there are none;', ';')} Of those it had, ${pods} still on the way out.`,
  };
}

/** Where tools that scale to zero note what was there before. */
const notes: Readonly<Record<string, string>> = {
  'downscaler/original-replicas': 'a down-scaler keeps the earlier number here',
  'idling.alpha.openshift.io/previous-scale': 'OpenShift idled it',
  'autoscaling.keda.sh/paused-replicas': 'KEDA is paused at this number',
};

function annotationEvidence(top: Workload): EvidenceItem[] {
  const annotations = top.metadata?.annotations ?? {};
  return Object.entries(notes).flatMap(([key, meaning]) => {
    const value = annotations[key];
    return value === undefined ? [] : [fieldEvidence('owner', `metadata.annotations[${key}]`, `${value}: ${meaning}`)];
  });
}

function rememberedReplicas(top: Workload): string | undefined {
  const annotations = top.metadata?.annotations ?? {};
  const value = annotations['downscaler/original-replicas'] ?? annotations['idling.alpha.openshift.io/previous-scale'];
  return value !== undefined && /^[1-9]\d*$/.test(value) ? value : undefined;
}

/** Who last set spec.replicas, by the managed fields; undefined where they were left out. */
function replicasManager(top: Workload): string | undefined {
  const entry = top.metadata?.managedFields?.findLast(({ fieldsV1 }) => {
    const spec = fieldsV1?.['f:spec'];
    return typeof spec === 'object' && spec !== null && 'f:replicas' in spec;
  });
  if (!entry?.manager) return undefined;
  const time = parseTime(entry.time);
  return `${entry.manager}${time === undefined ? '' : ` at ${formatTime(time)}`}`;
}

export function noNode(top: Workload, nodes: readonly KubeNode[] | undefined): Observation {
  const spec = templateOf(top)?.spec ?? {};
  const name = nameOf(top);
  const selector = Object.entries(spec.nodeSelector ?? {}).map(([key, value]) => `${key}=${value}`);
  const excluded = nodes?.length ? excludedNodes(spec, nodes) : undefined;
  const reason = excluded ? whyExcluded(excluded) : whyUnknown(selector, spec);
  return {
    title: `it wants no pods: ${reason}`,
    explanation:
      'A DaemonSet wants one pod on each node that its nodeSelector, required node affinity and tolerations let it use; of the ' +
      `${excluded ? `${excluded.nodes} ` : ''}node${excluded?.nodes === 1 ? '' : 's'} that is none, because ${reason}. It starts by itself as soon as a node fits.`,
    evidence: [
      fieldEvidence('owner', `DaemonSet/${name} status.desiredNumberScheduled`, '0'),
      ...(selector.length > 0 ? [fieldEvidence('spec', 'spec.template.spec.nodeSelector', selector.join(', '))] : []),
    ],
    remedies: [
      look(
        'See which labels the nodes have',
        'the label may be misspelt, or its nodes may not be there yet',
        kubectlCluster('get', 'nodes', '--show-labels'),
      ),
      advise(
        excluded && excluded.repelled > 0
          ? `Tolerate ${listOf(excluded.taints)} in the template of ${name}, if it should run there`
          : `Label the nodes that are meant, or correct the node selection of ${name}`,
        'if it should run somewhere',
      ),
    ],
  };
}

function whyExcluded({ nodes, unselected, requirements, repelled, taints }: ExcludedNodes): string {
  const carry = `${repelled === nodes ? 'every node carries' : `${repelled} carr${repelled === 1 ? 'ies' : 'y'}`} a taint that it does not tolerate (${listOf(taints)})`;
  if (unselected === 0) return repelled > 0 ? carry : 'no node counts for it';
  if (unselected === nodes) return `no node has ${listOf(requirements)}`;
  return `${unselected} of ${nodes} nodes lack ${listOf(requirements)}${repelled > 0 ? `, and ${carry}` : ''}`;
}

/** The nodes could not be listed: only what the template asks for is known. */
function whyUnknown(selector: readonly string[], spec: PodSpec): string {
  if (selector.length > 0) return `no node has ${listOf(selector)}`;
  const affinity = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution !== undefined;
  return affinity ? 'no node matches its required node affinity' : 'no node takes it';
}
