import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { newestTime } from '../../src/dump/newest-time.ts';
import type { FitReport } from '../../src/core/fit-report.ts';
import { ApiServer, secretValue, type ApiServerOptions } from '../support/api-server.ts';
import { casesFile, objectsOf, readCases } from '../support/fit-cases.ts';
import { runHere } from '../support/in-process.ts';
import { kubeconfigText } from '../support/kubeconfig.ts';
import { recording } from '../support/recordings.ts';
import type { Result } from '../support/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'podlife-'));
afterAll(() => rmSync(folder, { recursive: true }));

let api: ApiServer | undefined;
afterEach(async () => {
  await api?.stop();
  api = undefined;
});

/** Claims, attachments and devices matter to it. */
const waitingCase = 's712';

const { objects, scenario } = recording('shop-frontend-3');

/** Runs podlife against a server that holds a recording. */
async function served(options: Partial<ApiServerOptions> = {}): Promise<(args: readonly string[]) => Promise<Result>> {
  api = await ApiServer.start({ objects, now: newestTime(objects), ...options });
  const file = join(folder, 'config');
  writeFileSync(file, kubeconfigText({ server: api.url, namespace: scenario.namespace, user: { token: 'jane' } }));
  return (args) => runHere(args, { env: { KUBECONFIG: file } });
}

describe('capture', () => {
  test.each(['web.json.gz', 'web.json'])('writes %s, which explain -f explains as the cluster', async (name) => {
    const run = await served();
    const file = join(folder, name);
    const { code, stdout, stderr } = await run(['capture', scenario.target, '-o', file, '--with-logs']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/^captured Deployment shop-frontend-3\/shop: \d+ objects in .*\nleft out: .*\n/);
    expect(statSync(file).mode & 0o077).toBe(0);
    const bytes = readFileSync(file);
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    expect(text).not.toContain(secretValue);
    const live = await run(['explain', scenario.target, '-o', 'json']);
    const again = await runHere(['explain', '-f', file, '-o', 'json']);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(again.stdout)).toEqual(JSON.parse(live.stdout));
    expect(await runHere(['explain', scenario.target, '-f', file, '-o', 'json'])).toEqual(again);
  });

  test('to stdout, from a file, and through a pipe', async () => {
    const dump = join(folder, 'dump.json');
    writeFileSync(dump, JSON.stringify(objects));
    const captured = await runHere(['capture', scenario.target, '-f', dump, '-o', '-']);
    expect(captured.code).toBe(0);
    const stdin = async (): Promise<Buffer> => Buffer.from(captured.stdout);
    const piped = await runHere(['explain', '-f', '-', '-o', 'json'], { stdin });
    expect(JSON.parse(piped.stdout)).toMatchObject({ kind: 'PodReport', target: { kind: 'Deployment', name: 'shop' } });
  });

  test('of a pod that no node has: fit -f answers as the cluster', async () => {
    const one = readCases(casesFile).find(({ id }) => id === waitingCase);
    if (!one) throw new Error('no such case');
    const conditions = [
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: one.answer.message },
    ];
    const pod = { ...one.incoming, status: { phase: 'Pending', conditions } };
    const { name = '', namespace = '' } = pod.metadata ?? {};
    const run = await served({ objects: [...objectsOf(one).filter((object) => object !== one.incoming), pod] });
    const file = join(folder, 'waiting.json');
    expect((await run(['capture', name, '-n', namespace, '-o', file])).code).toBe(0);
    const live = JSON.parse((await run(['fit', name, '-n', namespace, '-o', 'json'])).stdout) as FitReport;
    const again = JSON.parse((await runHere(['fit', '-f', file, '-o', 'json'])).stdout) as FitReport;
    expect(live).toMatchObject({ schedulable: false, message: one.answer.message, couldNotCheck: [] });
    expect(again).toEqual(live);
  });

  test('says what it left out and what could not be read', async () => {
    const run = await served({ deny: ['list events'] });
    const { code, stderr } = await run(['capture', scenario.target, '-o', '-']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/logs \(--with-logs adds their last lines\)/);
    expect(stderr).toContain('could not be read: events (forbidden)\n');
    expect(stderr).toMatch(/look through it before you pass it on\n$/);
  });

  test('sends what explain sends, and asks for logs only where they are wanted', async () => {
    const run = await served();
    await run(['explain', scenario.target]);
    const explained = (api?.requests ?? []).splice(0).map(({ path }) => path);
    await run(['capture', scenario.target, '-o', '-', '--with-logs']);
    const withLogs = (api?.requests ?? []).splice(0).map(({ path }) => path);
    await run(['capture', scenario.target, '-o', '-']);
    const without = (api?.requests ?? []).splice(0).map(({ path }) => path);
    expect([...withLogs].sort()).toEqual([...explained].sort());
    expect([...without].sort()).toEqual(explained.filter((path) => !path.includes('/log?')).sort());
  });

  test('what is there is captured, what is not makes the exit code 2', async () => {
    const run = await served();
    const { code, stdout, stderr } = await run(['capture', 'deploy/shp', scenario.target, '-o', '-']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: deployments\.apps "shp" not found/);
    const { items } = JSON.parse(stdout) as { items: unknown[] };
    expect(items[0]).toMatchObject({ kind: 'Capture', targets: [{ kind: 'Deployment', name: 'shop' }] });
  });
});

describe('what is wrong is one clear sentence and exit code 2', () => {
  test.each([
    [['web'], /^error: where to write the capture is missing \(give -o FILE, as in -o web\.json\.gz/],
    [['web', '-o', 'json'], /^error: -o json: a capture is always JSON/],
    [['web', '-o', 'web.yaml'], /^error: web\.yaml: a capture is always JSON/],
    [['-o', '-'], /^error: nothing to capture \(give POD or deploy\/NAME\)/],
    [['svc/web', '-o', '-'], /^error: a Service has no pods to explain/],
    [['web', '-o', '-', '-l', 'a=b'], /^error: unknown flag: -l/],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await runHere(['capture', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.trimEnd()).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('a folder that does not exist', async () => {
    const run = await served();
    const { code, stderr } = await run(['capture', scenario.target, '-o', join(folder, 'none/web.json')]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^error: .*web\.json cannot be written:/),
    });
  });

  test('a list of pods from a capture', async () => {
    const run = await served();
    const file = join(folder, 'list.json');
    await run(['capture', scenario.target, '-o', file]);
    const { code, stderr } = await runHere(['explain', '-l', 'tier=web', '-f', file]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^error: a capture holds no list of all pods/),
    });
  });
});
