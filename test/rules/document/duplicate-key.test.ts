import { duplicateKey } from '../../../src/rules/document/duplicate-key.ts';
import { testDocument } from '../../support/document-tester.ts';
import { manifest } from '../../support/manifests.ts';

testDocument(duplicateKey, {
  fires: [
    {
      name: 'with another value',
      yaml: manifest('Pod', { container: 'image: other' }),
      expect: [{ path: 'spec.containers[0].image', at: '10:5', says: ['line 9'], fix: null }],
    },
    {
      name: 'with the same value',
      yaml: manifest('Deployment', { spec: 'replicas: 2\nreplicas: 2' }),
      expect: [{ path: 'spec.replicas', at: '7:3', fix: [{ kind: 'remove', path: 'spec.replicas' }] }],
    },
    {
      name: 'booleans that are written in two ways',
      yaml: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  y: "1"\n  yes: "2"\n',
      expect: [{ path: 'data.true', at: '6:3' }],
    },
    { name: 'in JSON', yaml: '{"apiVersion":"v1","kind":"Pod","kind":"Pod"}', expect: [{ path: 'kind', at: '1:33' }] },
    {
      name: 'in an item of a List',
      yaml: 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  kind: ConfigMap\n',
      expect: [{ path: 'items[0].kind', at: '6:3' }],
    },
  ],
  silent: [
    { name: 'the same key in two mappings', yaml: manifest('Deployment') },
    {
      name: 'a number and the text of that number',
      yaml: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {1: a, "1": b}\n',
    },
    {
      name: 'a merge key that is overridden',
      yaml: 'apiVersion: v1\nkind: ConfigMap\nmetadata: &m {name: a}\nother:\n  <<: *m\n  name: b\n',
    },
  ],
});
