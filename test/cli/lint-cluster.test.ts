import { describe, expect, test } from '@jest/globals';
import { joined, keyedKinds, kindsInNamespaces, kindsOfCluster, workloadKinds } from '../../src/cli/cluster-bundle.ts';
import { permissions } from '../../src/cli/permissions.ts';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import { found, type Lookup } from '../../src/core/lookup.ts';
import type { ClusterReader } from '../../src/core/reader.ts';
import { keyedObjectOf } from '../../src/facts/keyed.ts';
import { resourceOf } from '../../src/facts/resources.ts';
import { contextFor, lintTexts } from '../support/lint-input.ts';

/** A cluster that answers every list with what there is, and refuses some kinds. */
function cluster(objects: readonly KubeObject[], refused: readonly string[] = []): ClusterReader {
  const list = (kind: string, namespace?: string): Lookup<readonly KubeObject[]> =>
    refused.includes(kind)
      ? { state: 'refused', why: 'forbidden' }
      : found(
          objects.filter(
            (one) => one.kind === kind && (namespace === undefined || one.metadata?.namespace === namespace),
          ),
        );
  return {
    get: () => Promise.reject(new Error('nothing is asked one by one')),
    list: (kind, { namespace }) => Promise.resolve(list(kind, namespace)),
    keyed: () => Promise.reject(new Error('nothing is asked one by one')),
    listKeyed(kind, namespace) {
      const all = list(kind, namespace);
      return Promise.resolve(all.state === 'found' ? found(all.value.map(keyedObjectOf)) : all);
    },
    log: () => Promise.reject(new Error('no log is read')),
    now: () => 0,
  };
}

const object = (kind: string, name: string, more: object = {}, namespace = 'shop'): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace },
  ...more,
});

const manifest = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      serviceAccountName: web
      priorityClassName: high
      containers:
        - name: web
          image: example.com/web:1
          envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: keys}}]
          env: [{name: A, valueFrom: {secretKeyRef: {name: keys, key: a}}}]
          resources: {requests: {cpu: 300m}}
`;

async function lintAgainst(reader: ClusterReader, text = manifest): Promise<{ said: string[]; gaps: string[] }> {
  const { bundle, gaps } = await joined(reader, 'shop', contextFor({ 'x.yaml': text }).bundle.objects);
  const foreseen = [
    'configmap-missing',
    'secret-missing',
    'config-key-missing',
    'service-account-missing',
    'priority-class-missing',
    'quota-exceeded',
    'pod-security-violation',
  ];
  const { report } = lintTexts({ 'x.yaml': text }, { bundle, choice: { only: new Set(foreseen) } });
  return {
    said: report.findings.map(({ rule, severity }) => `${rule} ${severity}`).sort(),
    gaps: gaps.map(({ what, why, needs }) => `${what}: ${why} (${needs?.verb ?? ''} ${needs?.resource ?? ''})`),
  };
}

const everything = [
  object('ConfigMap', 'settings', { data: { x: 'y' } }),
  object('Secret', 'keys', { data: { a: 'eA==' } }),
  object('ServiceAccount', 'web'),
  { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' } },
];

describe('lint --cluster', () => {
  test('says nothing where all is there', async () => {
    expect(await lintAgainst(cluster(everything))).toEqual({ said: [], gaps: [] });
  });

  test('says what the cluster does not have', async () => {
    expect((await lintAgainst(cluster([]))).said).toEqual([
      'configmap-missing critical',
      'priority-class-missing critical',
      'secret-missing critical',
      'service-account-missing critical',
    ]);
  });

  test('says which key a Secret of the cluster lacks', async () => {
    const other = everything.map((one) =>
      one.kind === 'Secret' ? object('Secret', 'keys', { data: { b: 'eA==' } }) : one,
    );
    expect((await lintAgainst(cluster(other))).said).toEqual(['config-key-missing critical']);
  });

  test('what is refused is not missing, and is named', async () => {
    const { said, gaps } = await lintAgainst(
      cluster(everything.slice(0, 1), ['Secret', 'PriorityClass', 'ServiceAccount']),
    );
    expect(said).toEqual([]);
    expect(gaps).toEqual([
      'priorityclasses.scheduling.k8s.io: forbidden (list priorityclasses.scheduling.k8s.io)',
      'secrets of namespace shop: forbidden (list secrets)',
      'serviceaccounts of namespace shop: forbidden (list serviceaccounts)',
    ]);
  });

  test('holds what is used of a quota against a new workload, and not against one that is counted already', async () => {
    const quota = object('ResourceQuota', 'team', {
      spec: { hard: { 'requests.cpu': '1' } },
      status: { used: { 'requests.cpu': '600m' } },
    });
    expect((await lintAgainst(cluster([...everything, quota]))).said).toEqual(['quota-exceeded critical']);
    const deployed = object('Deployment', 'web', { apiVersion: 'apps/v1' });
    expect((await lintAgainst(cluster([...everything, quota, deployed]))).said).toEqual([]);
    expect((await lintAgainst(cluster([...everything, quota], ['Deployment']))).said).toEqual([]);
  });

  test('reads the Pod Security level of the namespace', async () => {
    const namespace = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    };
    expect((await lintAgainst(cluster([...everything, namespace]))).said).toEqual(['pod-security-violation critical']);
  });

  test('counts the nodes', async () => {
    const node = (name: string): KubeObject => ({ kind: 'Node', metadata: { name } });
    expect((await joined(cluster([node('a'), node('b')]), 'shop', [])).bundle.nodes).toBe(2);
    expect((await joined(cluster([], ['Node']), 'shop', [])).bundle.nodes).toBeUndefined();
  });

  test('asks for nothing that the ClusterRole of the README does not grant', () => {
    const granted = new Set(
      permissions.flatMap(({ group, resource, verbs }) => verbs.map((verb) => `${verb} ${group}/${resource}`)),
    );
    for (const kind of [...kindsInNamespaces, ...keyedKinds, ...kindsOfCluster, ...workloadKinds]) {
      const { group, plural } = resourceOf(kind);
      expect(granted).toContain(`list ${group}/${plural}`);
    }
  });
});
