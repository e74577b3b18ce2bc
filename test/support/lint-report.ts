import type { LintFinding, LintReport } from '../../src/core/manifest.ts';
import type { RuleMeta } from '../../src/core/rule.ts';
import type { LintRenderContext } from '../../src/render/lint/context.ts';

const base: LintFinding = {
  rule: 'probe-port-unknown',
  severity: 'error',
  stage: 'running',
  file: 'deploy/frontend.yaml',
  line: 41,
  column: 17,
  endLine: 41,
  endColumn: 21,
  object: 'Deployment/frontend',
  container: 'web',
  path: 'spec.template.spec.containers[0].livenessProbe.httpGet.port',
  title: 'the liveness probe of web asks port 8080, and web declares only 80',
  explanation:
    'Nothing is known to listen on 8080. After 3 failures the kubelet kills web: 35 s after its start (5 + 3 × 10).',
  fix: { description: 'port: http', edits: [{ kind: 'set', path: 'spec.x', value: 'http' }] },
  fingerprint:
    'deploy/frontend.yaml shop/Deployment/frontend probe-port-unknown spec.template.spec.containers[web].livenessProbe.httpGet.port',
};

export function aFinding(more: Partial<LintFinding> = {}): LintFinding {
  return { ...base, ...more };
}

/** One finding of every kind: with and without a fix, an object, a line. */
export const sampleFindings: readonly LintFinding[] = [
  aFinding(),
  aFinding({
    rule: 'grace-period-too-short',
    severity: 'warning',
    stage: 'shutdown',
    line: 52,
    column: 40,
    endLine: 52,
    endColumn: 42,
    container: null,
    path: 'spec.template.spec.terminationGracePeriodSeconds',
    title: 'preStop sleeps 15 s and leaves 5 s to stop',
    explanation:
      'The hook runs on the clock of the grace period: 20 s less 15 s are 5 s, then the kubelet sends SIGKILL.',
    fix: null,
    fingerprint: 'b',
  }),
  aFinding({
    rule: 'unknown-field',
    severity: 'critical',
    stage: 'rejected',
    file: 'deploy/a,b: 100%.yaml',
    line: 3,
    column: 5,
    endLine: 4,
    endColumn: 9,
    object: 'Pod/<script>',
    container: null,
    path: 'spec.livnessProbe',
    title: 'unknown field livnessProbe (did you mean livenessProbe?)',
    explanation: 'Pod has no field "livnessProbe" & the API server | refuses it.\nIt says `so`.',
    fix: null,
    fingerprint: 'c',
  }),
  aFinding({
    rule: 'yaml-error',
    severity: 'critical',
    stage: 'rejected',
    file: 'stdin',
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
    object: null,
    container: null,
    path: '',
    title: 'the document cannot be read\u001b[31m',
    explanation: 'It is not YAML\u0000.',
    fix: null,
    fingerprint: 'd',
  }),
  aFinding({
    rule: 'bare-pod',
    severity: 'advice',
    stage: 'advice',
    file: 'stdin',
    line: 9,
    column: 1,
    endLine: 9,
    endColumn: 5,
    object: 'Pod/a',
    container: null,
    path: '',
    title: 'nothing replaces the pod',
    explanation: 'It has no owner.',
    fix: null,
    fingerprint: 'e',
  }),
];

export const sampleReport: LintReport = {
  schemaVersion: 'podlife/v1',
  kind: 'LintReport',
  findings: sampleFindings,
  files: [
    {
      file: 'deploy/frontend.yaml',
      documents: 2,
      linted: 1,
      skipped: [{ document: 1, why: 'Kustomization holds no pods' }],
    },
    { file: 'deploy/a,b: 100%.yaml', documents: 1, linted: 1, skipped: [] },
    { file: 'deploy/clean.yaml', documents: 3, linted: 3, skipped: [] },
    { file: 'stdin', documents: 2, linted: 1, skipped: [] },
  ],
  counts: { documents: 8, withPods: 5, others: 2, ignored: 1, inBaseline: 2, fixable: 1 },
  couldNotCheck: [
    { what: 'secrets of namespace shop', why: 'forbidden', needs: { verb: 'list', resource: 'secrets' } },
  ],
  failedRules: [],
};

export const emptyReport: LintReport = {
  ...sampleReport,
  findings: [],
  files: [{ file: 'deploy/clean.yaml', documents: 3, linted: 3, skipped: [] }],
  counts: { documents: 3, withPods: 3, others: 0, ignored: 0, inBaseline: 0, fixable: 0 },
  couldNotCheck: [],
};

const excerpts: Readonly<Record<string, string>> = {
  'deploy/frontend.yaml 41': '          port: 8080',
  'deploy/frontend.yaml 52': '        terminationGracePeriodSeconds: 20',
  'deploy/a,b: 100%.yaml 3': '    livnessProbe:',
  'stdin 9': 'kind: Pod',
};

const meta = (id: string): RuleMeta => ({
  id,
  title: `About ${id}`,
  topic: 'probes',
  severity: 'error',
  verdict: 'failing',
  stage: 'running',
});

export function aLintContext(more: Partial<LintRenderContext> = {}): LintRenderContext {
  return {
    width: 96,
    color: false,
    version: () => '1.2.3',
    excerpt: (file, line) => excerpts[`${file} ${line}`],
    rules: new Map(sampleFindings.map(({ rule }) => [rule, meta(rule)])),
    pages: new Map([
      [
        'probe-port-unknown',
        '# probe-port-unknown\n\n## What it means\n\nA probe asks a port\nthat nobody declares.\n\n## How it is found\n\nBy looking.\n',
      ],
    ]),
    replacements: ({ fix }) => (fix ? [{ line: 41, column: 17, endLine: 41, endColumn: 21, text: 'http' }] : []),
    ...more,
  };
}
