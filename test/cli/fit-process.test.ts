import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FitReport } from '../../src/core/fit-report.ts';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import { ApiServer, tlsFiles } from '../support/api-server.ts';
import { aNode, aWorkload, now } from '../support/builders.ts';
import { onNode, pendingPod, refused, taintedNode } from '../support/pending.ts';
import { podlife, type Result } from '../support/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'podlife-'));
afterAll(() => rmSync(folder, { recursive: true }));

function save(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image: 'web:1', resources: { requests: { cpu: '3' } } }] },
};
const owner = { kind: 'ReplicaSet', name: 'web-5d9' };
const replicaSet = aWorkload('ReplicaSet', 'web-5d9', {
  metadata: {
    labels: { app: 'web' },
    ownerReferences: [{ kind: 'Deployment', name: 'web', uid: 'uid-web', controller: true }],
  },
  spec: { template },
});
const said = refused(2, '1 Insufficient cpu, 1 node(s) had untolerated taint(s)');
const objects: readonly KubeObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  taintedNode('node-a', { key: 'team', value: 'ml', effect: 'NoSchedule' }),
  aNode('node-b'),
  onNode('db-0', 'node-b', { requests: { cpu: '2800m' } }),
  onNode('dns', 'node-a', { requests: { cpu: '2' }, metadata: { namespace: 'kube-system' } }),
  aWorkload('Deployment', 'web', { spec: { template } }),
  replicaSet,
  pendingPod({
    message: said,
    requests: { cpu: '3' },
    metadata: { ownerReferences: [{ ...owner, uid: 'uid-web-5d9', controller: true }] },
  }),
];
const dump = save('dump.json', JSON.stringify({ kind: 'List', apiVersion: 'v1', items: objects }));

function reportIn({ code, stdout, stderr }: Result): FitReport {
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as FitReport;
}

describe('fit -f', () => {
  test.each([['web-1'], ['pod/web-1'], ['deploy/web'], ['rs/web-5d9']])(
    '%s: every node and what to do',
    async (target) => {
      const { code, stdout, stderr } = await podlife(['fit', target, '-n', 'shop', '-f', dump]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(
        /^◌ shop\/web-1 is pending: none of 2 nodes can take it; 1 change would let it in on node-b\n/,
      );
      expect(stdout).toMatch(/node-a +no +TaintToleration +has taint team=ml:NoSchedule/);
      expect(stdout).toMatch(/node-b +no +NodeResourcesFit +asks 3 cpu; 1\.2 of 4 free +lower the cpu request/);
      expect(stdout).toMatch(
        /\n +kubectl -n shop patch deployment\/web --type=json -p '\[\{"op":"replace",.*"value":"1200m"\}\]'\n/,
      );
      expect(stdout).not.toMatch(/\u001b/);
      expect(stdout.split('\n').filter((line) => line.length > 100 && !line.includes('kubectl'))).toEqual([]);
    },
  );

  test('without a name the pod that waits, from stdin, the same bytes each time', async () => {
    const input = JSON.stringify({ kind: 'List', items: objects });
    const [first, second] = await Promise.all([
      podlife(['fit', '-f', '-', '-o', 'json'], { input }),
      podlife(['fit', '-f', '-', '-o', 'json'], { input }),
    ]);
    expect(second).toEqual(first);
    expect(reportIn(first)).toMatchObject({
      schemaVersion: 'podlife/v1',
      kind: 'FitReport',
      schedulable: false,
      said: null,
      pod: { name: 'web-1', owner: 'Deployment/web', requests: { cpu: '3' } },
      nodes: [
        { name: 'node-a', plugin: 'TaintToleration', reasons: ['node(s) had untolerated taint(s)'] },
        { name: 'node-b', plugin: 'NodeResourcesFit', reasons: ['Insufficient cpu'] },
      ],
      smallestChange: { nodes: ['node-b'], patch: { target: 'Deployment/web', value: '1200m' } },
    });
  });

  test('--all-reasons goes on after the first', async () => {
    const report = reportIn(await podlife(['fit', 'web-1', '-f', dump, '--all-reasons', '-o', 'json']));
    const plugins = report.nodes.map(({ refusals = [] }) => refusals.map(({ plugin }) => plugin));
    expect(plugins).toEqual([['TaintToleration', 'NodeResourcesFit'], ['NodeResourcesFit']]);
    const { stdout } = await podlife(['fit', 'web-1', '-f', dump, '--all-reasons']);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/NodeResourcesFit: asks 3/);
  });

  test.each([
    ['yaml', /^schemaVersion: podlife\/v1\nkind: FitReport\n/],
    ['markdown', /^## .*web-1/],
    ['wide', /node-b/],
  ])('-o %s', async (format, pattern) => {
    const { code, stdout } = await podlife(['fit', 'web-1', '-f', dump, '-o', format]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(pattern) });
  });
});

