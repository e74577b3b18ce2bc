import { describe, expect, test } from '@jest/globals';
import { applyChange, changesOn, smallestChange, type Change } from '../../src/fit/changes.ts';
import type { FitCluster } from '../../src/fit/cluster.ts';
import type { Edit } from '../../src/fit/edits.ts';
import { fitPod } from '../../src/fit/evaluate.ts';
import { indexCluster } from '../../src/fit/node-index.ts';
import { formatQuantity, parseQuantity } from '../../src/facts/quantity.ts';
import type { Pod } from '../../src/core/kubernetes.ts';
import { allCasesFile, casesFile, clusterOf, hasAllCases, readCases, type FitCase } from '../support/fit-cases.ts';
import { aNode } from '../support/builders.ts';
import { onNode, pendingPod } from '../support/pending.ts';

function fitsAfter(pod: Pod, cluster: FitCluster, node: string, edits: readonly Edit[]): boolean {
  const changed = applyChange(pod, cluster, { edits });
  const { nodes } = fitPod(changed.pod, indexCluster(changed.cluster));
  return nodes.find(({ name }) => name === node)?.fits ?? false;
}

/** The edit with one unit more: a thousandth of a core, a byte, a piece. undefined where it lowers no request. */
function lessLowered(edit: Edit): Edit | undefined {
  const match = /\/requests\/([^/]+)$/.exec(edit.path);
  const value = parseQuantity(typeof edit.value === 'string' ? edit.value : undefined);
  if (!match || value === undefined) return undefined;
  const cpu = match[1] === 'cpu';
  return { ...edit, value: cpu ? formatQuantity(value + 1_000_000n, 'cpu') : String(value / 1_000_000_000n + 1n) };
}

/** What is wrong with the changes of a case. */
function verify(one: FitCase): string[] {
  const cluster = clusterOf(one);
  const index = indexCluster(cluster);
  return fitPod(one.incoming, index).nodes.flatMap(({ name, fits }) =>
    changesOn(one.incoming, index, name).flatMap(({ edits, action }) => {
      const wrong: string[] = fits ? ['is not needed'] : [];
      const lets = (some: readonly Edit[]): boolean => fitsAfter(one.incoming, cluster, name, some);
      if (!lets(edits)) wrong.push('does not let the pod in');
      for (const edit of edits) {
        if (!edit.companion && lets(edits.filter((other) => other !== edit))) wrong.push(`does not need ${edit.path}`);
        const less = lessLowered(edit);
        if (less && lets(edits.map((other) => (other === edit ? less : other))))
          wrong.push(`lowers ${edit.path} too far`);
      }
      return wrong.map((what) => `${one.id} ${name}: ${action}: ${what}`);
    }),
  );
}

describe('every change of the recorded cases lets the pod in, and none can be smaller', () => {
  test('in a selection', () => {
    expect(readCases(casesFile).flatMap(verify)).toEqual([]);
  });

  (hasAllCases ? test : test.skip)('in all of them', () => {
    expect(readCases(allCasesFile).flatMap(verify)).toEqual([]);
  });

  test('the smallest of all makes the pod schedulable', () => {
    for (const one of readCases(casesFile)) {
      const cluster = clusterOf(one);
      const change = smallestChange(one.incoming, indexCluster(cluster));
      if (!change) continue;
      const after = applyChange(one.incoming, cluster, change);
      expect([one.id, fitPod(after.pod, indexCluster(after.cluster)).schedulable]).toEqual([one.id, true]);
    }
  });
});

