import type { ContainerFacts, PodStatusFacts } from '../../core/evidence.ts';
import type { Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import { formatQuantity, parseQuantity, quantityOf } from '../../facts/quantity.ts';
import type { Crash } from './crash.ts';
import {
  act,
  advise,
  canChangeTemplate,
  changeContainer,
  kubectl,
  look,
  templateRisk,
  workloadRef,
} from './remedies.ts';

const mebi = 1024n * 1024n;

/**
 * A limit to start from for a container that was killed at `limit`: twice as much up to 512Mi, half as much again above, in whole steps of 16Mi (64Mi from
 * 512Mi on). How much it needs is not known: it was killed before it had it. undefined where the limit cannot be read.
 */
export function raisedLimit(limit: string | number | undefined): string | undefined {
  const quantity = parseQuantity(limit);
  if (quantity === undefined || quantity <= 0n) return undefined;
  const bytes = quantity / quantityOf(1);
  const small = bytes <= 512n * mebi;
  const raised = small ? bytes * 2n : (bytes * 3n) / 2n;
  const step = (small ? 16n : 64n) * mebi;
  const rounded = ((raised + step - 1n) / step) * step;
  return formatQuantity(rounded * quantityOf(1), 'memory');
}

/** What to do about a container that is killed for memory: a higher limit with a computed start, then to look at what it takes. */
export function memoryRemedies({ container }: Crash, subject: Subject, status: PodStatusFacts): Remedy[] {
  const { name } = container;
  const limit = container.spec.resources?.limits?.['memory'];
  const raised = raisedLimit(limit);
  const watch = subject.pod
    ? [
        look(
          `Watch how much memory ${name} takes`,
          'the limit has to hold its peak',
          kubectl(subject, 'top', 'pod', subject.pod, '--containers'),
        ),
      ]
    : [];
  if (raised === undefined) {
    return [
      advise(
        `Give ${name} a memory request (and limit) that holds what it needs`,
        'the scheduler then finds a node with room, and others are killed before it',
      ),
      ...watch,
      ...(status.nodeName
        ? [
            look(`See what fills ${status.nodeName}`, 'without a limit the node itself ran out', [
              'kubectl',
              'describe',
              'node',
              status.nodeName,
            ]),
          ]
        : []),
    ];
  }
  return [
    raise(container, subject, String(limit), raised),
    ...watch,
    advise(
      `Make ${name} need less: smaller batches, a bounded cache, a heap size below the limit`,
      'a leak fills any limit',
    ),
  ];
}

function raise(container: ContainerFacts, subject: Subject, limit: string, raised: string): Remedy {
  const { name, spec } = container;
  const guaranteed =
    spec.resources?.requests?.['memory'] !== undefined && String(spec.resources.requests['memory']) === limit;
  const action = `Raise the memory limit of ${name} from ${limit} to ${raised}`;
  const why = 'a starting point: how much it needs beyond the old limit is not known yet';
  const resources = { ...(guaranteed ? { requests: { memory: raised } } : {}), limits: { memory: raised } };
  if (subject.workload.kind === 'Pod' && container.kind === 'app')
    return resizePod(container, subject, resources, { action, why });
  if (container.kind !== 'app' || !canChangeTemplate(subject)) {
    return changeContainer(subject, container, ['resources'], resources, { action, why });
  }
  const flags = [...(guaranteed ? [`--requests=memory=${raised}`] : []), `--limits=memory=${raised}`];
  const command = kubectl(subject, 'set', 'resources', workloadRef(subject), '-c', name, ...flags);
  const { patch } = changeContainer(subject, container, ['resources', 'limits', 'memory'], raised, { action, why });
  return { ...act(action, why, command, templateRisk(subject)), ...(patch ? { patch } : {}) };
}

/** A bare pod cannot be changed but for a resize in place (Kubernetes 1.33 and later). */
function resizePod(
  container: ContainerFacts,
  subject: Subject,
  resources: Record<string, unknown>,
  words: { action: string; why: string },
): Remedy {
  const body = JSON.stringify({ spec: { containers: [{ name: container.name, resources }] } });
  const command = kubectl(subject, 'patch', workloadRef(subject), '--subresource', 'resize', '-p', body);
  return act(
    words.action,
    words.why,
    command,
    'none, from Kubernetes 1.33 on; before, the pod has to be deleted and created again',
  );
}
