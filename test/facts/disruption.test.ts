import { describe, expect, test } from '@jest/globals';
import { disruptionOf } from '../../src/facts/disruption.ts';
import { eventsOf } from '../../src/facts/events.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { aPod, anEvent, now } from '../support/builders.ts';
import { deleted, failedPod, target } from '../support/disrupted.ts';

describe('disruptionOf', () => {
  test.each([
    ['PreemptionByScheduler', 'preempted'],
    ['DeletionByTaintManager', 'taint'],
    ['DeletionByDeviceTaintManager', 'taint'],
    ['EvictionByEvictionAPI', 'api'],
    ['DeletionByPodGC', 'node-gone'],
  ])('%s of a deleted pod is %s', (reason, kind) => {
    const status = podStatusOf(aPod({ ...target(reason, 'words', 10), metadata: deleted(10) }));
    expect(disruptionOf(status, undefined)).toMatchObject({ kind, message: 'words', at: now - 10_000 });
  });

  test('an old condition of a pod that lives on counts for nothing', () => {
    expect(disruptionOf(podStatusOf(aPod(target('EvictionByEvictionAPI', ''))), [])).toBeUndefined();
  });

  test('an unknown reason is nothing', () => {
    expect(
      disruptionOf(podStatusOf(aPod({ ...target('SomebodyElse', ''), metadata: deleted(1) })), []),
    ).toBeUndefined();
  });

  test('evictions by their text', () => {
    const kindOf = (message: string): string | undefined =>
      disruptionOf(podStatusOf(failedPod('Evicted', message)), [])?.kind;
    expect(kindOf('The node was low on resource: memory. ')).toBe('node-pressure');
    expect(kindOf('Usage of EmptyDir volume "s" exceeds the limit "1Mi". ')).toBe('local-storage');
    expect(kindOf('something new')).toBe('node-pressure');
  });

  test('an event of a pod that succeeded does not make it evicted', () => {
    const events = eventsOf([anEvent('Evicted', 'The node was low on resource: memory. ')]);
    expect(disruptionOf(podStatusOf(aPod({ status: { phase: 'Succeeded' } })), events)).toBeUndefined();
    expect(disruptionOf(podStatusOf({}), undefined)).toBeUndefined();
  });
});
