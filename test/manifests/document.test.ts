import { describe, expect, test } from '@jest/globals';
import { documentsIn, mostInDocument, parseDocuments, type ManifestObject } from '../../src/manifests/document.ts';

function only(text: string): ManifestObject {
  const objects = parseDocuments(text, 'a.yaml').flatMap((document) => document.objects);
  expect(objects).toHaveLength(1);
  return objects[0] as ManifestObject;
}

/** The characters that a place covers. */
function shown(text: string, object: ManifestObject, path: string, atKey?: boolean): string {
  const { line, column, endLine, endColumn } = object.locate(path, atKey);
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n/);
  if (line === endLine) return (lines[line - 1] ?? '').slice(column - 1, endColumn - 1);
  return [
    (lines[line - 1] ?? '').slice(column - 1),
    ...lines.slice(line, endLine - 1),
    (lines[endLine - 1] ?? '').slice(0, endColumn - 1),
  ].join('\n');
}

describe('documents', () => {
  test('one that is broken does not silence the others', () => {
    const documents = parseDocuments(
      'apiVersion: v1\nkind: Pod\n---\na: [\n--- # three\nkind: Pod\napiVersion: v1\n',
      'a.yaml',
    );
    expect(documents.map(({ index, objects, problems }) => [index, objects.length, problems.length])).toEqual([
      [0, 1, 0],
      [1, 0, 1],
      [2, 1, 0],
    ]);
    expect(documents[1]?.problems[0]).toMatchObject({ rule: 'yaml-error', range: { line: 4, column: 4 } });
  });

  test('empty ones do not count, comments and directives in front belong to the first', () => {
    const documents = parseDocuments(
      '%YAML 1.1\n# a\n---\n# b\n---\n---\nkind: Pod\napiVersion: v1\n...\n\n',
      'a.yaml',
    );
    expect(documents).toHaveLength(1);
    expect(documents[0]).toMatchObject({ index: 0, range: { line: 7, column: 1 } });
  });

  test('a list is its items, also in lists, also a typed one', () => {
    const pod = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}';
    const text = `{"kind":"List","apiVersion":"v1","items":[${pod},{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"name":"b"}}]}]}`;
    const [document] = parseDocuments(text, 'a.json');
    expect(document?.objects.map(({ prefix, object }) => [prefix, object.kind, object.metadata?.name])).toEqual([
      ['items[0]', 'Pod', 'a'],
      ['items[1].items[0]', 'Pod', 'b'],
    ]);
    const [first] = document?.objects ?? [];
    expect(first && shown(text, first, 'metadata.name')).toBe('"a"');
  });

  test('several JSON objects in a row are documents', () => {
    const documents = parseDocuments(
      '{"apiVersion":"v1","kind":"Pod"}\n{"apiVersion":"v1","kind":"Service"}\n',
      'a.json',
    );
    expect(documents.map(({ objects }) => objects[0]?.object.kind)).toEqual(['Pod', 'Service']);
  });

  test('nulls are gone as the API server drops them', () => {
    const { object } = only(
      'apiVersion: v1\nkind: Pod\nmetadata: {labels: {a: null}}\nspec: {hostname: null, containers: [null, {args: [null, a], resources: {limits: {cpu: null}}}]}\n',
    );
    expect(object).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { labels: { a: '' } },
      spec: { containers: [{}, { args: ['', 'a'], resources: { limits: { cpu: '0' } } }] },
    });
  });

  test.each([
    ['Deployment', 'apps/v1', '{}', 'spec.template.spec'],
    ['CronJob', 'batch/v1', '{}', 'spec.jobTemplate.spec.template.spec'],
    ['Rollout', 'argoproj.io/v1alpha1', '{template: {spec: {containers: [{name: a}]}}}', 'spec.template.spec'],
    ['Service', 'serving.knative.dev/v1', '{template: {spec: {containers: [{image: a}]}}}', 'spec.template.spec'],
    ['CloneSet', 'apps.kruise.io/v1alpha1', '{template: {spec: {containers: [{name: a}]}}}', 'spec.template.spec'],
    ['Service', 'v1', '{}', undefined],
    ['Workflow', 'argoproj.io/v1alpha1', '{template: {spec: {containers: none}}}', undefined],
  ])('%s of %s: where its pods are', (kind, apiVersion, spec, path) => {
    expect(only(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a}\nspec: ${spec}\n`).templatePath).toBe(
      path,
    );
  });

  test.each([
    ['a: b\n', 'not a Kubernetes object: it has neither apiVersion nor kind'],
    ['- a\n', 'not a Kubernetes object: a list'],
    ['hello\n', 'not a Kubernetes object: a text'],
    ['apiVersion: v2\nname: chart\n', 'not a Kubernetes object: it has neither apiVersion nor kind'],
    ['apiVersion: v1\nkind: List\nitems: []\n', 'the list has no items'],
  ])('%j is skipped, and it is said why', (text, why) => {
    expect(parseDocuments(text, 'a.yaml')).toMatchObject([{ skipped: why, objects: [], problems: [] }]);
  });

  test('a kind of somebody else without pods is skipped by name', () => {
    expect(only('apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n').skipped).toBe(
      'Kustomization holds no pods',
    );
  });

  test('are read one by one where that is wanted', () => {
    const documents = documentsIn('apiVersion: v1\nkind: Pod\n---\na: [\n', 'a.yaml');
    expect(documents.next().value).toMatchObject({ index: 0 });
  });
});

describe('places', () => {
  const text = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {app: web, app.kubernetes.io/name: "web"}
spec:
  replicas: &n 3
  minReadySeconds: *n
  template:
    spec:
      containers:
      - &base
        name: web # the one
        image: 'x'
        command:
          - sh
          - |
            exec a
            b
        args:
        resources: {limits: {cpu: 1, example.com/gpu: 2}}
      - <<: *base
        name: "two"
`;
  const object = only(text);

  test.each([
    ['metadata.name', 'web'],
    ['metadata.labels[app]', 'web'],
    ['metadata.labels[app.kubernetes.io/name]', '"web"'],
    ['metadata.labels["app.kubernetes.io/name"]', '"web"'],
    ['metadata.labels.app.kubernetes.io/name', '"web"'],
    ['metadata.labels', '{app: web, app.kubernetes.io/name: "web"}'],
    ['spec.replicas', '3'],
    ['spec.minReadySeconds', '3'],
    ['spec.template', 'template'],
    ['spec.template.spec.containers', 'containers'],
    ['spec.template.spec.containers[0]', 'name: web'],
    ['spec.template.spec.containers[0].image', "'x'"],
    ['spec.template.spec.containers[0].command[0]', 'sh'],
    ['spec.template.spec.containers[0].command[1]', '|\n            exec a\n            b'],
    ['spec.template.spec.containers[0].args', 'args'],
    ['spec.template.spec.containers[0].resources.limits[example.com/gpu]', '2'],
    ['spec.template.spec.containers[0].livenessProbe', 'name: web'],
    ['spec.template.spec.containers[1].name', '"two"'],
    ['spec.template.spec.containers[1].image', "'x'"],
    ['spec.strategy.type', 'spec'],
    ['nothing', 'apiVersion: apps/v1'],
  ])('%s', (path, expected) => {
    expect(shown(text, object, path)).toBe(expected);
  });

  test('the key of a field', () => {
    expect(shown(text, object, 'spec.replicas', true)).toBe('replicas');
  });

  test('the whole object', () => {
    expect(object.locate('')).toMatchObject({ line: 1, column: 1, endLine: 23 });
  });

  test('the characters of a value', () => {
    const one = only('apiVersion: v1\nkind: Pod\nmetadata: {name: yes}\n');
    expect([one.textAt('metadata.name'), one.textAt('metadata'), one.textAt('spec')]).toEqual([
      'yes',
      undefined,
      undefined,
    ]);
  });

  test('with CRLF and a byte order mark', () => {
    const windows = '\uFEFFapiVersion: v1\r\nkind: Pod\r\nmetadata:\r\n  name: a\r\n';
    const one = only(windows);
    expect(one.object).toEqual({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } });
    expect(one.locate('apiVersion')).toMatchObject({ line: 1, column: 13 });
    expect(one.locate('metadata.name')).toEqual({ line: 4, column: 9, endLine: 4, endColumn: 10 });
  });
});

