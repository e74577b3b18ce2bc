import { describe, expect, test } from '@jest/globals';
import type { EventFacts } from '../../src/core/evidence.ts';
import type { KubeNode, Pod } from '../../src/core/kubernetes.ts';
import { found, unasked, valueOf } from '../../src/core/lookup.ts';
import { evidenceOf } from '../../src/facts/evidence.ts';
import { eventsOf } from '../../src/facts/events.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { reasonOf } from '../../src/facts/scheduler-message.ts';
import { placementOf, type Placement, type PlacementInput } from '../../src/fit/placement.ts';
import { aNode, anEvent, now } from '../support/builders.ts';
import { casesFile, readCases, type FitCase } from '../support/fit-cases.ts';
import { snapshotOf } from '../support/recordings.ts';
import { onNode, pendingPod, refused, taintedNode } from '../support/pending.ts';

const refusedCases = readCases(casesFile).filter(({ answer }) => answer.message?.startsWith('0/'));

function inputOf(
  pod: Pod,
  nodes: readonly KubeNode[],
  pods?: readonly Pod[],
  events?: readonly EventFacts[],
): PlacementInput {
  return {
    status: podStatusOf(pod),
    cluster: { nodes, pods: pods ? found(pods) : unasked },
    now,
    ...(events ? { events } : {}),
  };
}

const ask = (...given: Parameters<typeof inputOf>): Placement | undefined => placementOf(inputOf(...given));

const named = (placement: Placement | undefined): Record<string, string[]> =>
  Object.fromEntries((placement?.blocks ?? []).map(({ kind, nodes }) => [kind, nodes.map(({ name }) => name).sort()]));

/** What is placed of a case, with what the scheduler said of it or without, by way of everything that `explain` reads. */
async function placementIn(one: FitCase, said: boolean): Promise<Placement | undefined> {
  const { incoming, answer, nodes, pods, namespaces, pvcs, pvs, storageClasses } = one;
  const message = said ? { message: answer.message ?? '' } : {};
  const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', ...message }];
  const pod = { ...incoming, status: { ...incoming.status, phase: 'Pending', conditions } };
  const { namespace = 'default', name = '' } = pod.metadata ?? {};
  const objects = [pod, ...nodes, ...pods, ...namespaces, ...pvcs, ...pvs, ...storageClasses];
  const evidence = evidenceOf(await snapshotOf(objects, { kind: 'Pod', namespace, name }));
  const [status, cluster, storage] = [valueOf(evidence.status), valueOf(evidence.cluster), valueOf(evidence.storage)];
  if (!status || !cluster || !storage) throw new Error('not read');
  return placementOf({ status, cluster, storage, now: (status.created ?? 0) + 60_000 });
}

describe('the recorded cases', () => {
  test('each reason has exactly its nodes, and nothing is said to differ', async () => {
    let agreeing = 0;
    for (const one of refusedCases) {
      const placement = await placementIn(one, true);
      expect([one.id, placement?.difference]).toEqual([one.id, undefined]);
      if (!placement?.answers) continue;
      agreeing++;
      for (const { nodes, reasons } of placement.message?.wholePod ? [] : placement.blocks) {
        for (const { text } of reasons) {
          const whose = Object.entries(one.perNode ?? {}).filter(([, texts]) => texts?.includes(text));
          const own = whose.map(([name]) => name).filter((name) => nodes.some((node) => node.name === name));
          // Taints are told apart by who sets them.
          const split = reasonOf(text, 1).kind === 'taint' ? own : whose.map(([name]) => name);
          expect([one.id, text, nodes.map(({ name }) => name).sort()]).toEqual([one.id, text, [...split].sort()]);
        }
      }
    }
    // The others need to be told of devices, attachments or storage capacity, which explain does not read.
    expect(agreeing / refusedCases.length).toBeGreaterThan(0.75);
  });

  test('without a word of the scheduler the evaluation gives the same obstacles', async () => {
    let concluded = 0;
    for (const one of refusedCases) {
      const silent = await placementIn(one, false);
      const said = await placementIn(one, true);
      if (!silent?.answers || !said?.answers) continue;
      concluded++;
      expect([one.id, named(silent)]).toEqual([one.id, named(said)]);
    }
    expect(concluded / refusedCases.length).toBeGreaterThan(0.3);
  });
});

