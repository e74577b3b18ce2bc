import { describe, expect, test } from '@jest/globals';
import type { Pod } from '../../src/core/kubernetes.ts';
import { found, unasked } from '../../src/core/lookup.ts';
import { blockedSet, isInTrouble } from '../../src/facts/ordinals.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { ago, aPod, aWorkload, now, waiting } from '../support/builders.ts';

const broken = (name: string): Pod => aPod({ name, containers: [{ name: 'db', state: waiting('ErrImagePull') }] });
const set = (spec: Record<string, unknown> = {}) => aWorkload('StatefulSet', 'db', { spec: { replicas: 12, ...spec } });
const owner = (pods: readonly Pod[]) => ({ chain: [], events: [], children: unasked, pods: found(pods) });

describe('blockedSet', () => {
  test('OrderedReady is held up by the lowest number, as a number', () => {
    expect(blockedSet(set(), owner([broken('db-10'), broken('db-9')]))?.blocker.ordinal).toBe(9);
  });
  test('Parallel is held up by the highest and misses none', () => {
    const blocked = blockedSet(set({ podManagementPolicy: 'Parallel' }), owner([broken('db-10'), broken('db-9')]));
    expect(blocked).toMatchObject({ blocker: { ordinal: 10 }, missing: [] });
  });
  test('pods of other sets are none of its own', () => {
    expect(blockedSet(set(), owner([broken('db-extra-0'), broken('web-0')]))).toBeUndefined();
  });
  test('without the list of pods nothing is said to be missing', () => {
    const alone = { chain: [], events: [], children: unasked, pods: unasked };
    expect(blockedSet(set(), alone, podStatusOf(broken('db-0')))?.missing).toEqual([]);
  });
});

describe('isInTrouble', () => {
  test('a pod that waits with an error', () => expect(isInTrouble(podStatusOf(broken('db-0')), now)).toBe(true));
  test('a pod that is being made', () => {
    const pod = aPod({ created: 5, containers: [{ name: 'db', state: waiting('ContainerCreating') }] });
    expect(isInTrouble(podStatusOf(pod), now)).toBe(false);
  });
  test('a deletion within its grace period is none, one that outlives it is', () => {
    const deleted = (seconds: number) =>
      aPod({ metadata: { deletionTimestamp: ago(seconds), deletionGracePeriodSeconds: 30 } });
    expect(isInTrouble(podStatusOf(deleted(-10)), now)).toBe(false);
    expect(isInTrouble(podStatusOf(deleted(120)), now)).toBe(true);
  });
});
