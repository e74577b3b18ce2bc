import { describe, expect, test } from '@jest/globals';
import type { Container, Pod, PodSpec } from '../../src/core/kubernetes.ts';
import { chargedRequests, podLimits, podRequests } from '../../src/facts/effective-requests.ts';
import { formatQuantity } from '../../src/facts/quantity.ts';

const asks = (name: string, cpu: string, sidecar = false): Container => ({
  name,
  resources: { requests: { cpu } },
  ...(sidecar ? { restartPolicy: 'Always' } : {}),
});

function cpuOf(spec: PodSpec): string {
  return formatQuantity(podRequests(spec).get('cpu') ?? 0n, 'cpu');
}

describe('podRequests', () => {
  test('adds containers and sidecars', () => {
    expect(cpuOf({ containers: [asks('a', '1'), asks('b', '250m')], initContainers: [asks('s', '500m', true)] })).toBe(
      '1.75',
    );
  });

  test('takes the most demanding step of the start where that is more', () => {
    const steps = [asks('a', '2'), asks('p', '500m', true), asks('b', '1')];
    expect(cpuOf({ containers: [asks('app', '750m')], initContainers: steps })).toBe('2');
  });

  test('counts a sidecar only for the steps behind it', () => {
    const steps = [asks('p', '500m', true), asks('a', '2'), asks('b', '1')];
    expect(cpuOf({ containers: [asks('app', '750m')], initContainers: steps })).toBe('2.5');
  });

  test('takes each resource by itself', () => {
    const requests = podRequests({
      containers: [{ name: 'a', resources: { requests: { cpu: '1', memory: '1Gi' } } }],
      initContainers: [{ name: 'i', resources: { requests: { cpu: '100m', memory: '4Gi' } } }],
    });
    expect(formatQuantity(requests.get('cpu') ?? 0n, 'cpu')).toBe('1');
    expect(formatQuantity(requests.get('memory') ?? 0n, 'memory')).toBe('4Gi');
  });

  test('pod-level requests replace the sum, overhead is added', () => {
    const spec = {
      containers: [asks('a', '1')],
      resources: { requests: { cpu: '3', 'nvidia.com/gpu': '9' } },
      overhead: { cpu: '250m' },
    };
    expect(cpuOf(spec)).toBe('3.25');
    expect(podRequests(spec).has('nvidia.com/gpu')).toBe(false);
  });

  test('nothing for an empty spec and for what cannot be read', () => {
    expect(podRequests({}).size).toBe(0);
    expect(podRequests({ containers: [asks('a', 'much')] }).get('cpu')).toBeUndefined();
  });
});

describe('chargedRequests', () => {
  const resized = (own: Record<string, unknown>, conditions: Pod['status'] = {}): string => {
    const pod: Pod = {
      spec: { containers: [asks('a', '1')] },
      status: { containerStatuses: [{ name: 'a', ...own }], ...conditions },
    };
    return formatQuantity(chargedRequests(pod).get('cpu') ?? 0n, 'cpu');
  };

  test('the spec where the status says nothing', () => {
    expect(resized({})).toBe('1');
  });

  test('the largest of asked, actual and allocated', () => {
    expect(resized({ resources: { requests: { cpu: '2' } }, allocatedResources: { cpu: '1500m' } })).toBe('2');
    expect(resized({ resources: { requests: { cpu: '500m' } }, allocatedResources: { cpu: '500m' } })).toBe('1');
  });

  test('not what the node can never grant', () => {
    const conditions = [{ type: 'PodResizePending', status: 'True', reason: 'Infeasible' }];
    expect(resized({ resources: { requests: { cpu: '500m' } } }, { conditions })).toBe('500m');
  });
});

test('what is asked for the pod as a whole is charged as it is resized', () => {
  const pod = (status: Pod['status']): Pod => ({
    spec: { containers: [asks('a', '1')], resources: { requests: { cpu: '2' } } },
    ...(status ? { status } : {}),
  });
  const cpu = (one: Pod): string => formatQuantity(chargedRequests(one).get('cpu') ?? 0n, 'cpu');
  expect(cpu(pod({}))).toBe('2');
  expect(cpu(pod({ resources: { requests: { cpu: '3' } }, allocatedResources: { cpu: '1' } }))).toBe('3');
  expect(cpu(pod({ allocatedResources: { cpu: '4' } }))).toBe('4');
});

describe('podLimits', () => {
  const limited = (name: string, cpu: string, sidecar = false): Container => ({
    ...asks(name, '1m', sidecar),
    resources: { limits: { cpu } },
  });
  const limitOf = (spec: PodSpec, resource = 'cpu'): string | undefined => {
    const limit = podLimits(spec).get(resource);
    return limit === undefined ? undefined : formatQuantity(limit, resource);
  };

  test('adds up as requests do', () => {
    expect(limitOf({ containers: [limited('a', '1'), limited('b', '2')], initContainers: [limited('i', '4')] })).toBe(
      '4',
    );
    expect(limitOf({ containers: [asks('a', '1')] })).toBeUndefined();
  });

  test('takes those of the pod before those of its containers', () => {
    const resources = { requests: { cpu: '1' }, limits: { cpu: '9' } };
    expect(limitOf({ containers: [limited('a', '1')], resources })).toBe('9');
  });

  test('adds the overhead to what is limited', () => {
    const overhead = { cpu: '250m', memory: '64Mi' };
    expect(limitOf({ containers: [limited('a', '1')], overhead })).toBe('1.25');
    expect(limitOf({ containers: [limited('a', '1')], overhead }, 'memory')).toBeUndefined();
  });
});
