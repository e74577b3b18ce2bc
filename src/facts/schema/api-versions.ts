/** What is known of an apiVersion and kind of Kubernetes itself. */
export interface ApiKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** Minor version in which it came, where that is not long ago. */
  readonly since?: number;
  readonly deprecated?: number;
  /** Minor version that serves it no more. */
  readonly removed?: number;
  readonly replacement?: string;
}

/** apiVersion and its kinds, as a current API server has them (k8s.io/api, register.go). */
const served: readonly (readonly [string, string])[] = [
  [
    'v1',
    'Binding ComponentStatus ConfigMap Endpoints Event LimitRange List Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate ' +
      'ReplicationController ResourceQuota Secret Service ServiceAccount',
  ],
  [
    'admissionregistration.k8s.io/v1',
    'MutatingAdmissionPolicy@36 MutatingAdmissionPolicyBinding@36 MutatingWebhookConfiguration ValidatingAdmissionPolicy ' +
      'ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration',
  ],
  ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
  ['apiregistration.k8s.io/v1', 'APIService'],
  ['apps/v1', 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet'],
  ['authentication.k8s.io/v1', 'SelfSubjectReview TokenRequest TokenReview'],
  [
    'authorization.k8s.io/v1',
    'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
  ],
  ['autoscaling/v1', 'HorizontalPodAutoscaler Scale'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['batch/v1', 'CronJob Job'],
  ['certificates.k8s.io/v1', 'CertificateSigningRequest'],
  ['coordination.k8s.io/v1', 'Lease'],
  ['discovery.k8s.io/v1', 'EndpointSlice'],
  ['events.k8s.io/v1', 'Event'],
  ['flowcontrol.apiserver.k8s.io/v1', 'FlowSchema PriorityLevelConfiguration'],
  ['networking.k8s.io/v1', 'IPAddress@33 Ingress IngressClass NetworkPolicy ServiceCIDR@33'],
  ['node.k8s.io/v1', 'RuntimeClass'],
  ['policy/v1', 'Eviction PodDisruptionBudget'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole ClusterRoleBinding Role RoleBinding'],
  ['resource.k8s.io/v1', 'DeviceClass@34 ResourceClaim@34 ResourceClaimTemplate@34 ResourceSlice@34'],
  ['scheduling.k8s.io/v1', 'PriorityClass'],
  ['storage.k8s.io/v1', 'CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment VolumeAttributesClass@34'],
];

/** apiVersion, kinds, version that deprecates it, version without it, replacement (the lifecycle files of k8s.io/api). */
const passing: readonly (readonly [string, string, number, number, string?])[] = [
  [
    'admissionregistration.k8s.io/v1beta1',
    'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding',
    37,
    40,
    'admissionregistration.k8s.io/v1',
  ],
  [
    'admissionregistration.k8s.io/v1beta1',
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
    16,
    22,
    'admissionregistration.k8s.io/v1',
  ],
  [
    'admissionregistration.k8s.io/v1beta1',
    'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding',
    31,
    34,
    'admissionregistration.k8s.io/v1',
  ],
  ['apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', 16, 22, 'apiextensions.k8s.io/v1'],
  ['apiregistration.k8s.io/v1beta1', 'APIService', 19, 22, 'apiregistration.k8s.io/v1'],
  ['apps/v1beta1', 'ControllerRevision Deployment StatefulSet', 8, 16, 'apps/v1'],
  ['apps/v1beta2', 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet', 9, 16, 'apps/v1'],
  ['authentication.k8s.io/v1beta1', 'TokenReview', 19, 22, 'authentication.k8s.io/v1'],
  ['authentication.k8s.io/v1beta1', 'SelfSubjectReview', 30, 33, 'authentication.k8s.io/v1'],
  [
    'authorization.k8s.io/v1beta1',
    'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
    19,
    22,
    'authorization.k8s.io/v1',
  ],
  ['autoscaling/v2beta1', 'HorizontalPodAutoscaler', 22, 25, 'autoscaling/v2'],
  ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', 23, 26, 'autoscaling/v2'],
  ['batch/v1beta1', 'CronJob', 21, 25, 'batch/v1'],
  ['batch/v2alpha1', 'CronJob', 8, 21, 'batch/v1'],
  ['certificates.k8s.io/v1beta1', 'CertificateSigningRequest', 19, 22, 'certificates.k8s.io/v1'],
  ['certificates.k8s.io/v1beta1', 'ClusterTrustBundle PodCertificateRequest', 37, 40],
  ['coordination.k8s.io/v1beta1', 'Lease', 19, 22, 'coordination.k8s.io/v1'],
  ['discovery.k8s.io/v1beta1', 'EndpointSlice', 21, 25, 'discovery.k8s.io/v1'],
  ['events.k8s.io/v1beta1', 'Event', 22, 25, 'events.k8s.io/v1'],
  ['extensions/v1beta1', 'DaemonSet Deployment ReplicaSet', 8, 16, 'apps/v1'],
  ['extensions/v1beta1', 'Ingress', 14, 22, 'networking.k8s.io/v1'],
  ['extensions/v1beta1', 'NetworkPolicy', 9, 16, 'networking.k8s.io/v1'],
  ['extensions/v1beta1', 'PodSecurityPolicy', 10, 16],
  [
    'flowcontrol.apiserver.k8s.io/v1beta1',
    'FlowSchema PriorityLevelConfiguration',
    23,
    26,
    'flowcontrol.apiserver.k8s.io/v1',
  ],
  [
    'flowcontrol.apiserver.k8s.io/v1beta2',
    'FlowSchema PriorityLevelConfiguration',
    26,
    29,
    'flowcontrol.apiserver.k8s.io/v1',
  ],
  [
    'flowcontrol.apiserver.k8s.io/v1beta3',
    'FlowSchema PriorityLevelConfiguration',
    29,
    32,
    'flowcontrol.apiserver.k8s.io/v1',
  ],
  ['networking.k8s.io/v1beta1', 'IPAddress ServiceCIDR', 34, 37, 'networking.k8s.io/v1'],
  ['networking.k8s.io/v1beta1', 'Ingress IngressClass', 19, 22, 'networking.k8s.io/v1'],
  ['node.k8s.io/v1beta1', 'RuntimeClass', 22, 25, 'node.k8s.io/v1'],
  ['policy/v1beta1', 'Eviction PodDisruptionBudget', 21, 25, 'policy/v1'],
  ['policy/v1beta1', 'PodSecurityPolicy', 21, 25],
  [
    'rbac.authorization.k8s.io/v1alpha1',
    'ClusterRole ClusterRoleBinding Role RoleBinding',
    17,
    23,
    'rbac.authorization.k8s.io/v1',
  ],
  [
    'rbac.authorization.k8s.io/v1beta1',
    'ClusterRole ClusterRoleBinding Role RoleBinding',
    17,
    22,
    'rbac.authorization.k8s.io/v1',
  ],
  [
    'resource.k8s.io/v1beta1',
    'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice',
    35,
    38,
    'resource.k8s.io/v1',
  ],
  [
    'resource.k8s.io/v1beta2',
    'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice',
    36,
    39,
    'resource.k8s.io/v1',
  ],
  ['scheduling.k8s.io/v1alpha1', 'PriorityClass', 14, 17, 'scheduling.k8s.io/v1'],
  ['scheduling.k8s.io/v1beta1', 'PriorityClass', 14, 22, 'scheduling.k8s.io/v1'],
  ['storage.k8s.io/v1beta1', 'CSIDriver CSINode StorageClass VolumeAttachment', 19, 22, 'storage.k8s.io/v1'],
  ['storage.k8s.io/v1beta1', 'CSIStorageCapacity', 24, 27, 'storage.k8s.io/v1'],
  ['storage.k8s.io/v1beta1', 'VolumeAttributesClass', 34, 37, 'storage.k8s.io/v1'],
];

/** Kinds by apiVersion and name, each apiVersion's made when it is asked for. */
const tables = new Map<string, ReadonlyMap<string, ApiKind>>();

function tableOf(apiVersion: string): ReadonlyMap<string, ApiKind> {
  const known = tables.get(apiVersion);
  if (known) return known;
  const ofIt = ([version]: readonly [string, ...unknown[]]): boolean => version === apiVersion;
  const kinds = [...served.filter(ofIt).flatMap(servedKinds), ...passing.filter(ofIt).flatMap(passingKinds)];
  const table = new Map(kinds.map((one) => [one.kind, one]));
  tables.set(apiVersion, table);
  return table;
}

function all(): ApiKind[] {
  const versions = new Set([...served, ...passing].map(([version]) => version));
  return [...versions].flatMap((version) => [...tableOf(version).values()]);
}

function servedKinds([apiVersion, kinds]: readonly [string, string]): ApiKind[] {
  return kinds.split(' ').map((text) => {
    const [kind = '', since] = text.split('@');
    return { apiVersion, kind, ...(since ? { since: Number(since) } : {}) };
  });
}

function passingKinds([apiVersion, kinds, deprecated, removed, replacement]: (typeof passing)[number]): ApiKind[] {
  return kinds
    .split(' ')
    .map((kind) => ({ apiVersion, kind, deprecated, removed, ...(replacement ? { replacement } : {}) }));
}

/** The kind of that apiVersion, also one that is gone; undefined where Kubernetes never had it. */
export function apiKind(apiVersion: string, kind: string): ApiKind | undefined {
  return tableOf(apiVersion).get(kind);
}

/** The apiVersions that serve a kind of this name now. */
export function apiVersionsOf(kind: string): string[] {
  return all()
    .filter((one) => one.kind === kind && one.removed === undefined)
    .map(({ apiVersion }) => apiVersion);
}

/** The kinds that an apiVersion serves now. */
export function kindsOf(apiVersion: string): string[] {
  return [...tableOf(apiVersion).values()].filter((one) => one.removed === undefined).map(({ kind }) => kind);
}

/** The group of an apiVersion: empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** Whether the group is one of Kubernetes itself, or one that can be nobody's: groups of custom resources have a dot. */
export function isBuiltInGroup(group: string): boolean {
  return !group.includes('.') || all().some((one) => groupOf(one.apiVersion) === group);
}
