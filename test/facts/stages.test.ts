import { describe, expect, test } from '@jest/globals';
import type { KubeEvent, Pod } from '../../src/core/kubernetes.ts';
import { eventsOf, regarding } from '../../src/facts/events.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { stagesOf, type LifeStage } from '../../src/facts/stages.ts';
import { aPod, ago, anEvent, now, running, terminated, waiting, type PodOptions } from '../support/builders.ts';
import { recording, recordingIds } from '../support/recordings.ts';

function life(options: PodOptions = {}, events?: readonly KubeEvent[]): readonly LifeStage[] {
  return stagesOf(podStatusOf(aPod(options)), events && eventsOf(events), now);
}

const short = (stages: readonly LifeStage[]): string[] => stages.map(({ stage, state }) => `${stage} ${state}`);
const stage = (stages: readonly LifeStage[], name: string): LifeStage | undefined =>
  stages.find((one) => one.stage === name);
/** Seconds before now. */
const before = (time: number | undefined): number | undefined => (time === undefined ? undefined : (now - time) / 1000);

const initializing = {
  phase: 'Pending',
  conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime: ago(60) }],
};
const notYet = { name: 'web', state: waiting('PodInitializing'), ready: false };

describe('stagesOf', () => {
  test.each(recordingIds)('makes sense of %s', (id) => {
    const { objects, scenario } = recording(id);
    const all = objects.filter(({ kind }) => kind === 'Event') as KubeEvent[];
    for (const pod of objects.filter(({ kind }) => kind === 'Pod') as Pod[]) {
      const own = eventsOf(all.filter((event) => regarding(event).uid === pod.metadata?.uid));
      const status = podStatusOf(pod);
      for (const events of [own, undefined]) {
        const stages = stagesOf(status, events, Date.parse(scenario.recordedAt));
        for (const { took, note } of stages) {
          expect(took ?? 0).toBeGreaterThanOrEqual(0);
          expect(note ?? '').not.toMatch(/undefined|NaN/);
        }
        expect(short(stages)[0]).toBe('accepted done');
        expect(stage(stages, 'scheduled')?.state === 'done').toBe(Boolean(pod.spec?.nodeName));
        expect(stage(stages, 'ended') !== undefined).toBe(['Succeeded', 'Failed'].includes(status.phase));
        expect(stage(stages, 'terminating') !== undefined).toBe(status.deletion !== undefined);
        const runs = status.containers.some(({ running, last }) => running ?? last);
        if (runs) expect(stage(stages, 'sandbox')?.state).toBe('done');
      }
    }
  });

  test('a healthy pod', () => {
    const conditions = [
      { type: 'PodScheduled', status: 'True', lastTransitionTime: ago(900) },
      { type: 'PodReadyToStartContainers', status: 'True', lastTransitionTime: ago(896) },
      { type: 'Initialized', status: 'True', lastTransitionTime: ago(899) },
      { type: 'Ready', status: 'True', lastTransitionTime: ago(880) },
    ];
    const stages = life({ containers: [{ state: running(890), ready: true }], status: { conditions } });
    expect(short(stages)).toEqual(['accepted done', 'scheduled done', 'sandbox done', 'started done', 'ready done']);
    expect(stages.map(({ at }) => before(at))).toEqual([900, 900, 896, 890, 880]);
    expect(stages.map(({ took }) => took)).toEqual([undefined, 0, 4, 9, 10]);
    expect(stage(stages, 'scheduled')?.note).toBe('node-a');
  });

  test('clocks that differ give no negative time', () => {
    const conditions = [
      { type: 'PodScheduled', status: 'True', lastTransitionTime: ago(905) },
      { type: 'Ready', status: 'True', lastTransitionTime: ago(950) },
    ];
    for (const { took } of life({ status: { conditions } })) expect(took ?? 0).toBeGreaterThanOrEqual(0);
  });

  test('not scheduled: what the scheduler says, what a gate says, what nobody says', () => {
    const unscheduled = (condition?: { reason: string; message?: string }): LifeStage | undefined =>
      stage(
        life({
          spec: { nodeName: '' },
          status: {
            phase: 'Pending',
            containerStatuses: [],
            conditions: condition ? [{ type: 'PodScheduled', status: 'False', ...condition }] : [],
          },
        }),
        'scheduled',
      );
    expect(unscheduled({ reason: 'Unschedulable', message: '0/3 nodes are available' })).toMatchObject({
      state: 'failed',
      note: '0/3 nodes are available',
      took: 900,
    });
    expect(unscheduled({ reason: 'SchedulingGated', message: 'gates' })).toMatchObject({
      state: 'active',
      note: 'gates',
    });
    expect(unscheduled()).toMatchObject({ state: 'active', note: 'no scheduler has looked at it yet' });
  });

  test('a sandbox that cannot be made, and one that is being made', () => {
    const creating = { containers: [{ state: waiting('ContainerCreating'), ready: false }], status: initializing };
    const event = anEvent('FailedCreatePodSandBox', 'Failed to create pod sandbox: no cni');
    expect(stage(life(creating, [event]), 'sandbox')).toMatchObject({ state: 'failed', note: event.message, took: 60 });
    expect(stage(life(creating, []), 'sandbox')).toMatchObject({ state: 'active', took: 60 });
    expect(short(life(creating, [])).slice(2)).toEqual(['sandbox active', 'started waiting', 'ready waiting']);
  });

  test('an init container that had to run often says at which run it ended', () => {
    const note = (restarts: number): string | undefined => {
      const done = { name: 'migrate', state: { terminated: terminated(0, 'Completed') }, restarts };
      return stage(life({ initContainers: [done] }), 'init migrate')?.note;
    };
    expect([0, 1, 2, 3, 10, 11, 12, 20, 100].map(note)).toEqual([
      undefined,
      'at the 2nd run',
      'at the 3rd run',
      'at the 4th run',
      'at the 11th run',
      'at the 12th run',
      'at the 13th run',
      'at the 21st run',
      'at the 101st run',
    ]);
  });

  test('a sidecar that was restarted says so, with its last exit code where that is known', () => {
    const note = (last?: number): string | undefined => {
      const end = last === undefined ? {} : { last: terminated(last) };
      const proxy = { name: 'proxy', restartPolicy: 'Always', state: running(), restarts: 2, ...end };
      return stage(life({ initContainers: [proxy] }), 'sidecar proxy')?.note;
    };
    expect(note()).toBe('restarted 2×');
    expect(note(3)).toBe('restarted 2×, last with exit code 3');
  });

  test('debug containers are no stage, and what a pod that ended never began is skipped', () => {
    const debugged = {
      spec: { ephemeralContainers: [{ name: 'debugger' }] },
      status: { ephemeralContainerStatuses: [{ name: 'debugger', restartCount: 0, ready: false, state: running() }] },
    };
    expect(life(debugged).map((one) => one.stage)).not.toContain('ephemeral debugger');
    const ended = {
      initContainers: [
        { name: 'first', state: { terminated: terminated(1) } },
        { name: 'second', state: waiting('PodInitializing') },
      ],
      containers: [{ state: waiting('PodInitializing'), ready: false }],
      status: { phase: 'Failed', conditions: [] },
    };
    expect(short(life(ended))).toEqual(expect.arrayContaining(['init first failed', 'init second skipped']));
  });

  test('a container that ended without a reason', () => {
    const ended = { exitCode: 2, startedAt: ago(20), finishedAt: ago(10) };
    const dead = { containers: [{ state: { terminated: ended }, ready: false, restarts: 1 }] };
    expect(stage(life(dead), 'started')?.note).toBe('web: exit code 2 (no reason given), restarted 1×');
  });

  test('init containers and sidecars go one after the other', () => {
    const stages = life({
      initContainers: [
        {
          name: 'migrate',
          state: { terminated: terminated(0, 'Completed', { finishedAgo: 50, ranFor: 4 }) },
          restarts: 2,
        },
        { name: 'proxy', restartPolicy: 'Always', state: running(49), started: true },
        { name: 'seed', state: running(30), ready: false },
        { name: 'last', state: waiting('PodInitializing'), ready: false },
      ],
      containers: [notYet],
      status: initializing,
    });
    expect(short(stages).slice(3)).toEqual([
      'init migrate done',
      'sidecar proxy done',
      'init seed active',
      'init last waiting',
      'started waiting',
      'ready waiting',
    ]);
    expect(stage(stages, 'init migrate')).toMatchObject({ took: 4, note: 'at the 3rd run' });
    expect(stage(stages, 'init seed')).toMatchObject({ took: 30 });
    expect(stage(stages, 'init last')?.note).toBe('waits for init seed');
  });

  test('an init container that crashes and a sidecar that does not pass its startup probe', () => {
    const crashed = { name: 'migrate', state: waiting('CrashLoopBackOff'), last: terminated(3), restarts: 4 };
    const failing = life({ initContainers: [crashed], containers: [notYet], status: initializing });
    expect(stage(failing, 'init migrate')).toMatchObject({
      state: 'failed',
      note: 'CrashLoopBackOff, exit code 3, restarted 4×',
    });
    const sidecar = {
      name: 'proxy',
      restartPolicy: 'Always',
      startupProbe: {},
      state: running(20),
      started: false,
      ready: false,
    };
    const slow = life({ initContainers: [sidecar], containers: [notYet], status: initializing });
    expect(stage(slow, 'sidecar proxy')).toMatchObject({
      state: 'active',
      note: 'runs, its startup probe has not passed yet',
    });
  });

  test('pulls', () => {
    const creating = { containers: [{ state: waiting('ContainerCreating'), ready: false }], status: initializing };
    const pulling = anEvent('Pulling', 'Pulling image "web:1"', { ago: 40, type: 'Normal', container: 'web' });
    expect(stage(life(creating, [pulling]), 'pull web')).toMatchObject({ state: 'active', took: 40 });
    const text = 'Successfully pulled image "web:1" in 2.5s (12.5s including waiting). Image size: 52000000 bytes.';
    const pulled = anEvent('Pulled', text, { ago: 27, type: 'Normal', container: 'web' });
    expect(stage(life(creating, [pulling, pulled]), 'pull web')).toMatchObject({
      state: 'done',
      took: 12.5,
      note: '52 MB, 10 s of it waiting for other pulls',
    });
    const present = anEvent('Pulled', 'Container image "web:1" already present on machine', {
      type: 'Normal',
      container: 'web',
    });
    expect(stage(life(creating, [present]), 'pull web')).toBeUndefined();
    const denied = { ...creating, containers: [{ state: waiting('ErrImagePull', 'denied'), ready: false }] };
    expect(stage(life(denied, [pulling]), 'pull web')).toMatchObject({ state: 'failed', note: 'denied' });
    expect(stage(life(denied), 'pull web')).toMatchObject({ state: 'failed', note: 'denied' });
  });

  test('started, and what holds it up', () => {
    const crash = { name: 'web', state: waiting('CrashLoopBackOff'), last: terminated(1), restarts: 6 };
    expect(stage(life({ containers: [crash, { name: 'log' }] }), 'started')).toMatchObject({
      state: 'failed',
      note: 'web: CrashLoopBackOff, restarted 6×',
    });
    const again = { name: 'web', state: running(5), restarts: 2, ready: true };
    const started = anEvent('Started', 'Started container web', { ago: 5, type: 'Normal', container: 'web' });
    const stages = life({ containers: [again] }, [started]);
    expect(stage(stages, 'started')).toMatchObject({ state: 'done', note: 'web restarted 2×' });
    expect(before(stage(stages, 'started')?.at)).toBe(65);
    expect(stage(life({ containers: [again] }), 'started')?.at).toBeUndefined();
  });

  test('not ready: for whom it waits', () => {
    const unready = { state: running(30), ready: false, readinessProbe: {} };
    const unhealthy = anEvent('Unhealthy', 'Readiness probe failed: x', { container: 'web' });
    expect(stage(life({ containers: [unready] }, []), 'ready')).toMatchObject({
      state: 'active',
      note: 'waits for the readiness probe of web',
    });
    expect(stage(life({ containers: [unready] }, [unhealthy]), 'ready')?.state).toBe('failed');
    const gated = {
      spec: { readinessGates: [{ conditionType: 'lb/ok' }] },
      status: { conditions: [{ type: 'Ready', status: 'False' }] },
    };
    expect(stage(life(gated), 'ready')?.note).toBe('waits for the readiness gate lb/ok');
  });

  test('the end', () => {
    const deleted = { metadata: { deletionTimestamp: ago(-20), deletionGracePeriodSeconds: 30 } };
    expect(stage(life(deleted), 'terminating')).toMatchObject({
      state: 'active',
      took: 10,
      note: 'grace period 30 s, 20 s left',
    });
    const late = { metadata: { deletionTimestamp: ago(70), deletionGracePeriodSeconds: 30 } };
    expect(stage(life(late), 'terminating')).toMatchObject({
      state: 'failed',
      note: 'grace period 30 s, over since 1 min 10 s',
    });
    const failed = {
      containers: [{ state: { terminated: terminated(2) }, ready: false }],
      status: { phase: 'Failed', conditions: [] },
    };
    expect(short(life(failed)).slice(-3)).toEqual(['started done', 'ready skipped', 'ended failed']);
    expect(stage(life(failed), 'ended')?.note).toBe('web exit code 2');
    const rejected = {
      status: { phase: 'Failed', reason: 'OutOfcpu', message: 'too small', containerStatuses: [], conditions: [] },
    };
    expect(short(life(rejected))).toEqual([
      'accepted done',
      'scheduled done',
      'sandbox failed',
      'started skipped',
      'ready skipped',
      'ended failed',
    ]);
  });
});
