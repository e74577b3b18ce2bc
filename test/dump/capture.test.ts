import { describe, expect, test } from '@jest/globals';
import { neededEvidence } from '../../src/cli/commands/explain.ts';
import { found } from '../../src/core/lookup.ts';
import type { ClusterReader } from '../../src/core/reader.ts';
import { capturedTargets, RecordingReader } from '../../src/dump/capture.ts';
import { ObjectReader } from '../../src/dump/object-reader.ts';
import { parseObjects } from '../../src/dump/parse.ts';
import { gather } from '../../src/kube/gather.ts';
import { explain } from '../../src/report/explain.ts';
import { rules } from '../../src/rules/index.ts';
import type { PodReport } from '../../src/core/report.ts';
import type { Target } from '../../src/core/evidence.ts';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import { aPod, anEvent, ago, namespace, now, terminated, waiting } from '../support/builders.ts';
import { recording, recordingIds, targetOf } from '../support/recordings.ts';

interface Captured {
  readonly report: PodReport;
  readonly text: string;
  readonly reader: RecordingReader;
}

/** What `capture` would write, and the report of the very same run. */
async function capture(reader: ClusterReader, target: Target, withLogs: boolean): Promise<Captured> {
  const recorder = new RecordingReader(reader, withLogs);
  const report = explain(await gather(recorder, target, neededEvidence), rules);
  return { report, text: JSON.stringify({ kind: 'List', items: recorder.items([target]) }), reader: recorder };
}

async function readBack(text: string): Promise<{ report: PodReport; reader: ObjectReader }> {
  const objects = parseObjects(Buffer.from(text), 'capture');
  const [target] = capturedTargets(objects);
  if (!target) throw new Error('the capture is about nothing');
  const reader = new ObjectReader(objects);
  return { report: explain(await gather(reader, target, neededEvidence), rules), reader };
}

/** As it is printed. */
function printed(report: PodReport): unknown {
  return JSON.parse(JSON.stringify(report));
}

describe('what a capture explains is what was explained when it was made', () => {
  test.each(recordingIds)('%s', async (id) => {
    const { scenario, objects } = recording(id);
    const target = targetOf(scenario.target, scenario.namespace);
    const original = explain(await gather(new ObjectReader(objects), target, neededEvidence), rules);
    const { text } = await capture(new ObjectReader(objects), target, true);
    expect(printed((await readBack(text)).report)).toEqual(printed(original));
  });
});

