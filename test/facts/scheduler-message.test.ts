import { describe, expect, test } from '@jest/globals';
import { parseSchedulerMessage } from '../../src/facts/scheduler-message.ts';
import { schedulerCases } from '../support/scheduler-cases.ts';

const kinds = (text: string): string[] =>
  parseSchedulerMessage(text).reasons.map(({ kind, count }) => `${count} ${kind}`);

describe('what the real scheduler said', () => {
  test.each(
    schedulerCases.filter(({ answer }) => answer.message?.startsWith('0/')).map((one) => [one.id, one] as const),
  )('%s', (_id, { answer, perNode, nodes }) => {
    const message = parseSchedulerMessage(answer.message ?? '');
    const expected = new Map<string, number>();
    for (const reason of Object.values(perNode ?? {}).flatMap((reasons) => reasons ?? [])) {
      expected.set(reason, (expected.get(reason) ?? 0) + 1);
    }
    expect(new Map(message.reasons.map(({ text, count }) => [text, count]))).toEqual(expected);
    expect(message.nodes).toBe(nodes.length);
    expect(message.reasons.filter(({ kind }) => kind === 'other')).toEqual([]);
  });
});

test('taints up to Kubernetes 1.33, by key and value', () => {
  const text =
    '0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 1 node(s) had untolerated taint {dedicated: gpu}, 2 Insufficient memory. preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.';
  const { reasons, preemption } = parseSchedulerMessage(text);
  expect(reasons.map(({ kind, subject, value }) => [kind, subject, value])).toEqual([
    ['taint', 'node-role.kubernetes.io/control-plane', ''],
    ['taint', 'dedicated', 'gpu'],
    ['resource', 'memory', undefined],
  ]);
  expect(preemption).toMatchObject({ notHelpful: 1, noVictims: 2, never: false });
});

test.each([
  ['0/3 nodes are available: 3 Insufficient cpu.', ['3 resource']],
  [
    '0/12 nodes are available: 10 Insufficient cpu, 2 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/12 nodes are available: 10 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.',
    ['10 resource', '2 taint'],
  ],
  ["0/2 nodes are available: 2 node(s) had taint {a: b}, that the pod didn't tolerate.", ['2 taint']],
  ['0/3 nodes are available: persistentvolumeclaim "data.v1" not found. not found', ['3 claim-missing']],
  [
    '0/3 nodes are available: persistentvolumeclaim "data" not found. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
    ['3 claim-missing'],
  ],
  ['0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found', ['3 claim-unbound']],
  [
    '0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling..',
    ['3 claim-unbound'],
  ],
  [
    "0/6 nodes are available: 1 node(s) didn't match pod topology spread constraints (missing required label), 5 node(s) didn't match pod topology spread constraints.",
    ['1 spread-label', '5 spread'],
  ],
  [
    "0/4 nodes are available: 1 Too many pods, 3 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/4 nodes are available: 1 No preemption victims found for incoming pod, 3 Preemption is not helpful for scheduling.",
    ['1 pod-slots', '3 not-named'],
  ],
  [
    '0/2 nodes are available: 2 cannot allocate all claims. still not schedulable, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
    ['2 resource-claim'],
  ],
  ['no nodes available to schedule pods', ['0 no-nodes']],
  ['0/2 nodes are available: 1 a custom, odd reason, 1 Insufficient cpu.', ['1 other', '1 resource']],
  ['0/3 nodes are available:', []],
  ['', ['0 other']],
])('%s', (text, expected) => {
  expect(kinds(text)).toEqual(expected);
});

test('what is said of the pod and not of nodes', () => {
  const gated = 'Scheduling is blocked due to non-empty scheduling gates';
  expect(parseSchedulerMessage(gated)).toMatchObject({ wholePod: true, failed: false, reasons: [{ kind: 'gated' }] });
  expect(parseSchedulerMessage('no nodes available to schedule pods')).toMatchObject({
    nodes: 0,
    reasons: [{ kind: 'no-nodes' }],
  });
});

test('a cut event keeps what is whole', () => {
  const message = parseSchedulerMessage(
    "0/250 nodes are available: 100 Insufficient cpu, 150 node(s) didn't match Pod's node aff ...",
  );
  expect(message.truncated).toBe(true);
  expect(message.reasons.map(({ kind }) => kind)).toEqual(['resource', 'other']);
});

test('who must not evict, who waits, and who failed', () => {
  expect(
    parseSchedulerMessage(
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.',
    ).preemption?.never,
  ).toBe(true);
  expect(
    parseSchedulerMessage(
      '0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to a terminating pod on the nominated node.',
    ).preemption?.terminating,
  ).toBe(true);
  expect(
    parseSchedulerMessage('running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded').failed,
  ).toBe(true);
});

test('a ReadWriteOncePod claim in the words of Kubernetes up to 1.28', () => {
  const text =
    '0/2 nodes are available: 2 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode.';
  expect(kinds(text)).toEqual(['2 in-use']);
});
