import { unknownField } from '../../../src/rules/document/unknown-field.ts';
import { testDocument } from '../../support/document-tester.ts';
import { manifest } from '../../support/manifests.ts';

testDocument(unknownField, {
  fires: [
    {
      name: 'a letter too few',
      yaml: manifest('Deployment', { container: 'livnessProbe: {httpGet: {port: 80}}' }),
      expect: [
        {
          path: 'spec.template.spec.containers[0].livnessProbe',
          at: '15:9',
          container: 'web',
          says: ['did you mean livenessProbe?'],
          fix: [{ kind: 'rename-key', path: 'spec.template.spec.containers[0].livnessProbe', value: 'livenessProbe' }],
        },
      ],
    },
    {
      name: 'case and separators',
      yaml: manifest('Pod', { container: 'readinessprobe: {httpGet: {port: 80}}\nimage_pull_policy: Always' }),
      expect: [
        { fix: [{ kind: 'rename-key', path: 'spec.containers[0].readinessprobe', value: 'readinessProbe' }] },
        { fix: [{ kind: 'rename-key', path: 'spec.containers[0].image_pull_policy', value: 'imagePullPolicy' }] },
      ],
    },
    {
      name: 'the field is there already',
      yaml: manifest('Pod', { container: 'Image: other' }),
      expect: [{ says: ['image is there already'], fix: null }],
    },
    {
      name: 'a field of the pod in the container, and the other way round',
      yaml: manifest('Deployment', {
        container: 'terminationGracePeriodSeconds: 5',
        pod: 'livenessProbe: {exec: {command: [a]}}',
      }),
      expect: [
        {
          path: 'spec.template.spec.livenessProbe',
          says: ['belongs to spec.template.spec.containers[].livenessProbe'],
          fix: null,
        },
        {
          path: 'spec.template.spec.containers[0].terminationGracePeriodSeconds',
          says: ['belongs to spec.template.spec.terminationGracePeriodSeconds'],
        },
      ],
    },
    {
      name: 'fields that are some levels too high',
      yaml: 'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec: {schedule: "@daily", restartPolicy: Never, containers: [{name: a}]}\n',
      expect: [
        { says: ['belongs to spec.jobTemplate.spec.template.spec.restartPolicy'] },
        { says: ['belongs to spec.jobTemplate.spec.template.spec.containers'] },
      ],
    },
    {
      name: 'what people call it',
      yaml: manifest('Pod', {
        container: 'entrypoint: [a]\nports: [{targetPort: 80}]\nstartupProbe: {http: {port: 80}}',
      }),
      expect: [
        { says: ['did you mean command?'] },
        { says: ['did you mean containerPort?'] },
        { says: ['did you mean httpGet?'], fix: null },
      ],
    },
    {
      name: 'labels right in the selector',
      yaml: 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {selector: {app: a}}\n',
      expect: [{ path: 'spec.selector.app', says: ['matchLabels'] }],
    },
    { name: 'a field that is null', yaml: manifest('Pod', { pod: 'foo: null' }), expect: [{ path: 'spec.foo' }] },
    {
      name: 'a field of another kind',
      yaml: manifest('DaemonSet', { spec: 'replicas: 2' }),
      expect: [{ path: 'spec.replicas', fix: null }],
    },
    {
      name: 'kinds without pods',
      yaml: 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80, targetport: 80}]}\n',
      expect: [{ path: 'spec.ports[0].targetport', says: ['did you mean targetPort?'] }],
    },
    {
      name: 'a near miss in a custom resource, and nothing that it may have of its own',
      yaml: 'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: a}\nspec: {template: {spec: {containers: [{name: a, livnessProbe: {}, flavour: x}]}}}\n',
      expect: [{ path: 'spec.template.spec.containers[0].livnessProbe', stage: 'advice', says: ['custom resource'] }],
    },
  ],
  silent: [
    { name: 'fields that exist', yaml: manifest('Deployment', { container: 'livenessProbe: {httpGet: {port: 80}}' }) },
    {
      name: 'fields of custom resources',
      yaml: 'apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec: {foo: 1}\n',
    },
    {
      name: 'keys of maps',
      yaml: manifest('Pod', {
        metadata: 'annotations: {foo/bar: x}',
        container: 'resources: {limits: {example.com/foo: 1}}',
      }),
    },
  ],
});
