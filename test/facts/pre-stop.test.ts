import { describe, expect, test } from '@jest/globals';
import type { Container, Handler } from '../../src/core/kubernetes.ts';
import { preStopTime, shutdownTimeOf } from '../../src/facts/pre-stop.ts';

const container = (spec: Partial<Container>) => ({
  name: 'a',
  kind: 'app' as const,
  index: 0,
  path: 'spec.containers[0]',
  spec: { name: 'a', ...spec },
});
const hook = (preStop: Handler) => preStopTime(container({ lifecycle: { preStop } }));
const script = (text: string): Handler => ({ exec: { command: ['sh', '-c', text] } });

describe('preStopTime', () => {
  test.each([
    [{ sleep: { seconds: 7 } }, 7],
    [script('sleep 5'), 5],
    [script('for i in $(seq 20); do sleep 2; done'), 40],
    [script('for i in `seq 1 20`; do sleep 1; done'), 20],
    [script('for i in {1..9}; do drained && exit; sleep 1; done'), 9],
    [script('for ((i=0; i<12; i++)); do sleep 1; done'), 12],
    [script('i=0; while [ $i -lt 30 ]; do sleep 1; i=$((i+1)); done'), 30],
    [script('timeout 25 /drain.sh'), 25],
    [{ exec: { command: ['timeout', '1m', '/drain.sh'] } }, 60],
    [script('while busy; do sleep 1; done'), undefined],
    [{ exec: { command: ['/drain.sh'] } }, undefined],
    [{ httpGet: { port: 80 } }, undefined],
  ])('%j', (preStop, seconds) => {
    expect(hook(preStop)?.seconds).toBe(seconds);
  });

  test('no hook', () => {
    expect(preStopTime(container({}))).toBeUndefined();
  });
});

describe('shutdownTimeOf', () => {
  test.each([
    [['--shutdown-timeout=30s'], 30],
    [['--graceful-timeout', '120'], 120],
    [['-drain-period=1m'], 60],
    [['--terminate-wait-seconds=5000'], 5000],
    [['--shutdown-timeout=5000'], undefined],
    [['--shutdown-timeout', '--next'], undefined],
    [['--read-timeout=90'], undefined],
    [['serve'], undefined],
  ])('%j', (args, seconds) => {
    expect(shutdownTimeOf(container({ args }))?.seconds).toBe(seconds);
  });

  test('the longest counts, and the value of a variable is not kept', () => {
    const env = [
      { name: 'SHUTDOWN_TIMEOUT_MS', value: '45000' },
      { name: 'DRAIN_PERIOD', value: '10s' },
    ];
    expect(shutdownTimeOf(container({ env }))).toEqual({
      seconds: 45,
      from: 'the variable SHUTDOWN_TIMEOUT_MS',
      path: 'spec.containers[0].env[0].value',
    });
  });
});
