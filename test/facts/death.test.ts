import { describe, expect, test } from '@jest/globals';
import type { KubeEvent, Pod } from '../../src/core/kubernetes.ts';
import { deathOf, type Death } from '../../src/facts/death.ts';
import { eventsOf } from '../../src/facts/events.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { ago, anEvent, aPod, now, running, terminated, waiting, type ContainerOptions } from '../support/builders.ts';

/** The death of container web (or another) of a pod. */
function death(pod: Pod, events: KubeEvent[] = [], name = 'web'): Death | undefined {
  const status = podStatusOf(pod);
  const container = status.containers.find((one) => one.name === name);
  return container && deathOf(container, status, eventsOf(events), now);
}

function kindOf(pod: Pod, events: KubeEvent[] = [], name = 'web'): string {
  const found = death(pod, events, name);
  return found ? `${found.kind} ${found.current ? 'current' : 'past'}` : 'none';
}

/** A pod whose container web ended with a code, ten seconds ago unless said otherwise, and waits to be started again. */
function crashing(exitCode: number, reason?: string, more: ContainerOptions = {}): Pod {
  const last = terminated(exitCode, reason, { finishedAgo: 10, ranFor: 4 });
  return aPod({ containers: [{ state: waiting('CrashLoopBackOff'), last, restarts: 3, ...more }] });
}

const killed = (probe: string, seconds = 10, count = 1, container = 'web'): KubeEvent =>
  anEvent('Killing', `Container ${container} failed ${probe} probe, will be restarted`, {
    ago: seconds,
    count,
    container,
  });

