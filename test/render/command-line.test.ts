import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { commandLine } from '../../src/render/command-line.ts';

test('plain words stay as they are', () => {
  expect(commandLine(['kubectl', '-n', 'shop', 'logs', 'web-1', '-c', 'web', '--previous'])).toBe(
    'kubectl -n shop logs web-1 -c web --previous',
  );
});

test.each([['{"a":"b c"}'], ["it's"], ['$(rm -rf /)'], ['a;b'], [''], ['`x`'], ['line\nbreak']])(
  'a shell gives back %j as it was',
  (word) => {
    const line = commandLine(['printf', '%s', word]);
    expect(execFileSync('sh', ['-c', line], { encoding: 'utf8' })).toBe(word);
  },
);
