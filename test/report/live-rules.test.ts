import { describe, expect, test } from '@jest/globals';
import type { PodReport } from '../../src/core/report.ts';
import { defineRule, type Rule } from '../../src/core/rule.ts';
import { explain } from '../../src/report/explain.ts';
import { renderMarkdown } from '../../src/render/markdown.ts';
import { renderTable } from '../../src/render/table.ts';
import { rules } from '../../src/rules/index.ts';
import { aPod, now, terminated, waiting, type PodOptions } from '../support/builders.ts';
import { recording, recordingIds, snapshotOf, snapshotOfRecording, targetOf } from '../support/recordings.ts';

/** Lints every container. */
const every = (id: string, more: Partial<Rule> = {}): Rule => ({
  ...defineRule({
    id,
    title: 'Something could be better',
    topic: 'probes',
    severity: 'critical',
    verdict: 'failing',
    stage: 'running',
    needs: ['spec'],
    *check({ spec }) {
      for (const container of spec.containers) {
        yield {
          container,
          title: `${id} of ${container.name}`,
          explanation: 'It could.',
          severity: 'error',
          verdict: 'degraded',
          evidence: [{ source: 'spec', ref: container.path, text: 'x' }],
          remedies: [{ action: 'Do it', why: 'it helps', changesCluster: false, risk: 'none' }],
        };
      }
    },
  }),
  ...more,
});

async function about(pod: PodOptions, ...more: Rule[]): Promise<PodReport> {
  const live = rules.filter(({ stage }) => stage === undefined);
  return explain(await snapshotOf([aPod(pod)], targetOf('pod/web-1', 'shop'), now), [...live, ...more]);
}

const context = { width: 100, color: false, brief: false };

describe('rules that lint manifests run on live pods as advice', () => {
  test('whatever they say in a manifest, and never first', async () => {
    const report = await about({}, every('a-rule'));
    expect(report.verdict).toBe('healthy');
    expect(report.summary).toContain('healthy');
    expect(report.findings.at(-1)).toMatchObject({ rule: 'a-rule', severity: 'advice', causedBy: null });
    expect(report.findings[0]?.rule).toBe('healthy');
    expect(report.remediation).toEqual([]);
  });

  test('behind the cause of a broken pod', async () => {
    const crashing = {
      containers: [{ state: waiting('CrashLoopBackOff'), last: terminated(1), restarts: 5, ready: false }],
    };
    const report = await about(crashing, every('a-rule'));
    expect(report.findings.map(({ rule }) => rule)).toEqual(['app-exit-error', 'a-rule']);
    expect(report.verdict).toBe('failing');
    expect(report.remediation.every(({ finding }) => finding === 0)).toBe(true);
  });

  test('not those that are off, or need what a live pod does not have', async () => {
    const report = await about(
      {},
      every('off', { offByDefault: true }),
      every('wider', { needs: ['spec', 'workload'] }),
    );
    expect(report.findings.filter(({ severity }) => severity === 'advice')).toEqual([]);
  });

  test('not on what has ended', async () => {
    const ended = {
      containers: [{ state: { terminated: terminated(0) }, ready: false }],
      status: { phase: 'Succeeded' },
    };
    expect((await about(ended, every('a-rule'))).findings.filter(({ severity }) => severity === 'advice')).toEqual([]);
  });

  test('the table shows five of them, wide and markdown all', async () => {
    const containers = Array.from({ length: 7 }, (_, index) => ({ name: `c${index}` }));
    const report = await about({ containers }, every('a-rule'));
    const shown = (text: string): number => (text.match(/a-rule of c\d/g) ?? []).length;
    expect(shown(renderTable([report], context))).toBe(5);
    expect(renderTable([report], context)).toContain('and 2 more');
    expect(shown(renderTable([report], context, true))).toBe(7);
    expect(shown(renderMarkdown([report]))).toBe(7);
  });

  test('advice alone is no explanation of the pod', async () => {
    const report = explain(await snapshotOf([aPod({})], targetOf('pod/web-1', 'shop'), now), [every('a-rule')]);
    const text = renderTable([report], context);
    expect(text.split('\n')[0]).toBe('● shop/web-1 is healthy: it runs and is ready');
    expect(text).not.toContain('It could.');
    expect(text).not.toMatch(/^SEEN/m);
  });
});

describe('advice in the recordings', () => {
  test.each(recordingIds)('%s', async (id) => {
    const snapshot = await snapshotOfRecording(recording(id));
    const all = explain(snapshot, rules);
    const without = explain(
      snapshot,
      rules.filter(({ stage }) => stage === undefined),
    );
    // It changes nothing but that it is there.
    const causes = all.findings.filter(({ severity }) => severity !== 'advice');
    expect({ ...all, findings: causes }).toEqual({ ...without, findings: without.findings });
    const first = all.findings.findIndex(({ severity }) => severity === 'advice');
    expect(
      all.findings.slice(first < 0 ? all.findings.length : first).every(({ severity }) => severity === 'advice'),
    ).toBe(true);
  });
});
