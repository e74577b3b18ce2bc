import type { EvidenceKey } from '../core/evidence.ts';

/** What reading a piece of evidence needs: verbs on a resource of an API group. */
export interface Permission {
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly string[];
  /** What it is read for; `target` is what is explained itself. */
  readonly evidence: EvidenceKey | 'target';
}

function permission(evidence: Permission['evidence'], group: string, resource: string, ...verbs: string[]): Permission {
  return { group, resource, verbs, evidence };
}

/** Everything that podlife may ask a cluster for. Only the first is needed; what else is refused is listed as not checked. */
export const permissions: readonly Permission[] = [
  permission('target', '', 'pods', 'get', 'list'),
  permission('events', '', 'events', 'list'),
  permission('logs', '', 'pods/log', 'get'),
  permission('owner', 'apps', 'deployments', 'get', 'list'),
  permission('owner', 'apps', 'replicasets', 'get', 'list'),
  permission('owner', 'apps', 'statefulsets', 'get', 'list'),
  permission('owner', 'apps', 'daemonsets', 'get', 'list'),
  permission('owner', 'batch', 'jobs', 'get', 'list'),
  permission('owner', 'batch', 'cronjobs', 'get', 'list'),
  permission('node', '', 'nodes', 'get', 'list'),
  permission('services', '', 'services', 'list'),
  permission('references', '', 'configmaps', 'get', 'list'),
  permission('references', '', 'secrets', 'get', 'list'),
  permission('references', '', 'serviceaccounts', 'list'),
  permission('storage', '', 'persistentvolumeclaims', 'get', 'list'),
  permission('storage', '', 'persistentvolumes', 'list'),
  permission('storage', 'storage.k8s.io', 'storageclasses', 'list'),
  permission('limits', '', 'resourcequotas', 'list'),
  permission('limits', '', 'limitranges', 'list'),
  // `fit` looks at what the scheduler looks at.
  permission('target', '', 'namespaces', 'list'),
  permission('target', 'policy', 'poddisruptionbudgets', 'list'),
  permission('target', 'scheduling.k8s.io', 'priorityclasses', 'list'),
  permission('target', 'storage.k8s.io', 'csinodes', 'list'),
  permission('target', 'storage.k8s.io', 'csidrivers', 'list'),
  permission('target', 'storage.k8s.io', 'csistoragecapacities', 'list'),
  permission('target', 'storage.k8s.io', 'volumeattachments', 'list'),
  permission('target', 'resource.k8s.io', 'resourceclaims', 'list'),
  permission('target', 'resource.k8s.io', 'resourceslices', 'list'),
  permission('target', 'resource.k8s.io', 'deviceclasses', 'list'),
];

/** A ClusterRole that grants all of it, as YAML. */
export function clusterRole(): string {
  const rules = new Map<string, string[]>();
  for (const { group, resource, verbs } of permissions) {
    const key = `${group}|${verbs.join(', ')}`;
    rules.set(key, [...(rules.get(key) ?? []), resource]);
  }
  const lines = [...rules].map(([key, names]) => {
    const [group = '', verbs = ''] = key.split('|');
    return `  - apiGroups: ['${group}']\n    resources: [${names.join(', ')}]\n    verbs: [${verbs}]`;
  });
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: podlife\nrules:\n${lines.join('\n')}\n`;
}