describe('why it died', () => {
  test.each([
    [137, 'OOMKilled', 'oom'],
    [0, 'OOMKilled', 'oom'],
    [1, 'OOMKilled', 'oom'],
    [1, 'Error', 'exit'],
    [255, 'Error', 'exit'],
    [127, 'Error', 'exit'],
    [139, 'Error', 'signal'],
    [137, 'Error', 'signal'],
    [143, 'Error', 'signal'],
    [159, 'seccomp killed', 'signal'],
    [0, 'Completed', 'completed'],
    [128, 'StartError', 'start-error'],
    [127, 'ContainerCannotRun', 'start-error'],
  ])('exit code %d with reason %s: %s', (code, reason, kind) => {
    expect(kindOf(crashing(code, reason))).toBe(`${kind} current`);
  });

  test('all containers of the pod are started anew', () => {
    expect(kindOf(crashing(137, 'RestartingAllContainers'))).toBe('stopped past');
  });

  test('nothing ended', () => {
    expect(death(aPod())).toBeUndefined();
  });

  test("the end of a debug container is nobody's trouble", () => {
    const ephemeralContainerStatuses = [{ name: 'debugger', state: { terminated: terminated(1) } }];
    const pod = aPod({
      spec: { ephemeralContainers: [{ name: 'debugger' }] },
      status: { ephemeralContainerStatuses },
    });
    expect(death(pod, [], 'debugger')).toBeUndefined();
  });

  test.each([137, 143, 0])('a kill by the liveness probe, exit code %d', (code) => {
    expect(death(crashing(code), [killed('liveness')])).toMatchObject({
      kind: 'liveness-probe',
      confidence: 'certain',
    });
  });

  test('a kill by the startup probe of a sidecar', () => {
    const sidecar = {
      name: 'proxy',
      restartPolicy: 'Always',
      state: waiting('CrashLoopBackOff'),
      last: terminated(137),
      restarts: 2,
    };
    const event = anEvent('Killing', 'Init container proxy failed startup probe', { container: 'proxy' });
    expect(kindOf(aPod({ initContainers: [sidecar] }), [event], 'proxy')).toBe('startup-probe current');
  });

  test('the kill of another container, or of an older instance, is not meant', () => {
    expect(kindOf(crashing(1), [killed('liveness', 10, 1, 'other')])).toBe('exit current');
    expect(kindOf(crashing(1), [killed('liveness', 300)])).toBe('exit current');
  });

  test('several kills in one event that goes on beyond the end', () => {
    const event = killed('liveness', 1, 3);
    event.firstTimestamp = ago(100);
    expect(death(crashing(137), [event])?.kind).toBe('liveness-probe');
  });

  test('kill events are gone: failures until the end make it likely', () => {
    const probed = { livenessProbe: { httpGet: { port: 80 }, periodSeconds: 2, failureThreshold: 2 } };
    const unhealthy = anEvent('Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 500', {
      count: 4,
      container: 'web',
      ago: 11,
    });
    expect(death(crashing(137, 'Error', probed), [unhealthy])).toMatchObject({
      kind: 'liveness-probe',
      confidence: 'likely',
    });
  });

  test('all events are gone: SIGTERM just when the budget ends is likely, much later it is possible if it comes again and again', () => {
    const livenessProbe = { httpGet: { port: 80 }, periodSeconds: 10, failureThreshold: 3 };
    const ran = (seconds: number): ContainerOptions => ({
      livenessProbe,
      last: terminated(143, 'Error', { ranFor: seconds }),
    });
    expect(death(crashing(143, 'Error', ran(25)))).toMatchObject({ kind: 'liveness-probe', confidence: 'likely' });
    expect(death(crashing(143, 'Error', { ...ran(900), restarts: 4 }))).toMatchObject({ confidence: 'possible' });
    expect(kindOf(crashing(143, 'Error', { ...ran(900), restarts: 1 }))).toBe('signal current');
  });

  test('a changed image or a resize is no crash', () => {
    const event = anEvent('Killing', 'Container web definition changed, will be restarted', { container: 'web' });
    expect(kindOf(crashing(143), [event])).toBe('definition-changed past');
  });

  test('a failed postStart hook, by the waiting reason or by its event', () => {
    expect(kindOf(crashing(137, 'Error', { state: waiting('PostStartHookError', 'Exec lifecycle hook failed') }))).toBe(
      'post-start-hook current',
    );
    expect(kindOf(crashing(137), [anEvent('FailedPostStartHook', 'PostStartHook failed', { container: 'web' })])).toBe(
      'post-start-hook current',
    );
  });

  test('the kubelet lost it: its 137 is made up', () => {
    const last = terminated(137, 'ContainerStatusUnknown');
    expect(kindOf(aPod({ containers: [{ last, restarts: 1 }] }))).toBe('lost past');
    expect(
      kindOf(
        aPod({
          containers: [{ state: { terminated: last } }],
          spec: { restartPolicy: 'Never' },
          status: { phase: 'Failed' },
        }),
      ),
    ).toBe('lost current');
  });
});

