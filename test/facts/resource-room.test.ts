import { describe, expect, test } from '@jest/globals';
import type { KubeNode, Pod, PodSpec } from '../../src/core/kubernetes.ts';
import { found, unasked } from '../../src/core/lookup.ts';
import { nodeFits } from '../../src/facts/node-fit.ts';
import { formatQuantity } from '../../src/facts/quantity.ts';
import { roomFor } from '../../src/facts/resource-room.ts';
import { aNode } from '../support/builders.ts';
import { onNode, pendingPod } from '../support/pending.ts';

const small = aNode('small', { status: { allocatable: { cpu: '2', pods: '10' } } });
const large = aNode('large', { status: { allocatable: { cpu: '8', pods: '1' } } });
const asking = (cpu: string): PodSpec => ({ containers: [{ name: 'web', resources: { requests: { cpu } } }] });

function room(
  resource: string,
  spec: PodSpec,
  nodes: readonly KubeNode[],
  pods?: readonly Pod[],
  unresolvable = false,
) {
  const fits = nodeFits(pendingPod({ spec }), { nodes, pods: pods ? found(pods) : unasked });
  const { kind, asked, largest, roomiest } = roomFor(resource, spec, fits, unresolvable);
  const show = (amount: bigint): string => formatQuantity(amount, resource);
  return {
    kind,
    asked: show(asked),
    ...(largest ? { largest: `${largest.node} ${show(largest.allocatable)}` } : {}),
    ...(roomiest ? { roomiest: `${roomiest.node} ${show(roomiest.free)}` } : {}),
  };
}

describe('roomFor', () => {
  test('others use it', () => {
    const pods = [
      onNode('a', 'large', { requests: { cpu: '7' } }),
      onNode('b', 'small', { requests: { cpu: '500m' } }),
    ];
    expect(room('cpu', asking('4'), [small, large], pods)).toEqual({
      kind: 'busy',
      asked: '4',
      largest: 'large 8',
      roomiest: 'small 1.5',
    });
  });

  test('the pods that are known do not explain it, or none are known', () => {
    expect(room('cpu', asking('4'), [small, large], [])).toEqual({ kind: 'busy', asked: '4', largest: 'large 8' });
    expect(room('cpu', asking('4'), [large])).toEqual({ kind: 'busy', asked: '4', largest: 'large 8' });
  });

  test('more than any node has', () => {
    expect(room('cpu', asking('9'), [small, large])).toMatchObject({ kind: 'too-big', largest: 'large 8' });
  });

  test('what no node has at all', () => {
    expect(room('nvidia.com/gpu', asking('1'), [small])).toMatchObject({ kind: 'not-offered', asked: '0' });
  });

  test('places for pods', () => {
    expect(room('pods', asking('1'), [large], [onNode('a', 'large')])).toEqual({
      kind: 'busy',
      asked: '1',
      largest: 'large 1',
      roomiest: 'large 0',
    });
  });

  test('without nodes the scheduler tells', () => {
    expect(room('cpu', asking('9'), [], [], true).kind).toBe('too-big');
    expect(room('cpu', asking('9'), [], [], false).kind).toBe('busy');
    expect(room('pods', asking('9'), [], [], true).kind).toBe('busy');
  });
});

test('who asks for it', () => {
  const spec: PodSpec = {
    containers: [{ name: 'web', resources: { requests: { cpu: '1' } } }, { name: 'log' }],
    initContainers: [{ name: 'setup', resources: { requests: { cpu: '500m' } } }],
  };
  const askers = (of: PodSpec): string[] =>
    roomFor('cpu', of, [], false).askers.map(({ container = 'pod', path, text }) => `${container} ${path} ${text}`);
  expect(askers(spec)).toEqual([
    'web spec.containers[web].resources.requests 1',
    'setup spec.initContainers[setup].resources.requests 500m',
  ]);
  expect(askers({ ...spec, resources: { requests: { cpu: '3' } } })).toEqual(['pod spec.resources.requests 3']);
});
