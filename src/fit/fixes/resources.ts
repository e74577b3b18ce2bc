import type { Container, PodSpec, ResourceRequirements } from '../../core/kubernetes.ts';
import { schedulerStep } from '../../facts/effective-requests.ts';
import type { Shortage } from '../../facts/node-fit.ts';
import { amountText, formatQuantity, isBytes, parseQuantity, type Quantity } from '../../facts/quantity.ts';
import { pointer, type Edit } from '../edits.ts';
import { nodeResourcesFit, shortagesOn } from '../plugins/node-resources-fit.ts';
import { podEdit, type Fixer, type Step } from './fix.ts';
import { movingSome } from './moving.ts';

/** Lowers the requests to what is free, or moves pods away. */
export const resources: Fixer = (obstacle) => {
  const { incoming, node } = obstacle;
  const short = shortagesOn(incoming, node);
  const lower = short.map((shortage) => lowerStep(incoming.spec, shortage, node.name));
  const lowered = lower.filter((step) => step !== undefined);
  const wanted = new Set(short.map(({ resource }) => resource));
  const holders = node.pods.filter(
    ({ requests }) => wanted.has('pods') || [...requests.keys()].some((key) => wanted.has(key)),
  );
  const moved = movingSome(nodeResourcesFit, obstacle, holders);
  return [...(lowered.length === short.length ? [lowered] : []), ...(moved ? [moved] : [])];
};

type List = 'containers' | 'initContainers';

/** A container (or with `list` missing the pod as a whole) and what it may ask for at most. */
interface Lowered {
  readonly list?: List;
  readonly at: number;
  readonly name: string;
  readonly resources: ResourceRequirements | undefined;
  readonly from: Quantity;
  readonly to: Quantity;
}

/** undefined for pod slots, and where the overhead alone is too much. */
function lowerStep(spec: PodSpec, { resource, asked, free }: Shortage, node: string): Step | undefined {
  const limit = free - (parseQuantity(spec.overhead?.[resource]) ?? 0n);
  if (resource === 'pods' || limit < 0n) return undefined;
  const step = schedulerStep(resource);
  const lowered = loweredTo(spec, resource, (limit / step) * step);
  const parts = lowered.map(({ list, name, from, to }) => {
    const whose = list ? `of container ${name}` : 'of the pod';
    return `${whose} from ${formatQuantity(from, resource, 'up')} to ${formatQuantity(to, resource)}`;
  });
  return {
    plugin: 'NodeResourcesFit',
    side: 'pod',
    action: `lower the ${resource} request ${parts.join(' and ')}`,
    why: `${amountText(asked, resource)} asked, ${formatQuantity(free, resource)} free on ${node}`,
    size: 1 + 3 * share(asked - free, asked) + (limit === 0n ? 2 : 0),
    edits: lowered.flatMap((one) => editsOf(one, resource)),
  };
}

function share(part: bigint, whole: bigint): number {
  return Number((part * 1000n) / whole) / 1000;
}

/** The requests that have to go down so that the pod asks no more than a limit, the largest first. */
function loweredTo(spec: PodSpec, resource: string, limit: Quantity): Lowered[] {
  const podLevel = parseQuantity(spec.resources?.requests?.[resource]);
  if (podLevel !== undefined && /^(cpu|memory|hugepages-.+)$/.test(resource)) {
    return [{ at: 0, name: '', resources: spec.resources, from: podLevel, to: limit }];
  }
  const ask = ({ resources }: Container): Quantity => parseQuantity(resources?.requests?.[resource]) ?? 0n;
  const all = (['containers', 'initContainers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((container, at) => ({
      list,
      at,
      name: container.name,
      resources: container.resources,
      from: ask(container),
      to: ask(container),
      step: list === 'initContainers' && container.restartPolicy !== 'Always',
    })),
  );
  const steady = all.filter(({ step }) => !step);
  let over = steady.reduce((sum, { from }) => sum + from, 0n) - limit;
  for (const one of [...steady].sort((a, b) => (a.from > b.from ? -1 : a.from < b.from ? 1 : 0))) {
    if (over <= 0n) break;
    one.to = one.from > over ? one.from - over : 0n;
    over -= one.from - one.to;
  }
  let sidecars = 0n;
  for (const one of all.filter(({ list }) => list === 'initContainers')) {
    if (!one.step) sidecars += one.to;
    else if (one.to + sidecars > limit) one.to = limit - sidecars;
  }
  return all.filter(({ from, to }) => to < from);
}

function editsOf({ list, at, resources, to }: Lowered, resource: string): Edit[] {
  const base = list ? ['spec', list, at] : ['spec'];
  const at_ = (field: string): string => pointer(...base, 'resources', field, resource);
  const request = podEdit('replace', at_('requests'), exactText(to, resource));
  // What cannot be overcommitted needs a limit equal to the request.
  const tied = resources?.limits?.[resource] !== undefined && !/^(cpu|memory|ephemeral-storage)$/.test(resource);
  return tied
    ? [request, { ...podEdit('replace', at_('limits'), exactText(to, resource)), companion: true }]
    : [request];
}

/** A quantity without any rounding; cpu in cores or thousandths, bytes in the largest unit that holds it exactly. */
function exactText(value: Quantity, resource: string): string {
  const whole = value / 1_000_000_000n;
  if (resource === 'cpu') return whole * 1_000_000_000n === value ? whole.toString() : `${value / 1_000_000n}m`;
  if (!isBytes(resource) || whole === 0n) return whole.toString();
  const units = ['Gi', 'Mi', 'Ki'] as const;
  for (const [index, unit] of units.entries()) {
    const size = 1024n ** BigInt(3 - index);
    if (whole % size === 0n) return `${whole / size}${unit}`;
  }
  return whole.toString();
}
