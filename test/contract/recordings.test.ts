import { describe, expect, test } from '@jest/globals';
import { explain } from '../../src/report/explain.ts';
import { rules } from '../../src/rules/index.ts';
import { causesOf } from '../support/explain.ts';
import { recording, recordingIds, snapshotOfRecording } from '../support/recordings.ts';

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** Every recording is explained as the expert explains it. */
describe.each(recordingIds)('%s', (id) => {
  test('is explained as an expert does', async () => {
    const recorded = recording(id);
    const { expect: expected } = recorded.scenario;
    const report = explain(await snapshotOfRecording(recorded), rules);
    const [first] = report.findings;
    const found = report.findings.map(({ rule }) => rule);
    if (expected.healthy) {
      expect(causesOf(report)).toEqual([]);
      expect(list(expected.rule).length === 0 || list(expected.rule).some((rule) => found.includes(rule))).toBe(true);
    } else {
      expect(list(expected.rule)).toContain(first?.rule);
      if (expected.container) expect(first?.container).toBe(expected.container);
      const text = JSON.stringify([first, report.remediation.filter(({ finding }) => finding === 0)]);
      for (const mention of expected.mentions ?? []) expect(text).toContain(JSON.stringify(mention).slice(1, -1));
      for (const also of expected.also ?? []) expect(found).toContain(also);
    }
    const blamed = report.findings.filter(({ rule, causedBy }) => causedBy === null && causesOf(report).includes(rule));
    for (const not of expected.not ?? []) expect(blamed.map(({ rule }) => rule)).not.toContain(not);
  });

  test('shows STATUS, READY and RESTARTS as kubectl does', async () => {
    const recorded = recording(id);
    const { pod } = explain(await snapshotOfRecording(recorded), rules);
    const row = pod ? recorded.table[pod.name] : undefined;
    if (!pod || !row) return;
    expect({ status: pod.status, ready: pod.ready, restarts: String(pod.restarts) }).toEqual({
      ...row,
      restarts: row.restarts.split(' ')[0],
    });
  });
});
