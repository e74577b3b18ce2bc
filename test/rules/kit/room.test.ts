import { expect, test } from '@jest/globals';
import { unasked } from '../../../src/core/lookup.ts';
import { nodeFits } from '../../../src/facts/node-fit.ts';
import { roomsOf, roomText, roomTitle } from '../../../src/rules/kit/room.ts';
import { aNode } from '../../support/builders.ts';
import { pendingPod } from '../../support/pending.ts';

test('concluded without the pods on the nodes: what the empty nodes lack', () => {
  const pod = pendingPod({ requests: { cpu: '9', memory: '1Gi' } });
  const fits = nodeFits(pod, { nodes: [aNode('node-a'), aNode('node-b')], pods: unasked });
  const block = { kind: 'resource' as const, count: 2, nodes: fits, reasons: [] };
  const scheduling = { source: 'computed' as const, total: 2, blocks: [block], fits };
  const rooms = roomsOf(block, scheduling, pod.spec ?? { containers: [] });
  expect(rooms.map(({ resource, kind }) => [resource, kind])).toEqual([['cpu', 'too-big']]);
  expect(roomTitle(rooms, block, scheduling)).toBe('it asks 9 cpu, more than any node has');
  expect(rooms.map(roomText)).toEqual([
    'The pod asks 9 cpu; the largest node that it may use, node-a, has 4 when it is empty.',
  ]);
});
