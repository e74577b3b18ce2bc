import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type {
  KubeNode,
  KubeObject,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
} from '../../src/core/kubernetes.ts';
import type { FitCluster } from '../../src/fit/cluster.ts';
import type { PriorityClass } from '../../src/fit/objects.ts';

/** A small cluster, a pod that comes, and what a real kube-scheduler 1.34 answered. A kind that a case does not list has no objects. */
export interface FitCase {
  readonly id: string;
  readonly themes: readonly string[];
  readonly nodes: readonly KubeNode[];
  readonly pods: readonly Pod[];
  readonly namespaces: readonly KubeObject[];
  readonly pvcs: readonly PersistentVolumeClaim[];
  readonly pvs: readonly PersistentVolume[];
  readonly storageClasses: readonly StorageClass[];
  readonly priorityClasses: readonly PriorityClass[];
  readonly csiNodes?: FitCluster['csiNodes'];
  readonly csiDrivers?: FitCluster['csiDrivers'];
  readonly csiStorageCapacities?: FitCluster['storageCapacities'];
  readonly volumeAttachments?: FitCluster['volumeAttachments'];
  readonly resourceClaims?: FitCluster['resourceClaims'];
  readonly resourceSlices?: FitCluster['resourceSlices'];
  readonly deviceClasses?: FitCluster['deviceClasses'];
  readonly incoming: Pod;
  readonly answer: {
    readonly scheduled: boolean;
    readonly node?: string;
    readonly reason?: string | null;
    readonly message?: string | null;
    readonly nominatedNode?: string;
    readonly victims?: readonly string[];
  };
  readonly perNode?: PerNode | null;
  readonly perNodeStatus?: Readonly<Record<string, { readonly plugin: string; readonly code: string }>> | null;
  readonly perNodeIfUngated?: PerNode | null;
}

/** null: every filter accepts the node. */
export type PerNode = Readonly<Record<string, readonly string[] | null>>;

/** Where all recorded cases are while the project is developed. */
export const allCasesFile = join(import.meta.dirname, '../../../shared/oracles/scheduler/cases.jsonl.gz');
export const hasAllCases = existsSync(allCasesFile);

/** A selection of the cases that goes with the repository: each theme, each plugin, each kind of message. */
export const casesFile = join(import.meta.dirname, '../fixtures/fit-cases.jsonl.gz');

export function readCases(file: string): FitCase[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as FitCase);
}

export function clusterOf(one: FitCase): FitCluster {
  return {
    nodes: one.nodes,
    pods: one.pods,
    namespaces: one.namespaces,
    claims: one.pvcs,
    volumes: one.pvs,
    storageClasses: one.storageClasses,
    priorityClasses: one.priorityClasses,
    disruptionBudgets: [],
    csiNodes: one.csiNodes ?? [],
    csiDrivers: one.csiDrivers ?? [],
    storageCapacities: one.csiStorageCapacities ?? [],
    volumeAttachments: one.volumeAttachments ?? [],
    resourceClaims: one.resourceClaims ?? [],
    resourceSlices: one.resourceSlices ?? [],
    deviceClasses: one.deviceClasses ?? [],
  };
}

/** Everything that was in the cluster of a case, the pod included. */
export function objectsOf(one: FitCase): KubeObject[] {
  const lists = Object.entries(one).filter(([key, value]) => Array.isArray(value) && key !== 'themes');
  return [...lists.flatMap(([, list]) => list as KubeObject[]), one.incoming];
}
