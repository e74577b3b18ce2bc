import { describe, expect, test } from '@jest/globals';
import type { Snapshot } from '../../src/core/evidence.ts';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import type { PodReport } from '../../src/core/report.ts';
import { severities } from '../../src/core/finding.ts';
import { defineRule } from '../../src/core/rule.ts';
import { parseObjects } from '../../src/dump/parse.ts';
import { explain } from '../../src/report/explain.ts';
import { longestText } from '../../src/report/texts.ts';
import { rules } from '../../src/rules/index.ts';
import {
  aPod,
  aWorkload,
  ago,
  anEvent,
  namespace,
  now,
  running,
  terminated,
  waiting,
  wholeNamespace,
  type PodOptions,
} from '../support/builders.ts';
import { freeze } from '../support/freeze.ts';
import { recording, recordingIds, snapshotOf, snapshotOfRecording, targetOf } from '../support/recordings.ts';

const verdicts = ['failing', 'degraded', 'pending', 'starting', 'terminating', 'completed', 'healthy', 'unknown'];
const stageStates = ['done', 'active', 'failed', 'waiting', 'skipped'];
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** Every value of a report with its path. */
function* walk(value: unknown, path = ''): Generator<[path: string, value: unknown]> {
  yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* walk(inner, `${path}/${key}`);
}

/** What every report must keep, whatever it is about. */
function holdsContract(report: PodReport): void {
  expect(report).toMatchObject({ schemaVersion: 'podlife/v1', kind: 'PodReport' });
  expect(report.asOf).toMatch(time);
  expect(verdicts).toContain(report.verdict);
  expect(report.summary).toMatch(/^\S[^\n]*[^.\s]$/);
  const broken = [...walk(report)].filter(
    ([, value]) => value === undefined || (typeof value === 'number' && !Number.isFinite(value)),
  );
  expect(broken).toEqual([]);
  for (const text of [report.summary, ...report.findings.map(({ explanation }) => explanation)]) {
    expect(text).not.toMatch(/undefined|NaN|\[object|Invalid Date/);
  }
  report.findings.forEach((finding, index) => {
    expect(severities).toContain(finding.severity);
    expect((finding.container === null) === (finding.containerKind === null)).toBe(true);
    if (finding.causedBy !== null) {
      expect(finding.causedBy).not.toBe(index);
      expect(report.findings[finding.causedBy]).toBeDefined();
    }
  });
  report.remediation.forEach((remedy, index) => {
    expect(remedy.rank).toBe(index + 1);
    expect(report.findings[remedy.finding]).toBeDefined();
  });
  for (const { state, at, took } of report.lifecycle) {
    expect(stageStates).toContain(state);
    if (at !== null) expect(at).toMatch(time);
    if (took !== null) expect(took).toBeGreaterThanOrEqual(0);
  }
  expect(report.failedRules).toEqual([]);
}

describe('explain keeps its contract', () => {
  test.each(recordingIds)('%s', async (id) => {
    const recorded = recording(id);
    freeze(recorded.objects);
    const snapshot = await snapshotOfRecording(recorded);
    freeze(snapshot);
    const report = explain(snapshot, rules);
    holdsContract(report);
    expect(explain(snapshot, rules)).toEqual(report);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  test('has every field even where there is no pod', async () => {
    const report = explain(
      await snapshotOf([aWorkload('Deployment', 'web')], targetOf('deploy/web', namespace), now),
      rules,
    );
    holdsContract(report);
    expect(report).toMatchObject({ pod: null, lifecycle: [], conditions: [], containers: [], probes: [], qos: null });
  });
});

/** Recordings that between them hold most fields and states that a pod may have. */
const rich = ['ads-bidder', 'alb-target', 'csv-import', 'etl-sidecar', 'shopping-cart', 'tenant-db'];

type Fields = Record<string, unknown>;

/** The key paths of everything within a value. */
function* keyPaths(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* keyPaths(inner, [...path, key]);
}

/** Copies of an object, each without one of its fields or items. */
function* truncated(object: KubeObject): Generator<[path: string, copy: KubeObject]> {
  for (const path of keyPaths(object)) {
    // Without its name or kind it would be another object.
    if (/^(kind|apiVersion|metadata(\.(name|namespace))?)$/.test(path.join('.'))) continue;
    const copy = structuredClone(object);
    const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as Fields)[key], copy) as Fields;
    const key = path.at(-1) ?? '';
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else Reflect.deleteProperty(parent, key);
    yield [path.join('.'), copy];
  }
}

describe('explain bears with partial data', () => {
  test.each(rich)('any field of the pod of %s may be missing', async (id) => {
    const { objects, scenario } = recording(id);
    const goal = targetOf(scenario.target, scenario.namespace);
    const pod = objects.find(({ kind }) => kind === 'Pod') ?? {};
    const others = objects.filter((object) => object !== pod);
    const failed: unknown[] = [];
    for (const [path, copy] of truncated(pod)) {
      const outcome = await snapshotOf([copy, ...others], goal).then(
        (snapshot) => explained(snapshot),
        (error: unknown) => stackOf(error),
      );
      if (outcome.length > 0) failed.push([path, outcome]);
    }
    expect(failed).toEqual([]);
  });

  test('any field of an event and of the owners may be missing', async () => {
    const { objects, scenario } = recording('ads-bidder');
    const goal = targetOf(scenario.target, scenario.namespace);
    const failed: unknown[] = [];
    for (const kind of ['Event', 'Deployment', 'ReplicaSet']) {
      const one = objects.find((object) => object.kind === kind);
      if (!one) continue;
      const others = objects.filter((object) => object !== one);
      for (const [path, copy] of truncated(one)) {
        const outcome = explained(await snapshotOf([copy, ...others], goal));
        if (outcome.length > 0) failed.push([kind, path, outcome]);
      }
    }
    expect(failed).toEqual([]);
  });

  test('null is the same as missing', () => {
    const text = {
      kind: 'Pod',
      metadata: { name: 'web', labels: null },
      spec: { containers: [null, { name: 'web', env: null }] },
    };
    const [pod] = parseObjects(Buffer.from(JSON.stringify(text)), 'pod.json');
    expect(pod).toEqual({ kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'web' }] } });
  });
});

