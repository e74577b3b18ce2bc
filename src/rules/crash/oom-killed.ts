import type { ContainerFacts, PodSpecFacts } from '../../core/evidence.ts';
import { defineRule } from '../../core/rule.ts';
import { aftermath, afterRun, crashesOf, crashEvidence, graded, type Crash } from '../kit/crash.ts';
import { containerText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { memoryRemedies } from '../kit/memory-remedies.ts';

export const oomKilled = defineRule({
  id: 'oom-killed',
  title: 'The container ran out of memory',
  topic: 'crash',
  severity: 'critical',
  verdict: 'failing',
  needs: ['spec', 'status'],
  mayUse: ['events', 'logs', 'owner', 'node'],

  *check(facts) {
    const { spec, status, logs, subject, now } = facts;
    for (const crash of crashesOf(facts, 'oom')) {
      const { container } = crash;
      const limit = memoryLimitOf(container, spec);
      const after = afterRun(crash);
      const over = limit
        ? `passes its memory limit of ${limit.amount}`
        : 'is killed because the node ran out of memory';
      yield {
        ...graded(crash, now),
        container,
        title: `${containerText(container)} ${over}${after ? ` ${after}` : ''}${limit ? ' and is killed' : ''}`,
        explanation: [whatHappened(crash, limit), ...volumeWords(container, spec), aftermath(crash, status, now)]
          .filter((part) => part !== '')
          .join(' '),
        evidence: [
          ...crashEvidence(crash, logs),
          limit
            ? fieldEvidence('spec', limit.path, limit.amount)
            : fieldEvidence('spec', `${container.path}.resources.limits.memory`, 'not set'),
          fieldEvidence(
            'spec',
            `${container.path}.resources.requests.memory`,
            String(container.spec.resources?.requests?.['memory'] ?? 'not set'),
          ),
        ],
        remedies: memoryRemedies(crash, subject, status),
      };
    }
  },
});

interface Limit {
  readonly amount: string;
  readonly path: string;
  readonly ofPod: boolean;
}

/** The limit that was in force: what the runtime has (an in-place resize may be under way), else the spec's, else that of the whole pod. */
function memoryLimitOf(container: ContainerFacts, { spec, path }: PodSpecFacts): Limit | undefined {
  const own = container.status?.resources?.limits?.['memory'] ?? container.spec.resources?.limits?.['memory'];
  if (own !== undefined)
    return { amount: String(own), path: `${container.path}.resources.limits.memory`, ofPod: false };
  const ofPod = spec.resources?.limits?.['memory'];
  return ofPod === undefined
    ? undefined
    : { amount: String(ofPod), path: `${path}.resources.limits.memory`, ofPod: true };
}

function whatHappened({ container, death }: Crash, limit: Limit | undefined): string {
  const { exitCode } = death.termination;
  const ended =
    exitCode === 137
      ? ''
      : ` The first process then ended with exit code ${exitCode}: it was another process of the container that was killed.`;
  if (!limit) {
    return `The kernel killed ${container.name} for memory (OOMKilled), and it has no memory limit, so it was the node, or a limit above the container, that was exhausted.${ended}`;
  }
  const whose = limit.ofPod ? 'the containers of the pod together' : container.name;
  return `The kernel killed it (OOMKilled) because ${whose} wanted more than the ${limit.amount} that the memory limit allows.${ended}`;
}

/** Files in a memory-backed volume are memory of the container that writes them. */
function volumeWords(container: ContainerFacts, { spec }: PodSpecFacts): string[] {
  const mounted = new Set((container.spec.volumeMounts ?? []).map(({ name }) => name));
  const names = (spec.volumes ?? [])
    .filter(({ name, emptyDir }) => mounted.has(name) && emptyDir?.medium === 'Memory')
    .map(({ name }) => name);
  return names.length === 0 ? [] : [`What it writes to ${names.join(', ')} (emptyDir in memory) counts as well.`];
}
