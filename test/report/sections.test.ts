import { describe, expect, test } from '@jest/globals';
import type { KubeEvent } from '../../src/core/kubernetes.ts';
import { eventsOf } from '../../src/facts/events.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { reportedConditions } from '../../src/report/conditions.ts';
import { reportedContainers } from '../../src/report/containers.ts';
import { reportedEvents } from '../../src/report/events.ts';
import { lifecycleOf } from '../../src/report/lifecycle.ts';
import { reportedProbes } from '../../src/report/probes.ts';
import { reportedQos } from '../../src/report/qos.ts';
import { cut, cutTexts } from '../../src/report/texts.ts';
import { aPod, ago, anEvent, now, running, terminated, waiting, type ContainerOptions } from '../support/builders.ts';

describe('reportedEvents', () => {
  const report = (...events: KubeEvent[]) => reportedEvents(eventsOf(events));

  test('keeps what matters, oldest first', () => {
    const events = report(
      anEvent('Unhealthy', 'Liveness probe failed: refused', { ago: 10, count: 18, container: 'web' }),
      anEvent('Created', 'Container created', { ago: 20, type: 'Normal' }),
      anEvent('Killing', 'Container web failed liveness probe, will be restarted', { ago: 5, type: 'Normal' }),
      anEvent('Scheduled', 'Successfully assigned', { ago: 60, type: 'Normal' }),
    );
    expect(events.map(({ reason, count }) => [reason, count])).toEqual([
      ['Scheduled', 1],
      ['Unhealthy', 18],
      ['Killing', 1],
    ]);
  });

  test('adds up what says the same', () => {
    const [only, ...others] = report(
      anEvent('Unhealthy', 'Get "http://10.0.0.7:80/": read tcp 10.0.0.1:41234->10.0.0.7:80: timeout', {
        ago: 30,
        count: 3,
      }),
      anEvent('Unhealthy', 'Get "http://10.0.0.7:80/": read tcp 10.0.0.1:51234->10.0.0.7:80: timeout', {
        ago: 10,
        count: 2,
      }),
    );
    expect(others).toEqual([]);
    expect(only).toMatchObject({ count: 5, time: ago(10) });
  });

  test('at most 12, warnings before the rest, newer before older', () => {
    const warnings = Array.from({ length: 14 }, (_, index) =>
      anEvent('FailedMount', `volume ${'x'.repeat(index)}`, { ago: 100 - index }),
    );
    const events = report(anEvent('Scheduled', 'assigned', { ago: 1, type: 'Normal' }), ...warnings);
    expect(events).toHaveLength(12);
    expect(events[0]?.time).toBe(ago(98));
    expect(new Set(events.map(({ reason }) => reason))).toEqual(new Set(['FailedMount']));
  });

  test('cuts long messages', () => {
    const [event] = report(anEvent('Failed', 'x'.repeat(5000)));
    expect(event?.message).toHaveLength(600);
    expect(event?.message).toMatch(/x…$/);
  });
});

describe('reportedContainers', () => {
  const report = (...containers: ContainerOptions[]) => reportedContainers(podStatusOf(aPod({ containers })), now);

  test('one that waits for its next start', () => {
    const message = 'back-off 40s restarting failed container=web pod=web-1';
    const last = terminated(137, 'OOMKilled', { finishedAgo: 10, ranFor: 4 });
    expect(report({ state: waiting('CrashLoopBackOff', message), last, restarts: 3 })).toEqual([
      expect.objectContaining({
        state: 'waiting: CrashLoopBackOff',
        since: ago(10),
        restarts: 3,
        lastEnd: 'exit code 137 (OOMKilled) after 4 s, 10 s ago',
        nextStart: ago(-30),
      }),
    ]);
  });

  test('running, ended, and amounts', () => {
    const resources = { requests: { cpu: '100m', memory: 1024 }, limits: { cpu: 1 } };
    const [web, job] = report(
      {
        name: 'web',
        resources,
        state: running(60),
        ready: true,
        last: terminated(1, 'Error', { finishedAgo: 70, ranFor: 0 }),
      },
      { name: 'job', state: { terminated: terminated(0) } },
    );
    expect(web).toMatchObject({
      state: 'running',
      since: ago(60),
      nextStart: null,
      requests: { cpu: '100m', memory: '1024' },
      limits: { cpu: '1' },
    });
    expect(web?.lastEnd).toMatch(/^exit code 1 \(Error\) after less than 1 s, 1 min 10 s ago: /);
    expect(job).toMatchObject({ state: 'terminated: Completed (0)', lastEnd: null });
  });
});

