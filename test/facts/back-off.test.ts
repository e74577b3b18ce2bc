import { describe, expect, test } from '@jest/globals';
import { nextStart, parseGoDuration } from '../../src/facts/back-off.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { aPod, now, terminated, waiting, type ContainerOptions } from '../support/builders.ts';

const start = (container: ContainerOptions) => {
  const [web] = podStatusOf(aPod({ containers: [container] })).containers;
  return web && nextStart(web);
};
const message = (delay: string): string => `back-off ${delay} restarting failed container=web pod=web-1_shop(uid)`;

describe('nextStart', () => {
  test('is the end of the last run and the delay of the message', () => {
    const state = waiting('CrashLoopBackOff', message('2m40s'));
    expect(start({ state, last: terminated(1, 'Error', { finishedAgo: 60 }) })).toEqual({
      delaySeconds: 160,
      at: now + 100_000,
    });
  });

  test('says what it can', () => {
    expect(start({ state: waiting('CrashLoopBackOff', message('10s')) })).toEqual({ delaySeconds: 10 });
    expect(start({ state: waiting('CrashLoopBackOff'), last: terminated(1) })).toEqual({});
    expect(start({ state: waiting('ImagePullBackOff') })).toBeUndefined();
    expect(start({})).toBeUndefined();
  });
});

test.each([
  ['10s', 10],
  ['1m20s', 80],
  ['5m0s', 300],
  ['1h0m0s', 3600],
  ['500ms', 0.5],
  ['2.5s', 2.5],
])('parseGoDuration(%s)', (text, seconds) => {
  expect(parseGoDuration(text)).toBe(seconds);
});

test('parseGoDuration of nothing', () => {
  expect(parseGoDuration(undefined)).toBeUndefined();
  expect(parseGoDuration('soon')).toBeUndefined();
});
