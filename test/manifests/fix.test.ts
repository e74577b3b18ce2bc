import { describe, expect, test } from '@jest/globals';
import type { Edit } from '../../src/core/manifest.ts';
import { unifiedDiff } from '../../src/manifests/diff.ts';
import { parseDocuments } from '../../src/manifests/document.ts';
import { fixText } from '../../src/manifests/fix.ts';

/** Makes edits in the first object of a text; what could not be made is left as it was. */
function fixed(text: string, ...edits: Edit[]): string {
  return fixedEach(text, [edits]);
}

/** The same with several fixes. */
function fixedEach(text: string, fixes: readonly Edit[][], document = 0): string {
  const object = parseDocuments(text, 'x.yaml')[document]?.objects[0];
  if (!object) throw new Error('no object');
  const wanted = fixes.map((edits) => ({ object, fix: { description: 'fix', edits } }));
  return fixText(text, 'x.yaml', wanted).text;
}

const pod = `# a pod
apiVersion: v1
kind: Pod
metadata:
  name: web # its name
  labels: {app: web, "tier": 'front'}
spec:
  terminationGracePeriodSeconds: 20   # short
  containers:
    # the only one
    - name: web
      livnessProbe:
        httpGet: {path: /, port: 80}
      image: "nginx"
      args: ['-g', "daemon off;"]
      resources:
        limits:
          memory: 512m
`;

describe('edits touch nothing but what they change', () => {
  test.each<[string, Edit, string, string]>([
    [
      'a key is renamed',
      { kind: 'rename-key', path: 'spec.containers[0].livnessProbe', value: 'livenessProbe' },
      'livnessProbe:',
      'livenessProbe:',
    ],
    [
      'a quoted key keeps its quotes',
      { kind: 'rename-key', path: 'metadata.labels.tier', value: 'layer' },
      '"tier"',
      '"layer"',
    ],
    ['a number', { kind: 'set', path: 'spec.terminationGracePeriodSeconds', value: 60 }, ': 20 ', ': 60 '],
    [
      'a plain quantity',
      { kind: 'set', path: 'spec.containers[0].resources.limits.memory', value: '512Mi' },
      '512m',
      '512Mi',
    ],
    [
      'a text in double quotes',
      { kind: 'set', path: 'spec.containers[0].image', value: 'nginx:1.27' },
      '"nginx"',
      '"nginx:1.27"',
    ],
    ['a text in single quotes', { kind: 'set', path: 'metadata.labels.tier', value: "it's" }, "'front'", "'it''s'"],
    [
      'a text that would be a boolean',
      { kind: 'set', path: 'metadata.labels.app', value: 'yes' },
      'app: web,',
      'app: "yes",',
    ],
    ['an item of a flow list', { kind: 'remove', path: 'spec.containers[0].args[0]' }, "['-g', ", '['],
    ['the last item of a flow list', { kind: 'remove', path: 'spec.containers[0].args[1]' }, `, "daemon off;"]`, ']'],
    ['a field of a flow mapping', { kind: 'remove', path: 'metadata.labels.app' }, 'app: web, ', ''],
    [
      'a line with its comment',
      { kind: 'remove', path: 'spec.terminationGracePeriodSeconds' },
      '  terminationGracePeriodSeconds: 20   # short\n',
      '',
    ],
    [
      'a field with all below it',
      { kind: 'remove', path: 'spec.containers[0].livnessProbe' },
      '      livnessProbe:\n        httpGet: {path: /, port: 80}\n',
      '',
    ],
    [
      'the first field of an item',
      { kind: 'remove', path: 'spec.containers[0].name' },
      '- name: web\n      livnessProbe',
      '- livnessProbe',
    ],
    [
      'a field is added',
      { kind: 'insert', path: 'spec.containers[0].resources.limits', key: 'cpu', value: '1' },
      'memory: 512m\n',
      'memory: 512m\n          cpu: "1"\n',
    ],
    [
      'a field is added to a flow mapping',
      { kind: 'insert', path: 'metadata.labels', key: 'a', value: 'b' },
      "'front'}",
      "'front', a: b}",
    ],
    [
      'a field is added behind a list',
      { kind: 'insert', path: 'spec', key: 'restartPolicy', value: 'Always' },
      'memory: 512m\n',
      'memory: 512m\n  restartPolicy: Always\n',
    ],
    [
      'a mapping is added',
      {
        kind: 'insert',
        path: 'spec',
        key: 'securityContext',
        value: { runAsUser: 1000, sysctls: [{ name: 'a', value: 'b' }] },
      },
      'memory: 512m\n',
      'memory: 512m\n  securityContext:\n    runAsUser: 1000\n    sysctls:\n    - name: a\n      value: b\n',
    ],
    [
      'what only a default fills is added',
      { kind: 'set', path: 'spec.restartPolicy', value: 'Never' },
      'memory: 512m\n',
      'memory: 512m\n  restartPolicy: Never\n',
    ],
  ])('%s', (_what, edit, before, after) => {
    expect(fixed(pod, edit)).toBe(pod.replace(before, after));
  });

  test('several edits of one fix, and several fixes', () => {
    const moved: Edit[] = [
      { kind: 'remove', path: 'spec.containers[0].livnessProbe' },
      { kind: 'insert', path: 'spec.containers[0]', key: 'livenessProbe', value: { httpGet: { path: '/', port: 80 } } },
    ];
    const text = fixedEach(pod, [moved, [{ kind: 'set', path: 'spec.terminationGracePeriodSeconds', value: 60 }]]);
    expect(text).toContain('    - name: web\n      image: "nginx"');
    expect(text).toContain(
      '          memory: 512m\n      livenessProbe:\n        httpGet:\n          path: /\n          port: 80\n',
    );
    expect(text).toContain(': 60   # short');
  });

  test('CRLF stays, a file without a last newline gets none', () => {
    const text = pod.replace(/\n/g, '\r\n').trimEnd();
    const after = fixed(text, { kind: 'insert', path: 'spec', key: 'restartPolicy', value: 'Never' });
    expect(after).toBe(`${text}\r\n  restartPolicy: Never`);
  });

  test('JSON stays JSON', () => {
    const json = JSON.stringify(
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { x: 1 } },
      undefined,
      2,
    );
    const after = fixed(
      json,
      { kind: 'rename-key', path: 'spec.x', value: 'y' },
      { kind: 'insert', path: 'metadata', key: 'labels', value: { a: 'yes' } },
      { kind: 'set', path: 'metadata.name', value: 'b' },
    );
    expect(JSON.parse(after)).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'b', labels: { a: 'yes' } },
      spec: { y: 1 },
    });
    expect(after).toContain('"name": "b",\n    "labels": {"a":"yes"}\n');
  });

  test('a block scalar keeps its shape', () => {
    const text = 'apiVersion: v1\nkind: Pod\nspec:\n  script: |\n    set -e\n\n    ./serve\n  x: 1\n';
    const after = fixed(text, { kind: 'set', path: 'spec.script', value: 'set -e\n\nexec ./serve\n' });
    expect(after).toBe(text.replace('./serve', 'exec ./serve'));
  });

  test('a key that stands twice loses its last', () => {
    const text = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels: {a: b}\n  name: a\n';
    expect(fixed(text, { kind: 'remove', path: 'metadata.name' })).toBe(text.replace(/ {2}name: a\n$/, ''));
  });

  test('an object further down in the file', () => {
    const text = `${pod}---\n${pod}`;
    const after = fixedEach(text, [[{ kind: 'set', path: 'metadata.name', value: 'other' }]], 1);
    expect(after).toBe(`${pod}---\n${pod.replace('name: web #', 'name: other #')}`);
  });
});

