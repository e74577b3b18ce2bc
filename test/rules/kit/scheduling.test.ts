import { expect, test } from '@jest/globals';
import { evaluate } from '../../../src/core/evaluate.ts';
import type { KubeNode, KubeObject } from '../../../src/core/kubernetes.ts';
import { evidenceOf, subjectOf } from '../../../src/facts/evidence.ts';
import { countText, namesText } from '../../../src/rules/kit/scheduling.ts';
import { schedulingRules } from '../../../src/rules/scheduling/index.ts';
import { aNode, namespace, now } from '../../support/builders.ts';
import { pendingPod, refused, taintedNode } from '../../support/pending.ts';
import { snapshotOf } from '../../support/recordings.ts';

async function order(...objects: KubeObject[]): Promise<string[]> {
  const snapshot = await snapshotOf(objects, { kind: 'Pod', namespace, name: 'web-1' }, now);
  return evaluate(schedulingRules, evidenceOf(snapshot), subjectOf(snapshot), now).findings.map(({ rule }) => rule);
}

const taint = 'node(s) had untolerated taint(s)';
const affinity = "node(s) didn't match Pod's node affinity/selector";
const small = (name: string): KubeNode =>
  aNode(name, { status: { allocatable: { cpu: '1', memory: '16Gi', pods: '110' } } });
const dedicated = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };
const controlPlane = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };

test('a toleration that wins a node goes before more room', async () => {
  const pod = pendingPod({ message: refused(2, `1 Insufficient cpu, 1 ${taint}`), requests: { cpu: '2' } });
  expect(await order(pod, small('a'), taintedNode('b', dedicated))).toEqual([
    'untolerated-taint',
    'insufficient-resources',
  ]);
});

test('a toleration that wins nothing stands behind', async () => {
  const pod = pendingPod({ message: refused(2, `1 Insufficient cpu, 1 ${taint}`), requests: { cpu: '9' } });
  expect(await order(pod, small('a'), taintedNode('b', dedicated))).toEqual([
    'insufficient-resources',
    'untolerated-taint',
  ]);
});

test('the control plane is not meant to be tolerated', async () => {
  const pod = pendingPod({ message: refused(2, `1 Insufficient cpu, 1 ${taint}`), requests: { cpu: '2' } });
  expect(await order(pod, small('a'), taintedNode('b', controlPlane))).toEqual([
    'insufficient-resources',
    'untolerated-taint',
  ]);
});

test('what keeps it from the node it selects goes before the selector', async () => {
  const spec = { nodeSelector: { disktype: 'ssd' } };
  const pod = pendingPod({ message: refused(2, `1 ${affinity}, 1 node(s) were unschedulable`), spec });
  const cordoned = aNode('a', { labels: { disktype: 'ssd' }, spec: { unschedulable: true } });
  expect(await order(pod, cordoned, aNode('b'))).toEqual(['node-cordoned', 'node-affinity-mismatch']);
});

test('a cordon on a node it does not select anyway stands behind the selector', async () => {
  const spec = { nodeSelector: { disktype: 'ssd' } };
  const pod = pendingPod({ message: refused(2, `1 ${affinity}, 1 node(s) were unschedulable`), spec });
  expect(await order(pod, aNode('a', { spec: { unschedulable: true } }), aNode('b'))).toEqual([
    'node-affinity-mismatch',
    'node-cordoned',
  ]);
});

test('counts and names', () => {
  expect([countText({ count: 1 }, { total: 1 }), countText({ count: 2 }, { total: 2 })]).toEqual([
    'the only node',
    'both nodes',
  ]);
  expect([countText({ count: 9 }, { total: 9 }), countText({ count: 2 }, { total: 3 })]).toEqual([
    'all 9 nodes',
    '2 of 3 nodes',
  ]);
  expect(namesText(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
});
