import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import { supposedPod, withPriority } from '../../src/facts/supposed-pod.ts';
import { aPod, aWorkload } from '../support/builders.ts';

const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'app' }], tolerations: [{ key: 'a', operator: 'Exists' }] },
};

describe('the pod that an object would make', () => {
  test('carries the name of the object, the labels of the template, its owner and defaults', () => {
    const pod = supposedPod(aWorkload('Deployment', 'web', { spec: { template } }), 'shop');
    expect(pod).toMatchObject({
      kind: 'Pod',
      metadata: {
        name: 'web',
        namespace: 'shop',
        labels: { app: 'web' },
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'uid-web', controller: true }],
      },
      spec: { restartPolicy: 'Always', tolerations: [{ key: 'a' }] },
    });
  });

  test('tolerates what pods of a DaemonSet are made to tolerate', () => {
    const keys = (spec: object): unknown[] =>
      (
        supposedPod(aWorkload('DaemonSet', 'agent', { spec: { template: { spec } } }), 'shop')?.spec?.tolerations ?? []
      ).map(({ key }) => key);
    expect(keys(template.spec)).toContain('node.kubernetes.io/unschedulable');
    expect(keys(template.spec)[0]).toBe('a');
    expect(keys({})).toHaveLength(6);
  });

  test('is the Pod itself, in the namespace that is asked about', () => {
    const pod = supposedPod({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: {} }, 'shop');
    expect(pod).toMatchObject({ metadata: { name: 'a', namespace: 'shop' }, spec: { restartPolicy: 'Always' } });
  });

  test('is none where there is no template', () => {
    expect(supposedPod({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } }, 'shop')).toBeUndefined();
  });

  test('may be made of an object that says little of itself', () => {
    const bare: KubeObject = { kind: 'Deployment', spec: { template: { spec: {} } } };
    expect(supposedPod(bare, 'shop')).toMatchObject({
      metadata: { name: '', ownerReferences: [{ apiVersion: '', kind: 'Deployment', uid: '' }] },
    });
  });
});

describe('the priority that admission gives a pod', () => {
  const classes = [
    { metadata: { name: 'high' }, value: 1000, preemptionPolicy: 'Never' },
    { metadata: { name: 'usual' }, value: '10', globalDefault: true },
  ];
  const of = (spec: object, known = classes) => {
    const { priority, preemptionPolicy } = withPriority(aPod({ spec }), known).spec ?? {};
    return [priority, preemptionPolicy];
  };

  test('by its class, by the default of the cluster, or none', () => {
    expect(of({ priorityClassName: 'high' })).toEqual([1000, 'Never']);
    expect(of({})).toEqual([10, undefined]);
    expect(of({}, [])).toEqual([0, undefined]);
    expect(of({ priorityClassName: 'unknown' })).toEqual([0, undefined]);
  });

  test('but it keeps what it has', () => {
    expect(of({ priorityClassName: 'high', preemptionPolicy: 'PreemptLowerPriority' })).toEqual([
      1000,
      'PreemptLowerPriority',
    ]);
    expect(of({ priority: 7, priorityClassName: 'high' })).toEqual([7, undefined]);
  });
});
