/** A kind that podlife reads, and how the API server calls it. */
export interface Resource {
  readonly kind: string;
  /** `` for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** What kubectl users write for it beside kind and plural. */
  readonly shortNames: readonly string[];
}

function resource(kind: string, group: string, plural: string, shortNames: string[] = [], namespaced = true): Resource {
  return { kind, group, version: 'v1', plural, namespaced, shortNames };
}

export const resources: readonly Resource[] = [
  resource('Pod', '', 'pods', ['po', 'pod']),
  resource('Deployment', 'apps', 'deployments', ['deploy', 'deployment']),
  resource('ReplicaSet', 'apps', 'replicasets', ['rs', 'replicaset']),
  resource('StatefulSet', 'apps', 'statefulsets', ['sts', 'statefulset']),
  resource('DaemonSet', 'apps', 'daemonsets', ['ds', 'daemonset']),
  resource('Job', 'batch', 'jobs', ['job']),
  resource('CronJob', 'batch', 'cronjobs', ['cj', 'cronjob']),
  resource('Event', '', 'events', ['ev', 'event']),
  resource('Node', '', 'nodes', ['no', 'node'], false),
  resource('Namespace', '', 'namespaces', ['ns', 'namespace'], false),
  resource('ConfigMap', '', 'configmaps', ['cm', 'configmap']),
  resource('Secret', '', 'secrets', ['secret']),
  resource('ServiceAccount', '', 'serviceaccounts', ['sa', 'serviceaccount']),
  resource('Service', '', 'services', ['svc', 'service']),
  resource('PersistentVolumeClaim', '', 'persistentvolumeclaims', ['pvc', 'persistentvolumeclaim']),
  resource('PersistentVolume', '', 'persistentvolumes', ['pv', 'persistentvolume'], false),
  resource('StorageClass', 'storage.k8s.io', 'storageclasses', ['sc', 'storageclass'], false),
  resource('ResourceQuota', '', 'resourcequotas', ['quota', 'resourcequota']),
  resource('LimitRange', '', 'limitranges', ['limits', 'limitrange']),
  resource('PriorityClass', 'scheduling.k8s.io', 'priorityclasses', ['pc', 'priorityclass'], false),
  resource('RuntimeClass', 'node.k8s.io', 'runtimeclasses', ['runtimeclass'], false),
  resource('PodDisruptionBudget', 'policy', 'poddisruptionbudgets', ['pdb', 'poddisruptionbudget']),
  resource('CSINode', 'storage.k8s.io', 'csinodes', ['csinode'], false),
  resource('CSIDriver', 'storage.k8s.io', 'csidrivers', ['csidriver'], false),
  resource('CSIStorageCapacity', 'storage.k8s.io', 'csistoragecapacities', ['csistoragecapacity']),
  resource('VolumeAttachment', 'storage.k8s.io', 'volumeattachments', ['volumeattachment'], false),
  resource('ResourceClaim', 'resource.k8s.io', 'resourceclaims', ['resourceclaim']),
  resource('ResourceSlice', 'resource.k8s.io', 'resourceslices', ['resourceslice'], false),
  resource('DeviceClass', 'resource.k8s.io', 'deviceclasses', ['deviceclass'], false),
];

const byKind = new Map(resources.map((one) => [one.kind, one]));

/** The resource of a kind. Throws on a kind that is not in the table: a mistake in the program, not in its input. */
export function resourceOf(kind: string): Resource {
  const known = byKind.get(kind);
  if (!known) throw new Error(`no resource for kind ${kind}`);
  return known;
}

/** Kinds that `explain` takes as a target. */
export const targetKinds: readonly string[] = [
  'Pod',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
];

/** The kind that somebody means by `deploy`, `deployments`, `Deployment` or `deployments.apps`; undefined for none. */
export function kindNamed(text: string | undefined): string | undefined {
  const [word = '', ...group] = (text ?? '').toLowerCase().split('.');
  const match = resources.find(
    ({ kind, plural, shortNames }) => kind.toLowerCase() === word || plural === word || shortNames.includes(word),
  );
  if (!match) return undefined;
  const named = group.filter((part) => !/^v\d/.test(part)).join('.');
  return named === '' || named === match.group ? match.kind : undefined;
}

/** `pods`, `deployments.apps`: as RBAC and kubectl's messages name a resource. */
export function qualifiedPlural(kind: string): string {
  const { plural, group } = resourceOf(kind);
  return group ? `${plural}.${group}` : plural;
}
