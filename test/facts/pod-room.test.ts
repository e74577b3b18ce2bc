import { describe, expect, test } from '@jest/globals';
import type { KubeObject, PodSpec } from '../../src/core/kubernetes.ts';
import { domainsFor, hostname, podsAtOnce } from '../../src/facts/pod-room.ts';

function count(kind: string, spec: object): number | undefined {
  return podsAtOnce(
    { kind, name: 'web', namespace: 'shop', object: { kind, metadata: { name: 'web' }, spec } },
    undefined,
  );
}

test.each<[string, object, number | undefined]>([
  ['Deployment', {}, 1],
  ['StatefulSet', { replicas: 3 }, 3],
  ['Rollout', { replicas: 2 }, 2],
  ['Job', { parallelism: 4, completions: 2 }, 2],
  ['Job', {}, 1],
  ['CronJob', { jobTemplate: { spec: { parallelism: 5 } } }, 5],
  ['Pod', {}, 1],
  ['DaemonSet', {}, undefined],
])('pods of a %s with %j', (kind, spec, expected) => {
  expect(count(kind, spec)).toBe(expected);
});

describe('domainsFor', () => {
  const zones = (...terms: string[][]): PodSpec => ({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: terms.map((values) => ({ matchExpressions: [{ key: 'zone', operator: 'In', values }] })),
        },
      },
    },
  });

  test('what the pod itself selects', () => {
    expect(domainsFor('zone', { nodeSelector: { zone: 'a' } }, undefined)?.count).toBe(1);
    expect(domainsFor('zone', zones(['a', 'b'], ['b', 'c']), undefined)?.count).toBe(3);
    expect(domainsFor('other', zones(['a']), undefined)).toBeUndefined();
  });

  const nodes: KubeObject[] = ['a', 'b', 'c'].map((name) => ({
    kind: 'Node',
    metadata: { name, labels: { [hostname]: name, zone: name === 'c' ? 'b' : name } },
    ...(name === 'c' ? { spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] } } : {}),
  }));

  test('the nodes, as far as the pod may use them', () => {
    const bundle = { objects: nodes, complete: new Set(['Node']) };
    expect(domainsFor(hostname, {}, bundle)?.count).toBe(2);
    expect(domainsFor(hostname, { tolerations: [{ operator: 'Exists' }] }, bundle)?.count).toBe(3);
    expect(domainsFor('zone', { tolerations: [{ operator: 'Exists' }] }, bundle)?.count).toBe(2);
    expect(domainsFor('rack', {}, bundle)).toBeUndefined();
  });

  test('a number of nodes is one of hosts only', () => {
    const bundle = { objects: [], complete: new Set<string>(), nodes: 3 };
    expect(domainsFor(hostname, {}, bundle)?.count).toBe(3);
    expect(domainsFor('zone', {}, bundle)).toBeUndefined();
    expect(domainsFor(hostname, {}, { objects: nodes, complete: new Set() })).toBeUndefined();
  });
});
