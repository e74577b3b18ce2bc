import { describe, expect, test } from '@jest/globals';
import { neededEvidence } from '../../src/cli/commands/explain.ts';
import type { PodReport } from '../../src/core/report.ts';
import { demoObjects, demos } from '../../src/dump/demo.ts';
import { ObjectReader } from '../../src/dump/object-reader.ts';
import { gather } from '../../src/kube/gather.ts';
import { renderers } from '../../src/render/index.ts';
import { widthOf } from '../../src/render/text/wrap.ts';
import { explain } from '../../src/report/explain.ts';
import { rules } from '../../src/rules/index.ts';
import { expectGolden } from '../support/golden.ts';

async function reportOfDemo(name: string): Promise<PodReport> {
  const demo = demos.find((one) => one.name === name);
  if (!demo) throw new Error(`no demo ${name}`);
  return explain(await gather(new ObjectReader(await demoObjects(name)), demo.target, neededEvidence), rules);
}

const formats = Object.keys(renderers) as (keyof typeof renderers)[];

/** `UPDATE_GOLDEN=1` writes the files; read the difference before it is kept. */
describe('what is printed stays as it is', () => {
  test.each(formats)('%s', async (format) => {
    const render = await renderers[format]();
    const report = await reportOfDemo('wrong-port');
    expectGolden(`wrong-port.${format}.txt`, render([report], { width: 100, color: false, brief: false }, true));
  });

  test.each([80, 160])('table at %d columns', async (width) => {
    const render = await renderers.table();
    const reports = [await reportOfDemo('no-node'), await reportOfDemo('healthy')];
    expectGolden(`two.${width}.txt`, render(reports, { width, color: false, brief: false }, false));
  });

  test('table with colour, and brief', async () => {
    const render = await renderers.table();
    const report = await reportOfDemo('slow-start');
    expectGolden('slow-start.color.txt', render([report], { width: 100, color: true, brief: false }, true));
    expectGolden('slow-start.brief.txt', render([report], { width: 100, color: false, brief: true }, true));
  });
});

describe('every demo', () => {
  test.each(demos.map(({ name }) => name))('%s fits its width and says as much without colour', async (name) => {
    const render = await renderers.table();
    const report = await reportOfDemo(name);
    for (const width of [60, 80, 120]) {
      const plain = render([report], { width, color: false, brief: false }, true);
      const lines = plain.split('\n').filter((line) => !/^\s+\S+ .*(-n|get|--)/.test(line) || widthOf(line) <= width);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
      const colored = render([report], { width, color: true, brief: false }, true);

      expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(plain);
    }
  });

  test('is explained as its name says', async () => {
    const first = async (name: string): Promise<string | undefined> => (await reportOfDemo(name)).findings[0]?.rule;
    expect(Object.fromEntries(await Promise.all(demos.map(async ({ name }) => [name, await first(name)])))).toEqual({
      'wrong-port': 'liveness-probe-killed',
      'slow-start': 'liveness-probe-killed',
      'out-of-memory': 'oom-killed',
      'crash-loop': 'app-exit-error',
      'missing-secret': 'secret-missing',
      'image-typo': 'image-not-found',
      'no-node': 'untolerated-taint',
      quota: 'quota-exceeded',
      'not-ready': 'readiness-probe-failing',
      'init-waits': 'init-container-blocking',
      'stuck-deleting': 'terminating-finalizer',
      healthy: 'healthy',
    });
  });
});