describe('fit in a cluster', () => {
  let api: ApiServer;
  beforeAll(async () => (api = await ApiServer.start({ objects, now })));
  afterAll(() => api.stop());
  const flags = (): string[] => ['-s', api.url, '--certificate-authority', tlsFiles.authority, '-n', 'shop'];

  test('gives what the dump gives', async () => {
    const live = reportIn(await podlife(['fit', 'deploy/web', ...flags(), '-o', 'json']));
    const dumped = reportIn(await podlife(['fit', 'deploy/web', '-n', 'shop', '-f', dump, '-o', 'json']));
    const answers = ({ nodes, message, summary }: FitReport): unknown => [
      summary,
      message,
      nodes.map(({ changes: _aimed, ...node }) => node),
    ];
    expect(answers(live)).toEqual(answers(dumped));
    expect(live.smallestChange?.command?.slice(0, 2)).toEqual(['kubectl', `--server=${api.url}`]);
  });

  test('-f pod.yaml --cluster: a manifest that is not applied yet', async () => {
    const manifest = (cpu: string): string =>
      save(
        `pod-${cpu}.yaml`,
        `apiVersion: v1\nkind: Pod\nmetadata: { name: draft }\nspec:\n  containers:\n  - name: app\n    image: app:1\n    resources: { requests: { cpu: ${cpu} } }\n`,
      );
    const small = reportIn(await podlife(['fit', '-f', manifest('1'), '--cluster', ...flags(), '-o', 'json']));
    expect(small).toMatchObject({ schedulable: true, pod: { namespace: 'shop', name: 'draft', supposed: true } });
    expect(small.nodes.filter(({ fits }) => fits).map(({ name }) => name)).toEqual(['node-b']);
    const large = await podlife(['fit', '-f', manifest('2'), '--cluster', ...flags()]);
    expect(large.stdout).toMatch(/^◌ shop\/draft would be pending: none of 2 nodes can take it/);
    const piped = await podlife(['fit', '-f', '-', '--cluster', ...flags(), '-o', 'json'], {
      input: 'apiVersion: v1\nkind: Pod\nmetadata: { name: draft }\nspec: { containers: [{ name: app, image: a }] }\n',
    });
    expect(reportIn(piped).schedulable).toBe(true);
  });

  test('what is not there', async () => {
    const { code, stdout, stderr } = await podlife(['fit', 'web-2', ...flags()]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe('error: pods "web-2" not found in namespace shop (did you mean web-1?)\n');
  });
});

describe('wrong input is one sentence and exit code 2', () => {
  const broken = save('broken.yaml', 'kind: Pod\n  name: [');
  const config = save('config.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\n');
  const two = save(
    'two.yaml',
    ['a', 'b'].map((name) => `kind: Pod\napiVersion: v1\nmetadata: { name: ${name} }\n`).join('---\n'),
  );
  test.each([
    [['fit'], /^error: no pod is given \(write POD or deploy\/NAME, or -f FILE --cluster for a manifest\)$/],
    [['fit', 'svc/web', '-f', dump], /^error: /],
    [['fit', 'a', 'b', '-f', dump], /^error: fit takes one pod at a time$/],
    [['fit', 'web-1', '-f', dump, '-o', 'sarif'], /^error: .*sarif/],
    [['fit', 'web-1', '-f', dump, '--all'], /^error: .*--all/],
    [['fit', '-f', join(folder, 'none.yaml')], /^error: .*none\.yaml cannot be read/],
    [['fit', '-f', broken], /^error: .*broken\.yaml/],
    [['fit', '-f', config, '--cluster'], /^error: the manifest holds nothing that makes pods$/],
    [['fit', '-f', two, '--cluster'], /^error: say which object of the manifest \(there are: pod\/a, pod\/b\)$/],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await podlife(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.trimEnd()).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
