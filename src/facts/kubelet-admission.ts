import type { EventFacts, PodStatusFacts } from '../core/evidence.ts';
import { newest } from './events.ts';
import { formatQuantity, parseQuantity } from './quantity.ts';

/** The kubelet of the node refused the pod before anything of it ran. */
export interface AdmissionRejection {
  /** `OutOfcpu`, `SysctlForbidden` … */
  readonly reason: string;
  /** The kubelet's message without `Pod was rejected: `. */
  readonly message: string;
  readonly event?: EventFacts;
  /** What the reason means, one sentence. */
  readonly meaning: string;
  /** What is to be done about it, as a clause in the imperative. */
  readonly advice: string;
  /** Which family of reasons it belongs to. */
  readonly kind: 'resources' | 'placement' | 'sysctl' | 'devices' | 'feature' | 'topology' | 'other';
}

type Meaning = Pick<AdmissionRejection, 'meaning' | 'advice' | 'kind'>;

/** Every reason that a kubelet gives at admission (pkg/kubelet/lifecycle/predicate.go, handlers.go and the managers that it asks). */
const meanings: Readonly<Record<string, Meaning>> = {
  NodeAffinity: {
    kind: 'placement',
    meaning: "The labels of the node do not match the pod's nodeSelector or required node affinity",
    advice: 'Remove nodeName and let the scheduler find a node that matches',
  },
  NodeName: {
    kind: 'placement',
    meaning: 'The pod names another node than the one that got it',
    advice: 'Remove nodeName, or set it to the node that is meant',
  },
  NodePorts: {
    kind: 'placement',
    meaning: 'A hostPort of the pod is already taken on the node',
    advice: 'Use a Service instead of the hostPort, or a port that is free on the node',
  },
  TaintToleration: {
    kind: 'placement',
    meaning: 'The node carries a NoExecute taint that the pod does not tolerate',
    advice: 'Tolerate the taint, or let the scheduler choose another node',
  },
  UnexpectedAdmissionError: {
    kind: 'devices',
    meaning:
      'The kubelet could not set aside the devices or exclusive cpus that the pod asks for: they are unhealthy, in use, or their device plugin has not registered (again)',
    advice: 'See that the device plugin runs on the node and its devices are healthy, then let the pod be made again',
  },
  TopologyAffinityError: {
    kind: 'topology',
    meaning:
      "The node's topology manager cannot give cpus, memory and devices of the pod from the same NUMA node, as its policy demands",
    advice: 'Ask for less so that it fits one NUMA node, or use a node whose topology manager policy is best-effort',
  },
  SMTAlignmentError: {
    kind: 'topology',
    meaning:
      "The node hands out only whole physical cores (cpu manager option full-pcpus-only), and the pod's cpu request is no multiple of the threads of a core, or too few cores are free",
    advice: 'Ask for a number of cpus that is a multiple of the threads of a core',
  },
  EmptyPodSharedPoolError: {
    kind: 'topology',
    meaning: "The resources of the pod leave nothing for the containers that share the pod's pool of cpus",
    advice: 'Raise the cpu of spec.resources, or lower what single containers ask for exclusively',
  },
  SysctlForbidden: {
    kind: 'sysctl',
    meaning: 'The pod sets a kernel parameter that the kubelets do not allow pods to set',
    advice: "Remove it from securityContext.sysctls, or have the node's kubelet allow it with allowedUnsafeSysctls",
  },
  AppArmor: {
    kind: 'feature',
    meaning: 'The pod asks for an AppArmor profile and the node cannot enforce it',
    advice: 'Load the profile on the nodes, or remove the AppArmor profile from the pod',
  },
  PodOSSelectorNodeLabelDoesNotMatch: {
    kind: 'feature',
    meaning: "The pod's label kubernetes.io/os is not the operating system of the node",
    advice: 'Select nodes of the right operating system with the nodeSelector kubernetes.io/os',
  },
  PodOSNotSupported: {
    kind: 'feature',
    meaning: 'The operating system in spec.os.name is not that of the node',
    advice: 'Select nodes of that operating system with the nodeSelector kubernetes.io/os',
  },
  SupplementalGroupsPolicyNotSupported: {
    kind: 'feature',
    meaning: 'The container runtime of the node does not know supplementalGroupsPolicy Strict',
    advice: 'Use nodes with a newer container runtime, or remove supplementalGroupsPolicy',
  },
  InitContainerRestartPolicyForbidden: {
    kind: 'feature',
    meaning: 'The kubelet of the node is too old for sidecars (init containers with restartPolicy Always)',
    advice: 'Use nodes of Kubernetes 1.29 or later, or make the sidecar an ordinary container',
  },
  PodLevelResourcesNotSupported: {
    kind: 'feature',
    meaning: 'The node cannot enforce resources of the pod as a whole (spec.resources)',
    advice:
      'Set requests and limits on the containers instead of spec.resources, or use newer Linux nodes with cgroup v2',
  },
  PodFeatureUnsupported: {
    kind: 'feature',
    meaning: 'The pod needs a feature that the kubelet of the node does not have',
    advice: 'Use nodes of the same Kubernetes version as the API server, or remove the new field',
  },
  VolumeAttachmentLimitExceeded: {
    kind: 'resources',
    meaning: 'The node has reached the number of volumes that can be attached to it',
    advice: 'Let the pod be made again so that the scheduler finds a node with room for its volumes',
  },
  InvalidNodeInfo: {
    kind: 'other',
    meaning: 'The kubelet could not read its own Node object',
    advice: 'See why the kubelet of the node does not reach the API server',
  },
  UnknownReason: {
    kind: 'other',
    meaning: 'The kubelet refused the pod and gives no reason',
    advice: "Read the kubelet's log on the node",
  },
  UnexpectedPredicateFailureType: {
    kind: 'other',
    meaning: 'The kubelet refused the pod for a reason that it does not know itself',
    advice: "Read the kubelet's log on the node",
  },
};