describe('reportedProbes', () => {
  const probe = { httpGet: { port: 8080, path: '/healthz' }, periodSeconds: 10 };
  const state = (container: ContainerOptions, events: KubeEvent[] | undefined = []): string[] =>
    reportedProbes(podStatusOf(aPod({ containers: [container] })), events && eventsOf(events), now).map(
      (one) => one.state,
    );
  const failed = (type: string, at = 5) =>
    anEvent('Unhealthy', `${type} probe failed: refused`, { ago: at, container: 'web' });

  test('says what is asked and what failing leads to', () => {
    const status = podStatusOf(aPod({ containers: [{ livenessProbe: probe }] }));
    expect(reportedProbes(status, eventsOf([failed('Liveness')]), now)).toEqual([
      {
        container: 'web',
        probe: 'liveness',
        check: 'http :8080/healthz',
        timing: expect.stringContaining('every 10 s'),
        effect: expect.stringContaining('20 s'),
        effectAfter: 20,
        state: 'failing',
        lastMessage: 'Liveness probe failed: refused',
      },
    ]);
  });

  test('liveness goes by recent events', () => {
    expect(state({ livenessProbe: probe })).toEqual(['passing']);
    expect(state({ livenessProbe: probe }, [failed('Liveness', 300)])).toEqual(['passing']);
    expect(state({ livenessProbe: probe, state: running(3), ready: true })).toEqual(['not yet']);
    const unknown = reportedProbes(podStatusOf(aPod({ containers: [{ livenessProbe: probe }] })), undefined, now);
    expect(unknown[0]?.state).toBe('unknown');
  });

  test('readiness goes by the status', () => {
    expect(state({ readinessProbe: probe, ready: true }, [failed('Readiness')])).toEqual(['passing']);
    expect(state({ readinessProbe: probe, state: running(), ready: false }, [failed('Readiness')])).toEqual([
      'failing',
    ]);
    const errored = anEvent('Unhealthy', 'Readiness probe errored and resulted in unknown state: x', {
      container: 'web',
    });
    expect(state({ readinessProbe: probe, state: running(), ready: false }, [errored])).toEqual(['errors']);
    expect(state({ readinessProbe: probe, state: running(), ready: false })).toEqual(['unknown']);
  });

  test('the startup probe comes first', () => {
    const both = { startupProbe: probe, livenessProbe: probe };
    expect(state({ ...both, state: running(30), started: false, ready: false }, [failed('Startup')])).toEqual([
      'failing',
      'not yet',
    ]);
    expect(state({ ...both, started: true, ready: true })).toEqual(['passing', 'passing']);
    expect(state({ ...both, state: waiting('ContainerCreating'), ready: false })).toEqual(['not yet', 'not yet']);
  });
});

describe('reportedConditions', () => {
  test('in the order of a life, with gates that nobody set', () => {
    const conditions = [
      { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', lastTransitionTime: ago(5) },
      { type: 'example.com/own', status: 'True' },
      { type: 'PodScheduled', status: 'True' },
    ];
    const rows = reportedConditions(
      podStatusOf(aPod({ status: { conditions }, spec: { readinessGates: [{ conditionType: 'lb/ok' }] } })),
    );
    expect(rows.map(({ type, good }) => [type, good])).toEqual([
      ['PodScheduled', true],
      ['Ready', false],
      ['example.com/own', null],
      ['lb/ok', false],
    ]);
    expect(rows[1]).toMatchObject({ reason: 'ReadinessGatesNotReady', message: null, since: ago(5) });
  });
});

describe('reportedQos', () => {
  test('the status has the last word', () => {
    const status = podStatusOf(aPod({ status: { qosClass: 'Burstable' } }));
    expect(reportedQos(status, undefined)).toMatchObject({ class: 'Burstable', oomScoreAdj: {} });
    expect(reportedQos(podStatusOf(aPod()), undefined)).toMatchObject({ class: 'BestEffort' });
    expect(reportedQos(podStatusOf({}), undefined)).toBeNull();
  });
});

describe('lifecycleOf', () => {
  test('has no undefined and no endless notes', () => {
    const pod = aPod({
      spec: { nodeName: '' },
      status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', message: 'x'.repeat(900) }] },
    });
    const stages = lifecycleOf(podStatusOf(pod), undefined, now);
    expect(stages[1]?.note).toHaveLength(300);
    for (const stage of stages) expect(Object.values(stage)).not.toContain(undefined);
  });
});

describe('cut', () => {
  test('keeps what is short enough and never half a character', () => {
    expect(cut('short', 5)).toBe('short');
    expect(cut('longer', 5)).toBe('long…');
    expect(cut('abc🚀🚀', 5)).toBe('abc…');
  });

  test('leaves commands and patches as they are', () => {
    const long = 'x'.repeat(3000);
    const value = {
      text: long,
      command: [long],
      patch: { value: long },
      none: null,
      number: 1,
      list: [{ text: long }],
    };
    const short = `${'x'.repeat(1999)}…`;
    expect(cutTexts(value)).toEqual({ ...value, text: short, list: [{ text: short }] });
  });
});
