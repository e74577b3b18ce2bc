import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import type { Facts } from '../../core/rule.ts';
import { valueOf } from '../../core/lookup.ts';
import { replacementOf } from '../../facts/replacement.ts';
import { pressureCondition, type Eviction } from '../../facts/eviction.ts';
import { formatQuantity, parseQuantity } from '../../facts/quantity.ts';
import { fieldEvidence } from './evidence.ts';
import { lookAtNode, nodeText } from './node-words.ts';
import { act, advise, changeContainer, kubectl } from './remedies.ts';

type Given = Facts<'spec' | 'status', 'events' | 'node' | 'owner'>;
export type Pressure = Extract<Eviction, { kind: 'pressure' | 'refused' }>;

/** What the node ran short of. */
export function shortResource(eviction: Pressure | undefined): string {
  if (!eviction) return 'resources';
  if (eviction.kind === 'refused')
    return eviction.conditions.map((one) => one.replace(/Pressure$/, '').toLowerCase()).join(', ');
  const names: Readonly<Record<string, string>> = {
    'ephemeral-storage': 'disk space (ephemeral-storage)',
    inodes: 'inodes (files) on its disk',
    pids: 'process ids',
  };
  return names[eviction.resource] ?? eviction.resource;
}

/** What the kubelet did and counted, one or two sentences. */
export function pressureText(eviction: Pressure | undefined, node: string, what: string): string {
  if (!eviction) return `The kubelet of ${node} evicted the pod to get the node out of need.`;
  if (eviction.kind === 'refused') {
    return `The kubelet of ${node} takes no such pod while the node is under pressure (${eviction.conditions.join(', ')}).`;
  }
  const { threshold, available, consumers } = eviction;
  const numbers =
    threshold && available
      ? ` (${pretty(available)} were left, and the kubelet keeps at least ${pretty(threshold)} free)`
      : '';
  const using = consumers
    .map(({ container, used, request }) => `${container} used ${pretty(used)} and requests ${pretty(request)}`)
    .join('; ');
  const why = using ? ` It takes pods that use more than they request first: ${using}.` : '';
  return `Node ${node} ran short of ${what}${numbers}, and its kubelet evicted this pod.${why}`;
}

function pretty(amount: string): string {
  const value = parseQuantity(amount);
  return value === undefined ? amount : formatQuantity(value, 'memory', 'up');
}

/** The conditions of the node that belong to it. */
export function pressureEvidence({ node, status }: Given, eviction: Pressure | undefined): EvidenceItem[] {
  const conditions = node ? (valueOf(node)?.status?.conditions ?? []) : [];
  const types = eviction?.kind === 'pressure' ? [pressureCondition(eviction.resource)] : (eviction?.conditions ?? []);
  return conditions
    .filter(({ type }) => types.includes(type))
    .map(({ type, status: value, message }) =>
      fieldEvidence('node', `${nodeText(status)} ${type}`, `${value}${message ? `: ${message}` : ''}`),
    );
}

/** What to do about it. */
export function pressureRemedies(
  { spec, status, owner, subject }: Given,
  eviction: Pressure | undefined,
  node: string,
): Remedy[] {
  const remedies: Remedy[] = [];
  const consumers = eviction?.kind === 'pressure' ? eviction.consumers : [];
  const resource = eviction?.kind === 'pressure' ? eviction.resource : '';
  for (const { container: name, used, request } of consumers.slice(0, 2)) {
    const container = spec.containers.find((one) => one.name === name);
    const amount = roomFor(used);
    if (!container || !amount) continue;
    remedies.push(
      changeContainer(subject, container, ['resources', 'requests', resource], amount, {
        action: `Request ${amount} ${resource} for ${name}`,
        why: `it used ${pretty(used)} and requests ${pretty(request)}: with an honest request the scheduler finds a node with room, and others are evicted first`,
      }),
    );
  }
  remedies.push(
    lookAtNode(node),
    advise(
      `Find what fills ${node}: move pods away, set their limits, or give the node more`,
      'every pod on it is at risk while the pressure lasts',
    ),
  );
  if (replacementOf(owner, status) === 'none' && subject.pod && status.phase === 'Failed') {
    remedies.push(
      act(
        'Delete the evicted pod before it is created again',
        'nothing replaces a bare pod, and its name is taken',
        kubectl(subject, 'delete', 'pod', subject.pod),
        'its logs are gone with it',
      ),
    );
  }
  return remedies;
}

/** What was used and a quarter more, in whole Mi. */
function roomFor(used: string): string | undefined {
  const value = parseQuantity(used);
  if (value === undefined || value <= 0n) return undefined;
  const mebi = parseQuantity('1Mi') ?? 1n;
  return `${(value * 5n) / (mebi * 4n) + 1n}Mi`;
}