const prefix = /^Pod was rejected: /;

/** Texts at admission that belong to other causes: pressure on the node, and its shutdown. */
const elsewhere = /^(?:The node had condition|The node was low on|Pod was rejected as the node is shutting down)/;

/**
 * The refusal of a pod at the kubelet's admission, from phase Failed with a reason and `Pod was rejected: …`, or, before the status is written, from the
 * kubelet's event. undefined for pods that were not refused, and for those refused for pressure or shutdown of the node.
 */
export function admissionRejection(
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
): AdmissionRejection | undefined {
  const { reason, phase } = status;
  if (reason === 'Evicted' || reason === 'NodeShutdown') return undefined;
  const said = phase === 'Failed' && (status.message.startsWith('Pod was rejected:') || isReason(reason));
  if (said && !elsewhere.test(status.message.replace(prefix, ''))) {
    const event = newest(events, reason);
    return rejection(reason, status.message.replace(prefix, '').trim(), event);
  }
  const ran = status.containers.some(({ running, terminated }) => running ?? terminated);
  if (phase !== 'Pending' || ran || status.deletion) return undefined;
  const event = (events ?? []).findLast((one) => isReason(one.reason) && one.type === 'Warning');
  return event ? rejection(event.reason, event.message.trim(), event) : undefined;
}

function isReason(reason: string): boolean {
  return Object.hasOwn(meanings, reason) || /^OutOf\S+$/.test(reason);
}

function rejection(reason: string, message: string, event: EventFacts | undefined): AdmissionRejection {
  return { reason, message, ...(event ? { event } : {}), ...meaningOf(reason, message) };
}

function meaningOf(reason: string, message: string): Meaning {
  const known = Object.hasOwn(meanings, reason) ? meanings[reason] : undefined;
  if (known) return known;
  if (reason === 'OutOfpods') {
    return {
      kind: 'resources',
      meaning: 'The node already runs as many pods as its kubelet allows',
      advice: 'Let the scheduler choose another node, or raise maxPods of the kubelet',
    };
  }
  if (reason.startsWith('OutOf')) {
    return {
      kind: 'resources',
      meaning: `The node has not enough ${reason.slice('OutOf'.length)} left for the pod`,
      advice: 'Let the scheduler place the pod (no nodeName), or ask for less',
    };
  }
  return {
    kind: 'other',
    meaning: `The kubelet gives the reason ${reason || 'none'}`,
    advice: message ? `Remove the cause: ${message}` : "Read the kubelet's log on the node",
  };
}

/** What a kubelet counted when it had not enough of a resource. */
export interface Shortage {
  readonly resource: string;
  readonly requested: string;
  readonly used: string;
  readonly capacity: string;
  readonly free: string;
}

/** `Node didn't have enough resource: cpu, requested: 8000, used: 220, capacity: 2000`: cpu in thousandths, the rest in whole units. */
export function shortageOf(message: string): Shortage | undefined {
  const match = /enough resource: (\S+), requested: (\d+), used: (\d+), capacity: (\d+)/.exec(message);
  if (!match) return undefined;
  const [, resource = '', requested = '0', used = '0', capacity = '0'] = match;
  const text = (amount: bigint, rounding: 'up' | 'down'): string => {
    const quantity = parseQuantity(`${amount}${resource === 'cpu' ? 'm' : ''}`) ?? 0n;
    return formatQuantity(quantity, resource, rounding);
  };
  const free = BigInt(capacity) - BigInt(used);
  return {
    resource,
    requested: text(BigInt(requested), 'up'),
    used: text(BigInt(used), 'up'),
    capacity: text(BigInt(capacity), 'down'),
    free: text(free > 0n ? free : 0n, 'down'),
  };
}
