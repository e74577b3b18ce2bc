import { describe, expect, test } from '@jest/globals';
import { found, unasked } from '../../src/core/lookup.ts';
import { freeOn, nodeFits, type Refusal } from '../../src/facts/node-fit.ts';
import { formatQuantity } from '../../src/facts/quantity.ts';
import { parseSchedulerMessage } from '../../src/facts/scheduler-message.ts';
import { aNode } from '../support/builders.ts';
import { onNode, pendingPod } from '../support/pending.ts';
import { schedulerCases } from '../support/scheduler-cases.ts';

const plugins: Readonly<Record<Refusal, string>> = {
  'not-named': '',
  cordoned: 'NodeUnschedulable',
  taint: 'TaintToleration',
  affinity: 'NodeAffinity',
  'host-port': 'NodePorts',
  resource: 'NodeResourcesFit',
};

describe('agrees with the real scheduler', () => {
  const perNode = schedulerCases.filter(
    (one) => one.perNode && !parseSchedulerMessage(one.answer.message ?? '').wholePod,
  );
  test.each(perNode.map((one) => [one.id, one] as const))('%s', (_id, one) => {
    const plain = new Set(Object.values(plugins));
    for (const fit of nodeFits(one.incoming, { nodes: one.nodes, pods: found(one.pods) })) {
      const reasons = one.perNode?.[fit.name];
      const plugin = reasons ? one.perNodeStatus?.[fit.name]?.plugin : undefined;
      const expected = plugin !== undefined && plain.has(plugin) ? plugin : undefined;
      expect(fit.refusal ? plugins[fit.refusal] : undefined).toBe(expected);
      if (fit.refusal !== 'resource') continue;
      const said = fit.shortages.map(({ resource }) =>
        resource === 'pods' ? 'Too many pods' : `Insufficient ${resource}`,
      );
      expect(said.sort()).toEqual([...(reasons ?? [])].sort());
    }
  });
});

test('room is what is allocatable less what the pods on the node ask', () => {
  const pods = [
    onNode('a', 'node-a', { requests: { cpu: '1500m' } }),
    onNode('b', 'node-a', { requests: { cpu: '1' } }),
  ];
  const [fit] = nodeFits(pendingPod({ requests: { cpu: '2' } }), { nodes: [aNode('node-a')], pods: found(pods) });
  expect(formatQuantity((fit && freeOn(fit, 'cpu')) ?? 0n, 'cpu')).toBe('1.5');
  expect(fit?.refusal).toBe('resource');
});

test('without the pods only what is too large for an empty node is told', () => {
  const nodes = [aNode('node-a')];
  expect(nodeFits(pendingPod({ requests: { cpu: '2' } }), { nodes, pods: unasked })[0]?.refusal).toBeUndefined();
  const [fit] = nodeFits(pendingPod({ requests: { cpu: '5' } }), { nodes, pods: unasked });
  expect(fit?.refusal).toBe('resource');
  expect(fit && freeOn(fit, 'cpu')).toBeUndefined();
});

test('a cordon is one obstacle, although it leaves a taint', () => {
  const taints = [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }];
  const [fit] = nodeFits(pendingPod(), {
    nodes: [aNode('node-a', { spec: { unschedulable: true, taints } })],
    pods: found([]),
  });
  expect(fit?.refusals).toEqual(['cordoned']);
});

test('survives empty objects', () => {
  expect(nodeFits({}, { nodes: [{}], pods: found([{}]) })).toHaveLength(1);
});
