import { describe, expect, test } from '@jest/globals';
import type { KubeEvent, Pod } from '../../src/core/kubernetes.ts';
import { eventsOf } from '../../src/facts/events.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { pullTroubles, runningPulls } from '../../src/facts/pull-error.ts';
import { ago, anEvent, aPod, now, running, terminated, waiting } from '../support/builders.ts';

const image = 'registry.example/web:1';
const notFound = `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;

function troubles(pod: Pod, events: KubeEvent[] = []): ReturnType<typeof pullTroubles> {
  return pullTroubles(podStatusOf(pod), eventsOf(events));
}

function pending(...states: ReturnType<typeof waiting>[]): Pod {
  const names = ['web', 'api', 'log'];
  return aPod({
    status: { phase: 'Pending' },
    containers: states.map((state, index) => ({ name: names[index] ?? 'x', state })),
  });
}

const failed = (message = notFound, options = {}): KubeEvent =>
  anEvent('Failed', `Failed to pull image "${image}": ${message}`, { container: 'web', ...options });

describe('pullTroubles', () => {
  test('ErrImagePull, and the back-off that repeats its error', () => {
    for (const state of [
      waiting('ErrImagePull', notFound),
      waiting('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${notFound}`),
    ]) {
      expect(troubles(pending(state))).toMatchObject([{ image, problem: 'not-found', text: notFound }]);
    }
  });

  test('a bare back-off takes the error from the event, and says so where there is none', () => {
    const state = waiting('ImagePullBackOff', `Back-off pulling image "${image}"`);
    expect(troubles(pending(state), [failed()])).toMatchObject([{ problem: 'not-found', attempts: 1 }]);
    expect(troubles(pending(state))).toMatchObject([{ problem: 'unknown', text: '' }]);
  });

  test('the reasons of CRI-O stand before their text in the back-off', () => {
    const text = `image pull failed for ${image} because the registry is unavailable: pinging container registry: connection refused`;
    const state = waiting('ImagePullBackOff', `Back-off pulling image "${image}": RegistryUnavailable: ${text}`);
    expect(troubles(pending(state))).toMatchObject([{ problem: 'unreachable', detail: 'refused', text }]);
  });

  test('from events, while the status says nothing', () => {
    expect(troubles(pending(waiting('ContainerCreating')), [failed()])).toHaveLength(1);
    const pulled = anEvent('Pulled', `Successfully pulled image "${image}" in 1s`, {
      container: 'web',
      ago: 5,
      type: 'Normal',
    });
    expect(troubles(pending(waiting('ContainerCreating')), [failed(notFound, { ago: 60 }), pulled])).toEqual([]);
  });

  test('containers of one image and reason are one trouble', () => {
    const state = waiting('ErrImagePull', notFound);
    const [only, ...more] = troubles(pending(state, state));
    expect(more).toEqual([]);
    expect(only?.container.name).toBe('web');
    expect(only?.others.map(({ name }) => name)).toEqual(['api']);
  });

  test('the image volume whose image is meant', () => {
    const text = 'failed to resolve reference "registry.example/models:9": registry.example/models:9: not found';
    const pod = aPod({
      status: { phase: 'Pending' },
      spec: { volumes: [{ name: 'models', image: { reference: 'registry.example/models:9' } }] },
      containers: [
        { name: 'web', volumeMounts: [{ name: 'models', mountPath: '/m' }], state: waiting('ErrImagePull', text) },
      ],
    });
    expect(troubles(pod)).toMatchObject([
      { image: 'registry.example/models:9', volume: 'models', problem: 'not-found' },
    ]);
  });

  test('the deadline of the pod passed over it', () => {
    const ended = terminated(137, 'ContainerStatusUnknown');
    const pod = aPod({
      status: { phase: 'Failed', reason: 'DeadlineExceeded' },
      containers: [{ name: 'web', state: { terminated: ended } }],
    });
    expect(troubles(pod, [failed()])).toMatchObject([{ problem: 'not-found', outOfTime: true }]);
    expect(
      troubles(pod, [
        failed(notFound, { ago: 60 }),
        anEvent('Started', 'Started container web', { container: 'web', ago: 5 }),
      ]),
    ).toEqual([]);
  });

  test('no trouble of today', () => {
    expect(troubles(aPod({ containers: [{ name: 'web', state: running() }] }), [failed()])).toEqual([]);
    const corrected = waiting(
      'ImagePullBackOff',
      'Back-off pulling image "registry.example/web:typo": ErrImagePull: not found',
    );
    expect(troubles(pending(corrected))).toEqual([]);
    const state = waiting('ErrImagePull', notFound);
    const deleted = aPod({
      metadata: { deletionTimestamp: ago(-20), deletionGracePeriodSeconds: 30 },
      containers: [{ name: 'web', state }],
    });
    expect(troubles(deleted)).toEqual([]);
    expect(
      troubles(aPod({ status: { phase: 'Failed', reason: 'Evicted' }, containers: [{ name: 'web', state }] })),
    ).toEqual([]);
    const crashed = aPod({ containers: [{ name: 'web', state: waiting('CrashLoopBackOff'), last: terminated(1) }] });
    expect(troubles(crashed, [failed(notFound, { ago: 900 })])).toEqual([]);
  });
});

describe('runningPulls', () => {
  const pulling = anEvent('Pulling', `Pulling image "${image}"`, { container: 'web', ago: 90, type: 'Normal' });
  const pulls = (pod: Pod, events: KubeEvent[]): ReturnType<typeof runningPulls> =>
    runningPulls(podStatusOf(pod), eventsOf(events), now);

  test('since the event', () => {
    expect(pulls(pending(waiting('ContainerCreating')), [pulling])).toMatchObject([{ image, seconds: 90 }]);
  });

  test('not after an end, a new sandbox, or without an event', () => {
    const pod = pending(waiting('ContainerCreating'));
    const later = { container: 'web', ago: 30 };
    expect(pulls(pod, [pulling, anEvent('Pulled', 'Successfully pulled image', later)])).toEqual([]);
    expect(pulls(pod, [pulling, failed(notFound, later)])).toEqual([]);
    expect(pulls(pod, [pulling, anEvent('SandboxChanged', 'Pod sandbox changed', { ago: 30 })])).toEqual([]);
    expect(pulls(pod, [])).toEqual([]);
    expect(pulls(pending(waiting('ErrImagePull', notFound)), [pulling])).toEqual([]);
  });
});
