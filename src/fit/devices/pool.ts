import type { Taint, Toleration } from '../../core/kubernetes.ts';
import { matchesTerm } from '../../facts/node-affinity.ts';
import { parseQuantity } from '../../facts/quantity.ts';
import { tolerates } from '../../facts/tolerations.ts';
import type { NodeRecord } from '../node-index.ts';
import type { Device, DeviceAttribute, ResourceSlice } from '../objects.ts';
import { versionKey, type CelMap, type CelValue } from './cel.ts';

/** A device that a node can reach. */
export interface Reachable {
  /** `driver/pool/device`. */
  readonly id: string;
  readonly driver: string;
  readonly device: Device;
}

/** The devices that can be used on a node: those of complete pools of the newest generation. */
export function devicesOn(node: NodeRecord, slices: readonly ResourceSlice[]): Reachable[] {
  const pools = new Map<string, ResourceSlice[]>();
  for (const slice of slices) {
    const key = `${slice.spec?.driver ?? ''}/${slice.spec?.pool?.name ?? ''}`;
    pools.set(key, [...(pools.get(key) ?? []), slice]);
  }
  return [...pools].flatMap(([pool, all]) => {
    const newest = Math.max(...all.map(generationOf));
    const current = all.filter((slice) => generationOf(slice) === newest);
    if (current.length < (current[0]?.spec?.pool?.resourceSliceCount ?? 1)) return [];
    return current.flatMap(({ spec = {} }) =>
      (spec.devices ?? [])
        .filter((device) => reaches(spec.perDeviceNodeSelection ? device : spec, node))
        .map((device) => ({ id: `${pool}/${device.name}`, driver: spec.driver ?? '', device })),
    );
  });
}

function generationOf({ spec }: ResourceSlice): number {
  return spec?.pool?.generation ?? 0;
}

type Where = Pick<Device, 'nodeName' | 'nodeSelector' | 'allNodes'>;

function reaches({ nodeName, nodeSelector, allNodes }: Where, { name, node }: NodeRecord): boolean {
  if (nodeName) return nodeName === name;
  if (nodeSelector) return (nodeSelector.nodeSelectorTerms ?? []).some((term) => matchesTerm(term, node));
  return allNodes === true;
}

/** The variable `device` of a selector. Names without a domain belong to the driver's. */
export function celDevice({ driver, device }: Reachable): CelMap {
  const attributes = Object.entries(device.attributes ?? {}).map(
    ([name, value]) => [name, attributeValue(value)] as const,
  );
  const capacity = Object.entries(device.capacity ?? {}).map(
    ([name, { value }]) => [name, parseQuantity(value)] as const,
  );
  return {
    device: {
      driver,
      attributes: byDomain(attributes, driver),
      capacity: byDomain(capacity, driver),
      allowMultipleAllocations: device.allowMultipleAllocations ?? false,
    },
  };
}

export function attributeValue({ string, int, bool, version }: DeviceAttribute): CelValue | undefined {
  return string ?? int ?? bool ?? (version === undefined ? undefined : versionKey(version));
}

function byDomain(entries: readonly (readonly [string, CelValue | undefined])[], driver: string): CelMap {
  const domains: Record<string, Record<string, CelValue | undefined>> = {};
  for (const [name, value] of entries) {
    const [domain, id] = name.includes('/')
      ? [name.slice(0, name.indexOf('/')), name.slice(name.indexOf('/') + 1)]
      : [driver, name];
    (domains[domain] ??= {})[id] = value;
  }
  return domains;
}

/** Whether a request may have a device in spite of its taints. */
export function toleratesDevice(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
): boolean {
  return (taints ?? []).every(
    (taint) =>
      (taint.effect !== 'NoSchedule' && taint.effect !== 'NoExecute') ||
      (tolerations ?? []).some((one) => tolerates(one, taint)),
  );
}
