import { describe, expect, test } from '@jest/globals';
import type { PodReport, ReportedFinding } from '../../src/core/report.ts';
import { renderMarkdown } from '../../src/render/markdown.ts';
import { renderTable } from '../../src/render/table.ts';

const finding = (over: Partial<ReportedFinding> = {}): ReportedFinding => ({
  rule: 'oom-killed',
  severity: 'critical',
  confidence: 'certain',
  container: 'web',
  containerKind: 'app',
  detail: null,
  title: 'container web runs out of memory',
  explanation: 'It wanted more than it may have.',
  evidence: [],
  causedBy: null,
  ...over,
});

const report = (over: Partial<PodReport> = {}): PodReport => ({
  schemaVersion: 'podlife/v1',
  kind: 'PodReport',
  asOf: '2026-01-15T12:00:00Z',
  target: { kind: 'Pod', namespace: 'shop', name: 'web-1' },
  pod: null,
  verdict: 'failing',
  summary: 'shop/web-1 is failing: container web runs out of memory',
  findings: [finding()],
  remediation: [],
  lifecycle: [],
  conditions: [],
  containers: [],
  probes: [],
  qos: null,
  events: [],
  couldNotCheck: [],
  failedRules: [],
  ...over,
});

const plain = { width: 100, color: false, brief: false };
const table = (over: Partial<PodReport>, wide = false): string => renderTable([report(over)], plain, wide);

test('Markdown says which containers are ready, and when a stage was reached', () => {
  const container = {
    name: 'web',
    kind: 'app',
    image: 'web:1',
    state: 'running',
    ready: true,
    restarts: 0,
    lastEnd: null,
  } as const;
  const text = renderMarkdown([
    report({
      containers: [container, { ...container, name: 'log', ready: false }],
      lifecycle: [
        { stage: 'created', state: 'done', at: '2026-01-15T11:00:00Z', took: null, note: null },
        { stage: 'ready', state: 'ahead', at: null, took: null, note: null },
      ],
    } as unknown as Partial<PodReport>),
  ]);
  expect(text).toContain('| web | app | running | yes | 0 |');
  expect(text).toContain('| log | app | running | no | 0 |');
  expect(text).toMatch(/\| ready \| ahead \| {2}\| {2}\|/);
});

