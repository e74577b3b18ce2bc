import { describe, expect, test } from '@jest/globals';
import type { KubeEvent, Pod } from '../../src/core/kubernetes.ts';
import { eventsOf } from '../../src/facts/events.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { isDone, isWorkingOn, startStageOf } from '../../src/facts/start-stage.ts';
import { anEvent, aPod, now, running, terminated, waiting, type PodOptions } from '../support/builders.ts';

const stage = (pod: Pod, events: KubeEvent[] = []) => startStageOf(podStatusOf(pod), eventsOf(events));
const creating = waiting('ContainerCreating');
const notReady = [{ type: 'Ready', status: 'False' }];

describe('startStageOf', () => {
  test('a ready pod is not on its way', () => {
    expect(stage(aPod())).toBeUndefined();
  });

  test('no node, no kubelet', () => {
    const pod = aPod({ status: { phase: 'Pending', conditions: notReady, containerStatuses: [] } });
    delete pod.status?.startTime;
    expect(stage(pod)?.stage).toBe('accepting');
    delete pod.spec?.nodeName;
    expect(stage(pod)).toMatchObject({ stage: 'scheduling', since: now - 900_000 });
  });

  test.each<[string, string, PodOptions, KubeEvent[]]>([
    ['nothing of it is there yet', 'sandbox', { containers: [{ state: creating }] }, []],
    [
      'its image comes',
      'pulling',
      { containers: [{ state: creating }] },
      [anEvent('Pulling', 'Pulling image "x"', { container: 'web' })],
    ],
    [
      'its image is there',
      'creating',
      { containers: [{ state: creating }] },
      [anEvent('Pulled', 'Pulled', { container: 'web' })],
    ],
    [
      'an init container runs',
      'init',
      {
        initContainers: [{ name: 'a', state: running(5), ready: false }],
        containers: [{ state: waiting('PodInitializing') }],
      },
      [],
    ],
    [
      'a sidecar waits for its startup probe',
      'startup-probe',
      {
        initContainers: [{ name: 'a', restartPolicy: 'Always', state: running(5), started: false, startupProbe: {} }],
        containers: [{ state: waiting('PodInitializing') }],
      },
      [],
    ],
    ['the readiness probe has not passed', 'readiness', { containers: [{ state: running(5), ready: false }] }, []],
  ])('%s: %s', (_name, expected, options, events) => {
    expect(stage(aPod(options), events)?.stage).toBe(expected);
  });

  test('which of the init containers, and when the first probe comes', () => {
    const pod = aPod({
      initContainers: [
        { name: 'a', state: { terminated: terminated(0) } },
        { name: 'b', state: running(5), ready: false },
      ],
      containers: [{ state: waiting('PodInitializing') }],
    });
    expect(stage(pod)).toMatchObject({ stage: 'init', step: { number: 2, of: 2 }, since: now - 5000 });
    const probed = aPod({
      containers: [{ state: running(10), ready: false, readinessProbe: { initialDelaySeconds: 60 } }],
    });
    expect(stage(probed)?.nextAt).toBe(now + 50_000);
  });
});

test.each<[string, PodOptions, boolean]>([
  ['succeeded', { status: { phase: 'Succeeded' } }, true],
  [
    'all ended with 0, and the phase does not show it yet',
    { containers: [{ state: { terminated: terminated(0) } }], spec: { restartPolicy: 'Never' } },
    true,
  ],
  ['ended with 0 and started again', { containers: [{ state: { terminated: terminated(0) } }] }, false],
  [
    'one still runs',
    { containers: [{ state: { terminated: terminated(0) } }, { name: 'b' }], spec: { restartPolicy: 'Never' } },
    false,
  ],
  ['failed', { containers: [{ state: { terminated: terminated(0) } }], status: { phase: 'Failed' } }, false],
])('isDone: %s', (_name, options, expected) => {
  expect(isDone(podStatusOf(aPod(options)))).toBe(expected);
});

test('isWorkingOn: some have done their work, the others run', () => {
  const done = { name: 'work', state: { terminated: terminated(0) } };
  const pod = (restartPolicy: string, ...containers: PodOptions['containers'] & object) =>
    podStatusOf(aPod({ spec: { restartPolicy }, containers }));
  expect(isWorkingOn(pod('Never', done, { name: 'proxy' }))).toBe(true);
  expect(startStageOf(pod('Never', done, { name: 'proxy' }), [])).toBeUndefined();
  expect(isWorkingOn(pod('Always', done, { name: 'proxy' }))).toBe(false);
  expect(isWorkingOn(pod('Never', { name: 'proxy' }))).toBe(false);
  expect(isWorkingOn(pod('Never', done, { name: 'proxy', state: creating, ready: false }))).toBe(false);
});
