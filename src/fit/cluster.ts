import type {
  KubeNode,
  KubeObject,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  StorageClass,
} from '../core/kubernetes.ts';
import type {
  CsiDriver,
  CsiNode,
  DeviceClass,
  PriorityClass,
  ResourceClaim,
  ResourceSlice,
  StorageCapacity,
  VolumeAttachment,
} from './objects.ts';

/**
 * What the scheduler looks at, as the API server sends it. A kind that is missing could not be read: what depends on it is not decided
 * and said as not checked. An empty list says that there is none.
 */
export interface FitCluster {
  readonly nodes: readonly KubeNode[];
  readonly pods?: readonly Pod[];
  readonly namespaces?: readonly KubeObject[];
  readonly claims?: readonly PersistentVolumeClaim[];
  readonly volumes?: readonly PersistentVolume[];
  readonly storageClasses?: readonly StorageClass[];
  readonly priorityClasses?: readonly PriorityClass[];
  readonly disruptionBudgets?: readonly PodDisruptionBudget[];
  readonly csiNodes?: readonly CsiNode[];
  readonly csiDrivers?: readonly CsiDriver[];
  readonly storageCapacities?: readonly StorageCapacity[];
  readonly volumeAttachments?: readonly VolumeAttachment[];
  readonly resourceClaims?: readonly ResourceClaim[];
  readonly resourceSlices?: readonly ResourceSlice[];
  readonly deviceClasses?: readonly DeviceClass[];
}

/** The kinds of a FitCluster by their field. */
export const fitKinds: Readonly<Record<keyof FitCluster, string>> = {
  nodes: 'Node',
  pods: 'Pod',
  namespaces: 'Namespace',
  claims: 'PersistentVolumeClaim',
  volumes: 'PersistentVolume',
  storageClasses: 'StorageClass',
  priorityClasses: 'PriorityClass',
  disruptionBudgets: 'PodDisruptionBudget',
  csiNodes: 'CSINode',
  csiDrivers: 'CSIDriver',
  storageCapacities: 'CSIStorageCapacity',
  volumeAttachments: 'VolumeAttachment',
  resourceClaims: 'ResourceClaim',
  resourceSlices: 'ResourceSlice',
  deviceClasses: 'DeviceClass',
};

/** Something that was not decided because a kind could not be read, or because it cannot be told from objects. */
export interface Unchecked {
  /** Name of the plugin that would decide. */
  readonly plugin: string;
  /** The kind that is missing (a field of FitCluster), or what cannot be told. */
  readonly what: string;
  readonly why: string;
}
