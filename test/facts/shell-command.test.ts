import { describe, expect, test } from '@jest/globals';
import { commandsIn, scriptIn, shellCommands, shellComments, sleptSeconds } from '../../src/facts/shell-command.ts';

const words = (script: string): string[] | undefined => shellCommands(script)?.map((one) => one.words.join(' '));

describe('scriptIn', () => {
  test.each([
    [['sh', '-c', 'run'], 'sh', 'run', 2],
    [['/bin/bash', '-ec', 'run', 'name'], 'bash', 'run', 2],
    [['bash', '-o', 'pipefail', '-c', 'run'], 'bash', 'run', 4],
    [['bash', '-euo', 'pipefail', '-c', 'run'], 'bash', 'run', 4],
    [['bash', '--norc', '-l', '-c', '--', 'run'], 'bash', 'run', 5],
    [['busybox', 'sh', '-c', 'run'], 'sh', 'run', 3],
  ])('%j', (line, shell, text, index) => {
    expect(scriptIn(line)).toEqual({ shell, text, index });
  });

  test.each([[['sh', '/run.sh']], [['node', '-c', 'x']], [['sh', '-c']], [[]]])('%j has none', (line: string[]) => {
    expect(scriptIn(line)).toBeUndefined();
  });
});

describe('shellCommands', () => {
  test.each([
    ['a && b || c; d', ['a', 'b', 'c', 'd']],
    ['a "b c" \'d;e\' f\\ g', ['a b c d;e f g']],
    ['a # b; c\nd', ['a', 'd']],
    ['a \\\n  b', ['a b']],
    ['echo $(date; x) `y; z`', ['echo $(date; x) `y; z`']],
    ['a > /x 2>&1 </y', ['a']],
    ['A=1 B="2 3" run', ['run']],
    ['if a; then b; else c; fi', ['a', 'b', 'c']],
    ['for x in 1 2; do run $x; done; end', ['run $x', 'end']],
    ['case $1 in a|b) run;; *) stop ;; esac', ['run', 'stop']],
    ['f() { a; }; f', ['a', 'f']],
    ['(a; b) | c', ['a', 'b', 'c']],
    ['{ a; b; } &', ['a', 'b']],
    ['', []],
  ])('%j', (script, expected) => {
    expect(words(script)).toEqual(expected);
  });

  test.each(['cat <<EOF\nx\nEOF', "echo 'x", 'echo "x', 'echo $(x', 'while a; do b'])('%j cannot be read', (script) => {
    expect(shellCommands(script)).toBeUndefined();
  });

  test('says what stands behind a command and what it stands in', () => {
    const [a, b, c, d] = shellCommands('a | b & while c; do X=1 d; done\n') ?? [];
    expect(a).toMatchObject({ then: '|', nested: false, start: 0 });
    expect(b).toMatchObject({ then: '&', nested: false, start: 4 });
    expect(c).toMatchObject({ then: ';', nested: true, loops: true });
    expect(d).toMatchObject({ nested: true, loops: true, assigns: true });
  });

  test('the last command stays the last before separators and comments', () => {
    expect(shellCommands('a; b ;\n# end\n')?.map(({ then }) => then)).toEqual([';', '']);
  });
});

test('commandsIn reads a command line without a shell as one command', () => {
  expect(commandsIn(['a', '|', 'b'])?.map((one) => one.words)).toEqual([['a', '|', 'b']]);
  expect(commandsIn([])).toEqual([]);
});

test('shellComments leaves out what is no comment', () => {
  expect(shellComments('#!/bin/sh\n# one\nrun $# # two\n')).toEqual(['one', 'two']);
});

test.each([
  [['sleep', '5'], 5],
  [['sh', '-c', 'sleep 1m; run && /bin/sleep 2.5'], 62.5],
  [['sh', '-c', 'ok || sleep 9; while x; do sleep 9; done; sleep 9 &'], 0],
  [['sleep', 'infinity'], 0],
])('sleptSeconds of %j', (line, seconds) => {
  expect(sleptSeconds(line)).toBe(seconds);
});