describe('what cannot be made without changing more is left alone', () => {
  const anchored = 'apiVersion: v1\nkind: Pod\nspec:\n  a: &x {v: 1, w: 2}\n  b: *x\n  c:\n    <<: *x\n    u: 3\n';

  test.each<[string, string, Edit]>([
    ['a value that others share by an anchor', anchored, { kind: 'set', path: 'spec.a.v', value: 5 }],
    ['a value that a merge key brings', anchored, { kind: 'remove', path: 'spec.c.w' }],
    [
      'the only field of a mapping',
      'apiVersion: v1\nkind: Pod\nspec:\n  a:\n    b: 1\n',
      { kind: 'remove', path: 'spec.a.b' },
    ],
    ['a field that is not there', pod, { kind: 'remove', path: 'spec.volumes' }],
    ['a name that is taken', pod, { kind: 'rename-key', path: 'spec.containers[0].livnessProbe', value: 'image' }],
    [
      'a comment that would be lost',
      'apiVersion: v1\nkind: Pod\nspec:\n  l:\n  - a: 1\n    # of b\n    b: 2\n',
      { kind: 'remove', path: 'spec.l[0].a' },
    ],
  ])('%s', (_what, text, edit) => {
    expect(fixed(text, edit)).toBe(text);
  });

  test('a shared value is changed where all that share it want the same', () => {
    const edits = ['a', 'b', 'c'].map((key): Edit[] => [{ kind: 'set', path: `spec.${key}.v`, value: 5 }]);
    expect(fixedEach(anchored, edits)).toBe(anchored.replace('v: 1', 'v: 5'));
  });

  test('one impossible fix does not hold up the others', () => {
    const after = fixedEach(anchored, [
      [{ kind: 'set', path: 'spec.a.v', value: 5 }],
      [{ kind: 'set', path: 'spec.c.u', value: 4 }],
    ]);
    expect(after).toBe(anchored.replace('u: 3', 'u: 4'));
  });
});

describe('unifiedDiff', () => {
  test('shows what changed with three lines around it', () => {
    const before = `${Array.from({ length: 20 }, (_, index) => `line ${index}`).join('\n')}\n`;
    const after = before.replace('line 5\n', 'line five\n').replace('line 18\n', '');
    expect(unifiedDiff(before, after, 'a/b.yaml')).toBe(
      [
        '--- a/a/b.yaml',
        '+++ b/a/b.yaml',
        '@@ -3,7 +3,7 @@',
        ' line 2',
        ' line 3',
        ' line 4',
        '-line 5',
        '+line five',
        ' line 6',
        ' line 7',
        ' line 8',
        '@@ -16,5 +16,4 @@',
        ' line 15',
        ' line 16',
        ' line 17',
        '-line 18',
        ' line 19',
        '',
      ].join('\n'),
    );
  });

  test('says that there is no newline at the end', () => {
    expect(unifiedDiff('a', 'b', 'x')).toBe(
      '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n',
    );
  });

  test('is empty where nothing changed', () => {
    expect(unifiedDiff('a\n', 'a\n', 'x')).toBe('');
  });
});
