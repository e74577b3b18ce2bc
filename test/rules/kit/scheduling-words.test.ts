import { describe, expect, test } from '@jest/globals';
import type { ContainerSpec } from '../../../src/core/evidence.ts';
import { unasked } from '../../../src/core/lookup.ts';
import type { Subject } from '../../../src/core/rule.ts';
import { eventsOf } from '../../../src/facts/events.ts';
import type { NodeFit } from '../../../src/facts/node-fit.ts';
import { parseQuantity } from '../../../src/facts/quantity.ts';
import type { ResourceRoom } from '../../../src/facts/resource-room.ts';
import { parseSchedulerMessage } from '../../../src/facts/scheduler-message.ts';
import type { Block, Scheduling } from '../../../src/facts/scheduling.ts';
import type { Spread } from '../../../src/facts/topology-spread.ts';
import type { StuckClaim } from '../../../src/rules/kit/claims.ts';
import { failureText, provisionerOf, provisioningText } from '../../../src/rules/kit/provisioner.ts';
import { lowerRequest, writableAmount } from '../../../src/rules/kit/requests.ts';
import { roomText, roomTitle } from '../../../src/rules/kit/room.ts';
import { aboutBlock, messageEvidence, othersText, preemptionText } from '../../../src/rules/kit/scheduling.ts';
import { labelText, skewText } from '../../../src/rules/kit/spread.ts';
import { tolerate, tolerationText } from '../../../src/rules/kit/tolerate.ts';
import { aNode, anEvent, aPod, namespace } from '../../support/builders.ts';

const subject: Subject = {
  target: { kind: 'Pod', namespace, name: 'web-1' },
  namespace,
  pod: 'web-1',
  workload: { kind: 'Deployment', name: 'web' },
  templatePath: 'spec.template.spec',
};

function amount(text: string): bigint {
  return parseQuantity(text) ?? 0n;
}

function fit(name: string, more: Partial<NodeFit> = {}, labels: Record<string, string> = {}): NodeFit {
  return {
    node: aNode(name, { labels }),
    name,
    refusals: [],
    taints: [],
    notReady: false,
    mismatches: [],
    ports: [],
    shortages: [],
    allocatable: new Map(),
    ...more,
  };
}

function block(kind: Block['kind'], count: number, nodes: readonly NodeFit[] = []): Block {
  return { kind, count, nodes, reasons: [] };
}

function scheduling(more: Partial<Scheduling> = {}): Scheduling {
  return { source: 'condition', total: 3, blocks: [], ...more };
}

describe('amounts that people would write', () => {
  test.each([
    ['1.9Gi', 'memory', '1920Mi'],
    ['2Gi', 'memory', '2Gi'],
    ['200Mi', 'memory', '200Mi'],
    ['1270m', 'cpu', '1250m'],
    ['70m', 'cpu', '70m'],
    ['3', 'cpu', '3'],
    ['100Ki', 'memory', undefined],
  ])('%s of %s is %s', (text, resource, expected) => {
    expect(writableAmount(amount(text), resource)).toBe(expected);
  });
});

describe('a lower request', () => {
  const asker = (container: string | undefined, text: string): ResourceRoom['askers'][number] => ({
    path: 'spec',
    text,
    amount: amount(text),
    ...(container === undefined ? {} : { container }),
  });
  const room = (free: string, ...askers: ResourceRoom['askers']): ResourceRoom => ({
    resource: 'cpu',
    asked: askers.reduce((sum, one) => sum + one.amount, 0n),
    askers,
    kind: 'busy',
    roomiest: { node: 'node-a', free: amount(free) },
  });
  const web: ContainerSpec = {
    name: 'web',
    kind: 'app',
    index: 0,
    path: 'spec.containers[0]',
    spec: { name: 'web' },
  };

  test('is that of the container that asks most', () => {
    const remedy = lowerRequest(subject, [web], room('1', asker('log', '200m'), asker('web', '2')));
    expect(remedy?.action).toBe('Ask at most 800m cpu instead of 2 in container web, if it can do with that');
    const other = lowerRequest(subject, [web], room('1', asker('web', '2'), asker('log', '200m')));
    expect(other?.action).toBe(remedy?.action);
  });

  test('is that of the pod where the pod asks', () => {
    const remedy = lowerRequest(subject, [web], room('1', asker(undefined, '2')));
    expect(remedy?.action).toBe('Ask at most 1 cpu instead of 2, if it can do with that');
  });

  test('is none where nothing would be left, and where nobody asks', () => {
    expect(lowerRequest(subject, [web], room('100m', asker('log', '200m'), asker('web', '2')))).toBeUndefined();
    expect(lowerRequest(subject, [web], room('1'))).toBeUndefined();
  });
});

