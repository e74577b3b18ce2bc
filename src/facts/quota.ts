import type { ResourceQuota } from '../core/kubernetes.ts';
import { formatQuantity, parseQuantity, type Quantity } from './quantity.ts';
import type { QuotaExcess, Refusal } from './refusal.ts';

/** One resource of a quota with its numbers read. */
export interface QuotaRoom {
  readonly resource: string;
  readonly requested: Quantity;
  readonly used: Quantity;
  readonly limited: Quantity;
  /** limited − used, never below 0. */
  readonly free: Quantity;
}

/** The resource that a quota counts under a name of its own: `requests.cpu` → `cpu`, `gold.storageclass.storage.k8s.io/requests.storage` → `storage`. */
export function countedResource(name: string): string {
  const last = name.includes('.storageclass.storage.k8s.io/') ? (name.split('/').at(-1) ?? name) : name;
  return last.replace(/^(requests|limits)\./, '');
}

/** An amount of a quota's resource as people write it. */
export function quotaAmount(value: Quantity, resource: string): string {
  return formatQuantity(value, countedResource(resource), 'up');
}

/**
 * The numbers of an `exceeded quota` message. What is used and allowed by now is taken from the quota itself where that was read, since the message
 * may be old. Resources whose numbers cannot be read are left out.
 */
export function quotaRooms(excess: readonly QuotaExcess[], quota: ResourceQuota | undefined): QuotaRoom[] {
  return excess.flatMap(({ resource, ...said }) => {
    const requested = parseQuantity(said.requested);
    const used = parseQuantity(quota?.status?.used?.[resource]) ?? parseQuantity(said.used);
    const limited = parseQuantity(quota?.status?.hard?.[resource]) ?? parseQuantity(said.limited);
    if (requested === undefined || used === undefined || limited === undefined) return [];
    return [{ resource, requested, used, limited, free: limited > used ? limited - used : 0n }];
  });
}

/** staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go */
export function quotaRefusal(text: string): Refusal | undefined {
  const exceeded = /exceeded quota: ([^,\s]+), requested: (.*?), used: (.*?), limited: ([^\s]+)/s.exec(text);
  if (exceeded) {
    const [, quota = '', requested = '', used = '', limited = ''] = exceeded;
    return { kind: 'quota-exceeded', quota, excess: excessOf(requested, used, limited) };
  }
  const [, quota, unspecified = ''] = /failed quota: ([^:\s]+): must specify (.+)$/s.exec(text) ?? [];
  if (quota !== undefined) {
    const missing = unspecified.split(';').flatMap((part) => {
      const [resources = '', containers = ''] = part.split(' for: ');
      return list(resources).map((resource) => ({ resource, containers: list(containers) }));
    });
    return { kind: 'quota-unspecified', quota, missing };
  }
  const unknown = /status unknown for quota: ([^,\s]+)/.exec(text);
  if (unknown?.[1]) return { kind: 'quota-other', quota: unknown[1] };
  return /insufficient quota to |quota usage is negative/.test(text) ? { kind: 'quota-other' } : undefined;
}

function excessOf(requested: string, used: string, limited: string): QuotaExcess[] {
  const pairs = (part: string): Map<string, string> =>
    new Map(list(part).map((pair) => [pair.replace(/=[^=]*$/, ''), pair.slice(pair.lastIndexOf('=') + 1)]));
  const [asked, taken, hard] = [pairs(requested), pairs(used), pairs(limited)];
  return [...asked].map(([resource, amount]) => ({
    resource,
    requested: amount,
    used: taken.get(resource) ?? '',
    limited: hard.get(resource) ?? '',
  }));
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
