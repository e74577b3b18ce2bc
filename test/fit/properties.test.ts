import { expect, test } from '@jest/globals';
import type { KubeNode, Pod } from '../../src/core/kubernetes.ts';
import type { FitCluster } from '../../src/fit/cluster.ts';
import { fitPod } from '../../src/fit/evaluate.ts';
import { indexBuilder, indexCluster } from '../../src/fit/node-index.ts';
import { casesFile, clusterOf, readCases } from '../support/fit-cases.ts';
import { aNode } from '../support/builders.ts';
import { onNode, pendingPod } from '../support/pending.ts';

const cases = readCases(casesFile);

/** Seeded numbers from 0 to 1 (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

function fitting(pod: Pod, cluster: FitCluster): string[] {
  return fitPod(pod, indexCluster(cluster))
    .nodes.filter(({ fits }) => fits)
    .map(({ name }) => name);
}

/** Nodes that fit before and not after. */
function lost(before: readonly string[], after: readonly string[]): string[] {
  return before.filter((name) => !after.includes(name));
}

test('a toleration more loses no node, unless tolerated taints make domains of a spread', () => {
  for (const one of cases) {
    const honours = (one.incoming.spec?.topologySpreadConstraints ?? []).some(
      ({ nodeTaintsPolicy }) => nodeTaintsPolicy === 'Honor',
    );
    if (honours) continue;
    const { spec } = one.incoming;
    const tolerant = {
      ...one.incoming,
      spec: { ...spec, tolerations: [...(spec?.tolerations ?? []), { operator: 'Exists' }] },
    };
    expect([one.id, lost(fitting(one.incoming, clusterOf(one)), fitting(tolerant, clusterOf(one)))]).toEqual([
      one.id,
      [],
    ]);
  }
});

test('a label that nobody asks about changes nothing', () => {
  for (const one of cases) {
    const cluster = clusterOf(one);
    const nodes = cluster.nodes.map((node): KubeNode => ({
      ...node,
      metadata: { ...node.metadata, labels: { ...node.metadata?.labels, 'test.example/new': 'x' } },
    }));
    expect([one.id, fitting(one.incoming, { ...cluster, nodes })]).toEqual([one.id, fitting(one.incoming, cluster)]);
  }
});

test('the labels that the pod selects, where a node lacks them, lose no node', () => {
  let won = 0;
  for (const one of cases) {
    const { nodeSelector, affinity, topologySpreadConstraints } = one.incoming.spec ?? {};
    // A label may make a domain of a spread, an affinity or a volume.
    if (!nodeSelector || affinity || topologySpreadConstraints || one.pvcs.length > 0) continue;
    const cluster = clusterOf(one);
    const nodes = cluster.nodes.map((node): KubeNode => ({
      ...node,
      metadata: { ...node.metadata, labels: { ...nodeSelector, ...node.metadata?.labels } },
    }));
    const [before, after] = [fitting(one.incoming, cluster), fitting(one.incoming, { ...cluster, nodes })];
    expect([one.id, lost(before, after)]).toEqual([one.id, []]);
    won += after.length - before.length;
  }
  expect(won).toBeGreaterThan(0);
});

test('more capacity loses no node', () => {
  const next = random(7);
  for (const one of cases) {
    const cluster = clusterOf(one);
    const nodes = cluster.nodes.map((node): KubeNode => {
      const allocatable = { ...node.status?.allocatable };
      for (const resource of ['cpu', 'pods', 'memory'])
        if (next() < 0.5 && resource in allocatable) allocatable[resource] = '1000000Gi';
      return { ...node, status: { ...node.status, allocatable } };
    });
    expect([one.id, lost(fitting(one.incoming, cluster), fitting(one.incoming, { ...cluster, nodes }))]).toEqual([
      one.id,
      [],
    ]);
  }
});

test('lower requests and pods that leave lose no node, affinity and spread apart', () => {
  const next = random(11);
  for (const one of cases) {
    const { spec = {} } = one.incoming;
    if (spec.affinity?.podAffinity || spec.topologySpreadConstraints) continue;
    const cluster = clusterOf(one);
    const pods = (cluster.pods ?? []).filter(() => next() < 0.6);
    const containers = (spec.containers ?? []).map((container) => ({ ...container, resources: {} }));
    const small = { ...one.incoming, spec: { ...spec, containers } };
    const before = fitting(one.incoming, cluster);
    expect([one.id, lost(before, fitting(one.incoming, { ...cluster, pods }))]).toEqual([one.id, []]);
    expect([one.id, lost(before, fitting(small, cluster))]).toEqual([one.id, []]);
  }
});

test('pods may come one by one and need not be kept', () => {
  for (const one of cases.slice(0, 30)) {
    const cluster = clusterOf(one);
    const builder = indexBuilder(cluster);
    for (const pod of one.pods) builder.add(structuredClone(pod));
    expect(fitPod(one.incoming, builder.build())).toEqual(fitPod(one.incoming, indexCluster(cluster)));
  }
});

test('what could not be read is said, not decided', () => {
  const status = { allocatable: { cpu: '2', memory: '4Gi', pods: '10' } };
  const pod = pendingPod({ spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] } });
  const fit = fitPod(pod, indexCluster({ nodes: [aNode('a', { status })] }));
  expect(fit.schedulable).toBe(true);
  expect(fit.couldNotCheck.map(({ plugin, what }) => `${plugin} ${what}`)).toEqual(
    expect.arrayContaining(['VolumeRestrictions claims', 'NodeResourcesFit pods']),
  );
});

test('a pod that was promised a node counts there', () => {
  const status = { allocatable: { cpu: '2', memory: '4Gi', pods: '10' } };
  const containers = [{ name: 'web', resources: { requests: { cpu: '2' } } }];
  const promised = pendingPod({
    metadata: { name: 'other', uid: 'other' },
    spec: { containers, priority: 10 },
    status: { nominatedNodeName: 'a' },
  });
  const cluster = { nodes: [aNode('a', { status })], pods: [promised] };
  expect(fitting(pendingPod({ spec: { containers, priority: 10 } }), cluster)).toEqual([]);
  expect(fitting(pendingPod({ spec: { containers, priority: 11 } }), cluster)).toEqual(['a']);
});

test('victims are those of lowest priority that are needed', () => {
  const status = { allocatable: { cpu: '2', memory: '4Gi', pods: '10' } };
  const asks = (cpu: string, priority: number): object => ({
    spec: { priority, containers: [{ name: 'c', resources: { requests: { cpu } } }] },
  });
  const pods = [onNode('low', 'a', asks('1', 1)), onNode('mid', 'a', asks('1', 5)), onNode('high', 'b', asks('2', 50))];
  const cluster = { nodes: [aNode('a', { status }), aNode('b', { status })], pods };
  const fit = fitPod(pendingPod(asks('1', 10)), indexCluster(cluster));
  expect(fit.preemption?.pods.map(({ name }) => name)).toEqual(['low']);
  expect(fit.message).toBe('0/2 nodes are available: 2 Insufficient cpu.');
  const [a, b] = fit.nodes;
  expect([a?.preemptionMayHelp, b?.preemptionMayHelp]).toEqual([true, false]);
});
