import { describe, expect, test } from '@jest/globals';
import { eventsOf } from '../../src/facts/events.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { isPrepared, lastPrepared, standingEvents, waitingSeconds } from '../../src/facts/preparation.ts';
import { silentVolumes } from '../../src/facts/silent-mount.ts';
import { podSpecFacts } from '../../src/facts/workload.ts';
import { aPod, anEvent, now, terminated, waiting } from '../support/builders.ts';
import { creating, mounting } from '../support/preparing.ts';

const failed = (ago: number): ReturnType<typeof anEvent> => anEvent('FailedMount', `failed ${ago} s ago`, { ago });
const pulling = (ago: number): ReturnType<typeof anEvent> =>
  anEvent('Pulling', 'Pulling image', { ago, container: 'web', type: 'Normal' });

describe('standingEvents', () => {
  const standing = (pod: ReturnType<typeof aPod>, ...events: ReturnType<typeof anEvent>[]): number =>
    standingEvents(podStatusOf(pod), eventsOf(events), 'FailedMount').length;

  test('those after the last sign of progress', () => {
    expect(standing(creating(), failed(5))).toBe(1);
    expect(standing(creating(), failed(30), pulling(20))).toBe(0);
    expect(standing(creating(), failed(30), pulling(20), failed(10))).toBe(1);
  });

  test('none of a pod that runs, has its sandbox, has ended or is being deleted', () => {
    expect(standing(aPod(), failed(1))).toBe(0);
    expect(
      standing(
        creating({ status: { conditions: [{ type: 'PodReadyToStartContainers', status: 'True' }] } }),
        failed(1),
      ),
    ).toBe(0);
    expect(standing(creating({ status: { phase: 'Failed' } }), failed(1))).toBe(0);
    expect(standing(creating({ metadata: { deletionTimestamp: '2026-01-15T12:00:20Z' } }), failed(1))).toBe(0);
    expect(standing(creating({ spec: { nodeName: '' } }), failed(1))).toBe(0);
  });
});

test('when it was last prepared', () => {
  expect(lastPrepared(podStatusOf(creating()), undefined)).toBeUndefined();
  expect(lastPrepared(podStatusOf(creating()), eventsOf([pulling(20)]))).toBe(now - 20_000);
  const restarted = aPod({
    containers: [
      { name: 'web', state: waiting('CrashLoopBackOff'), last: terminated(1, 'Error', { finishedAgo: 10, ranFor: 5 }) },
    ],
  });
  expect(lastPrepared(podStatusOf(restarted), [])).toBe(now - 15_000);
});

test('isPrepared and waitingSeconds', () => {
  expect(isPrepared(podStatusOf(creating()))).toBe(false);
  expect(isPrepared(podStatusOf(creating({ containers: [{ name: 'web', state: waiting('ErrImagePull') }] })))).toBe(
    true,
  );
  expect(waitingSeconds(podStatusOf(creating({ created: 61 })), now)).toBe(60);
  expect(waitingSeconds(podStatusOf({}), now)).toBe(0);
});

test('silentVolumes speaks only after three minutes, of volumes from elsewhere', () => {
  const nfs = { name: 'media', nfs: { server: 's', path: '/' } };
  const quiet = { conditions: [{ type: 'PodReadyToStartContainers', status: 'False' }] };
  const scheduled = eventsOf([anEvent('Scheduled', 'ok', { ago: 500, type: 'Normal' })]);
  const silent = (created: number, volume: { name: string; [source: string]: unknown }): string[] => {
    const pod = mounting(volume, { created, status: quiet });
    return silentVolumes(
      podSpecFacts({ metadata: {}, spec: pod.spec ?? {} }, 'spec'),
      podStatusOf(pod),
      scheduled,
      now,
    );
  };
  expect(silent(600, nfs)).toEqual(['media']);
  expect(silent(100, nfs)).toEqual([]);
  expect(silent(600, { name: 'tmp', emptyDir: {} })).toEqual([]);
});
