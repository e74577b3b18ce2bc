import { expect, test } from '@jest/globals';
import { parseDocuments } from '../../src/manifests/document.ts';
import { lintObject } from '../../src/report/lint-object.ts';

test('what the API server names by its mapping or list is marked where it stands', () => {
  const text = `apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    fine: a
    example.com/b: c d
spec:
  containers:
    - name: app
      image: app:1
      resources:
        requests: { cpu: 1, memory: 2Gi }
        limits: { memory: 1Gi }
`;
  const [object] = parseDocuments(text, 'web.yaml').flatMap(({ objects }) => objects);
  if (!object) throw new Error('no object');
  const said = lintObject(object, '1.36').problems.map(({ path, range }) => [path, range?.line, range?.column]);
  expect(said).toEqual([
    ['metadata.labels', 7, 20],
    ['spec.containers[0].resources.requests', 13, 37],
  ]);
});