/** What went wrong, if anything. */
function explained(snapshot: Snapshot): unknown[] {
  try {
    return [...explain(snapshot, rules).failedRules];
  } catch (error) {
    return stackOf(error);
  }
}

function stackOf(error: unknown): unknown[] {
  return error instanceof Error ? (error.stack ?? '').split('\n').slice(0, 4) : [error];
}

describe('verdict and summary', () => {
  const about = async (objects: readonly KubeObject[], target = 'pod/web-1', of = rules): Promise<string> => {
    const report = explain(await snapshotOf(objects, targetOf(target, namespace), now), of);
    holdsContract(report);
    return `${report.verdict} | ${report.summary}`;
  };
  const crashing = { state: waiting('CrashLoopBackOff'), last: terminated(1), restarts: 5, ready: false };
  const deployment = aWorkload('Deployment', 'web', { spec: { replicas: 3 } });
  const replicaSet = aWorkload('ReplicaSet', 'web-5f', {
    metadata: {
      labels: { app: 'web' },
      ownerReferences: [{ kind: 'Deployment', name: 'web', uid: 'uid-web', controller: true }],
    },
  });
  const member = (name: string, options: PodOptions = {}): KubeObject =>
    aPod({ name, owner: { kind: 'ReplicaSet', name: 'web-5f' }, ...options });

  // Without any rule the status alone speaks.
  test.each<[string, PodOptions, string]>([
    ['healthy', {}, 'healthy | shop/web-1 is healthy: it runs and is ready'],
    [
      'completed',
      { containers: [{ state: { terminated: terminated(0) }, ready: false }], status: { phase: 'Succeeded' } },
      'completed | shop/web-1 is completed: it ended, and all its containers exited with 0',
    ],
    [
      'just completed',
      { containers: [{ state: { terminated: terminated(0) }, ready: false }], spec: { restartPolicy: 'Never' } },
      'completed | shop/web-1 is completed: it ended, and all its containers exited with 0',
    ],
    [
      'failed',
      {
        status: {
          phase: 'Failed',
          reason: 'Evicted',
          message: 'The node was low on resource: memory. ',
          conditions: [],
        },
      },
      'failing | shop/web-1 is failing: it has failed with Evicted: The node was low on resource: memory',
    ],
    [
      'failed without a word',
      { status: { phase: 'Failed', conditions: [] } },
      'failing | shop/web-1 is failing: it has failed, and what could be read does not say why',
    ],
    [
      'deleted',
      { metadata: { deletionTimestamp: ago(-20), deletionGracePeriodSeconds: 30 } },
      'terminating | shop/web-1 is terminating: it is being deleted',
    ],
    [
      'pending',
      { spec: { nodeName: '' }, status: { phase: 'Pending', conditions: [], containerStatuses: [] } },
      'pending | shop/web-1 is pending: no node has been chosen for it yet',
    ],
    [
      'starting',
      { containers: [{ state: waiting('ContainerCreating'), ready: false }], status: { phase: 'Pending' } },
      'starting | shop/web-1 is starting: it is on its way to be ready',
    ],
    [
      'not ready yet',
      { containers: [{ state: running(10), ready: false }] },
      'starting | shop/web-1 is starting: it is on its way to be ready',
    ],
    [
      'not ready for long',
      { containers: [{ state: running(600), ready: false }] },
      'degraded | shop/web-1 is degraded: it is not ready, and what could be read does not say why',
    ],
    [
      'crashing',
      { containers: [crashing] },
      'failing | shop/web-1 is failing: it is not ready, and what could be read does not say why',
    ],
  ])('by the status: %s', async (_name, options, expected) => {
    expect(await about([aPod(options)], 'pod/web-1', [])).toBe(expected);
  });

  test('what does not exist', async () => {
    expect(await about([...wholeNamespace(), aPod()], 'pod/gone')).toBe(
      'unknown | shop/gone: there is no such pod in namespace shop',
    );
  });

  test('an owner of which others serve is degraded', async () => {
    const others = [member('web-2'), member('web-3')];
    const text = await about(
      [deployment, replicaSet, member('web-1', { containers: [crashing] }), ...others],
      'deploy/web',
    );
    expect(text).toMatch(/^degraded \| deployment shop\/web is degraded, 1 of 3 pods affected: /);
  });

  test('an owner of which nothing serves is failing', async () => {
    const pods = ['web-1', 'web-2'].map((name) => member(name, { containers: [crashing] }));
    const text = await about([deployment, replicaSet, ...pods], 'deploy/web');
    expect(text).toMatch(/^failing \| deployment shop\/web is failing, both pods affected: /);
  });

  test('information that all is well does not outshine the status', async () => {
    const cheerful = defineRule({
      id: 'cheerful',
      title: 'All is well',
      topic: 'outcome',
      severity: 'info',
      verdict: 'healthy',
      needs: ['status'],
      *check() {
        yield { explanation: 'All is well.', evidence: [], remedies: [] };
      },
    });
    expect(await about([aPod()], 'pod/web-1', [cheerful])).toBe('healthy | shop/web-1 is healthy: All is well');
    const unready = aPod({ containers: [{ state: running(600), ready: false }] });
    expect(await about([unready], 'pod/web-1', [cheerful])).toMatch(/^degraded/);
  });
});

describe('texts', () => {
  test('no text floods a report', async () => {
    const huge = 'x'.repeat(1_000_000);
    const pod = aPod({
      containers: [{ state: waiting('CreateContainerError', huge), ready: false }],
      status: { message: huge },
    });
    const events = [anEvent('Failed', `Error: ${huge}`, { container: 'web' }), anEvent('FailedMount', huge)];
    const report = explain(await snapshotOf([pod, ...events], targetOf('pod/web-1', namespace), now), rules);
    const texts = [...walk(report)].flatMap(([path, value]) =>
      typeof value === 'string' && !/command|patch/.test(path) ? [value.length] : [],
    );
    expect(Math.max(...texts)).toBeLessThanOrEqual(longestText);
    expect(JSON.stringify(report).length).toBeLessThan(60_000);
  });
});
