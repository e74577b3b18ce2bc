import { describe, expect, test } from '@jest/globals';
import type { EventFacts } from '../../src/core/evidence.ts';
import { eventsOf } from '../../src/facts/events.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { fitsLife, isAbout, probeKillUnderWay } from '../../src/facts/probe-kill.ts';
import { anEvent, aPod, now, running, terminated } from '../support/builders.ts';

const event = (first: number, last: number, count = 1): EventFacts => ({
  reason: 'Killing',
  message: 'Container web failed liveness probe, will be restarted',
  type: 'Normal',
  count,
  first: now - first * 1000,
  last: now - last * 1000,
  object: { kind: 'Pod', name: 'web-1' },
  reporter: 'kubelet',
});
const life = { exitCode: 137, reason: 'Error', message: '', startedAt: now - 50_000, finishedAt: now - 20_000 };

describe('fitsLife', () => {
  test.each([
    ['in it', event(25, 25), 'exact'],
    ['a second after its end', event(19, 19), 'exact'],
    ['before it', event(90, 90), undefined],
    ['after it', event(5, 5), undefined],
    ['one of several until now', event(90, 2, 3), 'range'],
    ['all later', event(10, 2, 3), undefined],
  ])('%s', (_name, one, expected) => {
    expect(fitsLife(one, life)).toBe(expected);
  });

  test('an end without times fits everything', () => {
    expect(fitsLife(event(90, 90), { exitCode: 137, reason: 'Error', message: '' })).toBe('exact');
  });
});

test('isAbout goes by the fieldPath, else by the name in the text', () => {
  expect(isAbout({ ...event(1, 1), container: 'web' }, 'web')).toBe(true);
  expect(isAbout({ ...event(1, 1), container: 'other' }, 'web')).toBe(false);
  expect(isAbout(event(1, 1), 'web')).toBe(true);
  expect(isAbout(event(1, 1), 'we')).toBe(false);
});

describe('probeKillUnderWay', () => {
  const kill = (seconds: number) =>
    eventsOf([anEvent('Killing', event(1, 1).message, { ago: seconds, container: 'web' })]);

  test.each([
    ['the running instance is being killed', { state: running(60) }, 3, 'liveness'],
    ['an older instance was', { state: running(60), last: terminated(137) }, 70, undefined],
    ['it has ended', { state: { terminated: terminated(137) } }, 3, undefined],
  ])('%s', (_name, options, seconds, probe) => {
    const [web] = podStatusOf(aPod({ containers: [options] })).containers;
    expect(web && probeKillUnderWay(web, kill(seconds))?.probe).toBe(probe);
  });
});
