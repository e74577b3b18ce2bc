import { describe, expect, test } from '@jest/globals';
import type { Pod } from '../../src/core/kubernetes.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { troubleOf, worstPod } from '../../src/facts/worst-pod.ts';
import { aPod, aWorkload, now, terminated, waiting, type PodOptions } from '../support/builders.ts';
import { deleted, failedPod } from '../support/disrupted.ts';

const nameOf = (pod: Pod | undefined): string | undefined => pod?.metadata?.name;
const deployment = (replicas: number) => aWorkload('Deployment', 'web', { spec: { replicas } });
const pod = (name: string, options: PodOptions = {}): Pod => aPod({ name, ...options });
const crashing = pod('bad', { containers: [{ state: waiting('CrashLoopBackOff'), ready: false }] });

describe('worstPod', () => {
  test('is the one in trouble', () => {
    expect(nameOf(worstPod(deployment(2), [], [pod('a'), crashing], now))).toBe('bad');
    expect(worstPod(deployment(2), [], [], now)).toBeUndefined();
  });

  test('is none that is scaled down in time while the others serve', () => {
    const ending = pod('ending', { metadata: deleted(5) });
    const stuck = pod('stuck', { metadata: deleted(500) });
    expect(nameOf(worstPod(deployment(1), [], [pod('a'), ending], now))).toBe('a');
    expect(nameOf(worstPod(deployment(1), [], [pod('a'), stuck], now))).toBe('stuck');
    expect(nameOf(worstPod(deployment(2), [], [pod('a'), ending], now))).toBe('ending');
    expect(nameOf(worstPod(deployment(0), [], [ending], now))).toBe('ending');
  });

  test('is no pod that ended and was replaced', () => {
    const evicted = failedPod('Evicted', '', { name: 'old' });
    expect(nameOf(worstPod(deployment(1), [], [evicted, pod('a')], now))).toBe('a');
    expect(nameOf(worstPod(deployment(1), [], [evicted], now))).toBe('old');
  });

  test('is no attempt that the Job got over', () => {
    const owner = { kind: 'Job', name: 'seed' };
    const of = (name: string, created: number, phase: string, exitCode: number): Pod =>
      pod(name, {
        owner,
        created,
        spec: { restartPolicy: 'Never' },
        status: { phase },
        containers: phase === 'Running' ? [{}] : [{ state: { terminated: terminated(exitCode) } }],
      });
    const job = aWorkload('Job', 'seed');
    const complete = aWorkload('Job', 'seed', { status: { conditions: [{ type: 'Complete', status: 'True' }] } });
    const failed = of('a', 300, 'Failed', 1);
    expect(nameOf(worstPod(complete, [], [failed, of('b', 100, 'Succeeded', 0)], now))).toBe('b');
    expect(nameOf(worstPod(complete, [], [failed], now))).toBe('a');
    expect(nameOf(worstPod(job, [], [failed, of('b', 100, 'Running', 0)], now))).toBe('b');
    expect(nameOf(worstPod(job, [], [failed, of('b', 100, 'Failed', 1)], now))).toBe('b');
    const evicted = failedPod('Evicted', 'The node was low on resource: memory. ', { name: 'a', created: 300, owner });
    expect(nameOf(worstPod(job, [], [evicted, of('b', 9, 'Running', 0)], now))).toBe('b');
  });
});

describe('troubleOf', () => {
  const with0 = (restartPolicy: string): number =>
    troubleOf(
      podStatusOf(
        aPod({
          spec: { restartPolicy },
          containers: [{ name: 'a', state: { terminated: terminated(0) } }, { name: 'b' }],
        }),
      ),
    );

  test('a container that has done its work is none', () => {
    expect(with0('Never')).toBeLessThan(8);
    expect(with0('OnFailure')).toBeLessThan(8);
    expect(with0('Always')).toBe(8);
  });
});
