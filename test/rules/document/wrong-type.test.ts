import { wrongType } from '../../../src/rules/document/wrong-type.ts';
import { testDocument } from '../../support/document-tester.ts';
import { manifest } from '../../support/manifests.ts';

testDocument(wrongType, {
  fires: [
    {
      name: 'numbers and booleans where texts must be',
      yaml: manifest('Pod', {
        container: 'env:\n- {name: A, value: 8080}\n- {name: B, value: yes}\n- {name: C, value: 0644}',
      }),
      expect: [
        {
          path: 'spec.containers[0].env[0].value',
          at: '11:24',
          container: 'web',
          says: ['the number 8080'],
          fix: [{ kind: 'set', path: 'spec.containers[0].env[0].value', value: '8080' }],
        },
        {
          says: ['YAML reads yes as true'],
          fix: [{ kind: 'set', path: 'spec.containers[0].env[1].value', value: 'yes' }],
        },
        {
          says: ['YAML reads 0644 as 420'],
          fix: [{ kind: 'set', path: 'spec.containers[0].env[2].value', value: '0644' }],
        },
      ],
    },
    {
      name: 'texts where numbers and booleans must be',
      yaml: manifest('Deployment', { spec: 'replicas: "3"', pod: 'hostNetwork: "true"\nhostPID: "on"' }),
      expect: [
        { path: 'spec.replicas', fix: [{ kind: 'set', path: 'spec.replicas', value: 3 }] },
        { fix: [{ kind: 'set', path: 'spec.template.spec.hostNetwork', value: true }] },
        { path: 'spec.template.spec.hostPID', fix: null },
      ],
    },
    {
      name: 'mappings and lists',
      yaml: manifest('Pod', { container: 'command: sleep 5\nenv: {A: b}\nresources: {limits: [cpu]}' }),
      expect: [
        { says: ['not a list of texts'], fix: null },
        { says: ['a mapping, not a list'] },
        { says: ['a list, not a mapping'] },
      ],
    },
    {
      name: 'numbers that do not fit',
      yaml: manifest('Deployment', { spec: 'replicas: 2147483648\nminReadySeconds: 1.5' }),
      expect: [{ says: ['32 bits'] }, { says: ['the number 1.5'] }],
    },
    {
      name: 'ports that are neither number nor text',
      yaml: manifest('Pod', { container: 'livenessProbe: {httpGet: {port: true}}' }),
      expect: [{ path: 'spec.containers[0].livenessProbe.httpGet.port' }],
    },
    {
      name: 'base64 that is none',
      yaml: 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {a: "not base64"}\n',
      expect: [{ path: 'data[a]' }],
    },
    {
      name: 'a label',
      yaml: manifest('Pod', { metadata: 'annotations: {example.com/x: true}' }),
      expect: [{ path: 'metadata.annotations[example.com/x]', at: '5:32' }],
    },
    {
      name: 'in the template of a custom resource',
      yaml: 'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: a}\nspec: {template: {spec: {containers: [{name: a, image: 3}]}}}\n',
      expect: [{ stage: 'pods-rejected' }],
    },
  ],
  silent: [
    {
      name: 'quantities and ports in both forms',
      yaml: manifest('Pod', {
        container:
          'resources: {limits: {cpu: 1, memory: "1Gi"}}\nlivenessProbe: {httpGet: {port: 80}}\nreadinessProbe: {httpGet: {port: http}}',
      }),
    },
    { name: 'nulls', yaml: manifest('Deployment', { spec: 'replicas: null', container: 'command:\nenv: ~' }) },
    {
      name: 'whole numbers in odd forms',
      yaml: manifest('Deployment', { spec: 'replicas: 1e1\nminReadySeconds: 0x10\nrevisionHistoryLimit: 1_0' }),
    },
    {
      name: 'dates and times of day',
      yaml: manifest('Pod', { container: 'env: [{name: A, value: 2026-01-01}, {name: B, value: 12:30}]' }),
    },
  ],
});
