import { describe, expect, test } from '@jest/globals';
import type { Condition, Pod } from '../../src/core/kubernetes.ts';
import { absent, found } from '../../src/core/lookup.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { replacementOf } from '../../src/facts/replacement.ts';
import { aPod, aWorkload } from '../support/builders.ts';
import { failedPod } from '../support/disrupted.ts';

describe('replacementOf', () => {
  const owned = failedPod('Evicted', '', { owner: { kind: 'ReplicaSet', name: 'web' } });
  const owner = (ready: number, kind = 'ReplicaSet'): Parameters<typeof replacementOf>[0] => ({
    chain: [{ kind, name: 'web', object: found(aWorkload(kind, 'web', { status: { readyReplicas: ready } })) }],
    events: [],
    pods: absent,
    children: absent,
  });

  test('by what the owner says', () => {
    expect(replacementOf(undefined, podStatusOf(failedPod('', '')))).toBe('none');
    expect(replacementOf(owner(1), podStatusOf(owned))).toBe('replaced');
    expect(replacementOf(owner(0), podStatusOf(owned))).toBe('expected');
    expect(replacementOf(owner(1, 'Job'), podStatusOf(owned))).toBe('expected');
    expect(replacementOf(undefined, podStatusOf(owned))).toBe('expected');
  });

  test('a pod that has not ended may be counted itself', () => {
    expect(replacementOf(owner(1), podStatusOf(aPod({ owner: { kind: 'ReplicaSet', name: 'web' } })))).toBe('expected');
  });

  test('a Job goes on with a newer pod, or is complete', () => {
    const of = (status: string, name: string, created: number) =>
      aPod({ name, created, owner: { kind: 'Job', name: 'web' }, status: { phase: status } });
    const evicted = failedPod('Evicted', '', { name: 'a', created: 300, owner: { kind: 'Job', name: 'web' } });
    const job = (pods: Pod[], conditions: Condition[] = []): Parameters<typeof replacementOf>[0] => ({
      chain: [{ kind: 'Job', name: 'web', object: found(aWorkload('Job', 'web', { status: { conditions } })) }],
      events: [],
      pods: found(pods),
      children: absent,
    });
    expect(replacementOf(job([evicted]), podStatusOf(evicted))).toBe('expected');
    expect(replacementOf(job([evicted, of('Running', 'b', 100)]), podStatusOf(evicted))).toBe('replaced');
    expect(replacementOf(job([evicted, of('Running', 'b', 400)]), podStatusOf(evicted))).toBe('expected');
    expect(replacementOf(job([], [{ type: 'Complete', status: 'True' }]), podStatusOf(evicted))).toBe('replaced');
  });
});
