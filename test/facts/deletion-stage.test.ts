import { expect, test } from '@jest/globals';
import type { Lookup } from '../../src/core/lookup.ts';
import { found, unasked } from '../../src/core/lookup.ts';
import type { KubeNode, Pod } from '../../src/core/kubernetes.ts';
import { deletionStage } from '../../src/facts/deletion-stage.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { aNode, aPod, now, terminated } from '../support/builders.ts';
import { deleted, marked, silentNode } from '../support/disrupted.ts';

const stage = (pod: Pod, node: Lookup<KubeNode> = unasked): string | undefined =>
  deletionStage(podStatusOf(pod), node, [], now)?.stage;
const ended = { name: 'web', state: { terminated: terminated(0) } };

test('every deleted pod is in exactly one stage', () => {
  expect(stage(aPod())).toBeUndefined();
  expect(stage(aPod({ metadata: deleted(10) }), found(aNode('node-a')))).toBe('stopping');
  expect(stage(aPod({ metadata: deleted(35) }))).toBe('stopping');
  expect(stage(aPod({ metadata: deleted(100) }), found(aNode('node-a')))).toBe('overdue');
  expect(stage(marked({ metadata: deleted(10) }), found(silentNode()))).toBe('node-lost');
  expect(stage(aPod({ metadata: deleted(10, 0, ['x/y']), containers: [ended] }))).toBe('finalizers');
  expect(stage(aPod({ metadata: deleted(10, 30, ['x/y']) }))).toBe('stopping');
  expect(stage(aPod({ metadata: deleted(100, 0, ['x/y']), status: { phase: 'Failed' } }), found(silentNode()))).toBe(
    'finalizers',
  );
  expect(stage({ metadata: deleted(1) })).toBe('stopping');
});

test('when its containers ended', () => {
  const finished = terminated(0, 'Completed', { finishedAgo: 40 });
  const pod = aPod({
    metadata: deleted(50, 0, ['x/y']),
    containers: [{ name: 'web', state: { terminated: finished } }],
    status: { phase: 'Succeeded' },
  });
  expect(deletionStage(podStatusOf(pod), unasked, [], now)).toMatchObject({ ended: now - 40_000 });
});
