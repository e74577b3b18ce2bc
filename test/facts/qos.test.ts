import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Container, Pod, PodSpec, ResourceList } from '../../src/core/kubernetes.ts';
import { evictionMeaning, oomScoreAdj, qosOf } from '../../src/facts/qos.ts';
import { aNode } from '../support/builders.ts';
import { recording, recordingIds } from '../support/recordings.ts';

const a = (name: string, requests?: ResourceList, limits?: ResourceList, more: Partial<Container> = {}): Container => ({
  name,
  resources: { ...(requests ? { requests } : {}), ...(limits ? { limits } : {}) },
  ...more,
});
const full = { cpu: '500m', memory: '256Mi' };

interface Case {
  readonly id: string;
  readonly qosClass?: string;
  readonly accepted?: boolean;
  readonly kind?: string;
  readonly spec?: PodSpec;
  readonly object?: Pod;
}

function casesOf(file: string): Case[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Case);
}

describe('qosOf', () => {
  test.each(recordingIds)('agrees with the API server: %s', (id) => {
    for (const pod of recording(id).objects.filter(({ kind }) => kind === 'Pod') as Pod[]) {
      const name = pod.metadata?.name;
      expect([name, qosOf(pod.spec ?? {}).class]).toEqual([name, pod.status?.qosClass]);
    }
  });

  // What an API server answered to manifests, pods and templates, cut down to their resources.
  const sample = casesOf(join(import.meta.dirname, '../fixtures/validation/qos.jsonl.gz'));
  test(`agrees with it on ${sample.length} manifests`, () => {
    const wrong = sample.filter(({ spec, qosClass }) => qosOf(spec ?? {}).class !== qosClass);
    expect(wrong).toEqual([]);
    expect(new Set(sample.map(({ qosClass }) => qosClass)).size).toBe(3);
  });

  const whole = join(import.meta.dirname, '../../../shared/oracles/validation/cases.jsonl.gz');
  (existsSync(whole) ? test : test.skip)('agrees with it on every accepted pod of the whole set', () => {
    const pods = casesOf(whole).filter(({ kind, accepted }) => kind === 'Pod' && accepted);
    expect(pods.filter(({ object, qosClass }) => qosOf(object?.spec ?? {}).class !== qosClass)).toEqual([]);
  });

  test.each<[PodSpec, string, string]>([
    [{ containers: [a('web')] }, 'BestEffort', 'web requests and limits neither cpu nor memory'],
    [{ containers: [a('web'), a('log')] }, 'BestEffort', 'no container requests or limits cpu or memory'],
    [
      { containers: [a('web', { 'ephemeral-storage': '1Gi' })] },
      'BestEffort',
      'web requests and limits neither cpu nor memory',
    ],
    [{ containers: [a('web', { cpu: '0' })] }, 'BestEffort', 'web requests and limits neither cpu nor memory'],
    [
      { containers: [a('web', undefined, full)] },
      'Guaranteed',
      'web has a cpu and a memory limit, and requests equal to them',
    ],
    [
      { containers: [a('web', { cpu: '0.5' }, full), a('log', full, full)] },
      'Guaranteed',
      'every container has a cpu and a memory limit, and requests equal to them',
    ],
    [{ containers: [a('web', full, { memory: '256Mi' })] }, 'Burstable', 'web has no cpu limit'],
    [{ containers: [a('web', full)] }, 'Burstable', 'web has no cpu and no memory limit'],
    [{ containers: [a('web', { cpu: '100m' }, full)] }, 'Burstable', 'web requests 100m cpu and may use 500m'],
    [
      { containers: [a('web', full, full)], initContainers: [a('init')] },
      'Burstable',
      'init has no cpu and no memory limit',
    ],
    [
      { containers: [a('a', full), a('b'), a('c'), a('d')] },
      'Burstable',
      'a has no cpu and no memory limit; b has no cpu and no memory limit, and 2 more like that',
    ],
    [{ containers: [a('web', { cpu: '0' }, full)] }, 'Burstable', 'web requests 0 cpu and may use 500m'],
    [
      { containers: [a('web')], resources: { requests: full, limits: full } },
      'Guaranteed',
      'the pod as a whole has a cpu and a memory limit, and requests equal to them',
    ],
    [
      { containers: [a('web')], resources: { limits: full } },
      'Guaranteed',
      'the pod as a whole has a cpu and a memory limit, and requests equal to them',
    ],
    [
      { containers: [a('web', { cpu: '100m' })], resources: { limits: full } },
      'Burstable',
      'the pod as a whole requests 100m cpu and may use 500m',
    ],
    [
      { containers: [a('web', full, full)], resources: {} },
      'BestEffort',
      'the pod as a whole requests and limits neither cpu nor memory',
    ],
    [{}, 'BestEffort', 'no container requests or limits cpu or memory'],
  ])('%j is %s', (spec, qosClass, reason) => {
    expect(qosOf(spec)).toEqual({ class: qosClass, reason });
  });

  test('what cannot be read counts as not set', () => {
    expect(qosOf({ containers: [a('web', { cpu: 'lots' })] }).class).toBe('BestEffort');
  });
});

