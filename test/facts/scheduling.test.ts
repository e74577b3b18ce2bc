import { describe, expect, test } from '@jest/globals';
import type { ClusterFacts } from '../../src/core/evidence.ts';
import type { KubeNode, Pod, PodSpec } from '../../src/core/kubernetes.ts';
import { found, unasked } from '../../src/core/lookup.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { blockOf, schedulingOf, type Scheduling } from '../../src/facts/scheduling.ts';
import { aNode, now } from '../support/builders.ts';
import { onNode, pendingPod, refused, taintedNode } from '../support/pending.ts';
import { schedulerCases } from '../support/scheduler-cases.ts';

function ask(pod: Pod, nodes: readonly KubeNode[], pods?: readonly Pod[]): Scheduling | undefined {
  const cluster: ClusterFacts = { nodes, pods: pods ? found(pods) : unasked };
  return schedulingOf({ status: podStatusOf(pod), cluster, now });
}

const named = (scheduling: Scheduling | undefined): Record<string, string[]> =>
  Object.fromEntries((scheduling?.blocks ?? []).map(({ kind, nodes }) => [kind, nodes.map(({ name }) => name).sort()]));

describe('nodes are told apart as the real scheduler did', () => {
  const refusedOnes = schedulerCases.filter(({ answer }) => answer.message?.startsWith('0/'));
  test.each(refusedOnes.map((one) => [one.id, one] as const))('%s', (_id, one) => {
    const { incoming, answer, nodes, pods, perNode } = one;
    const conditions = [
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: answer.message ?? '' },
    ];
    const pod = { ...incoming, status: { ...incoming.status, phase: 'Pending', conditions } };
    for (const { nodes: told, reasons } of ask(pod, nodes, pods)?.blocks ?? []) {
      for (const { name } of told) {
        const texts = perNode?.[name] ?? [];
        expect(reasons.some(({ text }) => texts.includes(text))).toBe(true);
      }
    }
  });
});

