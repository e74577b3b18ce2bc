import { expect, test } from '@jest/globals';
import { lostSignalOf } from '../../src/facts/signal.ts';

const of = (command: string[], args: string[] = []) =>
  lostSignalOf({ name: 'a', kind: 'app', index: 0, path: 'spec.containers[0]', spec: { name: 'a', command, args } });

test.each([
  ['node a.js', 'last', 'exec node a.js'],
  ['cd /x && node a.js', 'last', 'cd /x && exec node a.js'],
  ['A=1 node a.js', 'last', undefined],
  ['"$@"', 'last', 'exec "$@"'],
  ['node a.js 2>&1 | tee /x', 'pipeline', undefined],
  ['node a.js; code=$?; exit $code', 'followed', undefined],
  ['node a.js & node b.js & wait', 'background', undefined],
  ['if [ -f /x ]; then node a.js; fi', 'block', undefined],
])('%j: %s', (script, how, mended) => {
  expect(of(['sh', '-c', script])).toMatchObject({ how, ...(mended === undefined ? {} : { mended }) });
  expect(of(['sh', '-c', script])?.mended).toBe(mended);
});

test('the script may stand in args', () => {
  expect(of(['bash', '-c'], ['node a.js'])?.path).toBe('spec.containers[0].args[0]');
});

test.each(['exec node a.js', 'trap x TERM; node a.js & wait', 'sleep infinity', 'echo hi', "echo 'broken"])(
  '%j loses nothing that is known',
  (script) => {
    expect(of(['sh', '-c', script])).toBeUndefined();
  },
);