describe('stopped with the pod', () => {
  const ended = (code: number): ContainerOptions[] => [{ state: { terminated: terminated(code) } }];

  test('deleted before it ended; a crash before the deletion stays one', () => {
    const deletion = (seconds: number) => ({ deletionTimestamp: ago(seconds - 30), deletionGracePeriodSeconds: 30 });
    expect(kindOf(aPod({ containers: ended(137), metadata: deletion(20) }))).toBe('stopped past');
    expect(kindOf(aPod({ containers: ended(1), metadata: deletion(2) }))).toBe('exit past');
  });

  test.each(['Evicted', 'DeadlineExceeded', 'Terminated', 'Preempting'])('the pod was ended: %s', (reason) => {
    expect(kindOf(aPod({ containers: ended(137), status: { phase: 'Failed', reason } }))).toBe('stopped past');
  });

  test('a disruption condition stands for the same', () => {
    const conditions = [
      { type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI', lastTransitionTime: ago(12) },
    ];
    expect(kindOf(aPod({ containers: ended(143), status: { phase: 'Failed', conditions } }))).toBe('stopped past');
  });

  test('the sandbox was made again', () => {
    expect(
      kindOf(crashing(143), [anEvent('Killing', 'Stopping container web', { container: 'web', type: 'Normal' })]),
    ).toBe('stopped past');
  });

  test('a sidecar that ends after the work is done', () => {
    const pod = aPod({
      spec: { restartPolicy: 'Never' },
      initContainers: [
        { name: 'proxy', restartPolicy: 'Always', state: { terminated: terminated(143, 'Error', { finishedAgo: 5 }) } },
      ],
      containers: [{ state: { terminated: terminated(0, 'Completed', { finishedAgo: 8 }) } }],
    });
    expect(kindOf(pod, [], 'proxy')).toBe('stopped past');
  });
});

describe('trouble of today or past', () => {
  const again = (startedAgo: number, more: ContainerOptions = {}): Pod =>
    aPod({
      containers: [
        {
          state: running(startedAgo),
          last: terminated(1, 'Error', { finishedAgo: startedAgo + 1, ranFor: 4 }),
          restarts: 1,
          ready: true,
          ...more,
        },
      ],
    });

  test.each([
    ['it runs for a moment between two crashes', again(5), 'current'],
    ['it has clearly outlived the run before', again(30), 'past'],
    ['it runs and is not ready', again(60, { ready: false }), 'current'],
    ['not ready, and longer up than any back-off', again(700, { ready: false }), 'past'],
    [
      'it ran long before and has not run as long yet',
      again(60, { last: terminated(1, 'Error', { finishedAgo: 61, ranFor: 200 }) }),
      'current',
    ],
    ['many restarts need more', again(30, { restarts: 6 }), 'current'],
    [
      'many restarts, the last within the hour, and not as long up as before',
      again(900, { restarts: 5, last: terminated(1, 'Error', { finishedAgo: 901, ranFor: 2000 }) }),
      'current',
    ],
    ['without times its readiness decides', again(30, { state: { running: {} } }), 'past'],
    ['it waits for another reason now', again(1, { state: waiting('ImagePullBackOff'), ready: false }), 'past'],
    [
      'it has just ended and is started again',
      again(1, { state: { terminated: terminated(1) }, ready: false }),
      'current',
    ],
  ])('%s', (_name, pod, expected) => {
    expect(kindOf(pod)).toBe(`exit ${expected}`);
  });

  test('a startup probe that has not passed yet keeps it current', () => {
    const last = terminated(137, 'Error', { finishedAgo: 901, ranFor: 20 });
    const pod = aPod({
      containers: [
        {
          state: running(900),
          last,
          restarts: 4,
          ready: false,
          started: false,
          startupProbe: { tcpSocket: { port: 80 } },
        },
      ],
    });
    expect(kindOf(pod, [killed('startup', 901)])).toBe('startup-probe current');
  });

  test('liveness fails again in the running instance', () => {
    const last = terminated(137, 'Error', { finishedAgo: 120, ranFor: 20 });
    const pod = aPod({
      containers: [{ state: running(119), last, restarts: 1, ready: true, livenessProbe: { tcpSocket: { port: 80 } } }],
    });
    const fails = (seconds: number): KubeEvent =>
      anEvent('Unhealthy', 'Liveness probe failed: refused', { ago: seconds, container: 'web', count: 4 });
    expect(kindOf(pod, [killed('liveness', 121), fails(5)])).toBe('liveness-probe current');
    expect(kindOf(pod, [killed('liveness', 121), fails(110)])).toBe('liveness-probe past');
  });

  test('exit 0 is trouble only where it is restarted', () => {
    const ended = (restartPolicy: string, phase = 'Running'): Pod =>
      aPod({ containers: [{ state: { terminated: terminated(0) } }], spec: { restartPolicy }, status: { phase } });
    expect(kindOf(ended('Always'))).toBe('completed current');
    expect(kindOf(ended('OnFailure'))).toBe('completed past');
    expect(kindOf(ended('Never', 'Succeeded'))).toBe('completed past');
  });

  test('an init container that is done is done', () => {
    const pod = aPod({
      initContainers: [{ name: 'migrate', state: { terminated: terminated(0) }, last: terminated(1), restarts: 2 }],
    });
    expect(kindOf(pod, [], 'migrate')).toBe('completed past');
  });
});
