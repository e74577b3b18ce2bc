import { missingKinds, objectOf } from '../lookups.ts';
import { countOn, type FitIndex } from '../node-index.ts';
import { unresolvable, unschedulable, type Incoming, type Plugin, type Rejection } from '../plugin.ts';
import type { InlineDisk, PodRecord } from '../records.ts';

/** Disks that two pods of a node must not share, and claims that only one pod at all may use. */
export const volumeRestrictions: Plugin = {
  name: 'VolumeRestrictions',
  prepare(incoming, index) {
    const { claims, disks, namespace } = incoming.record;
    const unchecked = claims.length > 0 ? missingKinds('VolumeRestrictions', index, 'claims') : [];
    if (unchecked.length > 0) return { unchecked };
    const gone = claims.find((name) => !objectOf(index, 'claims', name, namespace));
    if (gone !== undefined) return { reject: unresolvable(`persistentvolumeclaim "${gone}" not found`) };
    const inUse = claimsInUse(incoming, index);
    if (disks.length === 0 && inUse.length === 0) return {};
    return {
      dependsOn: (pod) => inUse.some((name) => usesClaim(pod, namespace, name)),
      filter({ pods }): Rejection | undefined {
        for (const disk of disks) {
          const holder = pods.find((pod) => pod.disks.some((held) => disksCollide(disk, held)));
          if (!holder) continue;
          return unschedulable(
            'node(s) had no available disk',
            `${holder.namespace}/${holder.name} uses ${disk.kind} ${disk.id}`,
          );
        }
        if (inUse.length === 0) return undefined;
        return unschedulable(
          'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
          ...inUse.map((name) => `claim ${name} is ReadWriteOncePod and another pod uses it`),
        );
      },
    };
  },
};

/** Claims with ReadWriteOncePod that a pod on some node uses. */
export function claimsInUse({ record }: Incoming, index: FitIndex): string[] {
  return record.claims.filter((name) => {
    const claim = objectOf(index, 'claims', name, record.namespace);
    if (!claim?.spec?.accessModes?.includes('ReadWriteOncePod')) return false;
    const question = `uses ${record.namespace}/${name}`;
    return index.nodes.some((node) => countOn(node, question, (pod) => usesClaim(pod, record.namespace, name)) > 0);
  });
}

export function usesClaim({ namespace, claims }: PodRecord, of: string, name: string): boolean {
  return namespace === of && claims.includes(name);
}

/** volumerestrictions/volume_restrictions.go, isVolumeConflict. */
export function disksCollide(a: InlineDisk, b: InlineDisk): boolean {
  if (a.kind !== b.kind || a.id !== b.id) return false;
  if (a.kind === 'awsElasticBlockStore') return true;
  if (a.kind === 'rbd' && !a.monitors.some((monitor) => b.monitors.includes(monitor))) return false;
  return !(a.readOnly && b.readOnly);
}
