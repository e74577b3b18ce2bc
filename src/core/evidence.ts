import type { ContainerKind } from './finding.ts';
import type {
  Condition,
  Container,
  ContainerStatus,
  KubeEvent,
  KubeNode,
  LimitRange,
  ObjectMeta,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodSpec,
  ResourceQuota,
  Service,
  StorageClass,
  Workload,
} from './kubernetes.ts';
import type { Lookup } from './lookup.ts';
import type { BundleFacts, DocumentFacts, WorkloadFacts } from './manifest.ts';

/** A container of any kind as the spec declares it. */
export interface ContainerSpec {
  readonly name: string;
  readonly kind: ContainerKind;
  /** Position in its own list (`spec.initContainers` for `init` and `sidecar`). */
  readonly index: number;
  /** Field path from the root of the object that holds the pod spec, e.g. `spec.template.spec.containers[0]`. */
  readonly path: string;
  readonly spec: Container;
}

/** An end of a container instance. Times are milliseconds since the epoch, missing where the status has none. */
export interface Termination {
  readonly exitCode: number;
  readonly reason: string;
  readonly message: string;
  readonly startedAt?: number;
  readonly finishedAt?: number;
}

/** A container of a live pod: spec and status joined by name. A container without a status is waiting with an empty reason. */
export interface ContainerFacts extends ContainerSpec {
  readonly status?: ContainerStatus;
  /** Exactly one of waiting, running, terminated is set. */
  readonly waiting?: { readonly reason: string; readonly message: string };
  readonly running?: { readonly startedAt?: number };
  readonly terminated?: Termination;
  /** The instance before the current one. */
  readonly last?: Termination;
  readonly restarts: number;
  readonly ready: boolean;
  /** Running, and its startup probe (if any) has passed, and postStart has returned. */
  readonly started: boolean;
}

/** The pod's spec, or the template it would be made from. */
export interface PodSpecFacts {
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
  /** Init containers and sidecars in their order, then app containers, then ephemeral ones. */
  readonly containers: readonly ContainerSpec[];
  /** Field path of the pod spec in the object that holds it: `spec` for a pod, `spec.template.spec` for a Deployment. */
  readonly path: string;
}

/** Somebody asked for the pod's deletion. Times in milliseconds since the epoch. */
export interface Deletion {
  /** `metadata.deletionTimestamp`: when the grace period ends. */
  readonly deadline: number;
  /** The deadline less the grace period. */
  readonly requested: number;
  readonly graceSeconds: number;
}

/** What the API server holds of a live pod. */
export interface PodStatusFacts {
  readonly pod: Pod;
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  /** `Pending` where the object has none. */
  readonly phase: string;
  readonly reason: string;
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly created?: number;
  /** When the kubelet took it on (`status.startTime`), milliseconds. */
  readonly started?: number;
  readonly nodeName?: string;
  readonly deletion?: Deletion;
  readonly containers: readonly ContainerFacts[];
  readonly conditions: readonly Condition[];
}

/** An event of either API in one shape. Times are milliseconds since the epoch. */
export interface EventFacts {
  readonly reason: string;
  readonly message: string;
  readonly type: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
  /** The container that its fieldPath names. */
  readonly container?: string;
  readonly object: { readonly kind: string; readonly name: string };
  /** Who wrote it: `kubelet`, `default-scheduler` … */
  readonly reporter: string;
}

/** One object of the owner chain. */
export interface OwnerLink {
  readonly kind: string;
  readonly name: string;
  readonly uid?: string;
  readonly object: Lookup<Workload>;
}

/** Who owns the pod and what it says about its pods. */
export interface OwnerFacts {
  /** The direct owner first (ReplicaSet, then Deployment). Empty for a bare pod. */
  readonly chain: readonly OwnerLink[];
  /** Events about the objects of the chain (and, for a Deployment or CronJob, its ReplicaSets or Jobs), oldest first. */
  readonly events: readonly EventFacts[];
  /** All pods of the top owner, the explained one included; unknown (not: none) where they could not be listed. */
  readonly pods: Lookup<readonly Pod[]>;
  /** ReplicaSets of a Deployment or Jobs of a CronJob, newest first. */
  readonly children: Lookup<readonly Workload[]>;
}

/** What is known of a ConfigMap or Secret: its keys, never its values. */
export interface KeyedObject {
  readonly name: string;
  /** Sorted; undefined where they could not be read. */
  readonly keys?: readonly string[];
  /** `type` of a Secret. */
  readonly type?: string;
}

export type ReferenceKind = 'ConfigMap' | 'Secret' | 'ServiceAccount';

/** Kinds of which the existing names are listed when one is missing. */
export type NamedKind = ReferenceKind | 'PersistentVolumeClaim';

