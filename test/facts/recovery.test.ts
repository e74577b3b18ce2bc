import { expect, test } from '@jest/globals';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { hasRecovered, ranFor } from '../../src/facts/recovery.ts';
import { aPod, now, running, terminated, type ContainerOptions } from '../support/builders.ts';

function recovered(options: ContainerOptions): boolean {
  const [web] = podStatusOf(aPod({ containers: [{ ready: true, restarts: 1, ...options }] })).containers;
  return web?.last !== undefined && hasRecovered(web, web.last, now, []);
}
const last = (ran: number, finishedAgo: number) => terminated(1, 'Error', { ranFor: ran, finishedAgo });

test.each<[string, ContainerOptions, boolean]>([
  ['too short', { state: running(10), last: last(2, 11) }, false],
  ['longer than a moment and than before', { state: running(25), last: last(2, 26) }, true],
  ['not clearly longer than before', { state: running(100), last: last(90, 101) }, false],
  ['longer than the kubelet remembers', { state: running(601), last: last(5000, 602) }, true],
  ['not ready', { state: running(100), last: last(2, 101), ready: false }, false],
  ['not running', { state: { terminated: terminated(1) }, last: last(2, 101) }, false],
])('%s', (_name, options, expected) => {
  expect(recovered(options)).toBe(expected);
});

test('ranFor needs both times', () => {
  expect(ranFor({ exitCode: 1, reason: '', message: '', startedAt: 1000, finishedAt: 4000 })).toBe(3);
  expect(ranFor({ exitCode: 1, reason: '', message: '', finishedAt: 4000 })).toBeUndefined();
});
