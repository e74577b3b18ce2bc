import type { NodeRecord } from '../node-index.ts';
import type {
  DeviceClaim,
  DeviceClass,
  DeviceRequest,
  DeviceSelector,
  ResourceClaim,
  ResourceSlice,
} from '../objects.ts';
import { evaluateCel, understandsCel } from './cel.ts';
import { attributeValue, celDevice, devicesOn, toleratesDevice, type Reachable } from './pool.ts';

/** What an allocation draws from. */
export interface DeviceWorld {
  readonly slices: readonly ResourceSlice[];
  readonly classes: ReadonlyMap<string, DeviceClass>;
  /** Devices that other claims have, as `driver/pool/device`. */
  readonly taken: ReadonlySet<string>;
}

/** The devices that allocated claims hold; those for administration hold none. */
export function takenDevices(claims: readonly ResourceClaim[]): Set<string> {
  return new Set(
    claims.flatMap(({ status }) =>
      (status?.allocation?.devices?.results ?? [])
        .filter(({ adminAccess }) => !adminAccess)
        .map(({ driver, pool, device }) => `${driver}/${pool}/${device}`),
    ),
  );
}

/** Whether all of the claims can be served on a node at the same time (dynamic-resource-allocation/structured, in its plain parts). */
export function allocate(claims: readonly ResourceClaim[], node: NodeRecord, world: DeviceWorld): boolean {
  const demands = claims.flatMap(({ spec }) => demandsOf(spec?.devices ?? {}));
  return assign(demands, devicesOn(node, world.slices), world);
}

/**
 * Whether objects alone tell what `allocate` answers: selectors in the part of CEL that is understood here, and no devices that share
 * counters or can be had several times.
 */
export function isDecidable(claims: readonly ResourceClaim[], world: DeviceWorld): boolean {
  const shared = world.slices.some(({ spec }) =>
    spec?.devices?.some((device) => device.consumesCounters?.length || device.allowMultipleAllocations),
  );
  return !shared && claims.every(({ spec }) => isPlain(spec?.devices, world));
}

/** One request with the ways to satisfy it, and the constraints that its devices have to meet. */
interface Demand {
  readonly ways: readonly DeviceRequest[];
  readonly constraints: readonly Constraint[];
}

interface Constraint {
  readonly attribute: string;
  readonly distinct: boolean;
  /** Values of the devices that were chosen so far. */
  readonly values: unknown[];
}

function isPlain(claim: DeviceClaim | undefined, { classes }: DeviceWorld): boolean {
  const selectors = (claim?.requests ?? []).flatMap(({ exactly, firstAvailable = [] }) =>
    [...(exactly ? [exactly] : []), ...firstAvailable].flatMap((way) => selectorsOf(way, classes)),
  );
  return selectors.every(({ cel }) => cel === undefined || understandsCel(cel.expression));
}

function selectorsOf(
  { deviceClassName = '', selectors = [] }: DeviceRequest,
  classes: DeviceWorld['classes'],
): DeviceSelector[] {
  return [...(classes.get(deviceClassName)?.spec?.selectors ?? []), ...selectors];
}

function demandsOf({ requests = [], constraints = [] }: DeviceClaim): Demand[] {
  const all = constraints.map(({ requests: names = [], matchAttribute, distinctAttribute }) => ({
    names,
    constraint: {
      attribute: matchAttribute ?? distinctAttribute ?? '',
      distinct: matchAttribute === undefined,
      values: [],
    },
  }));
  return requests.map(({ name, exactly, firstAvailable = [] }) => ({
    ways: exactly ? [exactly] : firstAvailable,
    constraints: all
      .filter(({ names }) => names.length === 0 || names.some((one) => one === name || one.startsWith(`${name}/`)))
      .map(({ constraint }) => constraint),
  }));
}

/** Depth first: gives each request its devices in turn and steps back where that leaves too few for a later one. */
function assign(demands: readonly Demand[], devices: readonly Reachable[], world: DeviceWorld): boolean {
  const used = new Set(world.taken);
  const next = (at: number): boolean => {
    const demand = demands[at];
    if (!demand) return true;
    return demand.ways.some((way) => {
      const fitting = devices.filter((one) => suits(one, way, world.classes));
      if (way.adminAccess) return fitting.length >= (way.count ?? 1) && next(at + 1);
      if (way.allocationMode !== 'All') return choose(fitting, way.count ?? 1, 0, demand, () => next(at + 1));
      const whole = fitting.length > 0 && fitting.every(({ id }) => !used.has(id));
      return whole && choose(fitting, fitting.length, 0, demand, () => next(at + 1));
    });
  };
  const choose = (
    from: readonly Reachable[],
    count: number,
    start: number,
    demand: Demand,
    then: () => boolean,
  ): boolean => {
    if (count === 0) return then();
    for (let at = start; at + count <= from.length; at++) {
      const one = from[at];
      if (!one || used.has(one.id) || !meets(one, demand.constraints)) continue;
      used.add(one.id);
      demand.constraints.forEach(({ values, attribute }) => values.push(valueOf(one, attribute)));
      if (choose(from, count - 1, at + 1, demand, then)) return true;
      used.delete(one.id);
      demand.constraints.forEach(({ values }) => values.pop());
    }
    return false;
  };
  return next(0);
}

function suits(one: Reachable, way: DeviceRequest, classes: DeviceWorld['classes']): boolean {
  const variables = celDevice(one);
  return (
    toleratesDevice(one.device.taints, way.tolerations) &&
    selectorsOf(way, classes).every(({ cel }) => !cel || evaluateCel(cel.expression, variables) === true)
  );
}

function meets(one: Reachable, constraints: readonly Constraint[]): boolean {
  return constraints.every(({ attribute, distinct, values }) => {
    const value = valueOf(one, attribute);
    if (value === undefined) return false;
    return distinct ? !values.includes(value) : values.every((other) => other === value);
  });
}

function valueOf({ driver, device }: Reachable, attribute: string): unknown {
  const own = attribute.startsWith(`${driver}/`) ? attribute.slice(driver.length + 1) : attribute;
  const value = device.attributes?.[attribute] ?? device.attributes?.[own];
  return value && attributeValue(value);
}
