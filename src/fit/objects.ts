import type {
  KubeObject,
  LabelSelector,
  NodeSelector,
  PersistentVolume,
  PersistentVolumeClaim,
  PodAffinityTerm,
  Taint,
  Toleration,
} from '../core/kubernetes.ts';

/** A term as a manifest may hold it; the API server merges the keys into the selector when it creates the pod. */
export interface AffinityTerm extends PodAffinityTerm {
  matchLabelKeys?: string[];
  mismatchLabelKeys?: string[];
}

export interface PriorityClass extends KubeObject {
  value?: number;
  globalDefault?: boolean;
  preemptionPolicy?: string;
}

export interface CsiNode extends KubeObject {
  spec?: { drivers?: { name: string; allocatable?: { count?: number } }[] };
}

export interface CsiDriver extends KubeObject {
  spec?: { storageCapacity?: boolean };
}

export interface StorageCapacity extends KubeObject {
  nodeTopology?: LabelSelector;
  storageClassName?: string;
  capacity?: string | number;
  maximumVolumeSize?: string | number;
}

export interface VolumeAttachment extends KubeObject {
  spec?: { attacher?: string; nodeName?: string; source?: { persistentVolumeName?: string } };
}

export interface DeviceSelector {
  cel?: { expression: string };
}

export interface DeviceClass extends KubeObject {
  spec?: { selectors?: DeviceSelector[]; extendedResourceName?: string };
}

/** One way to satisfy a request: `exactly`, or an entry of `firstAvailable`. */
export interface DeviceRequest {
  name?: string;
  deviceClassName?: string;
  selectors?: DeviceSelector[];
  allocationMode?: string;
  count?: number;
  adminAccess?: boolean;
  tolerations?: Toleration[];
  capacity?: unknown;
}

export interface DeviceClaim {
  requests?: { name: string; exactly?: DeviceRequest; firstAvailable?: DeviceRequest[] }[];
  constraints?: { requests?: string[]; matchAttribute?: string; distinctAttribute?: string }[];
}

export interface DeviceResult {
  request: string;
  driver: string;
  pool: string;
  device: string;
  adminAccess?: boolean;
}

export interface ResourceClaim extends KubeObject {
  spec?: { devices?: DeviceClaim };
  status?: {
    allocation?: { devices?: { results?: DeviceResult[] }; nodeSelector?: NodeSelector };
    reservedFor?: { resource?: string; name?: string; uid?: string }[];
  };
}

/** A value of an attribute: exactly one field is set. */
export interface DeviceAttribute {
  string?: string;
  int?: number;
  bool?: boolean;
  version?: string;
}

export interface Device {
  name: string;
  attributes?: Record<string, DeviceAttribute>;
  capacity?: Record<string, { value?: string | number }>;
  taints?: Taint[];
  allowMultipleAllocations?: boolean;
  consumesCounters?: unknown[];
  nodeName?: string;
  nodeSelector?: NodeSelector;
  allNodes?: boolean;
}

export interface ResourceSlice extends KubeObject {
  spec?: {
    driver?: string;
    pool?: { name?: string; generation?: number; resourceSliceCount?: number };
    nodeName?: string;
    nodeSelector?: NodeSelector;
    allNodes?: boolean;
    perDeviceNodeSelection?: boolean;
    devices?: Device[];
    sharedCounters?: unknown[];
  };
}

const classAnnotation = 'volume.beta.kubernetes.io/storage-class';

/** The StorageClass of a claim or volume; the old annotation wins over the field. `` for none. */
export function storageClassName({ metadata, spec }: PersistentVolumeClaim | PersistentVolume): string {
  return metadata?.annotations?.[classAnnotation] ?? spec?.storageClassName ?? '';
}
