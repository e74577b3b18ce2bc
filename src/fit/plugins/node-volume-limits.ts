import type { KubeObject, PersistentVolumeClaim } from '../../core/kubernetes.ts';
import { nameOf } from '../../facts/metadata.ts';
import { missingKinds, objectOf } from '../lookups.ts';
import type { FitIndex, NodeRecord } from '../node-index.ts';
import { storageClassName, type VolumeAttachment } from '../objects.ts';
import { unschedulable, type Plugin } from '../plugin.ts';
import type { PodRecord } from '../records.ts';

const name = 'NodeVolumeLimits';

/** How many volumes of a CSI driver can be attached to a node. */
export const nodeVolumeLimits: Plugin = {
  name,
  prepare({ record }, index) {
    if (record.claims.length === 0 && record.ephemeral.length === 0) return {};
    const unchecked = missingKinds(name, index, 'claims', 'volumes', 'storageClasses', 'csiNodes', 'volumeAttachments');
    const wanted = csiVolumesOf(record, index);
    if (wanted.size === 0) return { unchecked };
    return {
      unchecked,
      filter(node) {
        const full = fullDrivers(wanted, node, index);
        if (full.length === 0) return undefined;
        const details = full.map(
          ({ driver, limit, attached, asked }) =>
            `wants ${asked} more of ${driver}; ${attached} of ${limit} volumes are attached`,
        );
        return unschedulable('node(s) exceed max volume count', ...details);
      },
    };
  },
};

export interface FullDriver {
  readonly driver: string;
  readonly limit: number;
  readonly attached: number;
  readonly asked: number;
}

function fullDrivers(wanted: ReadonlyMap<string, string>, node: NodeRecord, index: FitIndex): FullDriver[] {
  const limits = limitsOf(node, index);
  if (limits.size === 0) return [];
  const used = new Map<string, string>();
  for (const pod of node.pods) for (const [id, driver] of csiVolumesOf(pod, index)) used.set(id, driver);
  const attached = countBy([...used.values(), ...leftAttached(node, used, index)]);
  const asked = countBy([...wanted].filter(([id]) => !used.has(id)).map(([, driver]) => driver));
  return [...asked].flatMap(([driver, count]) => {
    const limit = limits.get(driver);
    const now = attached.get(driver) ?? 0;
    return limit !== undefined && now + count > limit ? [{ driver, limit, attached: now, asked: count }] : [];
  });
}

function limitsOf({ name: node }: NodeRecord, index: FitIndex): Map<string, number> {
  const drivers = objectOf(index, 'csiNodes', node)?.spec?.drivers ?? [];
  return new Map(
    drivers.flatMap(({ name: driver, allocatable }) =>
      typeof allocatable?.count === 'number' ? [[driver, allocatable.count] as const] : [],
    ),
  );
}

/** Drivers of volumes that are still attached to the node though no pod on it uses them. */
function leftAttached(node: NodeRecord, used: ReadonlyMap<string, string>, index: FitIndex): string[] {
  const left = new Map<string, string>();
  for (const { spec } of attachmentsOf(index.objects.volumeAttachments ?? [], node.name)) {
    if (!spec?.source?.persistentVolumeName) continue;
    const handle = csiOf(objectOf(index, 'volumes', spec.source.persistentVolumeName))?.handle;
    const id = `${spec.attacher ?? ''}/${handle ?? ''}`;
    if (handle !== undefined && !used.has(id)) left.set(id, spec.attacher ?? '');
  }
  return [...left.values()];
}

const byNode = new WeakMap<readonly VolumeAttachment[], Map<string, VolumeAttachment[]>>();

function attachmentsOf(all: readonly VolumeAttachment[], node: string): readonly VolumeAttachment[] {
  const known = byNode.get(all) ?? new Map<string, VolumeAttachment[]>();
  if (!byNode.has(all)) {
    byNode.set(all, known);
    for (const one of all) known.set(one.spec?.nodeName ?? '', [...(known.get(one.spec?.nodeName ?? '') ?? []), one]);
  }
  return known.get(node) ?? [];
}

/** The CSI volumes of a pod with their drivers. A claim that is not bound counts with the provisioner of its class. */
export function csiVolumesOf({ namespace, claims, ephemeral }: PodRecord, index: FitIndex): Map<string, string> {
  const volumes = new Map<string, string>();
  for (const claimName of [...claims, ...ephemeral]) {
    const claim = objectOf(index, 'claims', claimName, namespace);
    const volume = claim && csiVolumeOf(claim, index);
    if (volume) volumes.set(`${volume.driver}/${volume.handle}`, volume.driver);
  }
  return volumes;
}

function csiVolumeOf(claim: PersistentVolumeClaim, index: FitIndex): { driver: string; handle: string } | undefined {
  const volume = claim.spec?.volumeName && objectOf(index, 'volumes', claim.spec.volumeName);
  if (volume) return csiOf(volume);
  const driver = objectOf(index, 'storageClasses', storageClassName(claim))?.provisioner;
  // Volumes of in-tree plugins are counted only where their migration is on, which objects do not tell reliably.
  if (!driver || driver.startsWith('kubernetes.io/')) return undefined;
  return { driver, handle: `unbound-${claim.metadata?.namespace ?? ''}/${nameOf(claim)}` };
}

function csiOf(volume: KubeObject | undefined): { driver: string; handle: string } | undefined {
  const spec = volume?.['spec'];
  if (typeof spec !== 'object' || spec === null || !('csi' in spec)) return undefined;
  const csi = spec.csi;
  if (typeof csi !== 'object' || csi === null || !('driver' in csi) || !('volumeHandle' in csi)) return undefined;
  return { driver: String(csi.driver), handle: String(csi.volumeHandle) };
}

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of names) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}