const web: Target = { kind: 'Pod', namespace, name: 'web-1' };
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
const pod = aPod({
  metadata: { annotations: { [lastApplied]: '{"canary-applied":1}', note: `login ${jwt}`, kept: 'yes' } },
  containers: [
    {
      name: 'web',
      restarts: 4,
      ready: false,
      command: ['/app', '--db-password', 'canary-word', '--api-key=canary-key', '--port=80'],
      env: [
        { name: 'DB_PASSWORD', value: 'canary-value' },
        { name: 'FROM', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
      ],
      livenessProbe: {
        httpGet: { port: 80, httpHeaders: [{ name: 'X-Auth-Token', value: 'canary-header' }] },
      },
      state: waiting('CrashLoopBackOff', 'back-off 40s'),
      last: terminated(1, 'Error', { message: 'cannot log in with password=canary-end' }),
    },
  ],
});
const log: KubeObject = {
  apiVersion: 'podlife/v1',
  kind: 'PodLog',
  metadata: { namespace, name: 'web-1' },
  container: 'web',
  previous: true,
  text: `start\nconnecting to postgres://app:canary-url@db/x with token=canary-log ${jwt}\nfatal: no route\n`,
};
const event = anEvent('BackOff', `Back-off restarting, ${jwt}`, { container: 'web' });

describe('secrets', () => {
  test('are not in a capture, what is around them is', async () => {
    const { text, reader } = await capture(new ObjectReader([pod, event, log]), web, true);
    expect(text).not.toMatch(/canary|eyJ/);
    for (const kept of [
      'DB_PASSWORD',
      'secretKeyRef',
      '--port=80',
      '"kept":"yes"',
      'X-Auth-Token',
      'fatal: no route',
    ]) {
      expect(text).toContain(kept);
    }
    expect(reader.leftOut).toMatchObject({ variables: 1, lastApplied: 1 });
    expect(reader.leftOut.masked).toBeGreaterThanOrEqual(6);
  });

  test('logs only come along when they are asked for, and their absence is named', async () => {
    const { text, report } = await capture(new ObjectReader([pod, event, log]), web, false);
    expect(text).not.toContain('PodLog');
    const again = (await readBack(text)).report;
    expect(again.findings.map(({ rule }) => rule)).toEqual(report.findings.map(({ rule }) => rule));
    for (const { couldNotCheck } of [report, again]) {
      const gap = { what: 'log of web (previous run)', why: 'left out of the capture' };
      expect(couldNotCheck).toContainEqual(expect.objectContaining(gap));
    }
  });

  test('of a Secret and a ConfigMap the keys are kept, however they were read', async () => {
    const secret = {
      kind: 'Secret',
      metadata: { name: 'db', namespace },
      data: { user: 'Y2FuYXJ5', password: 'Y2FuYXJ5' },
    };
    const config = { kind: 'ConfigMap', metadata: { name: 'app', namespace }, data: { 'app.conf': 'canary' } };
    const source = new ObjectReader([secret, config]);
    const recorder = new RecordingReader(source, false);
    await recorder.keyed('Secret', namespace, 'db');
    await recorder.list('ConfigMap', { namespace });
    const text = JSON.stringify(recorder.items([web]));
    expect(text).not.toMatch(/Y2Fu|canary/);
    const read = new ObjectReader(parseObjects(Buffer.from(text), 'capture'));
    expect(await read.keyed('Secret', namespace, 'db')).toEqual(found({ name: 'db', keys: ['password', 'user'] }));
    expect(await read.listKeyed('ConfigMap', namespace)).toEqual({ state: 'unasked', why: 'not in the capture' });
    expect(recorder.leftOut).toMatchObject({ secretValues: 2, configValues: 1 });
  });

  test('keys that could not be read stay unknown', async () => {
    const source = new ObjectReader([]);
    source.keyed = async () => found({ name: 'db' });
    const recorder = new RecordingReader(source, false);
    await recorder.keyed('Secret', namespace, 'db');
    const read = new ObjectReader(parseObjects(Buffer.from(JSON.stringify(recorder.items([web]))), 'capture'));
    expect(await read.keyed('Secret', namespace, 'db')).toEqual(found({ name: 'db' }));
  });
});

describe('answers that are no objects', () => {
  test('refused, absent and assumed ones are given again, with their reasons', async () => {
    const source = new ObjectReader([]);
    source.get = async (kind) =>
      kind === 'Node' ? { state: 'refused', why: 'forbidden' } : { state: 'absent', assumed: 'it looks whole' };
    source.list = async () => found([]);
    const recorder = new RecordingReader(source, false);
    const questions = async (reader: ClusterReader): Promise<unknown> => [
      await reader.get('Node', undefined, 'node-a'),
      await reader.get('Deployment', namespace, 'web'),
      await reader.list('Service', { namespace }),
    ];
    const original = await questions(recorder);
    const read = new ObjectReader(parseObjects(Buffer.from(JSON.stringify(recorder.items([web]))), 'capture'));
    expect(await questions(read)).toEqual(original);
  });

  test('what was not asked for is not in it: neither absent nor a part of a list', async () => {
    const { text } = await capture(new ObjectReader([pod, event]), web, false);
    const { reader } = await readBack(text);
    const notIn = { state: 'unasked', why: 'not in the capture' };
    expect(await reader.get('Pod', namespace, 'web-2')).toEqual(notIn);
    expect(await reader.list('Pod', { namespace })).toEqual(notIn);
  });

  test('the time is that of the server', async () => {
    const source = new ObjectReader([pod, event], now + 90_000);
    const { text } = await capture(source, web, false);
    expect((await readBack(text)).reader.now()).toBe(now + 90_000);
  });

  test('a damaged capture is no crash', () => {
    const broken = [
      { apiVersion: 'podlife/v1', kind: 'Capture', answers: 'none', targets: [{ kind: 1 }] },
      { apiVersion: 'podlife/v1', kind: 'Capture', answers: [null, 1, { question: 2 }, { question: 'get Pod a/b' }] },
    ];
    expect(capturedTargets(broken)).toEqual([]);
    expect(new ObjectReader([...broken, { kind: 'Pod', metadata: { creationTimestamp: ago(5) } }]).now()).toBe(0);
  });
});

test('the same cluster gives the same bytes', async () => {
  const { scenario, objects } = recording('shop-frontend-3');
  const target = targetOf(scenario.target, scenario.namespace);
  const [first, second] = await Promise.all([0, 1].map(() => capture(new ObjectReader(objects), target, true)));
  expect(first?.text).toBe(second?.text);
});
