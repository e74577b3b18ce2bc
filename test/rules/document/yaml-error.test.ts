import { yamlError } from '../../../src/rules/document/yaml-error.ts';
import { testDocument } from '../../support/document-tester.ts';
import { manifest } from '../../support/manifests.ts';

testDocument(yamlError, {
  fires: [
    {
      name: 'a line indented too little, and the next document is read all the same',
      yaml: `apiVersion: v1\nkind: Pod\nspec:\n    containers: []\n  hostNetwork: true\n---\n${manifest('Pod')}`,
      expect: [{ at: '5:3', stage: 'rejected', says: ['did not find expected key', 'indented'] }],
    },
    {
      name: 'a tab',
      yaml: 'apiVersion: v1\nkind: Pod\nspec:\n\thostNetwork: true\n',
      expect: [{ at: '4:1', says: ['tab'] }],
    },
    {
      name: 'a text with a colon and a blank',
      yaml: 'metadata:\n  name: a: b\n',
      expect: [{ at: '2:10', says: ['needs quotes'] }],
    },
    { name: 'a bracket that is not closed', yaml: 'a: [b, c\nd: e\n', expect: [{ says: ["',' or ']'"] }] },
    { name: 'a quote that is not closed', yaml: 'a: "b\nc: d\n', expect: [{ at: '1:4', says: ['never closed'] }] },
    { name: 'an alias without an anchor', yaml: 'a: *b\n', expect: [{ at: '1:4', says: ["unknown anchor 'b'"] }] },
    {
      name: 'a billion laughs',
      yaml: [
        'a: &a [x,x,x,x,x,x,x,x,x]',
        ...'bcdefghi'.split('').map(
          (name, index) =>
            `${name}: &${name} [${Array(9)
              .fill(`*${'abcdefgh'.charAt(index)}`)
              .join(',')}]`,
        ),
      ].join('\n'),
      expect: [{ says: ['excessive aliasing'] }],
    },
    {
      name: 'JSON with a comma too few',
      yaml: '{"apiVersion": "v1"\n "kind": "Pod"}',
      expect: [{ at: '2:2', says: ['not valid JSON'] }],
    },
    { name: 'a NUL byte', yaml: 'a: \0\n', expect: [{ at: '1:4', says: ['control characters'] }] },
    {
      name: 'a Helm template, once for all its documents',
      yaml: 'metadata:\n  name: {{ .Release.Name }}\n---\n{{- if .Values.on }}\na: b\n{{- end }}\n',
      expect: [{ at: '2:9', says: ['Helm template', 'helm template'] }],
    },
    {
      name: 'a Helm template whose expressions are quoted',
      yaml: manifest('Deployment').replace('name: web', 'name: "{{ .Values.name }}"'),
      expect: [{ at: '4:10', says: ['Helm template'] }],
    },
    {
      name: 'a Jinja template',
      yaml: 'metadata:\n{% if x %}\n  name: a\n{% endif %}\n',
      expect: [{ at: '2:1', says: ['Jinja template'] }],
    },
    {
      name: 'variables that nothing has filled in where numbers belong',
      yaml: manifest('Deployment', { spec: 'replicas: ${REPLICAS}\nminReadySeconds: ${READY}' }),
      expect: [{ path: 'spec.replicas', says: ['${REPLICAS}', '1 more value'] }],
    },
    {
      name: 'a variable in the name',
      yaml: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "${APP}-config"}\n',
      expect: [{ at: '3:19', says: ['not rendered'] }],
    },
    {
      name: 'a bare list of objects',
      yaml: '- apiVersion: v1\n  kind: Pod\n',
      expect: [{ says: ['list of objects'] }],
    },
  ],
  silent: [
    { name: 'a manifest', yaml: manifest('Deployment') },
    {
      name: 'templates in the data of a ConfigMap',
      yaml: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {alert: "{{ $labels.pod }}"}\n',
    },
    {
      name: 'template expressions in arguments and annotations',
      yaml: manifest('Pod', { container: 'args: ["--format={{.Name}}"]', metadata: 'annotations: {note: "{{ x }}"}' }),
    },
    {
      name: 'templates of an Argo workflow',
      yaml: 'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: a}\nspec: {templates: [{name: "{{inputs.name}}"}]}\n',
    },
    {
      name: 'shell variables in a command',
      yaml: manifest('Pod', { container: 'command: ["sh", "-c", "echo ${HOME}"]' }),
    },
    { name: 'values of Helm, a list, a text', yaml: 'replicas: 3\n---\n- a\n---\nhello\n' },
  ],
});
