import type { ContainerSpec } from '../../core/evidence.ts';
import type { Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import { amountText, isBytes, parseQuantity, type Quantity } from '../../facts/quantity.ts';
import type { ResourceRoom } from '../../facts/resource-room.ts';
import { changeContainer, changePod } from './remedies.ts';

const mebi = parseQuantity('1Mi') ?? 1n;
const milli = parseQuantity('1m') ?? 1n;

/** An amount that people would write, not above `value`: whole steps of 128Mi or 50m where there are some, else of 1Mi or 1m. */
export function writableAmount(value: Quantity, resource: string): string | undefined {
  const [fine, coarse, suffix] = isBytes(resource) ? ([mebi, 128n, 'Mi'] as const) : ([milli, 50n, 'm'] as const);
  const units = value / fine;
  if (units <= 0n) return undefined;
  const round = units >= coarse * 2n ? (units / coarse) * coarse : units;
  if (suffix === 'Mi' && round % 1024n === 0n) return `${round / 1024n}Gi`;
  return suffix === 'm' && round % 1000n === 0n ? `${round / 1000n}` : `${round}${suffix}`;
}

/**
 * Lowers the request of the container that asks most of a resource to what the roomiest node has. undefined where that leaves nothing,
 * where the room is not known, or the resource cannot be asked for in parts.
 */
export function lowerRequest(
  subject: Subject,
  containers: readonly ContainerSpec[],
  { resource, asked, askers, roomiest }: ResourceRoom,
): Remedy | undefined {
  if (!roomiest || !(resource === 'cpu' || resource === 'memory' || resource === 'ephemeral-storage')) return undefined;
  const [largest] = [...askers].sort((a, b) => (a.amount < b.amount ? 1 : -1));
  if (!largest) return undefined;
  const value = writableAmount(roomiest.free - (asked - largest.amount), resource);
  if (!value) return undefined;
  const container = containers.find(({ name }) => name === largest.container);
  const words = {
    action: `Ask at most ${value} ${resource} instead of ${largest.text}${container ? ` in container ${container.name}` : ''}, if it can do with that`,
    why: `${roomiest.node} has ${amountText(roomiest.free, resource, 'down')} free by the pods that could be seen, the most of the nodes it may use`,
  };
  if (container) return changeContainer(subject, container, ['resources', 'requests', resource], value, words);
  return changePod(subject, ['resources', 'requests', resource], value, words);
}
