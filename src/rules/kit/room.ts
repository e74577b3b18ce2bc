import type { Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import type { ContainerSpec } from '../../core/evidence.ts';
import { amountText, formatQuantity } from '../../facts/quantity.ts';
import { roomFor, type ResourceRoom } from '../../facts/resource-room.ts';
import { type Block, type Scheduling } from '../../facts/scheduling.ts';
import { fieldEvidence } from './evidence.ts';
import { advise, kubectlCluster, look } from './remedies.ts';
import { lowerRequest } from './requests.ts';
import { namesText } from './scheduling.ts';

/** The resources that lack, those that no node could ever give first. */
export function roomsOf(block: Block, scheduling: Scheduling, spec: Parameters<typeof roomFor>[1]): ResourceRoom[] {
  const said = block.reasons.flatMap(({ kind, subject }) =>
    kind === 'pod-slots' ? ['pods'] : subject ? [subject] : [],
  );
  const seen = block.nodes.flatMap(({ shortages }) => shortages.map(({ resource }) => resource));
  const unresolvable = (scheduling.message?.preemption?.notHelpful ?? 0) >= scheduling.total && scheduling.total > 0;
  const order = ['not-offered', 'too-big', 'busy'];
  return [...new Set(said.length > 0 ? said : seen)]
    .map((resource) => roomFor(resource, spec, block.nodes, unresolvable))
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** What lacks, as a headline. */
export function roomTitle(rooms: readonly ResourceRoom[], block: Block, { total }: Scheduling): string {
  const names =
    block.nodes.length > 0 ? namesText(block.nodes.map(({ name }) => name)) : `${block.count} of ${total} nodes`;
  const every = block.count >= total;
  const many = block.nodes.length !== 1;
  const asked = rooms.filter(({ resource }) => resource !== 'pods');
  const kind = asked[0]?.kind;
  if (asked.length === 0)
    return `${every ? 'no node has' : `${names} ${many ? 'have' : 'has'} no`}${every ? ' a' : ''} slot for another pod`;
  const what = namesText(asked.map((room) => amountText(room.asked, room.resource)));
  if (kind === 'not-offered' && asked.length === 1)
    return `it asks ${what}, which ${every ? 'no node offers' : `${names} ${many ? 'do' : 'does'} not offer`}`;
  if (kind === 'busy')
    return `it asks ${what}, and ${every ? 'no node has' : `${names} ${many ? 'have' : 'has'} not`} that much free`;
  return `it asks ${what}, more than ${every ? 'any node has' : `${names} ${many ? 'have' : 'has'}`}`;
}

/** What is asked and what there is, with the arithmetic. */
export function roomText({ resource, asked, askers, kind, largest, roomiest }: ResourceRoom): string {
  const amount = amountText(asked, resource);
  const parts = askers.flatMap(({ container, text }) => (container ? [`${container} ${text}`] : []));
  const who = askers.length > 1 ? `The pod asks ${amount} in all (${parts.join(', ')})` : `The pod asks ${amount}`;
  const show = (value: bigint): string => formatQuantity(value, resource);
  if (resource === 'pods') {
    const limit = largest
      ? `${largest.node} runs at most ${show(largest.allocatable)} pods`
      : 'A node runs only so many pods';
    return `${limit}, whatever their size, and all slots are taken.`;
  }
  if (kind === 'not-offered') return `${who}; no node that it may use offers any ${resource}.`;
  if (!largest) {
    return kind === 'too-big'
      ? `${who}, more than a node has when it is empty.`
      : `${who}; no node has that much free now.`;
  }
  if (kind === 'too-big')
    return `${who}; the largest node that it may use, ${largest.node}, has ${show(largest.allocatable)} when it is empty.`;
  const free = roomiest
    ? `the roomiest node, ${roomiest.node}, has ${show(roomiest.free < 0n ? 0n : roomiest.free)} free`
    : `less than that is free of the ${show(largest.allocatable)} that ${largest.node} has`;
  return `${who}; ${free}, because what pods have requested counts as taken whether they use it or not.`;
}

/** The node with the most of the resource. */
export function roomEvidence({ resource, largest, roomiest }: ResourceRoom): ReturnType<typeof fieldEvidence>[] {
  const show = (value: bigint): string => formatQuantity(value, resource);
  return [
    ...(largest
      ? [fieldEvidence('node', `${largest.node} status.allocatable.${resource}`, show(largest.allocatable))]
      : []),
    ...(roomiest && roomiest.free > 0n
      ? [fieldEvidence('node', roomiest.node, `${show(roomiest.free)} ${resource} free by the pods that could be seen`)]
      : []),
  ];
}

/** How the pod gets the resource. */
export function roomRemedies(room: ResourceRoom, subject: Subject, containers: readonly ContainerSpec[]): Remedy[] {
  const { resource, kind, asked, roomiest, largest } = room;
  const node = roomiest?.node ?? largest?.node;
  const amount = amountText(asked, resource);
  const see = node
    ? [
        look(
          `See what takes the room on ${node}`,
          'requests of pods that are not needed can be freed',
          kubectlCluster('describe', 'node', node),
        ),
      ]
    : [];
  if (resource === 'pods') {
    return [
      advise('Add a node, or move pods away', 'the number of pods a node runs is limited by its kubelet (maxPods)'),
      ...see,
    ];
  }
  if (kind === 'not-offered') {
    return [
      look(
        `See what the nodes offer`,
        `${resource} must appear in status.allocatable`,
        kubectlCluster('describe', 'nodes'),
      ),
      advise(
        `Install what offers ${resource} (its device plugin), or add a node that has it`,
        'a node offers it only while its plugin runs',
      ),
    ];
  }
  const lower = lowerRequest(subject, containers, room);
  const add = advise(
    `Add a node with at least ${amount} allocatable`,
    kind === 'too-big' ? 'no node that it may use is that large' : 'the nodes are full',
  );
  if (kind === 'too-big') return [...(lower ? [lower] : []), add];
  return [...(lower ? [lower] : []), ...see, add];
}
