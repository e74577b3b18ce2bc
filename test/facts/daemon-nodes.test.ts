import { expect, test } from '@jest/globals';
import { excludedNodes } from '../../src/facts/daemon-nodes.ts';
import { aNode } from '../support/builders.ts';

test('nodes by what keeps a DaemonSet off them; a cordon does not', () => {
  const nodes = [
    aNode('a', { labels: { disk: 'hdd' } }),
    aNode('b', { labels: { disk: 'ssd' }, spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] } }),
    aNode('c', {
      labels: { disk: 'ssd' },
      spec: { taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] },
    }),
  ];
  expect(excludedNodes({ nodeSelector: { disk: 'ssd' } }, nodes)).toEqual({
    nodes: 3,
    unselected: 1,
    requirements: ['disk=ssd'],
    repelled: 1,
    taints: ['gpu:NoSchedule'],
  });
});