describe('room', () => {
  const room = (kind: ResourceRoom['kind'], resource = 'cpu'): ResourceRoom => ({
    resource,
    asked: amount('2'),
    askers: [],
    kind,
  });
  const [one, two] = [fit('node-a'), fit('node-b')];

  test.each([
    ['busy', [one], 'it asks 2 cpu, and node-a has not that much free'],
    ['busy', [one, two], 'it asks 2 cpu, and node-a and node-b have not that much free'],
    ['too-big', [one], 'it asks 2 cpu, more than node-a has'],
    ['too-big', [one, two], 'it asks 2 cpu, more than node-a and node-b have'],
    ['not-offered', [one], 'it asks 2 cpu, which node-a does not offer'],
    ['not-offered', [one, two], 'it asks 2 cpu, which node-a and node-b do not offer'],
  ] as const)('of some nodes: %s on %#', (kind, nodes, expected) => {
    expect(roomTitle([room(kind)], block('resource', nodes.length, nodes), scheduling())).toBe(expected);
  });

  test('no slot is left on some nodes', () => {
    const title = (nodes: readonly NodeFit[]): string =>
      roomTitle([room('busy', 'pods')], block('pod-slots', nodes.length, nodes), scheduling());
    expect(title([one])).toBe('node-a has no slot for another pod');
    expect(title([one, two])).toBe('node-a and node-b have no slot for another pod');
  });

  test('without numbers of the nodes', () => {
    expect(roomText(room('busy', 'pods'))).toBe(
      'A node runs only so many pods, whatever their size, and all slots are taken.',
    );
    expect(roomText(room('busy'))).toBe('The pod asks 2 cpu; no node has that much free now.');
  });

  test('more is taken than there is', () => {
    const overfull: ResourceRoom = {
      ...room('busy'),
      largest: { node: 'node-a', allocatable: amount('4') },
      roomiest: { node: 'node-a', free: amount('-1') },
    };
    expect(roomText(overfull)).toContain('the roomiest node, node-a, has 0 free');
  });
});

describe('the other nodes', () => {
  test.each([
    [[block('taint', 1)], ' The other node is tainted.'],
    [[block('taint', 2), block('cordoned', 1)], ' The others: 2 tainted, 1 cordoned.'],
    [[], ''],
  ])('%#', (blocks, expected) => {
    expect(othersText(scheduling({ blocks: [block('resource', 2), ...blocks] }), 'resource')).toBe(expected);
  });

  test('a reason that nobody knows is quoted', () => {
    const { reasons } = parseSchedulerMessage('0/3 nodes are available: 1 node(s) are on holiday, 2 Insufficient cpu.');
    const [reason] = reasons.filter(({ kind }) => kind === 'other');
    const odd: Block = { kind: 'other', count: 1, nodes: [], reasons: reason ? [reason] : [] };
    expect(othersText(scheduling({ blocks: [odd] }))).toBe(' The other node is refused with "node(s) are on holiday".');
  });
});

test('a condition without reason, text or time', () => {
  const condition = { type: 'PodScheduled', status: 'False' };
  expect(messageEvidence(scheduling({ condition }))).toEqual([
    { source: 'status', ref: 'status.conditions[PodScheduled]', text: 'False: ' },
  ]);
});

describe('preemption', () => {
  const leaving = [aPod({ name: 'batch-1' })];

  test('room is being made', () => {
    const waits = scheduling({ preempting: { node: 'node-a', leaving, late: false } });
    expect(preemptionText(waits)).toBe(' Room is being made on node-a: it waits for shop/batch-1 to stop.');
    expect(aboutBlock(waits, block('resource', 3))).toMatchObject({ severity: 'info', verdict: 'starting' });
  });

  test('and takes longer than it should, of pods that could not be seen', () => {
    const late = scheduling({ preempting: { node: 'node-a', leaving: [], late: true } });
    expect(preemptionText(late)).toBe(
      ' Room is being made on node-a: it waits for pods of lower priority to stop, which should have stopped by now.',
    );
    expect(aboutBlock(late, block('resource', 3))).toMatchObject({ severity: 'warning', verdict: 'pending' });
  });

  test('the class of the pod forbids it', () => {
    const message = parseSchedulerMessage(
      '0/3 nodes are available: 3 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.',
    );
    expect(preemptionText(scheduling({ message }))).toContain('(preemptionPolicy Never)');
    expect(preemptionText(scheduling())).toBe('');
  });
});

