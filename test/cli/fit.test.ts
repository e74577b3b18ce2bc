import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { FitReport } from '../../src/core/fit-report.ts';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import { ApiServer, tlsFiles, type ApiServerOptions } from '../support/api-server.ts';
import { aNode, aPod, aWorkload } from '../support/builders.ts';
import { casesFile, objectsOf, readCases, type FitCase } from '../support/fit-cases.ts';
import { runHere } from '../support/in-process.ts';
import { onNode, pendingPod, taintedNode } from '../support/pending.ts';
import { recording } from '../support/recordings.ts';
import type { Result } from '../support/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'podlife-'));
afterAll(() => rmSync(folder, { recursive: true }));

function save(name: string, objects: readonly KubeObject[]): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify({ kind: 'List', apiVersion: 'v1', items: objects }));
  return file;
}

function reportIn({ code, stdout, stderr }: Result): FitReport {
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as FitReport;
}

function checkAnswer(report: FitReport, one: FitCase): void {
  expect(report.schedulable).toBe(one.answer.scheduled);
  if (!one.answer.scheduled) expect(report.message).toBe(one.answer.message ?? '');
  for (const [name, reasons] of Object.entries(one.perNode ?? {})) {
    const node = report.nodes.find((own) => own.name === name);
    expect([name, [...(node?.reasons ?? ['not listed'])].sort()]).toEqual([name, [...(reasons ?? [])].sort()]);
  }
}

const gpu = { key: 'gpu', value: 'true', effect: 'NoSchedule' };
const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const deployment = {
  ...aWorkload('Deployment', 'web'),
  spec: { selector: { matchLabels: { app: 'web' } }, template: { spec: { containers: [{ name: 'web' }] } } },
};
const small = [shop, taintedNode('node-a', gpu), pendingPod()];

