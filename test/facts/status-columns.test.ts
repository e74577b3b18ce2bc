import { describe, expect, test } from '@jest/globals';
import type { Pod } from '../../src/core/kubernetes.ts';
import { podColumns, restartsText } from '../../src/facts/status-columns.ts';
import { aPod, ago, now, running, terminated, waiting, type PodOptions } from '../support/builders.ts';
import { recording, recordingIds } from '../support/recordings.ts';

describe('podColumns', () => {
  test.each(recordingIds)('agrees with the API server: %s', (id) => {
    const { objects, table } = recording(id);
    // Two recordings have no table.
    const pods = objects.filter(({ kind, metadata }) => kind === 'Pod' && (metadata?.name ?? '') in table) as Pod[];
    const rows = pods.map((pod) => {
      const { ready, status, restarts } = podColumns(pod);
      return [pod.metadata?.name, { ready, status, restarts: String(restarts) }];
    });
    expect(Object.fromEntries(rows)).toEqual(table);
  });

  const status = (options: PodOptions): string => podColumns(aPod(options)).status;

  test.each<[string, PodOptions, string]>([
    ['an init container that failed', init(terminated(1)), 'Init:Error'],
    ['an init container that failed without a reason', init(terminated(3, '')), 'Init:ExitCode:3'],
    ['an init container that a signal ended', init({ ...terminated(137, ''), signal: 9 }), 'Init:Signal:9'],
    [
      'a container that a signal ended',
      { containers: [{ state: { terminated: { ...terminated(139, ''), signal: 11 } } }] },
      'Signal:11',
    ],
    [
      'a container that ended without a reason',
      { containers: [{ state: { terminated: terminated(7, '') } }] },
      'ExitCode:7',
    ],
    [
      'a gate',
      {
        status: {
          phase: 'Pending',
          conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }],
          containerStatuses: [],
        },
      },
      'SchedulingGated',
    ],
    ['a reason of the status', { status: { phase: 'Failed', reason: 'Evicted', containerStatuses: [] } }, 'Evicted'],
    ['a deleted pod', { metadata: { deletionTimestamp: ago(0) } }, 'Terminating'],
    [
      'a deleted pod that ended',
      { metadata: { deletionTimestamp: ago(0) }, status: { phase: 'Succeeded', containerStatuses: [] } },
      'Succeeded',
    ],
    [
      'a deleted pod of a lost node',
      { metadata: { deletionTimestamp: ago(0) }, status: { reason: 'NodeLost' } },
      'Unknown',
    ],
    ['no phase at all', { status: { phase: '', containerStatuses: [] } }, 'Pending'],
  ])('%s', (_name, options, expected) => {
    expect(status(options)).toBe(expected);
  });

  test('shows Completed beside containers that run only until they are ready', () => {
    const done = { name: 'a', state: { terminated: terminated(0) }, ready: false };
    const failed = { name: 'c', state: { terminated: terminated(2) }, ready: false };
    const up = { name: 'b', ready: true, state: running() };
    expect(
      status({ containers: [done, { name: 'b' }], status: { conditions: [{ type: 'Ready', status: 'True' }] } }),
    ).toBe('Running');
    expect(status({ containers: [done, up] })).toBe('NotReady');
    expect(status({ containers: [done, up, failed] })).toBe('Error');
    expect(status({ containers: [done, { ...up, ready: false }] })).toBe('Completed');
  });

  test('counts sidecars among the ready ones and forgets restarts of init containers once initialized', () => {
    const pod = aPod({
      initContainers: [
        { name: 'migrate', state: { terminated: terminated(0) }, ready: true, restarts: 4, last: terminated(1) },
        {
          name: 'proxy',
          restartPolicy: 'Always',
          restarts: 2,
          ready: true,
          last: terminated(1, 'Error', { finishedAgo: 300 }),
        },
      ],
      containers: [{ name: 'web', restarts: 1, last: terminated(1, 'Error', { finishedAgo: 400 }) }],
    });
    expect(podColumns(pod)).toEqual({ status: 'Running', ready: '2/2', restarts: 3, lastRestart: now - 300_000 });
    expect(restartsText(podColumns(pod), now)).toBe('3 (5m ago)');
  });

  test('stops at the first init container that is not done, counted by its place', () => {
    const pod = aPod({
      initContainers: [
        { name: 'proxy', restartPolicy: 'Always', ready: true, state: running() },
        { name: 'wait', state: running(), ready: false },
        { name: 'later', state: waiting('PodInitializing') },
      ],
      containers: [{ name: 'web', state: waiting('PodInitializing') }],
      status: { phase: 'Pending', conditions: [{ type: 'Initialized', status: 'False' }] },
    });
    expect(podColumns(pod)).toEqual({ status: 'Init:1/3', ready: '1/2', restarts: 0 });
  });

  test('says something of a pod without any status', () => {
    expect(podColumns({})).toEqual({ status: 'Pending', ready: '0/0', restarts: 0 });
  });
});

function init(state: ReturnType<typeof terminated>): PodOptions {
  return {
    initContainers: [{ name: 'migrate', state: { terminated: state }, ready: false }],
    containers: [{ state: waiting('PodInitializing') }],
    status: { phase: 'Pending', conditions: [] },
  };
}
