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

  test('escape sequences of a cluster never reach the terminal', async () => {
    const render = await fitRenderers.table();
    const text = render(fitReportOf(pendingPod(), { nodes: [aNode('node-\u001b[31ma')], pods: [] }), plain);
    expect(text).not.toMatch(/\u001b/);
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
