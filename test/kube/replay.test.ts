import { afterEach, describe, expect, test } from '@jest/globals';
import type { EvidenceKey, Target } from '../../src/core/evidence.ts';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import { absent, found, type Lookup } from '../../src/core/lookup.ts';
import type { ClusterReader } from '../../src/core/reader.ts';
import type { PodReport } from '../../src/core/report.ts';
import { newestTime } from '../../src/dump/newest-time.ts';
import { ObjectReader } from '../../src/dump/object-reader.ts';
import { connect } from '../../src/kube/connect.ts';
import { gather, requestLimit } from '../../src/kube/gather.ts';
import { explain } from '../../src/report/explain.ts';
import { rules } from '../../src/rules/index.ts';
import { ApiServer, secretValue, type ApiServerOptions } from '../support/api-server.ts';
import { aNode, aPod, anEvent, namespace, now, terminated, waiting, type PodOptions } from '../support/builders.ts';
import { fakeOutside, kubeconfigText } from '../support/kubeconfig.ts';
import { recording, recordingIds, targetOf } from '../support/recordings.ts';

const needs = new Set<EvidenceKey>(rules.flatMap((rule) => [...rule.needs, ...(rule.mayUse ?? [])]));

let api: ApiServer;

afterEach(() => api.stop());

async function serve(options: ApiServerOptions): Promise<void> {
  api = await ApiServer.start({ now, ...options });
}

async function readerOverHttp(): Promise<ClusterReader> {
  const { reader } = await connect(
    { kubeconfig: '/config' },
    fakeOutside({ '/config': kubeconfigText({ server: api.url }) }),
  );
  return reader;
}

async function reportOf(reader: ClusterReader, target: Target): Promise<PodReport> {
  return explain(await gather(reader, target, needs), rules);
}

async function explainOverHttp(target = 'pod/web-1'): Promise<PodReport> {
  return reportOf(await readerOverHttp(), targetOf(target, namespace));
}

/** A file that is as sure as a server is: what it does not hold does not exist. */
function sureReader(objects: readonly KubeObject[], asOf: number): ClusterReader {
  const reader = new ObjectReader(objects, asOf);
  const one = async <T>(question: Promise<Lookup<T>>): Promise<Lookup<T>> => {
    const lookup = await question;
    return lookup.state === 'found' ? lookup : absent;
  };
  const many = async <T>(question: Promise<Lookup<readonly T[]>>): Promise<Lookup<readonly T[]>> => {
    const lookup = await question;
    return lookup.state === 'found' ? lookup : found([]);
  };
  return {
    get: (...args) => one(reader.get(...args)),
    list: (...args) => many(reader.list(...args)),
    keyed: (...args) => one(reader.keyed(...args)),
    listKeyed: (...args) => many(reader.listKeyed(...args)),
    log: (request) => reader.log(request),
    now: () => reader.now(),
  };
}

describe('a recording says the same over HTTPS as from its file', () => {
  test.each(recordingIds)('%s', async (id) => {
    const { objects, scenario } = recording(id);
    const target = targetOf(scenario.target, scenario.namespace);
    // The clock of a server ticks in seconds.
    const asOf = Math.floor(newestTime(objects) / 1000) * 1000;
    await serve({ objects, now: asOf });
    const overHttp = await reportOf(await readerOverHttp(), target);
    const fromFile = await reportOf(sureReader(objects, asOf), target);
    expect({ ...overHttp, couldNotCheck: [] }).toEqual({ ...fromFile, couldNotCheck: [] });
    expect(api.requests.every(({ method }) => method === 'GET')).toBe(true);
    expect(api.requests.length).toBeLessThanOrEqual(requestLimit + (target.kind === 'Pod' ? 0 : 6));
    expect(JSON.stringify(overHttp)).not.toContain(secretValue);
  });
});

describe('what it costs', () => {
  test('a healthy pod: three requests, sent at once', async () => {
    await serve({ objects: [aPod(), aNode('node-a')] });
    const { verdict } = await explainOverHttp();
    expect(verdict).toBe('healthy');
    expect(api.requests.length).toBeLessThanOrEqual(3);
    expect(api.connections).toBeLessThanOrEqual(3);
  });

  test('a pod with ever so much around it: no more than the limit', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `part-${index}`);
    const pod = aPod({
      ...crashing,
      containers: names.map((name) => ({
        name,
        envFrom: [{ configMapRef: { name } }, { secretRef: { name } }],
        state: waiting('CreateContainerConfigError', `configmap "${name}" not found`),
      })),
      spec: { volumes: names.map((name) => ({ name, persistentVolumeClaim: { claimName: name } })) },
    });
    await serve({ objects: [pod] });
    const { couldNotCheck } = await explainOverHttp();
    expect(api.requests.length).toBe(requestLimit);
    expect(couldNotCheck.some(({ why }) => why.startsWith('not asked'))).toBe(true);
  });
});

const crashing: PodOptions = {
  owner: { kind: 'ReplicaSet', name: 'web-5d9' },
  containers: [
    {
      name: 'web',
      restarts: 5,
      ready: false,
      state: waiting('CrashLoopBackOff', 'back-off 2m40s restarting failed container'),
      last: terminated(137, 'OOMKilled'),
      resources: { limits: { memory: '64Mi' } },
    },
  ],
};

