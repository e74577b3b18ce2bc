import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv, type AnySchema } from 'ajv';
import type { FitReport } from '../../../src/core/fit-report.ts';
import { fitRenderers } from '../../../src/render/fit/index.ts';
import { widthOf } from '../../../src/render/text/wrap.ts';
import { aNode } from '../../support/builders.ts';
import { casesFile, clusterOf, readCases } from '../../support/fit-cases.ts';
import { fitReportOf } from '../../support/fit-report.ts';
import { expectGolden } from '../../support/golden.ts';
import { onNode, pendingPod, refused, taintedNode } from '../../support/pending.ts';

const gpu = { key: 'gpu', value: 'true', effect: 'NoSchedule' };
const plain = { width: 100, color: false, brief: false };

/** Fourteen nodes: tainted, too small, cordoned. */
function train(): FitReport {
  const sized = (name: string): ReturnType<typeof aNode> =>
    aNode(name, { status: { allocatable: { cpu: '4', memory: '8Gi', pods: '110' } } });
  const nodes = [
    ...Array.from({ length: 8 }, (_, at) => taintedNode(`gpu-${at}`, gpu)),
    ...['c-1', 'c-2', 'c-3', 'c-4'].map(sized),
    aNode('old-1', { spec: { unschedulable: true } }),
    aNode('old-2', { spec: { unschedulable: true } }),
  ];
  const pods = ['c-1', 'c-2', 'c-3', 'c-4'].map((node, at) =>
    onNode(`db-${at}`, node, { requests: { cpu: at === 0 ? '2800m' : '3500m' } }),
  );
  const pod = pendingPod({ requests: { cpu: '2', memory: '1Gi' } });
  const template = { spec: { containers: pod.spec?.containers ?? [] } };
  const keeper = {
    kind: 'Deployment',
    name: 'web',
    namespace: 'shop',
    templatePath: 'spec.template.spec',
    template,
    isDraft: false,
  };
  const said = refused(14, '14 Insufficient cpu');
  const gaps = [
    {
      what: 'poddisruptionbudgets.policy',
      why: 'forbidden',
      needs: { verb: 'list', resource: 'poddisruptionbudgets.policy' },
    },
  ];
  return fitReportOf(pod, { nodes, pods, namespaces: [] }, { keeper, said, gaps });
}

const formats = Object.keys(fitRenderers) as (keyof typeof fitRenderers)[];

/** `UPDATE_GOLDEN=1` writes the files; read the difference before it is kept. */
describe('what is printed stays as it is', () => {
  test.each(formats)('%s', async (format) => {
    const render = await fitRenderers[format]();
    expectGolden(`fit.${format}.txt`, render(train(), plain));
  });
});