describe('spread', () => {
  const spread = (more: Partial<Spread> = {}): Spread => ({
    constraint: { topologyKey: 'zone', maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' },
    selector: undefined,
    index: 0,
    domains: [],
    least: 0,
    self: 1,
    unlabelled: [],
    full: [],
    ...more,
  });
  const domain = (value: string, count: number): Spread['domains'][number] => ({ value, count, nodes: [] });

  test('a label that no node has, or some', () => {
    expect(labelText(spread())).toMatch(/never qualifies\. No node has it, so no node can take the pod\.$/);
    expect(labelText(spread({ domains: [domain('a', 1)] }))).toMatch(/never qualifies\.$/);
  });

  test('why the emptiest domain does not help', () => {
    const [full, a, b] = [domain('x', 2), domain('a', 0), domain('b', 0)];
    const fits = [
      fit('n-1', { refusal: 'taint' }, { zone: 'a' }),
      fit('n-2', { refusal: 'cordoned' }, { zone: 'a' }),
      fit('n-3', { refusal: 'resource' }, { zone: 'b' }),
      fit('n-4', { refusal: 'affinity' }),
    ];
    expect(skewText(spread({ domains: [a, b, full], full: [full] }), fits)).toBe(
      'No zone may have more than 1 such pod above the one with the fewest (now a has 0, b has 0 and x has 2). ' +
        'The domain with the fewest cannot take it either: n-1 has a taint it does not tolerate, n-2 is cordoned and n-3 has no room for it.',
    );
  });

  test('fewer domains than there have to be', () => {
    const constraint = { ...spread().constraint, maxSkew: 2, minDomains: 2 };
    expect(skewText(spread({ constraint }), [])).toBe(
      'No zone may have more than 2 such pods above the one with the fewest. Fewer than minDomains 2 domains exist, so the fewest counts as 0.',
    );
  });
});

describe('tolerations', () => {
  test.each([
    [{ key: 'gpu', operator: 'Equal', value: 'yes', effect: 'NoSchedule' }, 'gpu=yes:NoSchedule'],
    [{ key: 'gpu', operator: 'Equal' }, 'gpu='],
    [{ key: 'gpu', operator: 'Exists' }, 'gpu'],
    [{ operator: 'Exists' }, 'every taint'],
  ])('%j', (toleration, expected) => {
    expect(tolerationText(toleration)).toBe(expected);
  });

  test('those for a node stand beside what the workload has', () => {
    const node = fit('node-a', {
      taints: [
        { key: 'gpu', value: 'yes', effect: 'NoSchedule' },
        { key: 'spot', effect: 'NoSchedule' },
      ],
    });
    const remedy = tolerate(subject, node, { tolerations: [{ key: 'own', operator: 'Exists' }] });
    expect(remedy.patch?.value).toEqual([
      { key: 'own', operator: 'Exists' },
      { key: 'gpu', operator: 'Equal', value: 'yes', effect: 'NoSchedule' },
      { key: 'spot', operator: 'Exists', effect: 'NoSchedule' },
    ]);
  });
});

describe('who should make a volume', () => {
  const stuck = (more: Partial<StuckClaim> = {}): StuckClaim => ({
    kind: 'silent',
    claim: {
      claimName: 'data',
      volume: 'data',
      path: 'spec.volumes[0].persistentVolumeClaim',
      claim: unasked,
      storageClass: unasked,
      persistentVolume: unasked,
      events: [],
      similar: [],
    },
    misfits: [],
    ...more,
  });
  const said = (message: string): StuckClaim => {
    const [event] = eventsOf([anEvent('ProvisioningFailed', message)]);
    return stuck(event ? { event } : {});
  };
  const noted = (key: string): StuckClaim => stuck({ object: { metadata: { annotations: { [key]: 'a.csi' } } } });

  test.each([
    ['the class', stuck({ storageClass: { provisioner: 'c.csi' } }), 'c.csi'],
    ['an event', said("Waiting for a volume to be created either by the external provisioner 'e.csi'"), 'e.csi'],
    ['an event of a plugin that is gone', said('no volume plugin matched name: kubernetes.io/x'), 'kubernetes.io/x'],
    ['a note on the claim', noted('volume.kubernetes.io/storage-provisioner'), 'a.csi'],
    ['an older note on the claim', noted('volume.beta.kubernetes.io/storage-provisioner'), 'a.csi'],
    ['nobody', stuck(), 'of its class'],
  ])('by %s', (_name, one, expected) => {
    expect(provisionerOf(one)).toBe(expected);
  });

  test('an error is told in its first line, without what the sidecar puts before it', () => {
    const text = 'failed to provision volume with StorageClass "fast": rpc error: quota exceeded.\nretry later';
    expect(failureText(said(text))).toBe('rpc error: quota exceeded');
    expect(failureText(stuck())).toBe('');
  });

  test('since when nothing is heard, where that is known', () => {
    expect(provisioningText(stuck({ className: 'fast', age: 90 }))).toContain(
      'nothing has been heard of it for 1 min 30 s:',
    );
    expect(provisioningText(stuck())).toContain('StorageClass of the claim leaves making the volume to of its class');
  });
});