test('taints that the control plane sets are told from those of anybody', () => {
  const pod = pendingPod({ message: refused(3, '3 node(s) had untolerated taint(s)') });
  const scheduling = ask(pod, [
    taintedNode('a', { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }),
    taintedNode('b', { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' }),
    taintedNode('c', { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }),
  ]);
  expect(named(scheduling)).toEqual({ taint: ['a'], 'not-ready': ['b'], cordoned: ['c'] });
});

test('what is left over belongs to the reason that is left', () => {
  const pod = pendingPod({
    message: refused(2, "1 node(s) didn't match pod anti-affinity rules, 1 node(s) were unschedulable"),
  });
  const scheduling = ask(pod, [aNode('a', { spec: { unschedulable: true } }), aNode('b')]);
  expect(named(scheduling)).toEqual({ 'anti-affinity': ['b'], cordoned: ['a'] });
});

test('what is not said of resources is left to the nodes that have enough of them', () => {
  const message = refused(2, '1 Insufficient cpu, 1 node(s) exceed max volume count');
  const pod = pendingPod({ message, requests: { cpu: '2' } });
  const small = aNode('a', { status: { allocatable: { cpu: '1', memory: '1Gi', pods: '9' } } });
  expect(named(ask(pod, [small, aNode('b')], []))).toEqual({ resource: ['a'], 'volume-limit': ['b'] });
});

test('of what the nodes do not explain altogether, those are named that are plain', () => {
  const message = refused(3, '2 Insufficient cpu, 1 node(s) exceed max volume count');
  const pod = pendingPod({ message, requests: { cpu: '2' } });
  const small = aNode('a', { status: { allocatable: { cpu: '1', memory: '1Gi', pods: '9' } } });
  expect(named(ask(pod, [small, aNode('b'), aNode('c')], []))).toEqual({ resource: ['a'], 'volume-limit': [] });
});

test('a node without a free place for a pod is told from one without cpu', () => {
  const message = refused(2, '1 Insufficient cpu, 1 Too many pods');
  const pod = pendingPod({ message, requests: { cpu: '2' } });
  const small = aNode('a', { status: { allocatable: { cpu: '1', memory: '1Gi', pods: '9' } } });
  const full = aNode('b', { status: { allocatable: { cpu: '4', memory: '1Gi', pods: '1' } } });
  expect(named(ask(pod, [small, full], [onNode('other', 'b')]))).toEqual({ resource: ['a'], 'pod-slots': ['b'] });
});

test('nodes that cannot be told apart are not named', () => {
  const pod = pendingPod({
    message: refused(2, "1 node(s) didn't match pod anti-affinity rules, 1 node(s) exceed max volume count"),
  });
  expect(named(ask(pod, [aNode('a'), aNode('b')]))).toEqual({ 'anti-affinity': [], 'volume-limit': [] });
});

test('one node short of two resources is one node', () => {
  const pod = pendingPod({
    message: refused(1, '1 Insufficient cpu, 1 Insufficient memory'),
    requests: { cpu: '9', memory: '99Gi' },
  });
  expect(blockOf(ask(pod, [aNode('a')]), 'resource', 'pod-slots')?.count).toBe(1);
});

test('nothing of a pod that has a node, or that is being deleted', () => {
  expect(ask(onNode('web-1', 'a'), [aNode('a')])).toBeUndefined();
  const metadata = { deletionTimestamp: '2026-01-15T11:59:00Z' };
  expect(ask(pendingPod({ message: refused(1, '1 Insufficient cpu'), metadata }), [aNode('a')])).toBeUndefined();
});

test('victims that stay too long are late', () => {
  const pod = pendingPod({
    message: '0/1 nodes are available: 1 Insufficient cpu.',
    status: { nominatedNodeName: 'a' },
  });
  const victim = (deletionTimestamp: string): Pod => onNode('old', 'a', { metadata: { deletionTimestamp } });
  expect(ask(pod, [aNode('a')], [victim('2026-01-15T12:00:10Z')])?.preempting?.late).toBe(false);
  expect(ask(pod, [aNode('a')], [victim('2026-01-15T11:50:00Z')])?.preempting?.late).toBe(true);
});

describe('without a word of the scheduler', () => {
  const silent = (spec: Partial<PodSpec> = {}): Pod => pendingPod({ spec });
  const tainted = taintedNode('a', { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' });
  const cordoned = aNode('b', { spec: { unschedulable: true } });

  test('each node counts with its first refusal', () => {
    const scheduling = ask(silent(), [tainted, cordoned]);
    expect(scheduling).toMatchObject({ source: 'computed', total: 2 });
    expect(named(scheduling)).toEqual({ taint: ['a'], cordoned: ['b'] });
  });

  test('nothing is concluded where a node has room', () => {
    expect(ask(silent(), [tainted, aNode('c')])).toBeUndefined();
  });

  test('a pod that is bound to the name of another node fits none', () => {
    const affinity = {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['gone'] }] }],
        },
      },
    };
    const scheduling = ask(silent({ affinity }), [aNode('a'), aNode('b')]);
    expect(scheduling).toMatchObject({ source: 'computed', total: 2 });
    expect(named(scheduling)).toEqual({ affinity: ['a', 'b'] });
  });

  test.each<[string, Partial<PodSpec>]>([
    ['another scheduler has it', { schedulerName: 'mine' }],
    ['its gates are not gone', { schedulingGates: [{ name: 'example.com/wait' }] }],
  ])('nothing is concluded while %s', (_name, spec) => {
    expect(ask(silent(spec), [tainted])).toBeUndefined();
  });
});

test('taints by the words of older schedulers, each on its nodes', () => {
  const message = refused(
    3,
    '1 node(s) had untolerated taint {dedicated: gpu}, 2 node(s) had untolerated taint {batch: }',
  );
  const scheduling = ask(pendingPod({ message }), [
    taintedNode('a', { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }),
    taintedNode('b', { key: 'batch', effect: 'NoSchedule' }),
    taintedNode('c', { key: 'batch', value: 'night', effect: 'NoSchedule' }),
  ]);
  expect(scheduling?.blocks.map(({ nodes }) => nodes.map(({ name }) => name))).toEqual([['a'], ['b']]);
});

describe('taints by the words of older schedulers, of nodes that are not known', () => {
  test.each([
    ['{node.kubernetes.io/unschedulable: }', 'cordoned'],
    ['{node.kubernetes.io/not-ready: }', 'not-ready'],
    ['{dedicated: gpu}', 'taint'],
  ])('%s', (taint, kind) => {
    const pod = pendingPod({ message: refused(2, `2 node(s) had untolerated taint ${taint}`) });
    expect(ask(pod, [])?.blocks).toMatchObject([{ kind, count: 2, nodes: [] }]);
  });
});