describe('comments that ignore', () => {
  const text = `# podlife-ignore: whole -- all of it
---
apiVersion: v1
kind: Pod
metadata: {name: a, annotations: {x: "# podlife-ignore: no"}}
spec:
  hostNetwork: true # podlife-ignore: line
  containers:
  # podlife-ignore: item, other -- for a reason -- and another
  - name: a
    image: b
  - name: b # podlife-ignore: second
    command: ["a"]
  # podlife-ignore: field
  dnsConfig:
    options:
    - name: x
---
apiVersion: v1 # podlife-ignore: here
kind: Pod
`;
  const documents = parseDocuments(text, 'a.yaml');
  const all = documents.flatMap((document) => document.ignores);

  test('cover a field, an item, or the document', () => {
    expect(all.map(({ rules, from, to }) => [rules.join(), from, to])).toEqual([
      ['whole', 1, 17],
      ['line', 7, 7],
      ['item,other', 10, 11],
      ['second', 12, 13],
      ['field', 15, 17],
      ['here', 19, 19],
    ]);
  });

  test('have a place and a reason', () => {
    expect(all[2]).toMatchObject({ reason: 'for a reason -- and another', range: { line: 9, column: 3 } });
    expect(all[1]).not.toHaveProperty('reason');
  });

  test('are known to the objects that they are about', () => {
    expect(documents.map(({ objects }) => objects[0]?.ignores.length)).toEqual([5, 1]);
  });

  test('count also in what cannot be read', () => {
    expect(parseDocuments('# podlife-ignore: yaml-error\na: [', 'a.yaml')[0]?.ignores).toMatchObject([
      { rules: ['yaml-error'], from: 1, to: 2 },
    ]);
  });
});