/** A place in the pod spec that names another object. */
export interface Reference {
  readonly kind: ReferenceKind;
  readonly name: string;
  /** The key that is wanted; missing where the whole object is. */
  readonly key?: string;
  readonly optional: boolean;
  readonly via: 'env' | 'envFrom' | 'volume' | 'imagePullSecrets' | 'serviceAccount';
  /** The one container that uses it; missing where several or none do. */
  readonly container?: ContainerSpec;
  /** The environment variable or volume that holds it. */
  readonly holder?: string;
  /** Field path of the reference. */
  readonly path: string;
  readonly object: Lookup<KeyedObject>;
  /** Names of existing objects of the kind, the most alike first. Empty where they were not listed. */
  readonly similar: readonly string[];
}

/** A PersistentVolumeClaim that the pod mounts, with what it leads to. */
export interface ClaimFacts {
  readonly volume: string;
  readonly claimName: string;
  readonly path: string;
  readonly claim: Lookup<PersistentVolumeClaim>;
  readonly storageClass: Lookup<StorageClass>;
  readonly persistentVolume: Lookup<PersistentVolume>;
  readonly events: readonly EventFacts[];
  /** Names of existing claims of the namespace, the most alike first. */
  readonly similar: readonly string[];
}

/** Claims and what the cluster offers them. */
export interface StorageFacts {
  readonly claims: readonly ClaimFacts[];
  readonly storageClasses: Lookup<readonly StorageClass[]>;
  readonly persistentVolumes: Lookup<readonly PersistentVolume[]>;
}

/** All nodes and the pods on them, as far as they could be listed. */
export interface ClusterFacts {
  readonly nodes: readonly KubeNode[];
  readonly pods: Lookup<readonly Pod[]>;
}

/** The last lines of a container's log. */
export interface LogTail {
  readonly container: string;
  /** True for the instance before the current one. */
  readonly previous: boolean;
  /** Oldest first, without trailing empty lines. */
  readonly lines: readonly string[];
}

export interface LimitsFacts {
  readonly quotas: Lookup<readonly ResourceQuota[]>;
  readonly limitRanges: Lookup<readonly LimitRange[]>;
}

/** Everything that a rule may look at. A rule declares the keys it needs and gets nothing else. */
export interface Evidence {
  /** The pod's spec, or its owner's template where there is no pod. */
  readonly spec: PodSpecFacts;
  /** The live pod. */
  readonly status: PodStatusFacts;
  /** Events about the pod, oldest first. */
  readonly events: readonly EventFacts[];
  readonly logs: readonly LogTail[];
  /** The node that the pod is bound to; the lookup says whether it exists. */
  readonly node: Lookup<KubeNode>;
  readonly owner: OwnerFacts;
  /** ConfigMaps, Secrets and the ServiceAccount that the spec names. */
  readonly references: readonly Reference[];
  readonly storage: StorageFacts;
  /** Services of the pod's namespace. */
  readonly services: readonly Service[];
  readonly cluster: ClusterFacts;
  readonly limits: LimitsFacts;
  /** The object of a manifest; only `lint` has it. */
  readonly workload: WorkloadFacts;
  /** Everything else in the input of `lint`. */
  readonly bundle: BundleFacts;
  /** What is wrong with a document of `lint` as such. */
  readonly document: DocumentFacts;
}

export type EvidenceKey = keyof Evidence;

/** What is explained. */
export interface Target {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** A question that got no answer, for the list of what could not be checked. */
export interface Gap {
  readonly what: string;
  readonly why: string;
  readonly needs?: { readonly verb: string; readonly resource: string };
}

/**
 * Everything that was read about one target: raw objects, each with what became of the question for it.
 * Nothing is fetched after it is made. Time is a value in it.
 */
export interface Snapshot {
  /** Now, milliseconds since the epoch. */
  readonly asOf: number;
  readonly target: Target;
  readonly pod: Lookup<Pod>;
  readonly chain: readonly OwnerLink[];
  readonly ownerPods: Lookup<readonly Pod[]>;
  readonly children: Lookup<readonly Workload[]>;
  readonly events: Lookup<readonly KubeEvent[]>;
  readonly ownerEvents: Lookup<readonly KubeEvent[]>;
  readonly logs: Lookup<readonly LogTail[]>;
  readonly node: Lookup<KubeNode>;
  readonly nodes: Lookup<readonly KubeNode[]>;
  readonly podsOnNodes: Lookup<readonly Pod[]>;
  readonly configMaps: ReadonlyMap<string, Lookup<KeyedObject>>;
  readonly secrets: ReadonlyMap<string, Lookup<KeyedObject>>;
  readonly serviceAccounts: ReadonlyMap<string, Lookup<KeyedObject>>;
  /** Names that exist in the namespace, by kind, for `did you mean`. */
  readonly names: ReadonlyMap<NamedKind, readonly string[]>;
  readonly claims: ReadonlyMap<string, Lookup<PersistentVolumeClaim>>;
  readonly claimEvents: Lookup<readonly KubeEvent[]>;
  readonly storageClasses: Lookup<readonly StorageClass[]>;
  readonly persistentVolumes: Lookup<readonly PersistentVolume[]>;
  readonly services: Lookup<readonly Service[]>;
  readonly quotas: Lookup<readonly ResourceQuota[]>;
  readonly limitRanges: Lookup<readonly LimitRange[]>;
  readonly gaps: readonly Gap[];
}
