import type { ContainerSpec } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import type { Volume } from '../../core/kubernetes.ts';
import { defineRule } from '../../core/rule.ts';
import { effectiveLimit, limitRangesIn } from '../../facts/effective-resources.ts';
import { formatQuantity, parseQuantity, type Quantity } from '../../facts/quantity.ts';
import { listText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';
import { resourcesEvidence } from '../kit/resource-words.ts';

/** A container that mounts the volume, with its memory limit. */
interface User {
  readonly container: ContainerSpec;
  readonly limit?: Quantity;
}

export const memoryBackedVolume = defineRule({
  id: 'memory-backed-volume',
  title: 'Files in a memory-backed volume count as memory of the containers',
  topic: 'resources',
  severity: 'warning',
  verdict: 'degraded',
  stage: 'running',
  needs: ['spec'],
  mayUse: ['bundle'],

  *check({ spec, bundle, subject }) {
    const ranges = limitRangesIn(bundle, subject.namespace);
    for (const [index, volume] of (spec.spec.volumes ?? []).entries()) {
      if (volume.emptyDir?.medium !== 'Memory') continue;
      const path = `${spec.path}.volumes[${index}].emptyDir`;
      const users = spec.containers
        .filter(({ spec: one }) => one.volumeMounts?.some((mount) => mount.name === volume.name && !mount.readOnly))
        .map((container): User => {
          const limit = effectiveLimit(container.spec, 'memory', spec.spec, ranges);
          return { container, ...(limit === undefined ? {} : { limit }) };
        });
      const size = parseQuantity(volume.emptyDir.sizeLimit);
      if (users.length === 0) continue;
      if (size === undefined || size === 0n) yield unbounded(volume, users, path);
      else yield* tooLarge(volume, size, users, path);
    }
  },
});

function unbounded({ name }: Volume, users: readonly User[], path: string): Observation {
  const names = users.map(({ container }) => container.name);
  const free = users.filter(({ limit }) => limit === undefined).map(({ container }) => container.name);
  const [least] = users.flatMap(({ limit }) => limit ?? []).sort((a, b) => (a < b ? -1 : 1));
  const one = users.length === 1 ? users[0]?.container : undefined;
  return {
    ...(one ? { container: one } : {}),
    detail: 'no-size-limit',
    title: `volume ${name} lives in memory and has no sizeLimit`,
    explanation:
      free.length > 0
        ? `Every file that ${listText(names)} writes to ${name} is memory of that container, and ${listText(free)} has no memory limit: the volume may grow until the node runs out of memory.`
        : `Every file that ${listText(names)} writes to ${name} is memory of that container: files and program together have to stay under its limit of ${formatQuantity(least ?? 0n, 'memory')}, or the kernel kills it although the program itself uses less.`,
    evidence: [
      fieldEvidence('spec', path, 'medium: Memory, no sizeLimit'),
      ...users.map(({ container }) => resourcesEvidence(container)),
    ],
    remedies: [
      advise(
        `Give ${name} a sizeLimit, and ${listText(names)} a memory limit with room for it`,
        'a full volume is then an error of the write instead of a kill of the container',
      ),
    ],
    path,
    ...(free.length > 0 ? {} : { severity: 'advice' as const, stage: 'advice' as const }),
  };
}

function* tooLarge({ name }: Volume, size: Quantity, users: readonly User[], path: string): Generator<Observation> {
  for (const { container, limit } of users) {
    if (limit === undefined || size < limit) continue;
    const [room, most] = [formatQuantity(size, 'memory'), formatQuantity(limit, 'memory')];
    yield {
      container,
      detail: 'larger-than-limit',
      title: `volume ${name} may hold ${room} of memory, ${container.name} only ${most}`,
      explanation: `Files in ${name} count as memory of ${container.name}. Its limit of ${most} is reached before the sizeLimit of ${room}, so the kernel kills the container instead of the write failing.`,
      evidence: [fieldEvidence('spec', `${path}.sizeLimit`, room), resourcesEvidence(container)],
      remedies: [
        advise(
          `Raise the memory limit of ${container.name} to its own need plus ${room}, or lower the sizeLimit of ${name}`,
          'program and files share one limit',
        ),
      ],
      path: `${path}.sizeLimit`,
    };
  }
}
