import { expect, test } from '@jest/globals';
import { unboundedWait } from '../../src/facts/wait-loop.ts';

const head = (script: string): string | undefined => unboundedWait(['/bin/sh', '-c', script])?.head;

test.each([
  ['until nc -z db 1; do sleep 1; done', 'until nc -z db 1'],
  ['echo a; while ! test -f /x\ndo\n sleep 1\ndone', 'while ! test -f /x'],
  ['if true; then until a; do sleep 1; done; fi', 'until a'],
  ['while :; do a && break; sleep 1; done', 'while :; do a && break; sleep 1; done'],
  ['until [ "$(curl -s http://a/)" = "ok; do" ]; do sleep 1; done', 'until [ "$(curl -s http://a/)" = "ok; do" ]'],
])('%s waits without a limit', (script, expected) => {
  expect(head(script)).toBe(expected);
});

test.each([
  'until nc -z db 1; do i=$((i+1)); sleep 1; done',
  'until nc -z db 1; do sleep 1; [ $n -gt 5 ] && exit 1; done',
  'until nc -z db 1; do sleep 1; test -f /stop && break; done',
  'while read line; do sleep 1; done',
  'while [ $i -lt 9 ]; do sleep 1; done',
  'while true; do work; sleep 1; done',
  'while true; do a && exit 0; sleep 1; b || exit 3; done',
  'until a; do :; done',
  'timeout 30 bash -c "until a; do sleep 1; done"',
  '(sleep 60; kill $$) & until a; do sleep 1; done',
  '# until a; do sleep 1; done',
  'echo done',
])('%s has a limit, or is no wait', (script) => {
  expect(head(script)).toBeUndefined();
});

test('what is no script is not read', () => {
  expect(unboundedWait(['wait-for', 'db'])).toBeUndefined();
  expect(unboundedWait([])).toBeUndefined();
});
