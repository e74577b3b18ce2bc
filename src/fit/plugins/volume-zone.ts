import type { PersistentVolume } from '../../core/kubernetes.ts';
import { missingKinds, objectOf } from '../lookups.ts';
import type { FitIndex } from '../node-index.ts';
import { storageClassName } from '../objects.ts';
import { unresolvable, type Plugin } from '../plugin.ts';

const name = 'VolumeZone';

/** Old names of the labels and those that stand for them. */
const current: Readonly<Record<string, string>> = {
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
};
const zoneKeys = [...Object.keys(current), ...Object.values(current)];

interface Zone {
  readonly volume: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** Volumes that say by their labels in which zone or region they are. */
export const volumeZone: Plugin = {
  name,
  prepare({ record }, index) {
    if (record.claims.length === 0) return {};
    const unchecked = missingKinds(name, index, 'claims', 'volumes');
    const zones: Zone[] = [];
    for (const claimName of record.claims) {
      const found = volumeOf(claimName, record.namespace, index);
      if (typeof found === 'string') return { reject: unresolvable(found) };
      if (found) zones.push(...zonesOf(found));
    }
    if (zones.length === 0) return { unchecked };
    return {
      unchecked,
      filter({ labels }) {
        if (!zoneKeys.some((key) => labels[key] !== undefined)) return undefined;
        const wrong = zones.find(
          ({ key, values }) => !values.includes(labels[key] ?? labels[current[key] ?? ''] ?? '\0'),
        );
        if (!wrong) return undefined;
        const detail = `volume ${wrong.volume} is in ${wrong.key}=${wrong.values.join(' or ')}`;
        return unresolvable('node(s) had no available volume zone', detail);
      },
    };
  },
};

/** The volume of a claim; a text is a refusal of the pod; undefined where there is none yet and that is fine. */
function volumeOf(claimName: string, namespace: string, index: FitIndex): PersistentVolume | string | undefined {
  if (claimName === '') return 'PersistentVolumeClaim had no name';
  const claim = objectOf(index, 'claims', claimName, namespace);
  if (!claim) return undefined;
  const volumeName = claim.spec?.volumeName;
  if (volumeName) {
    const volume = objectOf(index, 'volumes', volumeName);
    return volume ?? (index.objects.volumes ? `persistentvolume "${volumeName}" not found` : undefined);
  }
  const className = storageClassName(claim);
  if (className === '') return 'PersistentVolumeClaim had no pv name and storageClass name';
  const storageClass = objectOf(index, 'storageClasses', className);
  if (!storageClass)
    return index.objects.storageClasses ? `storageclass.storage.k8s.io "${className}" not found` : undefined;
  if (!storageClass.volumeBindingMode) return `VolumeBindingMode not set for StorageClass "${className}"`;
  return storageClass.volumeBindingMode === 'WaitForFirstConsumer' ? undefined : 'PersistentVolume had no name';
}

/** Several zones stand in one label, joined by two underscores; a label with an empty one counts for nothing. */
function zonesOf({ metadata = {} }: PersistentVolume): Zone[] {
  return zoneKeys.flatMap((key) => {
    const values = metadata.labels?.[key]?.split('__').map((value) => value.trim()) ?? [];
    return values.length === 0 || values.includes('') ? [] : [{ volume: metadata.name ?? '', key, values }];
  });
}
