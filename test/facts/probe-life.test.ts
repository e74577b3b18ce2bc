import { describe, expect, test } from '@jest/globals';
import { found } from '../../src/core/lookup.ts';
import { eventsOf } from '../../src/facts/events.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import {
  failuresNow,
  isNodeSilent,
  isStillFailing,
  killOutlook,
  mostFailures,
  passingProbe,
  probedContainers,
} from '../../src/facts/probe-life.ts';
import { probeOf } from '../../src/facts/probes.ts';
import { ago, aNode, anEvent, aPod, now, running } from '../support/builders.ts';

const livenessProbe = { httpGet: { port: 80 }, periodSeconds: 5, failureThreshold: 10 };
const pod = aPod({
  containers: [
    { name: 'web', livenessProbe, readinessProbe: { httpGet: { port: 80 } }, state: running(100), ready: true },
  ],
});
const failed = (options: { ago?: number; count?: number }) =>
  anEvent('Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 500', {
    container: 'web',
    ...options,
  });

function probed() {
  const [one] = probedContainers(podStatusOf(pod), undefined, now);
  const probe = one && probeOf(one.container, 'liveness');
  if (!one || !probe) throw new Error('no container');
  return { one, probe };
}

describe('probedContainers', () => {
  test('running containers of a living pod', () => {
    expect(probedContainers(podStatusOf(pod), undefined, now)).toMatchObject([{ runs: 100 }]);
    const deleted = aPod({ metadata: { deletionTimestamp: ago(-10), deletionGracePeriodSeconds: 30 } });
    expect(probedContainers(podStatusOf(deleted), undefined, now)).toEqual([]);
  });

  test('none on a node that is not heard of', () => {
    const lost = aNode('node-a', { status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } });
    expect(probedContainers(podStatusOf(pod), found(lost), now)).toEqual([]);
    expect(isNodeSilent(found(aNode('node-a')))).toBe(false);
    expect(isNodeSilent({ state: 'absent' })).toBe(true);
    expect(isNodeSilent({ state: 'absent', assumed: 'not in the file' })).toBe(false);
    expect(isNodeSilent({ state: 'refused', why: 'forbidden' })).toBe(false);
  });
});

describe('isStillFailing', () => {
  const still = (...events: ReturnType<typeof failed>[]): boolean => {
    const { one, probe } = probed();
    const facts = eventsOf(events);
    return isStillFailing(failuresNow(one, 'liveness', facts), probe, facts, now);
  };
  test('by the age of the newest failure', () => {
    expect(still(failed({ ago: 8 }))).toBe(true);
    expect(still(failed({ ago: 30 }))).toBe(false);
    expect(still()).toBe(false);
  });
  test('five minutes more where so many events were written that most are dropped', () => {
    expect(still(failed({ ago: 90, count: 25 }))).toBe(true);
  });
});

describe('killOutlook', () => {
  test('one a period until the threshold', () => {
    const { one, probe } = probed();
    const failures = failuresNow(one, 'liveness', eventsOf([failed({ ago: 10, count: 13 })]));
    expect(killOutlook(failures, probe, one.startedAt)).toBeUndefined();
    const some = failuresNow(
      one,
      'liveness',
      eventsOf([{ ...failed({ ago: 10, count: 3 }), firstTimestamp: ago(20) }]),
    );
    expect(killOutlook(some, probe, one.startedAt)).toEqual({ left: 7, earliest: now - 10_000 + 35_000 });
  });
});

test('what never failed does not fail still, and has failed no times', () => {
  const { one, probe } = probed();
  const none = { count: 0, errored: 0, events: [] };
  expect(isStillFailing(none, probe, [], now)).toBe(false);
  expect(mostFailures(none, probe, one.startedAt)).toBe(0);
});

test('another probe passes where nothing is heard of it failing', () => {
  const { one } = probed();
  expect(passingProbe(one, 'liveness', eventsOf([failed({})]))?.type).toBe('readiness');
  expect(passingProbe(one, 'readiness', eventsOf([failed({})]))).toBeUndefined();
  expect(passingProbe(one, 'liveness', undefined)).toBeUndefined();
});