describe('changes', () => {
  const room = { allocatable: { cpu: '2', memory: '4Gi', pods: '10' } };
  const asking = (cpu: string, spec: object = {}): Pod =>
    pendingPod({ spec: { containers: [{ name: 'web', resources: { requests: { cpu } } }], ...spec } });
  const of = (pod: Pod, cluster: FitCluster, node = 'a'): Change[] => changesOn(pod, indexCluster(cluster), node);

  test('lower a request to what is free, or move who is in the way', () => {
    const cluster = {
      nodes: [aNode('a', { status: room })],
      pods: [onNode('one', 'a', { spec: { containers: [{ name: 'c', resources: { requests: { cpu: '1500m' } } }] } })],
    };
    const actions = of(asking('1'), cluster).map(({ action }) => action);
    expect(actions).toContain('lower the cpu request of container web from 1 to 500m');
    expect(actions).toContain('move shop/one off a');
  });

  test('tolerate exactly the taints that are in the way', () => {
    const taints = [
      { key: 'team', value: 'ml', effect: 'NoSchedule' },
      { key: 'soft', effect: 'PreferNoSchedule' },
      { key: 'gone', effect: 'NoExecute' },
    ];
    const [first] = of(asking('1'), { nodes: [aNode('a', { spec: { taints }, status: room })], pods: [] });
    expect(first?.edits.map(({ value }) => value)).toEqual([
      { key: 'team', operator: 'Equal', value: 'ml', effect: 'NoSchedule' },
      { key: 'gone', operator: 'Exists', effect: 'NoExecute' },
    ]);
  });

  test('several steps together where one alone is not enough', () => {
    const cluster = {
      nodes: [aNode('a', { spec: { unschedulable: true }, labels: { disk: 'hdd' }, status: room })],
      pods: [],
    };
    const changes = of(asking('3', { nodeSelector: { disk: 'ssd' } }), cluster);
    expect(changes[0]).toMatchObject({ side: 'mixed' });
    expect(changes[0]?.action).toBe(
      'uncordon a, and select disk=hdd instead of ssd, and lower the cpu request of container web from 3 to 2',
    );
    expect(changes.some(({ side }) => side === 'pod')).toBe(true);
  });

  test('none where the overhead alone is too much', () => {
    const cluster = { nodes: [aNode('a', { status: room })], pods: [] };
    expect(of(asking('1', { overhead: { cpu: '3' } }), cluster)).toEqual([]);
  });

  test('pods of DaemonSets stay where they are', () => {
    const owner = { ownerReferences: [{ kind: 'DaemonSet', name: 'agent', controller: true }] };
    const agent = onNode('agent', 'a', {
      metadata: owner,
      spec: { containers: [{ name: 'c', resources: { requests: { cpu: '2' } } }] },
    });
    const changes = of(asking('1'), { nodes: [aNode('a', { status: room })], pods: [agent] });
    expect(changes.every(({ side }) => side === 'pod')).toBe(true);
  });

  test('pods of the same owner stay: they would need a node as well', () => {
    const ownedBy = (uid: string): object => ({
      ownerReferences: [{ kind: 'ReplicaSet', name: 'web', uid, controller: true }],
    });
    const incoming = { ...asking('2'), metadata: { ...asking('2').metadata, ...ownedBy('mine') } };
    const cluster = (uid: string, metadata: object = {}): FitCluster => {
      const full = { requests: { cpu: '2' }, metadata: { ...ownedBy(uid), ...metadata } };
      return { nodes: [aNode('a', { status: room })], pods: [onNode('web-0', 'a', full)] };
    };
    const sides = (...given: Parameters<typeof cluster>): string[] =>
      of(incoming, cluster(...given)).map(({ side }) => side);
    expect(sides('mine')).not.toContain('other-pods');
    expect(sides('other')).toContain('other-pods');
    expect(sides('mine', { deletionTimestamp: '2026-01-15T12:00:30Z' })[0]).toBe('other-pods');
  });

  test('a pod that nobody makes again is the last to go', () => {
    const owned = { ownerReferences: [{ kind: 'ReplicaSet', name: 'db', uid: 'db', controller: true }] };
    const pods = [
      onNode('bare', 'a', { requests: { cpu: '1' } }),
      onNode('owned', 'a', { requests: { cpu: '1' }, metadata: owned }),
    ];
    const actions = of(asking('1'), { nodes: [aNode('a', { status: room })], pods }).map(({ action }) => action);
    expect(actions).toContain('move shop/owned off a');
  });

  test('gates come first', () => {
    const pod = asking('1', { schedulingGates: [{ name: 'quota' }] });
    const change = smallestChange(pod, indexCluster({ nodes: [aNode('a', { status: room })], pods: [] }));
    expect(change?.action).toBe('have scheduling gate quota removed by whoever set it');
  });
});
