import { expect, test } from '@jest/globals';
import { explainExitCode } from '../../src/facts/exit-codes.ts';

test.each([
  [137, 'SIGKILL'],
  [143, 'SIGTERM'],
  [139, 'SIGSEGV'],
  [134, 'SIGABRT'],
  [135, 'SIGBUS'],
  [132, 'SIGILL'],
  [136, 'SIGFPE'],
  [159, 'SIGSYS'],
  [162, 'SIGRTMIN+0'],
  [144, 'signal 16'],
])('%d is %s', (code, signal) => {
  expect(explainExitCode(code).signal).toBe(signal);
});

test.each([
  [0, /success/],
  [1, /general error/],
  [126, /could not execute/],
  [127, /did not find/],
  [78, /configuration/],
  [255, /exit\(-1\)/],
  [3221225477, /access violation/],
  [-1073741819, /access violation/],
  [42, /application's own/],
  [193, /application's own/],
  [161, /application's own/],
])('%d: %s', (code, meaning) => {
  expect(explainExitCode(code)).toEqual({ meaning: expect.stringMatching(meaning) });
});
