import { describe, expect, test } from '@jest/globals';
import type { ContainerSpec } from '../../src/core/evidence.ts';
import type { Handler } from '../../src/core/kubernetes.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { preStopOf, terminationOf } from '../../src/facts/termination.ts';
import { aPod, ago, now, terminated, type ContainerOptions } from '../support/builders.ts';

/** A pod whose deletion was asked for so many seconds ago. */
function deleted(requestedAgo: number, grace: number, containers: ContainerOptions[] = [{ name: 'web' }]) {
  const metadata = { deletionTimestamp: ago(requestedAgo - grace), deletionGracePeriodSeconds: grace };
  return podStatusOf(aPod({ metadata, containers }));
}

const preStop = (hook: Handler): ContainerOptions => ({ name: 'web', lifecycle: { preStop: hook } });
const seconds = (from: number | undefined): number => ((from ?? 0) - now) / 1000;

describe('terminationOf', () => {
  test('nobody asked', () => {
    expect(terminationOf(podStatusOf(aPod()), now)).toBeUndefined();
  });

  test('within its grace period', () => {
    const stopping = terminationOf(deleted(10, 30), now);
    expect(stopping).toMatchObject({ graceSeconds: 30, usedSeconds: 10, remainingSeconds: 20, overdueSeconds: 0 });
    expect(seconds(stopping?.killAt)).toBe(20);
    expect(seconds(stopping?.termAt)).toBe(-10);
    expect(stopping?.running.map(({ name }) => name)).toEqual(['web']);
  });

  test('past it', () => {
    expect(terminationOf(deleted(100, 30), now)).toMatchObject({ remainingSeconds: 0, overdueSeconds: 70 });
  });

  test('a hook that leaves time, and one that leaves none', () => {
    const short = terminationOf(deleted(0, 20, [preStop({ sleep: { seconds: 8 } })]), now);
    expect([seconds(short?.termAt), seconds(short?.killAt), short?.preStopSeconds]).toEqual([8, 20, 8]);
    const long = terminationOf(deleted(0, 20, [preStop({ exec: { command: ['sleep', '60'] } })]), now);
    expect([seconds(long?.termAt), seconds(long?.killAt), long?.preStopSeconds]).toEqual([20, 22, 20]);
  });

  test('a hook whose length is unknown may cost the last 2 s', () => {
    const stopping = terminationOf(deleted(0, 20, [preStop({ httpGet: { port: 80 } })]), now);
    expect(stopping?.termAt).toBeUndefined();
    expect(seconds(stopping?.killAt)).toBe(22);
  });

  test('grace 0 skips the hook and still gives 2 s', () => {
    const stopping = terminationOf(deleted(0, 0, [preStop({ sleep: { seconds: 8 } })]), now);
    expect(stopping?.preStops).toEqual([]);
    expect(seconds(stopping?.killAt)).toBe(2);
  });

  test('containers that have ended do not run', () => {
    const stopping = terminationOf(deleted(5, 30, [{ name: 'web', state: { terminated: terminated(0) } }]), now);
    expect(stopping?.running).toEqual([]);
  });
});

describe('preStopOf', () => {
  const hooked = (preStop: Handler): ContainerSpec => ({
    name: 'web',
    kind: 'app',
    index: 0,
    path: 'spec.containers[0]',
    spec: { name: 'web', lifecycle: { preStop } },
  });

  test.each<[Handler, number | undefined, boolean]>([
    [{ sleep: { seconds: 5 } }, 5, false],
    [{ exec: { command: ['sleep', '5'] } }, 5, false],
    [{ exec: { command: ['/bin/sleep', '2m'] } }, 120, false],
    [{ exec: { command: ['sh', '-c', 'sleep 15'] } }, 15, false],
    [{ exec: { command: ['/bin/sh', '-c', 'sleep 15 && nginx -s quit'] } }, 15, true],
    [{ exec: { command: ['sh', '-c', 'nginx -s quit; sleep 3; sleep 2'] } }, 5, true],
    [{ exec: { command: ['sh', '-c', 'while pidof app; do sleep 1; done'] } }, undefined, true],
    [{ exec: { command: ['drain.sh'] } }, undefined, true],
    [{ exec: {} }, undefined, true],
    [{ httpGet: { port: 80 } }, undefined, false],
    [{ tcpSocket: { port: 80 } }, undefined, false],
  ])('%j', (hook, expected, atLeast) => {
    const [found] = preStopOf(hooked(hook));
    expect([found?.seconds, found?.atLeast]).toEqual([expected, atLeast]);
  });

  test('none', () => {
    expect(preStopOf(hooked({}))).toEqual([]);
  });
});
