import { describe, expect, test } from '@jest/globals';
import type { KubeObject, ObjectMeta } from '../../src/core/kubernetes.ts';
import type { LintReport } from '../../src/core/manifest.ts';
import { lintTexts } from '../support/lint-input.ts';
import { recording, recordingIds } from '../support/recordings.ts';

/** Kinds that nobody writes a manifest for. */
const made = new Set([
  'Event',
  'Node',
  'ReplicaSet',
  'Endpoints',
  'EndpointSlice',
  'PodLog',
  'ControllerRevision',
  'PriorityClass',
]);

/** What a controller puts into Jobs: a manifest has none of it. */
const ofJobs = /(^|\/)(controller-uid|job-name)$/;

/** The manifests that made the objects of a recording. */
function manifestsOf(id: string): string {
  const objects = recording(id).objects.filter(
    ({ kind = '', metadata }) =>
      !made.has(kind) && !metadata?.ownerReferences && !metadata?.namespace?.startsWith('kube-'),
  );
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects.map(stated) }, undefined, 1);
}

function stated(object: KubeObject): KubeObject {
  const { status: _status, ...rest } = structuredClone(object);
  const {
    uid: _uid,
    resourceVersion: _version,
    creationTimestamp: _time,
    managedFields: _fields,
    ...metadata
  } = rest.metadata ?? {};
  const spec = rest['spec'] as { selector?: unknown; template?: { metadata?: ObjectMeta } } | undefined;
  if (rest.kind === 'Job' && spec) {
    delete spec.selector;
    const template = spec.template?.metadata;
    if (template?.labels)
      template.labels = Object.fromEntries(Object.entries(template.labels).filter(([key]) => !ofJobs.test(key)));
  }
  return { ...rest, metadata };
}

const reports = new Map<string, LintReport>();

function reportOf(id: string): LintReport {
  const known = reports.get(id) ?? lintTexts({ [`${id}.json`]: manifestsOf(id) }).report;
  reports.set(id, known);
  return known;
}

/** What a cluster refused although it had taken the workload. */
const refusedPods = new Set([
  'pod-security-violation',
  'limit-range-violation',
  'quota-exceeded',
  'service-account-missing',
]);

describe('the manifests of the recordings', () => {
  test.each(recordingIds)('%s was accepted, and lint says so', (id) => {
    const { findings, failedRules } = reportOf(id);
    expect(failedRules).toEqual([]);
    expect(findings.filter(({ stage, rule }) => stage === 'rejected' && !refusedPods.has(rule))).toEqual([]);
    const { rule } = recording(id).scenario.expect;
    const expected = new Set(Array.isArray(rule) ? rule : [rule]);
    const refused = findings.filter(({ stage }) => stage === 'pods-rejected').map((finding) => finding.rule);
    expect(refused.filter((one) => !expected.has(one))).toEqual([]);
  });

  // Causes that are in the manifest already carry the id that explain gives them.
  const foreseen: readonly (readonly [string, string])[] = [
    ['account-svc', 'readiness-probe-failing'],
    ['audit-log', 'run-as-non-root'],
    ['auth-service', 'config-key-missing'],
    ['ci-runners', 'service-account-missing'],
    ['cms-frontend', 'container-create-failed'],
    ['coupon-svc', 'service-selector-mismatch'],
    ['event-pipeline', 'invalid-pod-template'],
    ['feature-flags', 'config-key-missing'],
    ['legacy-ftp', 'pod-security-violation'],
    ['loyalty-api', 'image-name-invalid'],
    ['ml-platform', 'limit-range-violation'],
    ['net-diag', 'pod-security-violation'],
    ['newsletter', 'service-port-mismatch'],
    ['orders-stack', 'quota-exceeded'],
    ['reports-web', 'quota-exceeded'],
    ['retention-cleaner', 'command-not-executable'],
    ['search-indexer', 'limit-range-violation'],
    ['shop-frontend-3', 'liveness-probe-killed'],
    ['toolbox', 'app-exits-early'],
    ['wishlist', 'service-port-mismatch'],
  ];

  test.each(foreseen.filter(([id]) => recordingIds.includes(id)))('%s: %s is foreseen', (id, rule) => {
    expect(reportOf(id).findings.map((finding) => finding.rule)).toContain(rule);
  });

  test('what is foreseen is nearly always what came', () => {
    const ids = new Set(
      foreseen
        .map(([, rule]) => rule)
        .concat(
          'configmap-missing',
          'secret-missing',
          'pvc-missing',
          'storage-class-missing',
          'priority-class-missing',
        ),
    );
    const wrong = recordingIds.flatMap((id) => {
      const { rule, also = [] } = recording(id).scenario.expect;
      const expected = new Set([...(Array.isArray(rule) ? rule : [rule]), ...also]);
      return reportOf(id)
        .findings.filter((finding) => ids.has(finding.rule) && !expected.has(finding.rule))
        .map((finding) => `${id}: ${finding.rule} ${finding.title}`);
    });
    expect(wrong).toEqual([]);
  });
});
