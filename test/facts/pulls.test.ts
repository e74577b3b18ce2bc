import { describe, expect, test } from '@jest/globals';
import type { KubeEvent } from '../../src/core/kubernetes.ts';
import { eventsOf } from '../../src/facts/events.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { pullOf } from '../../src/facts/pulls.ts';
import { anEvent, aPod, now, running, waiting, type ContainerOptions } from '../support/builders.ts';

const event = (reason: string, message: string, ago: number): KubeEvent =>
  anEvent(reason, message, { ago, container: 'web' });
const pulling = (ago: number) => event('Pulling', 'Pulling image "web:1"', ago);
const pulled = (ago: number, rest = '') => event('Pulled', `Successfully pulled image "web:1"${rest}`, ago);
const failed = (ago: number) => event('Failed', 'Failed to pull image "web:1": not found', ago);
const creating = { state: waiting('ContainerCreating') };

function pull(container: ContainerOptions, ...events: KubeEvent[]) {
  const [own] = podStatusOf(aPod({ containers: [container] })).containers;
  if (!own) throw new Error('no container');
  return pullOf(own, eventsOf(events));
}

describe('the newest pull of an image', () => {
  test('none where there is nothing to see', () => {
    expect(pull(creating)).toBeUndefined();
    expect(pull(creating, event('Pulled', 'Container image "web:1" already present on machine', 5))).toBeUndefined();
    expect(pull({ state: running() }, pulling(20))).toBeUndefined();
  });

  test('is under way', () => {
    expect(pull(creating, pulling(20))).toEqual({ state: 'active', began: now - 20_000 });
  });

  test('is done, with what the kubelet measured', () => {
    const message = ' in 1.2s (3.4s including waiting). Image size: 1234 bytes.';
    expect(pull(creating, pulling(20), pulled(10, message))).toEqual({
      state: 'done',
      began: now - 20_000,
      ended: now - 10_000,
      pulling: 1.2,
      took: 3.4,
      bytes: 1234,
    });
    expect(pull(creating, pulled(10, ' in 812ms'))).toEqual({
      state: 'done',
      ended: now - 10_000,
      pulling: 0.812,
      took: 0.812,
    });
    expect(pull(creating, pulled(10))).toEqual({ state: 'done', ended: now - 10_000 });
  });

  test('has failed, by the status or by the events', () => {
    expect(pull({ state: waiting('ImagePullBackOff') }, pulling(20))).toEqual({ state: 'failed', began: now - 20_000 });
    expect(pull(creating, pulling(20), failed(10))).toEqual({ state: 'failed', began: now - 20_000 });
    expect(pull(creating, failed(10))).toEqual({ state: 'failed' });
  });

  test('is tried again after a failure', () => {
    expect(pull(creating, failed(20), pulling(10))).toEqual({ state: 'active', began: now - 10_000 });
    expect(pull(creating, failed(20), pulling(10), pulled(5))?.state).toBe('done');
  });
});