describe('oomScoreAdj', () => {
  const node = aNode('node-a', { status: { capacity: { memory: '16Gi' } } });
  const score = (spec: PodSpec): Readonly<Record<string, number>> => oomScoreAdj(spec, node);

  test('by class', () => {
    expect(score({ containers: [a('web', full, full)] })).toEqual({ web: -997 });
    expect(score({ containers: [a('web')] })).toEqual({ web: 1000 });
    expect(score({ containers: [a('web', { memory: '4Gi' }), a('log')] })).toEqual({ web: 750, log: 999 });
    expect(score({ containers: [a('web', { memory: '16Gi' })] })).toEqual({ web: 3 });
  });

  test('a sidecar is no sooner killed than the smallest app container', () => {
    const sidecar = a('proxy', { memory: '1Gi' }, undefined, { restartPolicy: 'Always' });
    expect(score({ containers: [a('web', { memory: '4Gi' })], initContainers: [sidecar] })).toEqual({
      web: 750,
      proxy: 750,
    });
  });

  test('a request of the pod as a whole is shared out', () => {
    const containers = [a('web', { memory: '2Gi' }), a('log')];
    expect(score({ containers, resources: { requests: { memory: '4Gi' } } })).toEqual({ web: 813, log: 938 });
  });

  test('node-critical pods, and nodes of unknown size', () => {
    const critical = { priority: 2_000_001_000, priorityClassName: 'system-node-critical' };
    expect(score({ containers: [a('web')], ...critical })).toEqual({ web: -997 });
    expect(oomScoreAdj({ containers: [a('web')] }, undefined)).toEqual({});
    expect(evictionMeaning('BestEffort', critical)).toContain('does not evict it');
  });
});

describe('what a class means for eviction', () => {
  test.each([
    ['Guaranteed', {}, /^it cannot use more memory than it requests/],
    ['BestEffort', {}, /among the first$/],
    ['Burstable', {}, /^once it uses more memory than it requests/],
    ['Burstable', { priority: 2_000_000_000 }, /^the node does not evict it/],
  ])('%s %j', (qosClass, spec, meaning) => {
    expect(evictionMeaning(qosClass, spec)).toMatch(meaning);
  });
});

test('the part of a pod-level request that no container asks for is shared among those that stay', () => {
  const node = { status: { capacity: { memory: '1000Mi' } } };
  const asks = (name: string, memory: string): Container => a(name, { memory });
  const resources = { requests: { memory: '500Mi' } };
  // 1000 - 1000 × (100 + 150) / 1000, and with sidecars the others get less.
  expect(oomScoreAdj({ containers: [asks('a', '100Mi'), asks('b', '100Mi')], resources }, node)).toEqual({
    a: 750,
    b: 750,
  });
  const sidecar = { ...asks('s', '100Mi'), restartPolicy: 'Always' };
  expect(
    oomScoreAdj({ containers: [asks('a', '100Mi'), asks('b', '200Mi')], initContainers: [sidecar], resources }, node),
  ).toMatchObject({ a: 867, b: 767 });
  expect(oomScoreAdj({ containers: [asks('a', '600Mi')], resources }, node)).toEqual({ a: 400 });
});