describe('the table', () => {
  test('of a report with nothing but a verdict is its headline', () => {
    expect(renderTable([report({ findings: [], verdict: 'unknown', summary: 'nothing can be said' })], plain)).toBe(
      '? nothing can be said\n',
    );
  });

  test('says what follows from what, and leaves out information where there is much else', () => {
    const others = [
      finding({ title: 'a rollout is stuck', causedBy: 0, severity: 'error' }),
      finding({ title: 'a warning', severity: 'warning' }),
      finding({ title: 'a note', severity: 'info' }),
    ];
    const text = table({ findings: [finding(), ...others] });
    expect(text).toMatch(/ALSO {7}↳ {2}a rollout is stuck \(follows from the above\): It wanted/);
    expect(text).toContain('▲  a warning');
    expect(text).not.toContain('a note');
    expect(table({ findings: [finding(), finding({ title: 'a note', severity: 'info' })] })).toContain('·  a note');
  });

  test('shows stages with their times, in short', () => {
    const stage = (name: string, took: number | null): PodReport['lifecycle'][number] => ({
      stage: name,
      state: 'done',
      at: '2026-01-15T11:59:00Z',
      took,
      note: null,
    });
    const text = table({
      lifecycle: [
        stage('a', 0.25),
        stage('b', 59),
        stage('c', 61),
        stage('d', 3661),
        { ...stage('e', null), at: null, note: 'waits' },
      ],
    });
    expect(text).toMatch(/● a {2}11:59:00 {2}0\.3s/);
    expect(text).toContain('59s');
    expect(text).toContain('1m1s');
    expect(text).toContain('1h1m');
    expect(text).toMatch(/● e .*waits/);
  });

  test('shows conditions that are not as they should be; all of them when wide', () => {
    const condition = (
      type: string,
      good: boolean | null,
      reason: string | null,
      message: string | null = null,
    ): PodReport['conditions'][number] => ({
      type,
      status: good ? 'True' : 'False',
      reason,
      message,
      since: null,
      good,
      meaning: `what ${type} means`,
    });
    const conditions = [
      condition('Initialized', true, null),
      condition('ContainersReady', false, 'ContainersNotReady', 'web is not'),
      condition('Ready', false, 'ContainersNotReady'),
      condition('Custom', null, null),
    ];
    const text = table({ conditions });
    expect(text).toContain('ContainersReady=False  ContainersNotReady; web is not; what ContainersReady means');
    expect(text).not.toMatch(/Initialized|Custom|\bReady=/);
    for (const type of ['Initialized', 'Custom', 'Ready=']) expect(table({ conditions }, true)).toContain(type);
    const gate = [condition('ContainersReady', true, null), condition('Ready', false, 'ReadinessGatesNotReady')];
    expect(table({ conditions: gate })).toContain('Ready=False');
  });

  test('says nothing twice that the evidence has shown', () => {
    const evidence = [{ source: 'event', ref: 'FailedMount', text: 'no such ConfigMap (×3)' }] as const;
    const event = {
      time: '2026-01-15T11:59:00Z',
      reason: 'FailedMount',
      type: 'Warning',
      count: 3,
      container: null,
      message: 'no such ConfigMap',
    };
    const other = { ...event, reason: 'Killing', type: 'Normal', count: 1, message: 'Stopping container web' };
    const normal = { ...event, reason: 'Pulled', type: 'Normal', message: 'Pulled the image' };
    const text = table({ findings: [finding({ evidence })], events: [event, other, normal] });
    expect(text.match(/no such ConfigMap/g)).toHaveLength(1);
    expect(text).toContain('Killing');
    expect(text).not.toContain('Pulled the image');
    const wide = table({ findings: [finding({ evidence })], events: [event, other, normal] }, true);
    expect(wide).toContain('FailedMount ×3');
    expect(wide).toContain('Pulled the image');
  });

  test('names fields in short and shows logs as they are', () => {
    const evidence = [
      { source: 'status', ref: 'status.initContainerStatuses[init].lastState.terminated', text: 'exit code 1' },
      { source: 'status', ref: 'status.reason', text: 'Evicted' },
      { source: 'spec', ref: 'spec.containers[0].image', text: 'a' },
      { source: 'log', ref: 'web', text: 'one\ntwo' },
    ] as const;
    const text = table({ findings: [finding({ evidence })] });
    expect(text).toContain('init lastState.terminated: exit code 1');
    expect(text).toContain('reason: Evicted');
    expect(text).toContain('containers[0].image: a');
    expect(text).toMatch(/log {5}one\n +two/);
  });

  test('shows containers, probes, QoS and gaps', () => {
    const container = {
      name: 'web',
      kind: 'sidecar',
      image: 'repo/web:1',
      state: 'running',
      since: null,
      ready: false,
      restarts: 1,
      lastEnd: 'exit code 1',
      nextStart: null,
      requests: {},
      limits: {},
    } as const;
    const probe = {
      container: 'web',
      probe: 'liveness',
      check: 'http :80/',
      timing: 'every 10 s',
      effect: 'kills',
      effectAfter: 20,
      state: 'failing',
      lastMessage: null,
    } as const;
    const over: Partial<PodReport> = {
      containers: [container, { ...container, name: 'app', kind: 'app', ready: true, restarts: 2, lastEnd: null }],
      probes: [probe, { ...probe, state: 'passing' }],
      qos: { class: 'Burstable', reason: 'no limit', meaning: 'evicted second', oomScoreAdj: {} },
      couldNotCheck: [
        { what: 'events', why: 'forbidden', needs: { verb: 'list', resource: 'events' } },
        { what: 'node a', why: 'not in the file' },
      ],
    };
    const text = table(over);
    expect(text).toContain('web (sidecar)  running  not ready  1 restart   before: exit code 1');
    expect(text).toContain('2 restarts');
    expect(text).toContain('http :80/, every 10 s; kills');
    expect(text).toContain('Burstable: no limit; evicted second');
    expect(text).toContain('forbidden: needs list on events');
    expect(text).toMatch(/node a +not in the file/);
    expect(table(over, true)).toContain('repo/web:1');
    expect(table({ ...over, verdict: 'healthy' })).not.toContain('Burstable');
  });

  test('groups remedies of several findings', () => {
    const remedy = (rank: number, of: number): PodReport['remediation'][number] => ({
      rank,
      finding: of,
      action: `Do ${rank}`,
      why: 'it helps',
      command: rank === 1 ? ['kubectl', 'get', 'pods'] : null,
      patch: null,
      changesCluster: false,
      risk: 'none',
    });
    const two = [finding(), finding({ rule: 'node-lost', container: null })];
    const text = table({ findings: two, remediation: [remedy(1, 0), remedy(2, 0), remedy(3, 1), remedy(4, 7)] });
    expect(text).toMatch(/for oom-killed of web\n 1 {2}Do 1 .*\n {4}kubectl get pods\n 2/);
    expect(text).toContain('for node-lost\n');
  });
});

describe('Markdown', () => {
  test('holds what the table holds, and nothing in it is markup', () => {
    const text = renderMarkdown([
      report({
        findings: [
          finding({
            title: 'a *bold* <script> | pipe',
            evidence: [{ source: 'log', ref: 'we`b', text: 'a ``tick``\nb', time: '2026-01-15T11:59:00Z' }],
          }),
          finding({ causedBy: 0, container: null, evidence: [] }),
        ],
        remediation: [
          {
            rank: 1,
            finding: 0,
            action: 'Do it',
            why: 'so',
            command: ['kubectl', 'x', '```'],
            patch: null,
            changesCluster: true,
            risk: 'none',
          },
          {
            rank: 2,
            finding: 0,
            action: 'Or not',
            why: 'so',
            command: null,
            patch: null,
            changesCluster: false,
            risk: 'none',
          },
        ],
        couldNotCheck: [
          { what: 'events', why: 'forbidden', needs: { verb: 'list', resource: 'events' } },
          { what: 'logs', why: 'gone' },
        ],
      }),
    ]);
    expect(text).toContain('### a \\*bold\\* &lt;script&gt; \\| pipe');
    expect(text).toContain('- log `` we`b ``: ``` a ``tick`` ⏎ b ``` (2026-01-15T11:59:00Z)');
    expect(text).toContain('follows from the first finding');
    expect(text).toContain('| 1 | Do it | so | none |');
    expect(text).toContain("# 1\nkubectl x '` ` `'");
    expect(text).toContain('- events: forbidden (needs list on events)');
    expect(text).toContain('- logs: gone');
  });

  test('several reports are separated; what is empty is left out', () => {
    const text = renderMarkdown([report({ findings: [] }), report({ findings: [] })]);
    expect(text.split('\n---\n')).toHaveLength(2);
    expect(text).not.toContain('###');
  });
});
