import { describe, expect, test } from '@jest/globals';
import type { PodSpec, ResourceQuota } from '../../src/core/kubernetes.ts';
import { formatQuantity } from '../../src/facts/quantity.ts';
import { countsPod, quotaOverruns, quotaUnstated } from '../../src/facts/quota-check.ts';

const plain: PodSpec = { containers: [{ name: 'app' }] };
const burstable: PodSpec = { containers: [{ name: 'app', resources: { requests: { cpu: '1' } } }] };
const overdue: PodSpec = { ...plain, activeDeadlineSeconds: 60 };
const urgent: PodSpec = { ...plain, priorityClassName: 'high' };

const quota = (spec: object, used?: Record<string, string>): ResourceQuota => ({
  metadata: { name: 'q' },
  spec,
  ...(used ? { status: { used } } : {}),
});
const hard = (amounts: Record<string, string>, used?: Record<string, string>): ResourceQuota =>
  quota({ hard: amounts }, used);
const byPriority = (operator: string, ...values: string[]) => ({
  scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator, values }] },
});

describe('pods that a quota counts', () => {
  test.each<[string, object | undefined, PodSpec, boolean]>([
    ['all without scopes', {}, plain, true],
    ['all of a quota without a spec', undefined, plain, true],
    ['those with a deadline', { scopes: ['Terminating'] }, overdue, true],
    ['not those without', { scopes: ['Terminating'] }, plain, false],
    ['those without a deadline', { scopes: ['NotTerminating'] }, plain, true],
    ['not those with one', { scopes: ['NotTerminating'] }, overdue, false],
    ['those that ask for nothing', { scopes: ['BestEffort'] }, plain, true],
    ['not those that ask', { scopes: ['BestEffort'] }, burstable, false],
    ['those that ask', { scopes: ['NotBestEffort'] }, burstable, true],
    ['not those that ask for nothing', { scopes: ['NotBestEffort'] }, plain, false],
    ['those of all scopes', { scopes: ['BestEffort', 'NotTerminating'] }, plain, true],
    ['not those of one of them', { scopes: ['BestEffort', 'Terminating'] }, plain, false],
    ['those with a priority class', { scopes: ['PriorityClass'] }, urgent, true],
    ['not those without', { scopes: ['PriorityClass'] }, plain, false],
    ['those of a class', byPriority('In', 'high'), urgent, true],
    ['not those of another', byPriority('In', 'low'), urgent, false],
    ['not those of none', byPriority('In', 'high'), plain, false],
    ['those not of a class', byPriority('NotIn', 'high'), plain, true],
    ['but not of it', byPriority('NotIn', 'high'), urgent, false],
    ['those of any class', byPriority('Exists'), urgent, true],
    ['those of none', byPriority('DoesNotExist'), plain, true],
    ['but not of any', byPriority('DoesNotExist'), urgent, false],
    [
      'where nothing is said of the scope it must hold',
      { scopeSelector: { matchExpressions: [{ scopeName: 'BestEffort' }] } },
      plain,
      true,
    ],
    ['none of a scope that nothing is known of', { scopes: ['CrossNamespacePodAffinity'] }, plain, false],
    ['none of a scope without a name', { scopeSelector: { matchExpressions: [{}] } }, plain, false],
  ])('%s', (_name, spec, pod, counts) => {
    expect(countsPod(spec ? quota(spec) : {}, pod)).toBe(counts);
  });
});

describe('what containers have to state', () => {
  const all = hard({ cpu: '9', 'requests.memory': '9Gi', 'limits.cpu': '9', pods: '9', 'requests.storage': '9Gi' });

  test('of cpu and memory, each', () => {
    const pod: PodSpec = {
      containers: [{ name: 'a', resources: { limits: { cpu: '1' } } }, { name: 'b' }],
      initContainers: [{ name: 'i', resources: { requests: { memory: '1Gi' } } }],
    };
    expect(
      quotaUnstated(all, pod, []).map(({ resource, container }) => `${container.list} ${container.index} ${resource}`),
    ).toEqual([
      'containers 0 requests.memory',
      'containers 1 cpu',
      'containers 1 requests.memory',
      'containers 1 limits.cpu',
      'initContainers 0 cpu',
      'initContainers 0 limits.cpu',
    ]);
  });

  test('nothing that a LimitRange fills in', () => {
    const range = { spec: { limits: [{ type: 'Container', default: { cpu: '1', memory: '1Gi' } }] } };
    expect(quotaUnstated(all, plain, [range])).toEqual([]);
  });

  test('nothing of pods with resources as a whole, nor of those that are not counted', () => {
    expect(quotaUnstated(all, { ...plain, resources: { requests: { cpu: '1' } } }, [])).toEqual([]);
    expect(quotaUnstated(quota({ hard: { cpu: '1' }, scopes: ['Terminating'] }), plain, [])).toEqual([]);
    expect(quotaUnstated({}, plain, [])).toEqual([]);
    expect(quotaUnstated(all, {}, [])).toEqual([]);
  });
});

describe('more than a quota allows', () => {
  const pod: PodSpec = {
    overhead: { cpu: '250m', memory: '64Mi' },
    containers: [{ name: 'a', resources: { requests: { cpu: '500m' }, limits: { cpu: '1', 'example.com/gpu': '2' } } }],
  };
  const said = (one: ResourceQuota, count: number, deployed?: boolean, of = pod): string[] =>
    quotaOverruns(one, of, count, [], deployed).map(({ resource, requested, hard: most, used }) => {
      const amount = (value: bigint): string => formatQuantity(value, resource);
      return `${resource} ${amount(requested)} of ${amount(most)}${used === undefined ? '' : `, ${amount(used)} used`}`;
    });

  test('at all', () => {
    expect(said(hard({ pods: '2' }), 3)).toEqual(['pods 3 of 2']);
    expect(said(hard({ 'count/pods': '3' }), 3)).toEqual([]);
    expect(said(hard({ cpu: '2', 'requests.cpu': '2250m' }), 3)).toEqual(['cpu 2.25 of 2']);
    expect(said(hard({ 'requests.example.com/gpu': '3' }), 2)).toEqual(['requests.example.com/gpu 4 of 3']);
  });

  test('of limits, where the overhead of the sandbox counts for what is limited', () => {
    expect(said(hard({ 'limits.cpu': '3' }), 3)).toEqual(['limits.cpu 3.75 of 3']);
    expect(said(hard({ 'limits.memory': '1Mi' }), 3)).toEqual([]);
  });

  test('with what others use, as long as the pods themselves are not among them', () => {
    const full = hard({ pods: '5', cpu: '100', memory: '1Gi' }, { pods: '4', cpu: 'much' });
    expect(said(full, 2, false)).toEqual(['pods 2 of 5, 4 used']);
    expect(said(full, 2, true)).toEqual([]);
    expect(said(full, 1, false)).toEqual([]);
  });

  test('which pods that ask for nothing never do', () => {
    expect(said(hard({ 'limits.cpu': '1' }, { 'limits.cpu': '2' }), 1, false, plain)).toEqual([]);
  });

  test('but not of what pods do not count for, nor what cannot be read', () => {
    const others = { 'requests.storage': '0', services: '0', 'gold.storageclass.storage.k8s.io/requests.storage': '0' };
    expect(said(hard({ ...others, pods: 'many' }), 9)).toEqual([]);
    expect(said({}, 9)).toEqual([]);
    expect(said(quota({ hard: { pods: '0' }, scopes: ['Terminating'] }), 9)).toEqual([]);
  });
});
