import { missingField } from '../../../src/rules/document/missing-field.ts';
import { testDocument } from '../../support/document-tester.ts';
import { manifest } from '../../support/manifests.ts';

testDocument(missingField, {
  fires: [
    { name: 'no kind', yaml: 'apiVersion: v1\nmetadata: {name: a}\nspec: {}\n', expect: [{ path: 'kind', at: '1:1' }] },
    { name: 'no apiVersion', yaml: 'kind: Pod\nmetadata: {name: a}\n', expect: [{ path: 'apiVersion', at: '1:1' }] },
    {
      name: 'a container without a name',
      yaml: 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - image: x\n',
      expect: [{ path: 'spec.containers[0].name', at: '6:5' }],
    },
  ],
  silent: [
    { name: 'a whole object', yaml: manifest('Deployment') },
    { name: 'files of other tools', yaml: 'apiVersion: v2\nname: chart\nversion: 1.0.0\n---\nreplicas: 2\n' },
  ],
});
