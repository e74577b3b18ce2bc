/**
 * Feature gates that change what is valid, with the first minor version in which they are on by default (pkg/features/kube_features.go).
 * A field whose gate is off is dropped before it is looked at.
 */
const onSince = {
  sleepAction: 30,
  relaxedEnvNames: 32,
  jobManagedBy: 32,
  hostUsers: 33,
  supplementalGroupsPolicy: 33,
  procMount: 33,
  resizePolicy: 33,
  sleepZero: 33,
  nodeAffinityValues: 33,
  relaxedDnsSearch: 33,
  seLinuxChangePolicy: 33,
  statefulSetServiceName: 33,
  podLevelResources: 34,
  mergedSpreadSelector: 34,
  resourceClaims: 34,
  volumeAttributesClass: 34,
  statefulSetTemplate: 34,
  blockVolumesWithHostUsers: 34,
  containerRestartFields: 34,
  containerRestartRules: 35,
  hostnameOverride: 35,
  envFiles: 35,
  imageVolume: 35,
  restartAllContainers: 36,
  initResizeRestart: 36,
  strictIp: 36,
} as const;

export type Gate = keyof typeof onSince;

/** Whether a gate is on in `1.34`. A version that cannot be read is taken for the newest. */
export function gateOf(version: string): (gate: Gate) => boolean {
  const minor = Number(/^v?1\.(\d+)/.exec(version)?.[1] ?? Infinity);
  return (gate) => minor >= onSince[gate];
}