describe('documents that are too much at once', () => {
  const item = `  {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"note": "${'x'.repeat(1000)}"}}`;

  test.each([
    ['YAML', 'apiVersion: v1\nkind: List\nitems:\n', '- ', '\n', ''],
    ['JSON', '{"apiVersion": "v1", "kind": "List", "items": [', '', ',\n', ']}'],
  ])('one List of %s says so, and the next document is read', (_format, before, dash, between, behind) => {
    const items = Array.from({ length: Math.ceil(mostInDocument / item.length) }, () => dash + item.trim());
    const documents = parseDocuments(`${before}${items.join(between)}${behind}\n---\n${item.trim()}\n`, 'a.yaml');
    expect(documents).toHaveLength(2);
    expect(documents[0]?.problems).toMatchObject([
      { rule: 'yaml-error', title: expect.stringContaining('at most 50 are read at once') },
    ]);
    expect(documents[1]?.objects).toHaveLength(1);
  });

  test('JSON documents in a row are read one after the other, and an error behind some does not reach them', () => {
    const row = `${item}\n${item} ${item}{"apiVersion": "v1", "kind": }`;
    const documents = parseDocuments(row, 'a.json');
    expect(documents.map(({ objects }) => objects.length)).toEqual([1, 1, 1, 0]);
    expect(documents[1]?.objects[0]?.locate('metadata.name')).toMatchObject({ line: 2, column: 64 });
    expect(documents[3]?.problems).toMatchObject([{ rule: 'yaml-error', range: { line: 2 } }]);
  });

  test('a comment behind JSON is one of YAML', () => {
    expect(parseDocuments(`${item} # podlife-ignore: image-tag-moves`, 'a.yaml')).toMatchObject([
      { problems: [], ignores: [{ rules: ['image-tag-moves'] }] },
    ]);
  });
});
