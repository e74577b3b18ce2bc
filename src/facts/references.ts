import type {
  ContainerSpec,
  KeyedObject,
  NamedKind,
  PodSpecFacts,
  Reference,
  ReferenceKind,
  Snapshot,
} from '../core/evidence.ts';
import type { VolumeMount } from '../core/kubernetes.ts';
import { unasked, type Lookup } from '../core/lookup.ts';
import { similarNames } from './similar.ts';

/** A reference as the spec states it, before anybody looked whether its object exists. */
export type StatedReference = Omit<Reference, 'object' | 'similar'>;

/**
 * Every ConfigMap, Secret and ServiceAccount that a pod spec names, down to the key: env, envFrom, volumes, projected volumes,
 * imagePullSecrets and the service account. The objects that Kubernetes itself puts into each namespace (`kube-root-ca.crt` in the
 * token volume) are left out.
 */
export function statedReferences({ spec, containers, path }: PodSpecFacts): StatedReference[] {
  const references: StatedReference[] = [];
  for (const container of containers) references.push(...ofContainer(container));
  (spec.volumes ?? []).forEach((volume, index) => {
    const user = onlyUser(containers, volume.name);
    const add = (
      kind: ReferenceKind,
      source: { items?: { key: string }[]; optional?: boolean } & { [field: string]: unknown },
      name: string | undefined,
      at: string,
    ): void => {
      if (!name) return;
      const common = {
        kind,
        name,
        optional: source.optional ?? false,
        via: 'volume' as const,
        holder: volume.name,
        ...(user ? { container: user } : {}),
      };
      const volumePath = `${path}.volumes[${index}].${at}`;
      if (!source.items?.length) references.push({ ...common, path: volumePath });
      (source.items ?? []).forEach(({ key }, item) =>
        references.push({ ...common, key, path: `${volumePath}.items[${item}].key` }),
      );
    };
    if (volume.configMap) add('ConfigMap', { ...volume.configMap }, volume.configMap.name, 'configMap');
    if (volume.secret) add('Secret', { ...volume.secret }, volume.secret.secretName, 'secret');
    if (isTokenVolume(volume.name)) return;
    (volume.projected?.sources ?? []).forEach((source, at) => {
      if (source.configMap)
        add('ConfigMap', { ...source.configMap }, source.configMap.name, `projected.sources[${at}].configMap`);
      if (source.secret) add('Secret', { ...source.secret }, source.secret.name, `projected.sources[${at}].secret`);
    });
  });
  (spec.imagePullSecrets ?? []).forEach(({ name }, index) => {
    if (!name) return;
    references.push({
      kind: 'Secret',
      name,
      optional: false,
      via: 'imagePullSecrets',
      path: `${path}.imagePullSecrets[${index}]`,
    });
  });
  if (spec.serviceAccountName) {
    references.push({
      kind: 'ServiceAccount',
      name: spec.serviceAccountName,
      optional: false,
      via: 'serviceAccount',
      path: `${path}.serviceAccountName`,
    });
  }
  return references;
}

/** The ServiceAccount admission plugin adds this volume; what it projects is the cluster's own. */
function isTokenVolume(name: string | undefined): boolean {
  return name?.startsWith('kube-api-access-') ?? false;
}

function ofContainer(container: ContainerSpec): StatedReference[] {
  const references: StatedReference[] = [];
  (container.spec.env ?? []).forEach((variable, index) => {
    const at = `${container.path}.env[${index}].valueFrom`;
    const add = (
      kind: ReferenceKind,
      selector: { name?: string; key?: string; optional?: boolean },
      field: string,
    ): void => {
      if (!selector.name) return;
      references.push({
        kind,
        name: selector.name,
        ...(selector.key ? { key: selector.key } : {}),
        optional: selector.optional ?? false,
        via: 'env',
        container,
        holder: variable.name,
        path: `${at}.${field}`,
      });
    };
    if (variable.valueFrom?.configMapKeyRef) add('ConfigMap', variable.valueFrom.configMapKeyRef, 'configMapKeyRef');
    if (variable.valueFrom?.secretKeyRef) add('Secret', variable.valueFrom.secretKeyRef, 'secretKeyRef');
  });
  (container.spec.envFrom ?? []).forEach((source, index) => {
    const add = (kind: ReferenceKind, object: { name?: string; optional?: boolean }, field: string): void => {
      if (!object.name) return;
      references.push({
        kind,
        name: object.name,
        optional: object.optional ?? false,
        via: 'envFrom',
        container,
        path: `${container.path}.envFrom[${index}].${field}`,
      });
    };
    if (source.configMapRef) add('ConfigMap', source.configMapRef, 'configMapRef');
    if (source.secretRef) add('Secret', source.secretRef, 'secretRef');
  });
  return references;
}

/** The container that mounts a volume, where exactly one does. */
export function onlyUser(containers: readonly ContainerSpec[], volume: string): ContainerSpec | undefined {
  const users = containers.filter((container) => mountsOf(container).some((mount) => mount.name === volume));
  return users.length === 1 ? users[0] : undefined;
}

function mountsOf(container: ContainerSpec): VolumeMount[] {
  return container.spec.volumeMounts ?? [];
}

/** Joins the stated references with what is known of their objects. */
export function resolveReferences(spec: PodSpecFacts, snapshot: Snapshot): Reference[] {
  const objects: Record<ReferenceKind, ReadonlyMap<string, Lookup<KeyedObject>>> = {
    ConfigMap: snapshot.configMaps,
    Secret: snapshot.secrets,
    ServiceAccount: snapshot.serviceAccounts,
  };
  return statedReferences(spec).map((reference) => ({
    ...reference,
    object: objects[reference.kind].get(reference.name) ?? unasked,
    similar: similarNames(reference.name, snapshot.names.get(reference.kind satisfies NamedKind) ?? []),
  }));
}
