import type { ResourceList } from '../core/kubernetes.ts';
import { isBytes, parseQuantity, quantityOf, type Quantity } from './quantity.ts';

/** How an amount was most likely not meant. */
export type DoubtKind =
  'swapped' | 'milli-bytes' | 'tiny-memory' | 'huge-memory' | 'cpu-in-bytes' | 'huge-cpu' | 'tiny-cpu';

/** An amount of a resource list that can hardly be meant as it is written. */
export interface QuantityDoubt {
  readonly kind: DoubtKind;
  readonly resource: string;
  readonly text: string;
  readonly value: Quantity;
  /** What was most likely meant; `certain` where there is no other reading. */
  readonly meant?: { readonly text: string; readonly certain: boolean };
}

const mebi = 1024n * 1024n * quantityOf(1);
const gibi = 1024n * mebi;
/** Below that no container starts: the runtime itself needs more (runc takes about 6 MB). */
const leastLimit = 4n * mebi;
const byteSuffix = /[KMGTPE]i?$|k$/;

/**
 * The amounts of a list of requests or limits that are valid and can hardly be meant. Judged by what they come to rather than by how they look: `1181116006400m` of
 * memory is what Kubernetes itself makes of 1.1Gi, and fine. 0 is a way to say nothing.
 */
export function doubtsIn(list: ResourceList | undefined, role: 'requests' | 'limits'): QuantityDoubt[] {
  const entries = Object.entries(list ?? {}).map(([resource, amount]) => [resource, String(amount)] as const);
  const cpu = entries.find(([resource]) => resource === 'cpu')?.[1];
  const memory = entries.find(([resource]) => resource === 'memory')?.[1];
  if (cpu !== undefined && memory !== undefined && areSwapped(cpu, memory)) {
    const value = parseQuantity(cpu) ?? 0n;
    return [{ kind: 'swapped', resource: 'cpu', text: cpu, value, meant: { text: memory, certain: true } }];
  }
  return entries.flatMap(([resource, text]) => {
    const value = parseQuantity(text);
    if (value === undefined || value <= 0n) return [];
    const doubt =
      resource === 'cpu'
        ? cpuDoubt(text, value, memory)
        : isBytes(resource) && !resource.startsWith('hugepages-')
          ? bytesDoubt(text, value, resource === 'memory' && role === 'limits' ? leastLimit : quantityOf(4096))
          : undefined;
    return doubt ? [{ resource, text, value, ...doubt }] : [];
  });
}

/** `cpu: 512Mi` beside `memory: 250m`: each is impossible, and right for the other. */
function areSwapped(cpu: string, memory: string): boolean {
  return byteSuffix.test(cpu) && (parseQuantity(cpu) ?? 0n) >= mebi && /^(\d+m|\d{1,2}(\.\d+)?|0?\.\d+)$/.test(memory);
}

type Doubt = Pick<QuantityDoubt, 'kind' | 'meant'>;

/** `least`: the smallest amount that makes sense. */
export function bytesDoubt(text: string, value: Quantity, least: Quantity): Doubt | undefined {
  if (value > 32n * 1024n * gibi) return { kind: 'huge-memory' };
  if (value >= least) return undefined;
  const milli = /^(\d+)m$/.exec(text)?.[1];
  if (milli === undefined) {
    const bytes = /^\d+$/.test(text) && Number(text) >= 64;
    return { kind: 'tiny-memory', ...(bytes ? { meant: { text: `${text}Mi`, certain: false } } : {}) };
  }
  const clear = Number(milli) >= 64 && Number(milli) <= 1_048_576;
  return { kind: 'milli-bytes', ...(clear ? { meant: { text: `${milli}Mi`, certain: true } } : {}) };
}

function cpuDoubt(text: string, value: Quantity, memory: string | undefined): Doubt | undefined {
  if (value < quantityOf(1) / 1000n) return { kind: 'tiny-cpu' };
  if (byteSuffix.test(text) && value >= quantityOf(1024)) return { kind: 'cpu-in-bytes' };
  const cores = value / quantityOf(1);
  if (cores < 100n) return undefined;
  const beside = parseQuantity(memory);
  // A machine with that many cores has gigabytes of memory by the hundred, and so has what is meant to fill it.
  if (cores < 1000n && beside !== undefined && beside >= cores * (gibi / 2n)) return undefined;
  const small = beside !== undefined && beside <= 16n * gibi;
  return { kind: 'huge-cpu', ...(/^\d{3,4}$/.test(text) ? { meant: { text: `${text}m`, certain: small } } : {}) };
}