describe('the table', () => {
  test.each([60, 80, 140])('fits into %d columns but for commands', async (width) => {
    const render = await fitRenderers.table();
    const lines = render(train(), { ...plain, width }).split('\n');
    expect(lines.filter((line) => widthOf(line) > width && !line.includes('kubectl'))).toEqual([]);
  });

  test('says where there are no nodes, and where all take the pod', async () => {
    const render = await fitRenderers.table();
    expect(render(fitReportOf(pendingPod(), { nodes: [], pods: [] }), plain)).toMatch(
      /^◌ shop\/web-1 is pending: there is no node\n/,
    );
    const fits = render(fitReportOf(pendingPod(), { nodes: [aNode('node-a')], pods: [] }), plain);
    expect(fits).toMatch(/^● shop\/web-1 fits: 1 of 1 node can take it\n/);
    expect(fits).not.toContain('PREEMPTION');
  });

  test('what the condition said before, and what is found now', async () => {
    const render = await fitRenderers.table();
    const { couldNotCheck, ...rest } = train();
    const said = '0/14 nodes are available: 14 Insufficient cpu.';
    const changed = 'the cluster has changed since, or another scheduler or an extender decides';
    const now = (more: Partial<FitReport>): string =>
      render({ ...rest, couldNotCheck: [], said, message: '', ...more }, { ...plain, width: 400 });
    expect(now({})).not.toContain('NOW');
    expect(now({ message: 'M' })).toContain(`NOW        M (${changed})`);
    expect(now({ schedulable: true })).toContain(`NOW        it fits: ${changed}`);
    expect(now({ schedulable: true, couldNotCheck })).toContain(
      `it fits: it is decided by what is not seen, or ${changed}`,
    );
  });

  test('whom the scheduler would evict', async () => {
    const render = await fitRenderers.table();
    const line = (preemption: FitReport['preemption']): string | undefined =>
      render({ ...train(), preemption }, { ...plain, width: 400 })
        .split('\n')
        .find((one) => one.startsWith('PREEMPTION'));
    const evicts = { node: 'c-1', victims: ['shop/a', 'shop/b'], violatedBudgets: 0 };
    expect(line(null)).toMatch(/evicting pods of lower priority would not help$/);
    expect(line(evicts)).toMatch(/the scheduler would evict shop\/a, shop\/b from c-1$/);
    expect(line({ ...evicts, violatedBudgets: 1 })).toMatch(/from c-1, 1 of them against a PodDisruptionBudget$/);
  });

  test('what was not seen, and why', async () => {
    const render = await fitRenderers.table();
    const couldNotCheck = [
      { what: 'pods of other namespaces', why: 'failed' },
      { what: 'nodes', why: 'forbidden', needs: { verb: 'list', resource: 'nodes' } },
    ];
    const text = render({ ...train(), couldNotCheck }, plain);
    expect(text).toMatch(
      /NOT SEEN {3}pods of other namespaces \(failed\)\n {11}nodes \(forbidden: needs list on nodes\)/,
    );
  });

  test('many nodes that take the pod are one line', async () => {
    const render = await fitRenderers.table();
    const nodes = Array.from({ length: 14 }, (_, at) => aNode(`n-${at}`));
    expect(render(fitReportOf(pendingPod(), { nodes, pods: [] }), plain)).toMatch(/14: n-0, n-1 and 12 more +yes/);
  });

  test('a node on which nothing helps', async () => {
    const [node] = train().nodes;
    const report = { ...train(), smallestChange: null, nodes: node ? [{ ...node, changes: [] }] : [] };
    for (const format of ['table', 'markdown'] as const) {
      const text = (await fitRenderers[format]())(report, plain);
      expect(text).toContain('none found');
      expect(text).not.toContain('lets it in on');
    }
  });

  test('escape sequences of a cluster never reach the terminal', async () => {
    const render = await fitRenderers.table();
    const text = render(fitReportOf(pendingPod(), { nodes: [aNode('node-\u001b[31ma')], pods: [] }), plain);
    expect(text).not.toMatch(/\u001b/);
  });
});

describe('markdown', () => {
  test('leaves out what there is nothing of', async () => {
    const render = await fitRenderers.markdown();
    const report = fitReportOf(pendingPod(), { nodes: [], pods: [] });
    expect(render({ ...report, message: '' }, plain)).toBe('## shop/web-1 is pending: there is no node\n');
  });

  test('of a pod that fits', async () => {
    const render = await fitRenderers.markdown();
    const text = render(fitReportOf(pendingPod(), { nodes: [aNode('node-a')], pods: [] }), plain);
    expect(text).toContain('| node-a | yes |  |  |  |');
    expect(text).not.toContain('```');
  });

  test('says which right is missing', async () => {
    const render = await fitRenderers.markdown();
    expect(render(train(), plain)).toContain('forbidden, needs list on poddisruptionbudgets.policy');
  });
});

describe('the JSON keeps to its schema', () => {
  const file = join(import.meta.dirname, '../../../src/render/schema/fit-report.json');
  const validate = new Ajv({ strict: false, allErrors: true }).compile(
    JSON.parse(readFileSync(file, 'utf8')) as AnySchema,
  );

  test('in the recorded cases and in others', async () => {
    const render = await fitRenderers.json();
    const reports = readCases(casesFile).map((one) => fitReportOf(one.incoming, clusterOf(one), {}, true));
    for (const report of [...reports, train()]) {
      validate(JSON.parse(render(report, plain)));
      expect(validate.errors ?? []).toEqual([]);
    }
  });

  test('a wrong document is refused', () => {
    expect(validate({ schemaVersion: 'podlife/v1', kind: 'FitReport' })).toBe(false);
  });
});
