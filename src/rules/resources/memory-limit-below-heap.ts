import type { ContainerSpec } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { effectiveLimit, limitRangesIn } from '../../facts/effective-resources.ts';
import { formatQuantity, quantityOf, type Quantity } from '../../facts/quantity.ts';
import { runtimeMemoryOf, type RuntimeMemory } from '../../facts/runtime-memory.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';
import { resourcesEvidence } from '../kit/resource-words.ts';

/** How much of the limit the setting may take, in percent, and what else needs room beside it. */
const room: Readonly<Record<RuntimeMemory['runtime'], { most: bigint; beside: string }>> = {
  Java: { most: 90n, beside: 'classes, threads, compiled code and direct buffers need room beside the heap' },
  'Node.js': { most: 95n, beside: 'buffers, code and the stack need room beside the old space' },
  Go: { most: 100n, beside: 'the runtime begins to collect harder only when it comes near this amount' },
  '.NET': { most: 95n, beside: 'code, threads and native memory need room beside the heap' },
  Redis: { most: 99n, beside: 'buffers of clients, fragmentation and the copy made while saving come on top' },
  MySQL: { most: 95n, beside: 'connections, sorts and caches come on top of the buffer pool' },
  MongoDB: { most: 95n, beside: 'connections, sorts and index builds come on top of the cache' },
};

export const memoryLimitBelowHeap = defineRule({
  id: 'memory-limit-below-heap',
  title: 'A program is told to use more memory than its container may',
  topic: 'resources',
  severity: 'warning',
  verdict: 'degraded',
  stage: 'running',
  needs: ['spec'],
  mayUse: ['bundle'],

  *check({ spec, bundle, subject }) {
    const ranges = limitRangesIn(bundle, subject.namespace);
    for (const container of spec.containers) {
      const limit = effectiveLimit(container.spec, 'memory', spec.spec, ranges);
      if (limit === undefined) continue;
      for (const memory of runtimeMemoryOf(container)) {
        const amount = memory.amount ?? (limit * BigInt(Math.round((memory.percent ?? 0) * 100))) / 10_000n;
        if (amount * 100n > limit * room[memory.runtime].most) yield tooMuch(container, memory, amount, limit);
      }
    }
  },
});

function tooMuch(container: ContainerSpec, memory: RuntimeMemory, amount: Quantity, limit: Quantity): Observation {
  const { name } = container;
  const { runtime, setting, variable, percent, path } = memory;
  const [wanted, most] = [formatQuantity(amount, 'memory', 'up'), formatQuantity(limit, 'memory')];
  const where = variable === undefined || variable === setting ? setting : `${setting} in ${variable}`;
  const stated = percent === undefined ? wanted : `${percent} % of ${most}, ${wanted}`;
  const above = amount > limit;
  const { beside } = room[runtime];
  return {
    container,
    detail: above ? 'above-limit' : 'no-headroom',
    title: `${where} allows ${runtime} ${stated}, ${above ? `more than the memory limit of ${most}` : `nearly all of the memory limit of ${most}`}`,
    explanation: above
      ? `${runtime} takes what it is allowed before it frees or refuses anything, so the kernel kills ${name} at ${most} (OOMKilled, exit code 137) ${formatQuantity(amount - limit, 'memory')} before ${setting} would help.`
      : `Of ${most} only ${formatQuantity(limit - amount, 'memory')} are left, and ${beside}: under load the kernel kills ${name} (OOMKilled, exit code 137) although ${setting} is kept.`,
    evidence: [fieldEvidence('spec', path, `${setting}: ${stated}`), resourcesEvidence(container)],
    remedies: [
      ...(percent === undefined
        ? [
            advise(
              `Raise the memory limit of ${name} to about ${roomy(amount)}`,
              `then ${setting} takes three quarters of it; ${beside}`,
            ),
          ]
        : []),
      advise(
        `${percent === undefined ? 'Or lower' : 'Lower'} ${setting} to about ${percent === undefined ? evenText((limit * 3n) / 4n, false) : '75'}`,
        'three quarters of the limit are a starting point; how much else the program needs shows under load',
      ),
    ],
    path,
  };
}

const mebi = 1024n * 1024n * quantityOf(1);

/** A limit of which `amount` is three quarters, rounded up. */
function roomy(amount: Quantity): string {
  return evenText((amount * 4n) / 3n, true);
}

/** An amount in whole steps that read well: of 16Mi up to 512Mi, of 64Mi up to 2Gi, of 256Mi above. */
function evenText(amount: Quantity, up: boolean): string {
  const step = (amount <= 512n * mebi ? 16n : amount <= 2048n * mebi ? 64n : 256n) * mebi;
  const steps = (amount + (up ? step - 1n : 0n)) / step;
  const even = steps > 0n ? steps * step : amount;
  return even % (256n * mebi) === 0n ? formatQuantity(even, 'memory') : `${even / mebi}Mi`;
}