describe('words and nodes', () => {
  const system = onNode('dns', 'node-a', { metadata: { namespace: 'kube-system' } });
  const nodes = [aNode('node-a'), aNode('node-b')];
  const asking = (cpu: string, message?: string): Pod =>
    pendingPod({ requests: { cpu }, ...(message ? { message } : {}) });
  const full = refused(2, '2 Insufficient cpu');
  const busy = ['node-a', 'node-b'].map((name) => onNode(`busy-${name}`, name, { requests: { cpu: '3' } }));
  const saidAgo = (seconds: number): readonly EventFacts[] =>
    eventsOf([anEvent('FailedScheduling', full, { ago: seconds, reporter: 'default-scheduler' })]);

  test('agree: nodes with their numbers', () => {
    const placement = ask(asking('2', full), nodes, [...busy, system]);
    expect(placement?.difference).toBeUndefined();
    expect(placement?.answers?.get('node-b')?.details).toEqual(['asks 2 cpu; 1 of 4 free']);
  });

  test('agree whatever the version that wrote them', () => {
    const old =
      '0/1 nodes are available: 1 node(s) had untolerated taint {gpu: true}. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';
    const tainted = taintedNode('node-a', { key: 'gpu', value: 'true', effect: 'NoSchedule' });
    const placement = ask(pendingPod({ message: old }), [tainted], [system]);
    expect(placement?.difference).toBeUndefined();
    expect(named(placement)).toEqual({ taint: ['node-a'] });
  });

  test('differ: a node takes it by now', () => {
    const placement = ask(asking('2', full), nodes, [...busy.slice(0, 1), system], saidAgo(90));
    expect(placement?.difference).toEqual({
      kind: 'takes',
      said: [{ kind: 'resource', text: 'Insufficient cpu', count: 2, subject: 'cpu' }],
      takers: ['node-b'],
      saidAt: now - 90_000,
    });
    expect(placement?.blocks.map(({ kind }) => kind)).toEqual(['resource']);
  });

  test('differ: only what has gone is left of the words where a node takes it', () => {
    const message = refused(2, '1 Insufficient cpu, 1 node(s) were unschedulable');
    const placement = ask(
      asking('2', message),
      [aNode('node-a'), aNode('node-b', { spec: { unschedulable: true } })],
      [system],
    );
    expect(placement?.difference?.takers).toEqual(['node-a']);
    expect(placement?.blocks.map(({ kind }) => kind)).toEqual(['resource']);
  });

  test('differ: refused for other reasons by now', () => {
    const cordoned = [aNode('node-a'), aNode('node-b', { spec: { unschedulable: true } })];
    const placement = ask(asking('2', full), cordoned, [...busy, system]);
    expect(placement?.difference?.kind).toBe('others');
    expect(named(placement)).toEqual({ resource: ['node-a'], cordoned: ['node-b'] });
  });

  test('differ: somebody else decides', () => {
    const message = refused(2, '2 node(s) had no licence left');
    expect(ask(asking('2', message), nodes, [system])?.difference).toEqual({
      kind: 'foreign',
      said: [{ kind: 'other', text: 'node(s) had no licence left', count: 2 }],
      takers: ['node-a', 'node-b'],
    });
    const custom = pendingPod({ requests: { cpu: '2' }, message: full, spec: { schedulerName: 'volcano' } });
    expect(ask(custom, nodes, [system])?.difference?.kind).toBe('foreign');
  });

  test('words stand alone where pods, or those of other namespaces, were not read', () => {
    for (const pods of [undefined, [], busy.slice(0, 1)]) {
      const placement = ask(asking('2', full), nodes, pods);
      expect(placement).toMatchObject({ source: 'condition', blocks: [{ kind: 'resource', count: 2 }] });
      expect(placement?.difference).toBeUndefined();
    }
  });

  test.each([
    "2 node(s) didn't match scheduler-enforced node affinity",
    "2 node(s) didn't match pod topology spread constraints",
  ])('words of a scheduler that is configured so stand alone: %s', (reason) => {
    const placement = ask(asking('2', refused(2, reason)), nodes, [system]);
    expect(placement?.blocks).toHaveLength(1);
    expect(placement?.difference).toBeUndefined();
  });

  test('a pod of a DaemonSet, for its one node', () => {
    const matchFields = [{ key: 'metadata.name', operator: 'In', values: ['node-a'] }];
    const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] } };
    for (const other of ["didn't satisfy plugin(s) [NodeAffinity]", "didn't match Pod's node affinity/selector"]) {
      const message = refused(2, `1 Insufficient cpu, 1 node(s) ${other}`);
      const pod = pendingPod({ requests: { cpu: '9' }, message, spec: { affinity: { nodeAffinity } } });
      expect(ask(pod, nodes, [system])?.difference).toBeUndefined();
    }
  });

  test('words stand alone where only some of the nodes were read', () => {
    const placement = ask(asking('2', refused(3, '3 Insufficient cpu')), nodes, [system]);
    expect(placement?.difference).toBeUndefined();
  });

  test('words about claims stand where what is needed to judge them was not read', () => {
    const pod = pendingPod({
      message: refused(2, '2 node(s) exceed max volume count'),
      spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
    });
    expect(ask(pod, nodes, [system])).toMatchObject({ blocks: [{ kind: 'volume-limit', count: 2 }] });
    expect(ask(pod, nodes, [system])?.difference).toBeUndefined();
  });

  test('no words: the nodes say why, or nothing is said', () => {
    expect(ask(asking('2'), nodes, [...busy, system])).toMatchObject({
      source: 'computed',
      blocks: [{ kind: 'resource', count: 2 }],
    });
    expect(ask(asking('2'), nodes, [system])).toBeUndefined();
    const spread = {
      maxSkew: 1,
      topologyKey: 'rack',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'web' } },
    };
    expect(named(ask(pendingPod({ spec: { topologySpreadConstraints: [spread] } }), nodes, [system]))).toEqual({
      'spread-label': ['node-a', 'node-b'],
    });
    const young = pendingPod({ requests: { cpu: '9' }, created: 2 });
    expect(ask(young, nodes, [system])).toBeUndefined();
    expect(
      ask(pendingPod({ requests: { cpu: '9' }, spec: { schedulerName: 'volcano' } }), nodes, [system]),
    ).toBeUndefined();
  });

  test('no words while pods of lower priority could be evicted for it: the scheduler does that by itself', () => {
    const low = ['node-a', 'node-b'].map((name) => onNode(`low-${name}`, name, { requests: { cpu: '3' } }));
    const placement = ask(pendingPod({ requests: { cpu: '2' }, spec: { priority: 10 } }), nodes, [...low, system]);
    expect(placement?.answers).toBeUndefined();
  });

  test('nothing of a pod that has a node', () => {
    expect(ask(onNode('web-1', 'node-a'), nodes, [system])).toBeUndefined();
  });

  test('a pod is evaluated once, and again when something else was read', () => {
    const input = inputOf(asking('2', full), nodes, [...busy, system]);
    expect(placementOf({ ...input })).toBe(placementOf(input));
    const other = { ...input, cluster: { nodes, pods: unasked } };
    expect(placementOf(other)?.answers).toBeUndefined();
  });
});