describe('fit -f', () => {
  test.each(readCases(casesFile).map((one) => [one.id, one] as const))(
    'answers as the scheduler: %s',
    async (id, one) => {
      const { name = '', namespace = 'default' } = one.incoming.metadata ?? {};
      const file = save(`${id}.json`, objectsOf(one));
      checkAnswer(reportIn(await runHere(['fit', name, '-n', namespace, '-f', file, '-o', 'json'])), one);
    },
  );

  test('the one pod that waits needs no name; the same input gives the same bytes', async () => {
    const file = save('small.json', small);
    const first = await runHere(['fit', '-f', file, '-o', 'json']);
    expect(reportIn(first)).toMatchObject({ pod: { name: 'web-1' }, smallestChange: { nodes: ['node-a'] } });
    expect(await runHere(['fit', 'web-1', '-f', save('turned.json', [...small].reverse()), '-o', 'json'])).toEqual(
      first,
    );
  });

  test('what the file does not hold is taken to be none, unless the scheduler has seen something else', async () => {
    const said = '0/1 nodes are available: 1 cannot allocate all claims.';
    const spec = { resourceClaims: [{ name: 'gpu', resourceClaimName: 'gpu-1' }] };
    const quiet = save('quiet.json', [shop, aNode('node-a'), pendingPod({ spec })]);
    expect(reportIn(await runHere(['fit', '-f', quiet, '-o', 'json'])).held?.reason).toMatch(/"gpu-1" not found/);
    const loud = save('loud.json', [shop, aNode('node-a'), pendingPod({ spec, message: said })]);
    expect(reportIn(await runHere(['fit', '-f', loud, '-o', 'json']))).toMatchObject({ held: null, said });
  });

  test.each([
    [['fit'], /^error: no pod is given/],
    [['fit', 'a', 'b'], /^error: fit takes one pod at a time/],
    [['fit', '--cluster'], /^error: --cluster needs -f/],
    [['fit', 'web-2', '-f', 'SMALL'], /^error: pods "web-2" not found in namespace shop \(did you mean web-1\?\)/],
    [['fit', 'web-1', '-f', 'NO-NODES'], /^error: nodes cannot be listed: not in the file/],
  ])('%j', async (args, message) => {
    const files: Record<string, string> = {
      SMALL: save('small.json', small),
      'NO-NODES': save('no-nodes.json', [pendingPod()]),
    };
    const { code, stderr } = await runHere(args.map((word) => files[word] ?? word));
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('fit in a cluster', () => {
  async function withServer(options: ApiServerOptions, args: readonly string[]): Promise<Result & { paths: string[] }> {
    const api = await ApiServer.start({ now: Date.parse('2026-01-15T12:00:00Z'), ...options });
    const result = await runHere([
      'fit',
      ...args,
      '-s',
      api.url,
      '--certificate-authority',
      tlsFiles.authority,
      '-o',
      'json',
    ]);
    await api.stop();
    return { ...result, paths: api.requests.map(({ path }) => path) };
  }

  test('answers as the scheduler, whatever the size of pages', async () => {
    const one = readCases(casesFile).find(({ pods, answer }) => pods.length > 6 && !answer.scheduled);
    if (!one) throw new Error('no such case');
    const objects = objectsOf(one);
    const { name = '', namespace = 'default' } = one.incoming.metadata ?? {};
    const { paths, ...result } = await withServer({ objects, mostPerPage: 2 }, [name, '-n', namespace]);
    checkAnswer(reportIn(result), one);
    expect(paths.filter((path) => path.startsWith('/api/v1/pods?')).length).toBeGreaterThan(2);
  });

  test('a recording gives the same as from its file', async () => {
    const { objects, scenario } = recording('shop-frontend-3');
    const target = [scenario.target, '-n', scenario.namespace];
    const live = reportIn(await withServer({ objects }, target));
    const dumped = reportIn(await runHere(['fit', ...target, '-f', save('recorded.json', objects), '-o', 'json']));
    expect({ ...live, asOf: '', couldNotCheck: [] }).toEqual({ ...dumped, asOf: '', couldNotCheck: [] });
  });

  test('asks only for what matters to the pod; commands reach the cluster that was asked', async () => {
    const { paths, ...result } = await withServer({ objects: small }, ['web-1', '-n', 'shop']);
    expect(paths.filter((path) => /storage|resource\.k8s|persistent/.test(path))).toEqual([]);
    const { smallestChange } = reportIn(result);
    expect(smallestChange?.command?.[1]).toMatch(/^--server=https:/);
  });

  test('what is forbidden is named, and nothing is concluded from it', async () => {
    const objects = [...small, onNode('db-0', 'node-a')];
    const refused = await withServer({ objects, deny: ['list poddisruptionbudgets'] }, ['web-1', '-n', 'shop']);
    const needs = { verb: 'list', resource: 'poddisruptionbudgets.policy' };
    expect(reportIn(refused).couldNotCheck).toEqual([{ what: needs.resource, why: 'forbidden', needs }]);
    const blind = await withServer({ objects, deny: ['list nodes'] }, ['web-1', '-n', 'shop']);
    expect(blind).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error: nodes cannot be listed: forbidden/),
    });
  });

  test('an owner without a waiting pod: the pod that it would make next', async () => {
    const objects = [shop, aNode('node-a'), deployment];
    const report = reportIn(await withServer({ objects }, ['deploy/web', '-n', 'shop']));
    expect(report).toMatchObject({ schedulable: true, pod: { supposed: true, owner: 'Deployment/web' } });
  });

  test('a manifest that is not applied yet', async () => {
    const high = { kind: 'PriorityClass', metadata: { name: 'high' }, value: 100 };
    const low = onNode('low', 'node-a', { requests: { cpu: '3' }, spec: { priority: 0 } });
    const node = aNode('node-a', { status: { allocatable: { cpu: '4', memory: '8Gi', pods: '110' } } });
    const draft = pendingPod({ requests: { cpu: '2' }, spec: { priorityClassName: 'high' } });
    const file = save('draft.json', [{ ...draft, metadata: { name: 'draft' } }]);
    const live = { objects: [shop, node, high, low] };
    const report = reportIn(await withServer(live, ['-f', file, '--cluster', '-n', 'shop']));
    expect(report).toMatchObject({
      pod: { name: 'draft', namespace: 'shop', priority: 100, supposed: true },
      schedulable: false,
      preemption: { node: 'node-a', victims: ['shop/low'] },
    });
    const own = report.nodes[0]?.changes.find(({ side }) => side === 'pod');
    expect(own).toMatchObject({ risk: 'none: it is not applied yet', command: null, patch: { target: 'Pod/draft' } });
  });

  test('a pod that runs is placed anew', async () => {
    const report = reportIn(await withServer({ objects: [shop, aNode('node-a'), aPod()] }, ['web-1', '-n', 'shop']));
    expect(report).toMatchObject({ schedulable: true, pod: { node: 'node-a' } });
  });
});
