import type { ClaimFacts, PodSpecFacts, Snapshot, StorageFacts } from '../core/evidence.ts';
import { absent, mapLookup, unasked, valueOf, type Lookup } from '../core/lookup.ts';
import { eventsOf, regarding } from './events.ts';
import { similarNames } from './similar.ts';

/** A claim that a pod spec mounts: the volume, the claim's name (that of a generic ephemeral volume is `POD-VOLUME`), the field path. */
export interface StatedClaim {
  readonly volume: string;
  readonly claimName: string;
  readonly path: string;
}

/** The PersistentVolumeClaims that a pod spec mounts. Ephemeral volumes count only where the pod has a name. */
export function statedClaims({ spec, metadata, path }: PodSpecFacts): StatedClaim[] {
  return (spec.volumes ?? []).flatMap((volume, index) => {
    const at = `${path}.volumes[${index}]`;
    if (volume.persistentVolumeClaim?.claimName) {
      const { claimName } = volume.persistentVolumeClaim;
      return [{ volume: volume.name, claimName, path: `${at}.persistentVolumeClaim` }];
    }
    if (volume.ephemeral && metadata.name) {
      return [{ volume: volume.name, claimName: `${metadata.name}-${volume.name}`, path: `${at}.ephemeral` }];
    }
    return [];
  });
}

/** The claims of the pod with their class and volume, and what classes and volumes the cluster has. */
export function storageOf(spec: PodSpecFacts, snapshot: Snapshot): StorageFacts {
  return {
    claims: statedClaims(spec).map((stated) => claimFacts(stated, snapshot)),
    storageClasses: snapshot.storageClasses,
    persistentVolumes: snapshot.persistentVolumes,
  };
}

function claimFacts(stated: StatedClaim, snapshot: Snapshot): ClaimFacts {
  const claim = snapshot.claims.get(stated.claimName) ?? unasked;
  const spec = valueOf(claim)?.spec;
  const events = valueOf(snapshot.claimEvents) ?? [];
  return {
    ...stated,
    claim,
    storageClass: named(snapshot.storageClasses, spec?.storageClassName),
    persistentVolume: named(snapshot.persistentVolumes, spec?.volumeName),
    events: eventsOf(events.filter((event) => regarding(event).name === stated.claimName)),
    similar: similarNames(stated.claimName, snapshot.names.get('PersistentVolumeClaim') ?? []),
  };
}

/** The object of a list that carries the name; nothing was asked where there is no name. */
function named<T extends { metadata?: { name?: string } }>(
  list: Lookup<readonly T[]>,
  name: string | undefined,
): Lookup<T> {
  if (!name) return unasked;
  if (list.state !== 'found') return list;
  const value = list.value.find((object) => object.metadata?.name === name);
  return value ? mapLookup(list, () => value) : absent;
}