describe('what is not allowed', () => {
  test('all but the pod itself: the cause is still named, the rest is listed with what it needs', async () => {
    await serve({ objects: [aPod(crashing), aNode('node-a')], allow: ['get pods', 'list pods'] });
    const { verdict, findings, couldNotCheck } = await explainOverHttp();
    expect([verdict, findings[0]?.rule]).toEqual(['failing', 'oom-killed']);
    for (const resource of ['events', 'pods/log', 'nodes', 'replicasets.apps']) {
      expect(couldNotCheck).toContainEqual({
        what: expect.any(String),
        why: 'forbidden',
        needs: { verb: expect.any(String), resource },
      });
    }
  });

  test('a Secret that may not be read does not pass for missing', async () => {
    const pod = aPod({
      containers: [
        { name: 'web', ready: false, state: waiting('ContainerCreating'), envFrom: [{ secretRef: { name: 'db' } }] },
      ],
    });
    await serve({ objects: [pod], deny: ['* secrets'] });
    const { findings, couldNotCheck } = await explainOverHttp();
    expect(findings.map(({ rule }) => rule)).not.toContain('secret-missing');
    expect(couldNotCheck).toContainEqual({
      what: 'Secret db',
      why: 'forbidden',
      needs: { verb: 'get', resource: 'secrets' },
    });
  });

  test('a group that is not served is named, and the rest goes on', async () => {
    await serve({ objects: [aPod(crashing), aNode('node-a')], notServed: ['apps'] });
    const { findings, couldNotCheck } = await explainOverHttp();
    expect(findings[0]?.rule).toBe('oom-killed');
    expect(couldNotCheck.map(({ why }) => why)).toContain('the API server does not serve replicasets of apps/v1');
  });

  test('the pod itself: nothing is claimed', async () => {
    await serve({ objects: [aPod()], deny: ['get pods'] });
    const { verdict, findings, couldNotCheck } = await explainOverHttp();
    expect([verdict, findings]).toEqual(['unknown', []]);
    expect(couldNotCheck[0]).toEqual({ what: 'Pod web-1', why: 'forbidden', needs: { verb: 'get', resource: 'pods' } });
  });
});

describe('a cluster that changes while it is read', () => {
  test('a pod that vanishes between two requests is not found', async () => {
    await serve({ objects: [aPod(crashing), aNode('node-a')] });
    const reader = await readerOverHttp();
    expect((await reader.get('Pod', namespace, 'web-1')).state).toBe('found');
    api.objects = [];
    const snapshot = await gather(reader, targetOf('pod/web-1', namespace), needs);
    expect(snapshot.pod.state).toBe('absent');
    expect(explain(snapshot, rules).verdict).toBe('unknown');
  });

  test('a pod that vanishes before its log and its owner are read is still explained', async () => {
    const gone = { status: 404, body: JSON.stringify(notFoundStatus) };
    await serve({
      objects: [aPod(crashing), aNode('node-a')],
      faults: [
        { path: '/pods/web-1/log', ...gone },
        { path: '/replicasets/', ...gone },
      ],
    });
    const { findings, couldNotCheck } = await explainOverHttp();
    expect(findings[0]?.rule).toBe('oom-killed');
    expect(couldNotCheck.filter(({ what }) => what.startsWith('log'))).toEqual([]);
  });

  test('a pod that was replaced under its name is not blamed for what its predecessor did', async () => {
    const old = { kind: 'Pod', name: 'web-1', uid: 'of-the-one-before' };
    const event = anEvent('FailedScheduling', '0/3 nodes are available', { object: old, ago: 4000 });
    await serve({ objects: [aPod(), event] });
    const { verdict, events } = await explainOverHttp();
    expect([verdict, events]).toEqual(['healthy', []]);
  });

  test('the time is that of the server', async () => {
    await serve({ objects: [aPod({ created: 90 })], now: now + 30_000 });
    const { asOf, pod } = await explainOverHttp();
    expect([asOf, pod?.age]).toEqual(['2026-01-15T12:00:30Z', 120]);
  });
});

const notFoundStatus = {
  kind: 'Status',
  status: 'Failure',
  message: 'not found',
  reason: 'NotFound',
  details: { name: 'web-1', kind: 'pods' },
  code: 404,
};

describe('a server in trouble', () => {
  test.each<[string, ApiServerOptions['faults']]>([
    ['500 for the events', [{ path: '/events', status: 500 }]],
    ['events cut in the middle', [{ path: '/events', cut: 'midway' }]],
    ['events that are not JSON', [{ path: '/events', status: 200, body: '{"kind":"EventLi' }]],
    ['too many requests, for good', [{ path: '/events', status: 429, headers: { 'Retry-After': '1' } }]],
  ])('%s: the cause in the status is still named', async (_name, faults = []) => {
    await serve({ objects: [aPod(crashing), aNode('node-a')], faults });
    const { findings, couldNotCheck } = await explainOverHttp();
    expect(findings[0]?.rule).toBe('oom-killed');
    expect(couldNotCheck.map(({ what }) => what)).toContain('events');
  });

  test('pages of a list are put together', async () => {
    const events = Array.from({ length: 25 }, (_, index) => anEvent('BackOff', `try ${index}`, { ago: index }));
    await serve({ objects: [aPod(crashing), aNode('node-a'), ...events], mostPerPage: 10 });
    const { couldNotCheck } = await explainOverHttp();
    expect(api.requests.filter(({ path }) => path.includes('/events'))).toHaveLength(3);
    expect(couldNotCheck.map(({ what }) => what)).not.toContain('events');
  });
});
