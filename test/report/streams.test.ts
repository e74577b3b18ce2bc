import { describe, expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isCause, type Verdict } from '../../src/core/finding.ts';
import type { KubeEvent, KubeObject, Pod } from '../../src/core/kubernetes.ts';
import { explain } from '../../src/report/explain.ts';
import { rules } from '../../src/rules/index.ts';
import { snapshotOf } from '../support/recordings.ts';

/** A line of a watch stream. `at` counts seconds from the start of the stream. */
interface Line {
  readonly at: number;
  readonly watch: 'pods' | 'events';
  readonly event: { readonly type: string; readonly object: KubeObject };
}

/** What is so until a moment, as the one who recorded the stream knows. */
interface Span {
  /** Seconds, exclusive; missing: to the end. */
  readonly until?: number;
  readonly verdicts: readonly Verdict[];
  /** The first cause must be one of these. */
  readonly cause?: readonly string[];
  /** There may be no cause but one of these. */
  readonly mayBe?: readonly string[];
}

const underway: readonly Verdict[] = ['pending', 'starting'];
const trouble: readonly Verdict[] = ['failing', 'degraded'];
const starting = { verdicts: underway };
const healthy: Span = { verdicts: ['healthy'] };

const truth: Readonly<Record<string, readonly Span[]>> = {
  'healthy-with-init-and-sidecar': [
    { until: 15.34, ...starting },
    { until: 31.21, ...healthy },
    // The server ignores SIGTERM and is killed when its 30 s are over.
    { verdicts: ['terminating'], mayBe: ['terminating-slow'] },
  ],
  'crash-then-fixed': [
    { until: 1.68, ...starting },
    { until: 2.69, ...healthy },
    // It has exited; the event of its next start is a moment ahead of the status.
    { until: 2.7, verdicts: ['healthy', ...trouble], mayBe: ['app-exit-error'] },
    { until: 66.03, verdicts: trouble, cause: ['app-exit-error'] },
    { until: 66.87, verdicts: ['terminating', 'failing'], mayBe: ['app-exit-error', 'terminating-slow'] },
    { until: 67.51, ...starting },
    healthy,
  ],
  'image-typo-then-fixed': [
    { until: 1.69, ...starting },
    // The event is there, the status still says ContainerCreating.
    { until: 2.4, verdicts: [...underway, ...trouble], mayBe: ['image-not-found'] },
    { until: 50.96, verdicts: trouble, cause: ['image-not-found'] },
    { until: 51.58, verdicts: ['terminating', 'failing'], mayBe: ['image-not-found', 'terminating-slow'] },
    { until: 52.57, ...starting },
    healthy,
  ],
  'job-completes': [
    { until: 1.77, ...starting },
    { until: 7.78, ...healthy },
    { until: 8.87, verdicts: ['completed', 'healthy', 'starting'] },
    { verdicts: ['completed'] },
  ],
  'liveness-kills': [
    { until: 2.28, ...starting },
    { until: 4.13, ...healthy },
    // The second failure and the kill are told within the same hundredth of a second.
    { until: 7.14, verdicts: ['healthy', ...trouble], mayBe: ['liveness-probe-failing'] },
    { until: 7.15, verdicts: trouble, cause: ['liveness-probe-failing', 'liveness-probe-killed'] },
    { verdicts: trouble, cause: ['liveness-probe-killed'] },
  ],
  'oom-loop': [
    { until: 2.28, ...starting },
    { until: 6.28, ...healthy },
    { verdicts: trouble, cause: ['oom-killed'] },
  ],
  'pending-then-scheduled': [
    { until: 0.632, verdicts: underway, mayBe: ['insufficient-resources'] },
    { until: 30.79, verdicts: ['pending', 'failing'], cause: ['insufficient-resources'] },
    { until: 30.84, verdicts: ['terminating', 'pending'], mayBe: ['insufficient-resources'] },
    { until: 31.99, ...starting },
    healthy,
  ],
  'readiness-flaps': [
    { until: 1.48, ...starting },
    { until: 11.42, ...healthy },
    { until: 13.44, verdicts: ['healthy', ...trouble], mayBe: ['readiness-probe-failing'] },
    { until: 25.46, verdicts: trouble, cause: ['readiness-probe-failing'] },
    healthy,
  ],
  // preStop takes 8 of 20 s, then SIGTERM is ignored.
  'slow-stop': [
    { until: 2.36, ...starting },
    { until: 13.16, ...healthy },
    { verdicts: ['terminating'], mayBe: ['terminating-slow'] },
  ],
};

const folder = join(import.meta.dirname, '../fixtures/streams');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.jsonl.gz'))
  .map((file) => file.slice(0, -'.jsonl.gz'.length));

function linesOf(name: string): Line[] {
  const text = gunzipSync(readFileSync(join(folder, `${name}.jsonl.gz`))).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
    .filter(({ event }) => event.type !== 'BOOKMARK');
}

/** The time at which the stream starts: the scheduler writes fractions of seconds. */
function startOf(lines: readonly Line[]): number {
  const scheduling = lines.find(({ event }) => (event.object as KubeEvent).eventTime);
  return Date.parse((scheduling?.event.object as KubeEvent).eventTime ?? '') - (scheduling?.at ?? 0) * 1000;
}

/** Calls `look` after every line with the objects that are there then and the newest pod. */
async function play(name: string, look: (at: number, objects: KubeObject[], pod: Pod) => Promise<void>): Promise<void> {
  const objects = new Map<string, KubeObject>();
  for (const { at, watch, event } of linesOf(name)) {
    const key = `${watch}/${event.object.metadata?.uid ?? ''}`;
    if (event.type === 'DELETED') objects.delete(key);
    else objects.set(key, { kind: watch === 'pods' ? 'Pod' : 'Event', ...event.object });
    const pods = [...objects.values()].filter(({ kind }) => kind === 'Pod');
    const pod = pods.at(-1);
    if (pod) await look(at, [...objects.values()], pod);
  }
}

describe('streams', () => {
  test('every stream has its truth', () => {
    expect(Object.keys(truth).sort()).toEqual([...names].sort());
  });

  test.each(names)('%s is told right at every moment', async (name) => {
    const start = startOf(linesOf(name));
    const wrong: string[] = [];
    await play(name, async (at, objects, pod) => {
      const target = { kind: 'Pod', namespace: pod.metadata?.namespace ?? '', name: pod.metadata?.name ?? '' };
      const report = explain(await snapshotOf(objects, target, start + at * 1000), rules);
      const cause = report.findings.find(({ severity }) => isCause(severity))?.rule ?? 'none';
      const span = (truth[name] ?? []).find(({ until }) => until === undefined || at < until - 0.0005);
      const allowed = span?.cause ?? ['none', ...(span?.mayBe ?? [])];
      if (!span?.verdicts.includes(report.verdict) || !allowed.includes(cause)) {
        wrong.push(
          `${at}: ${report.verdict}, ${cause}; right: ${span?.verdicts.join('|')}, ${allowed.join('|')} (${report.summary})`,
        );
      }
      expect(report.failedRules).toEqual([]);
    });
    expect(wrong).toEqual([]);
  });
});
